"""The staff's tool in the firm's colours, by day and by night: what is read on what, in numbers."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin

from intake.common.colours import find_contrast, read_channels
from intake.firm import look
from intake.firm.look import build_stylesheet
from intake.models import FirmLook
from tests.intake.answers import TODAY

CSS = Path(admin.__file__).parent / "static/admin/css"
OURS = (settings.BASE_DIR / "static/staff/staff.css").read_text()
# Those of the pages, one that a firm may choose, and the palest and the brightest that the form of a look takes.
LOOKS = [
    pytest.param("#1d5468", "#8fc7dc", id="ours"),
    pytest.param("#7a2e3a", "#e9a9b4", id="red"),
    pytest.param("#707070", "#94999d", id="the palest and the darkest grey"),
    pytest.param("#e00000", "#ff6b6b", id="the brightest red"),
    pytest.param("#000000", "#ffffff", id="black and white"),
    pytest.param("#0b6a2f", "#7fe0a0", id="green"),
    pytest.param("#5a00ff", "#b9a0ff", id="violet"),
]
GROUNDS = ("body-bg", "darkened-bg")
BUTTONS = ("button", "default-button", "close-button", "delete-button")
# Words, and the grounds that they stand on.
READ = {
    "body-fg": (*GROUNDS, "selected-bg", "selected-row"),
    "body-quiet-color": (*GROUNDS, "selected-bg"),
    "body-loud-color": ("selected-row", *(f"message-{kind}-bg" for kind in ("success", "warning", "error"))),
    "link-fg": GROUNDS,
    "link-hover-color": (*GROUNDS, "breadcrumbs-bg"),
    "link-selected-fg": GROUNDS,
    "header-color": ("header-bg",),
    "header-link-color": ("header-bg", "secondary", "primary"),
    "header-branding-color": ("header-bg",),
    "accent": ("header-bg",),
    "primary-fg": ("primary",),
    "breadcrumbs-fg": ("breadcrumbs-bg",),
    "breadcrumbs-link-fg": ("breadcrumbs-bg",),
    "button-fg": tuple(f"{name}{hover}-bg" for name in BUTTONS for hover in ("", "-hover")),
    "object-tools-fg": ("object-tools-bg", "object-tools-hover-bg"),
    "error-fg": GROUNDS,
    "met": GROUNDS,
    "unknown": GROUNDS,
    "wrong": GROUNDS,
}


def read_variables(text, selector):
    """What the rules of a selector set."""
    found = {}
    for block in re.findall(rf"(?:^|\n)\s*{re.escape(selector)}\s*{{([^}}]*)}}", text):
        found |= dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))
    return found


def build_theme(colour, dark, *, night):
    """Every variable of the staff's pages in a theme, where the firm has these two colours."""
    django, theirs = (CSS / "base.css").read_text(), build_stylesheet(FirmLook(colour=colour, colour_dark=dark))
    day = [read_variables(django, ":root"), read_variables(OURS, 'html[data-theme="light"],\n:root')]
    dimmed = [read_variables((CSS / "dark_mode.css").read_text(), 'html[data-theme="dark"]')]
    dimmed += [read_variables(OURS, 'html[data-theme="dark"]')]
    parts = [*day[:1], *(dimmed[:1] if night else []), *day[1:], *(dimmed[1:] if night else [])]
    theme = {}
    for part in (*parts, read_variables(theirs, ":root")):
        theme |= part
    return theme


def resolve(theme, value):
    """A value as six digits."""
    value = " ".join(value.split())
    if mixed := re.fullmatch(r"color-mix\(in srgb, (.+) (\d+)%, (.+)\)", value):
        share = int(mixed[2]) / 100
        pairs = zip(*(read_channels(resolve(theme, mixed[part])) for part in (1, 3)), strict=True)
        return "#" + "".join(f"{round(one * share + other * (1 - share)):02x}" for one, other in pairs)
    if named := re.fullmatch(r"var\(--([\w-]+)\)", value):
        return resolve(theme, theme[named[1]])
    return "#" + "".join(digit * 2 for digit in value[1:]) if len(value) == 4 else value.lower()


@pytest.mark.quick
@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize(("colour", "dark"), LOOKS)
def test_whatever_colours_a_firm_may_choose_everything_at_the_desk_can_be_read(colour, dark, night):
    FirmLook(colour=colour, colour_dark=dark, tagline_en="a", tagline_fr="b").clean_fields(exclude=["logo"])
    theme = build_theme(colour, dark, night=night)
    pale = [
        f"{words} on {ground}: {contrast:.2f}"
        for words, grounds in READ.items()
        for ground in grounds
        if (contrast := find_contrast(resolve(theme, theme[words]), resolve(theme, theme[ground]))) < 4.5
    ]
    assert pale == []
    # What a box of a form is seen by (WCAG 1.4.11).
    assert find_contrast(resolve(theme, theme["border-color"]), resolve(theme, theme["body-bg"])) >= 3


@pytest.mark.quick
def test_a_dark_machine_and_a_dark_theme_look_the_same():
    """The one by the query of the machine, the other by the reader's choice."""
    by_machine = OURS.partition("@media (prefers-color-scheme: dark) {\n  :root {")[2].partition("}")[0]
    assert dict(re.findall(r"--([\w-]+):\s*([^;]+);", by_machine)) == read_variables(OURS, 'html[data-theme="dark"]')


@pytest.mark.quick
def test_the_default_colours_of_the_desk_are_those_of_the_pages():
    first = read_variables(OURS.partition("html[")[0], ":root")
    fields = [FirmLook._meta.get_field(name).default for name in ("colour", "colour_dark")]
    assert first == dict(zip(("firm-colour", "firm-colour-dark"), fields, strict=True))


@pytest.mark.django_db
def test_the_desk_loads_the_firms_colours_after_its_own(admin_client):
    own = "staff/staff"
    page = admin_client.get("/staff/").content.decode()
    assert own in page
    assert "firm-files" not in page
    FirmLook.objects.create(colour="#7a2e3a", tagline_en="a", tagline_fr="b", counts_from=TODAY)
    look.forget_look()
    page = admin_client.get("/staff/").content.decode()
    address = f"/firm-files/{look.find_digest(look.find_look(TODAY))}.css"
    assert page.index(own) < page.index(f'href="{address}"')
    answer = admin_client.get(address)
    assert "--firm-colour: #7a2e3a;" in answer.content.decode()
    assert "immutable" in answer["Cache-Control"]
    policy = admin_client.get("/staff/")["Content-Security-Policy"]
    assert "style-src 'self';" in policy + ";"
