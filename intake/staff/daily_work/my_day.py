"""What waits in files, by person: one's own, one's colleagues', nobody's; each number leads to its list."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from intake.clients import stages
from intake.common.names import name_user
from intake.expiry.time_to_apply import list_days_to_apply
from intake.models import Client, ConflictCheck, Consent, Consultation, DatedItem, DeletionRequest, Enquiry, Todo
from intake.permissions import (
    VIEW_CLIENT,
    VIEW_CONSULTATIONS,
    VIEW_DATED_ITEMS,
    VIEW_DELETION_REQUESTS,
    VIEW_ENQUIRIES,
    VIEW_TODOS,
)
from intake.querysets import list_clock_spans
from intake.staff.client_admin.people_and_documents import SOON
from intake.staff.daily_work.day_row import Cell, DayRow, count_by, count_whose, get_list_url
from scoring.dates import format_date
from scoring.words import name_number

DAY = timedelta(days=1)
Member = User | AnonymousUser
# Columns of the table per person; the other numbers are in the table above it.
BY_PERSON = ("leads", "follow_up", "overdue", "today", "consultations")
# With EXISTS and no join, so that one look at the clients serves all of these numbers (record 0166).
UNCHECKED = Q(stage__in=stages.AT_WORK) & Q(~Exists(ConflictCheck.objects.filter(client=OuterRef("pk"))))
LOOKED_AFTER = Q(adviser__isnull=False) | Q(consultant__isnull=False) | Q(retained_on__isnull=False)
NEVER_ASKED = Q(alerts=False) & Q(~Exists(Consent.objects.filter(client=OuterRef("pk"))))
UNASKED = LOOKED_AFTER & ~Q(stage=Client.Stage.CLOSED) & NEVER_ASKED
# Counted in queries of their own (own index, or another table); the rest is one query over the files at these stages.
APART = ("follow_up", "unreachable", "unchecked", "unasked")
STAGES = (Client.Stage.NEW, Client.Stage.INVITED)
CLOCKS = {
    "short": format_lazy(
        ngettext_lazy(
            "Invited, and {days} day or fewer is left to apply",
            "Invited, and {days} days or fewer are left to apply",
            settings.INVITATION_SHORT_DAYS,
        ),
        days=name_number(settings.INVITATION_SHORT_DAYS),
    ),
    "over": _("Invited, and the last day to apply has passed"),
    "running": _("Invited, and the time to apply is running"),
}


def list_day(user: Member) -> list[DayRow]:
    """Everything that waits in the files that this member of staff may know of; what counts nothing is left out."""
    found = [
        *list_enquiries(user),
        *list_files(user),
        *list_todos(user),
        *list_dates(user),
        *list_deletions(user),
    ]
    return [row for row in found if row.number and row.permission.held_by(user)]


def list_people(rows: Iterable[DayRow]) -> tuple[list[Any], list[tuple[str, list[Cell]]]]:
    """The headings of a table by person, and each person's name with their numbers, left out where all are zero."""
    shown = [row for row in rows if row.name in BY_PERSON]
    ids = {who for row in shown for who in row.people if who is not None}
    people = sorted(User.objects.in_bulk(ids).values(), key=lambda one: name_user(one).casefold()) if ids else []
    table = [(name_user(one), [row.find_cell(one.pk) for row in shown]) for one in people]
    return [row.label for row in shown], table


def list_enquiries(user: Member) -> Iterator[DayRow]:
    """What people asked on the site and nobody has answered, and who comes within a day."""
    now = timezone.now()
    asked = count_whose(Enquiry.objects.visible_to(user).to_answer(), "client__adviser")
    label, link = _("Questions and call requests from the site, to answer"), get_list_url("enquiry", {"waiting": "yes"})
    yield DayRow("enquiries", label, asked, link, VIEW_ENQUIRIES, "client__adviser")
    coming = Consultation.objects.visible_to(user).coming(now).filter(starts_at__lt=now + DAY)
    link, people = get_list_url("consultation", {"coming": "yes"}), count_whose(coming, "adviser")
    yield DayRow("consultations", _("Consultations within a day"), people, link, VIEW_CONSULTATIONS)


def list_files(user: Member) -> Iterator[DayRow]:
    """Leads, files to follow up on, invited clients, those without a check or a consent, addresses that do not work."""
    people, real = Client.objects.visible_to(user).filter(sample=False), {"sample__exact": 0}
    asked = describe_files()
    conditions = {name: condition for name, (_label, condition, _query) in asked.items()}
    # Each statement is one that an index answers: the table is long and its rows are wide (record 0178). What stands in
    # another table is asked for by itself too, because PostgreSQL then joins, and does not look there for each client.
    found = {name: count_whose(people.filter(conditions.pop(name)), "adviser") for name in APART}
    found |= count_by(people.filter(stage__in=STAGES), "adviser", conditions)
    for name, (label, _condition, query) in asked.items():
        yield DayRow(name, label, found[name], get_list_url("client", query | real), VIEW_CLIENT)


def describe_files() -> dict[str, tuple[Any, Q, dict[str, Any]]]:
    """What is counted of clients' own rows: in words, as a condition, and as the query of the list."""
    # One moment for the number and for the address of its list, which must hold exactly that many (record 0165).
    today, before, new = timezone.localdate(), timezone.now() - DAY, {"stage__exact": "new"}
    found: dict[str, tuple[Any, Q, dict[str, Any]]] = {
        "leads": (_("New leads of the last 24 hours"), Q(created__gte=before), new | {"created__gte": before}),
        "waiting": (
            _("Files of more than a day ago that are still new leads"),
            Q(created__lt=before),
            new | {"created__lt": before},
        ),
    }
    found = {name: (label, Q(stage="new") & condition, query) for name, (label, condition, query) in found.items()}
    due, broken = Q(follow_up_on__lte=today), Q(alerts=True) & ~Q(undeliverable="")
    found["follow_up"] = (_("Clients to follow up on by today"), due, {"follow_up_on__lte": today})
    spans = list_clock_spans(today, list_days_to_apply())
    for name, label in CLOCKS.items():
        found[name] = (label, Q(stage="invited") & spans[name], {"clock": name})
    broken_query = {"alerts__exact": 1, "undeliverable__isempty": 0}
    found["unreachable"] = (_("Clients whose e-mail address does not work"), broken, broken_query)
    for name, label, condition, query in (
        ("unchecked", _("Consultation booked or later, and no conflict check"), UNCHECKED, {"checked": "no"}),
        ("unasked", _("Clients whom nobody has asked for consent to e-mails"), UNASKED, {"consent": "missing"}),
    ):
        found[name] = (label, condition, query)
    return found


def list_todos(user: Member) -> Iterator[DayRow]:
    """Tasks whose day has come or passed."""
    today = timezone.localdate()
    due = Todo.objects.visible_to(user).due_by(today)
    found = count_by(due, "assignee", {"overdue": Q(due_on__lt=today), "today": Q(due_on=today)})
    for name, label in (("overdue", _("Tasks that are overdue")), ("today", _("Tasks of today"))):
        yield DayRow(name, label, found[name], get_list_url("todo", {"due": name}), VIEW_TODOS, "assignee")


def list_dates(user: Member) -> Iterator[DayRow]:
    """Documents, tests and the like that end soon, in files that somebody works on."""
    soon = DatedItem.objects.visible_to(user).expiring(timezone.localdate(), SOON)
    label = _("Documents and tests that end within %(days)d days") % {"days": SOON}
    people, link = count_whose(soon, "client__adviser"), get_list_url("dateditem", {"soon": "yes"})
    yield DayRow("dates", label, people, link, VIEW_DATED_ITEMS, "client__adviser")


def list_deletions(user: Member) -> Iterator[DayRow]:
    """Requests for deletion that are not answered, with the days left for the first, and those whose days are over."""
    asked = DeletionRequest.objects.visible_to(user)
    note = describe_days_left(asked.open())
    for name, code, label, found in (
        ("deletions", "yes", _("Requests for deletion to answer"), asked.open()),
        ("deletions_late", "over", _("Requests for deletion not answered in time"), asked.overdue(timezone.now())),
    ):
        people, link = count_whose(found, "client__adviser"), get_list_url("deletionrequest", {"open": code})
        shown_note = note if name == "deletions" else ""
        yield DayRow(name, label, people, link, VIEW_DELETION_REQUESTS, "client__adviser", shown_note)


def describe_days_left(asked: QuerySet[DeletionRequest]) -> str:
    """Until when the first of these is to be answered; "" where there is none, or its day has passed."""
    first = asked.aggregate(at=Min("asked_at"))["at"]
    due = DeletionRequest(asked_at=first).due_on if first else None
    left = (due - timezone.localdate()).days if due else -1
    if due is None or left < 0:
        return ""
    words = ngettext(
        "The first by %(day)s: %(count)d day is left.", "The first by %(day)s: %(count)d days are left.", left
    )
    return words % {"day": format_date(due), "count": left}
