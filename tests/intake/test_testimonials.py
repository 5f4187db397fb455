"""A testimonial is shown in the very words that its writer approved, from a day on, until that is withdrawn."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client as Browser
from django.utils import timezone

from intake.clients.delete_file import delete_client
from intake.data_copy.data_export import export_file
from intake.firm.example import add_example_firm
from intake.models import Client, FirmTestimonial
from intake.models import TestimonialApproval as Approval
from intake.permissions import MANAGE_TESTIMONIALS
from tests.hostile.desk import member_with, sign_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WORDS = {"words_en": "They read it <twice>.", "words_fr": "Ils l’ont lu deux fois.", "shown_as": "Ada W."}
ALL_ACTS = [
    *(f"{act}_firmtestimonial" for act in ("view", "add", "change", "delete")),
    "view_testimonialapproval",
    "add_testimonialapproval",
]
LIST = "/staff/intake/firmtestimonial/"


@pytest.fixture(autouse=True)
def _on(settings):
    settings.TESTIMONIALS = True


@pytest.fixture
def desk():
    member = member_with(MANAGE_TESTIMONIALS)
    member.user_permissions.set(Permission.objects.filter(codename__in=ALL_ACTS))
    return sign_in(member)


def enter(**columns):
    return FirmTestimonial.objects.create(**WORDS | columns)


def record(row, act="approved", days=0, **columns):
    """An act of the writer this many days ago, of the words as they are."""
    words = {name: getattr(row, name) for name in WORDS}
    values = {"by_whom": "Ada Writer", "how": "email", "kept_where": "letters", "on": timezone.localdate() - days * DAY}
    return Approval.objects.create(testimonial=row, act=act, **words | values | columns)


def show(language="en"):
    return Browser().get(f"/{language}/firm/").content.decode()


def is_shown():
    return "Ada W." in show()


def test_it_is_shown_in_the_readers_language_and_does_nothing_else():
    record(enter())
    page = show()
    assert "<blockquote><p>They read it &lt;twice&gt;.</p></blockquote><figcaption>Ada W.</figcaption>" in page
    assert "that the writer approved in writing" in page
    assert "lu deux fois" in show("fr")
    assert "Ada Writer" not in page


def test_without_an_approval_or_with_the_setting_off_nothing_is_shown(settings):
    row = enter()
    assert not is_shown()
    record(row)
    assert is_shown()
    settings.TESTIMONIALS = False
    assert not is_shown()
    assert "What clients wrote" not in show()


@pytest.mark.parametrize("column", WORDS)
def test_an_edit_takes_the_approval_away(column):
    row = enter()
    record(row, days=2)
    FirmTestimonial.objects.update(**{column: "Ada W. says more"})
    assert not is_shown()
    row.refresh_from_db()
    record(row)
    assert is_shown()


def test_a_withdrawal_takes_it_away_and_a_later_approval_brings_it_back():
    row = enter()
    record(row, days=3)
    record(row, days=3)
    record(row, act="withdrawn", days=2)
    assert not is_shown()
    record(row, days=4)
    assert not is_shown(), "entered late, of an earlier day"
    record(row, days=1)
    assert is_shown()


def test_it_counts_from_a_day_until_a_day():
    today = timezone.localdate()
    row = enter(counts_from=today + DAY)
    record(row)
    assert not is_shown()
    assert list(FirmTestimonial.objects.shown(today + DAY)) == [row]
    FirmTestimonial.objects.update(counts_from=today - DAY, counts_until=today)
    assert not is_shown()


def test_the_example_firm_has_none():
    add_example_firm()
    assert not FirmTestimonial.objects.exists()


# --- At the desk -----------------------------------------------------------------


def post(desk, path, **typed):
    """Save the form as a browser sends it, with one act of the writer where `act` is given."""
    today = timezone.localdate().isoformat()
    act = {"act": "approved", "on": today} | {
        name: typed.pop(name) for name in ("act", "by_whom", "on", "how", "kept_where") if name in typed
    }
    number = path.partition("/")[0]
    known = Approval.objects.filter(testimonial=number).count() if number.isdigit() else 0
    form = WORDS | {"position": "10", "counts_from": "2026-01-01", "counts_until": "", "reference": ""} | typed
    form |= {"approvals-TOTAL_FORMS": str(known + 1), "approvals-INITIAL_FORMS": str(known)}
    form |= {f"approvals-{known}-{name}": value for name, value in act.items()}
    form[f"initial-approvals-{known}-on"] = today
    return desk.post(LIST + path, form, follow=True).content.decode()


def approve(**more):
    act = {"act": "approved", "by_whom": "Ada Writer", "how": "signed", "kept_where": "binder 4"}
    return act | {"on": timezone.localdate().isoformat()} | more


def test_staff_enter_it_with_the_act_and_what_was_approved_is_kept(desk):
    assert "nobody has approved these words" in post(desk, "add/")
    assert not is_shown()
    row = FirmTestimonial.objects.get()
    assert "nobody has approved" not in post(desk, f"{row.pk}/change/", **approve())
    act = Approval.objects.get()
    assert {name: getattr(act, name) for name in WORDS} == WORDS
    assert (act.author.username, act.how, act.kept_where) == ("member", "signed", "binder 4")
    assert is_shown()
    assert "nobody has approved" in post(desk, f"{row.pk}/change/", words_en="Others.")
    assert not is_shown()
    assert "They read it &lt;twice&gt;." in desk.get(f"{LIST}{row.pk}/change/").content.decode(), "what was approved"
    post(desk, f"{row.pk}/change/", **approve(act="withdrawn", by_whom="Ada"))
    assert Approval.objects.count() == 2


def test_what_the_writer_did_is_never_changed_nor_deleted_at_the_desk(desk):
    row = enter()
    act = record(row)
    post(
        desk, f"{row.pk}/change/", **{"approvals-0-id": act.pk, "approvals-0-by_whom": "x", "approvals-0-DELETE": "on"}
    )
    assert Approval.objects.get().by_whom == "Ada Writer"


def test_an_approval_of_a_day_to_come_is_refused(desk):
    assert "Enter a day that has come." in post(desk, "add/", **approve(on="2999-01-01"))
    assert not FirmTestimonial.objects.exists()


def test_with_the_setting_off_staff_are_told_so(desk, settings):
    settings.TESTIMONIALS = False
    assert "TESTIMONIALS is off" in post(desk, "add/", **approve())


def test_the_file_of_the_writer_is_one_that_staff_may_see(desk, settings):
    client = Client.objects.create(email="ada@example.org")
    assert "no file with this reference" in post(desk, "add/", reference="K7QD-2MXW-9RTB")
    post(desk, "add/", reference=client.reference.lower())
    assert FirmTestimonial.objects.get().reference == client.reference
    settings.FILES_ASSIGNED_ONLY = True
    assert "Ada W." not in desk.get(LIST).content.decode()
    assert "no file with this reference" in post(desk, "add/", reference=client.reference)


# --- The writer's data -----------------------------------------------------------


def test_it_is_in_the_copy_of_the_writers_data_and_goes_with_the_file():
    client, other = (Client.objects.create(email=f"{name}@example.org") for name in ("ada", "kim"))
    row = enter(reference=client.reference)
    record(row)
    enter()
    LogEntry.objects.log_actions(member_with(MANAGE_TESTIMONIALS).pk, [row], 2, single_object=True)
    words, act = export_file(client)["testimonials"]
    assert (words["words_en"], act["by_whom"], act["kept_where"]) == (WORDS["words_en"], "Ada Writer", "letters")
    assert export_file(other)["testimonials"] == []
    delete_client(client)
    assert FirmTestimonial.objects.get().reference == ""
    assert not Approval.objects.exists()
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("emptied", [True, False], ids=["reference emptied", "deleted"])
def test_no_name_outlives_the_file_in_what_the_admin_keeps(desk, emptied):
    client = Client.objects.create(email="ada@example.org")
    post(desk, "add/", reference=client.reference)
    row = FirmTestimonial.objects.get()
    assert "Ada" not in LogEntry.objects.get().object_repr
    # As it was named before.
    LogEntry.objects.update(object_repr="Ada W.")
    if emptied:
        post(desk, f"{row.pk}/change/", reference="")
    else:
        desk.post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
    delete_client(client)
    assert LogEntry.objects.count() == 2
    assert not LogEntry.objects.filter(object_repr__contains="Ada").exists()


def test_two_of_a_day_are_read_in_the_order_in_which_they_were_entered():
    row = enter(counts_from=date(2026, 1, 1))
    record(row)
    record(row, act="withdrawn")
    assert not is_shown()
