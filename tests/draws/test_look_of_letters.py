"""Every message has the firm's colours and logo, one main button at most, and nothing that signs in or follows."""

import re

import pytest

from intake.common.colours import READABLE, find_contrast
from intake.firm.look import forget_look
from intake.models import FirmLook
from tests.draws.test_every_kind import EVERY, make
from tests.intake.firms import add_firm

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
# What a client or a visitor is to do, and so has a button for.
WITH_BUTTON = {
    "alert",
    "correction",
    "deadline",
    "expiry",
    "rules",
    "round_news",
    "answers_to_check",
    "confirmation",
    "booking",
    "confirm_booking",
    "confirm_following",
    "confirm_enquiry",
    "file_ends",
}
LIGHT, DARK = "#7a2e3a", "#8fc7dc"


@pytest.fixture
def firm(settings):
    """A firm with a look of its own, on a site with a name."""
    settings.SITE_URL = "https://firm.example"
    settings.FIRM = settings.FIRM | {"name": 'Draft & "Sons"'}
    add_firm()
    yield settings.FIRM
    forget_look()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", EVERY)
def test_it_has_the_firms_look_one_button_and_no_form(name, language, firm):
    html = make(name, language).alternatives[0].content
    digest = FirmLook.objects.get().logo.digest
    pictures = re.findall(r"<img[^>]*>", html)
    assert len(pictures) == 1, "the logo, and nothing that tells who reads it"
    assert f'src="https://firm.example/firm-files/{digest}.webp"' in pictures[0]
    assert 'alt="Draft &amp; &quot;Sons&quot;"' in pictures[0].replace("&#34;", "&quot;")
    assert re.search(rf"\.letter \{{[^}}]*border-top-color: {DARK}", html)
    assert re.search(rf'class="letter"[^>]*style="[^"]*border-top: 6px solid {LIGHT}', html)
    buttons = re.findall(r'class="button"[^>]*style="([^"]*)"', html)
    assert len(buttons) <= 1
    assert name not in WITH_BUTTON or f"background: {LIGHT}" in buttons[0]
    assert not re.search(r"<(form|input|script|iframe|link)\b", html)


def test_without_a_look_it_has_the_sites_colours_and_the_firms_name(settings):
    forget_look()
    html = make("alert", "en").alternatives[0].content
    assert "<img" not in html
    assert "border-top: 6px solid #1d5468" in html
    assert re.search(rf'class="sender"[^>]*>{re.escape(settings.FIRM["name"])}<', html)


def test_its_colours_can_be_read_on_its_grounds():
    for colour in (LIGHT, FirmLook._meta.get_field("colour").default):
        assert find_contrast(colour, "#ffffff") >= READABLE
    for ground in ("#1c1f23", "#121416"):
        assert find_contrast(DARK, ground) >= READABLE
