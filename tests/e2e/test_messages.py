"""The page behind the link in every message: what to be written to about, without signing in."""

import pytest
from playwright.sync_api import expect

from intake.models import Client
from tests.draws.factories import ClientFactory
from tests.draws.test_views import path_of
from tests.e2e.pressing import press

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_kind_of_message_is_switched_off_and_then_all(page, live_server, violations, scheme):
    client = ClientFactory()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(live_server.url + path_of(client))
    assert violations(page) == []
    page.get_by_label("Reminders before tests").uncheck()
    press(page.get_by_role("button", name="Keep this choice"))
    expect(page.get_by_label("Reminders before tests")).not_to_be_checked()
    expect(page.get_by_label("News when new rules")).to_be_checked()
    kept = Client.objects.get()
    assert (kept.alerts, kept.reminders, kept.rule_news) == (True, False, True)
    press(page.get_by_role("button", name="Stop all of it"))
    expect(
        page.get_by_text("You get no alerts about rounds, no reminders and no news of the rules from us.")
    ).to_be_visible()
    assert violations(page) == []
    assert not Client.objects.get().alerts
