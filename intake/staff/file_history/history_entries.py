"""What the tables of this app say of a file's history, each row in words."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, DateField, Exists, Model, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.clients import changes
from intake.clients.working_address import UNDELIVERABLE
from intake.invitation.rounds import name_round_of
from intake.models import (
    AddressChange,
    Assessment,
    Client,
    ConflictCheck,
    Consent,
    Consultation,
    ConsultationChange,
    DeletionRequest,
    DocumentSeen,
    Enquiry,
    FileView,
    Intake,
    Invitation,
    MoneyEntry,
    Note,
    RowChange,
    StageMove,
    Todo,
)
from intake.models.clients import NUMBERS
from intake.models.consent_sources import WAYS_TO_ASK
from intake.permissions import VIEW_ASSESSMENT, VIEW_CLIENT, VIEW_CONSULTATIONS, VIEW_ENQUIRIES, VIEW_MONEY
from intake.staff.client_admin.fact_changes import list_fact_changes
from intake.staff.data_entry.telephone_form import SOURCES
from intake.staff.file_history.history import HistorySource, TimelineEntry, name_member, register
from intake.staff.file_pages.household_pages import HOUSEHOLD_ACTS
from intake.verification.fact_words import get_title
from scoring.dates import format_date
from scoring.numbers import group_thousands

ARROW = "→"


def describe_note(row: Note) -> TimelineEntry:
    """A note or a call."""
    return TimelineEntry(row.at, row.get_kind_display(), row.text, name_member(row.author))


def find_todos(client: Client) -> QuerySet[Todo]:
    """The file's tasks, each with what it first said, where it was changed."""
    return client.todos.select_related("author").annotate(first=RowChange.objects.find_first_state(Todo))


def describe_todo(found: Todo) -> TimelineEntry:
    """A task as it was entered or brought."""
    row = rebuild_first(found)
    due = _("Task, due on %(day)s") % {"day": format_date(row.due_on)}
    link = reverse("admin:intake_client_todo", args=[row.client_id, row.pk])
    return TimelineEntry(row.created, due, row.text, name_member(row.author), link)


def describe_done(row: Todo) -> TimelineEntry:
    """A task, when it was done."""
    title = _("Task done") if row.is_done else _("Task no longer needed")
    who = _("the client") if row.done_by_client else name_member(row.done_by)
    return TimelineEntry(row.done_at or row.created, title, row.text, who)


def rebuild_first(row: Any) -> Any:
    """A row as it first stood; what is annotated is None where it never changed."""
    return changes.rebuild(row, row.first or {})


def describe_todo_change(row: RowChange) -> TimelineEntry:
    """A task that was changed, or that was done and is not after all."""
    text, link = row.was["text"], reverse("admin:intake_client_todo", args=[row.client_id, row.row])
    if row.was["done_at"] == row.now["done_at"]:
        lines = "\n".join(describe_values(Todo, "", changes.list_in_order(row, Todo)))
        handed = changes.WITH_FILE in row.now
        title = _("Task handed over with the file: %(what)s") if handed else _("Task changed: %(what)s")
        return TimelineEntry(row.at, title % {"what": text}, lines, name_member(row.by), link)
    if not row.now["done_at"]:
        return TimelineEntry(row.at, _("Task to do again"), text, name_member(row.by), link)
    by_client = row.now["done_by_client"] == str(True)
    title = _("Task done") if row.by or by_client else _("Task no longer needed")
    return TimelineEntry(row.at, title, text, _("the client") if by_client else name_member(row.by), link)


def find_invitations(client: Client) -> QuerySet[Invitation]:
    """The file's invitations, each with what was first entered, where it was changed."""
    return client.invitations.select_related("by").annotate(first=RowChange.objects.find_first_state(Invitation))


def describe_invitation(found: Invitation) -> TimelineEntry:
    """An invitation as it was entered; without a person, the client's own word."""
    row = rebuild_first(found)
    title = _("Invited to apply on %(day)s") % {"day": format_date(row.received_on)}
    link = reverse("admin:intake_client_invitation", args=[row.client_id])
    return TimelineEntry(row.created, title, name_round_of(row), name_member(row.by), link)


def describe_invitation_change(row: RowChange) -> TimelineEntry:
    """What became of an invitation, or a correction of it; without a person, the client's own word."""
    was, now = (changes.rebuild(Invitation(), values_then) for values_then in (row.was, row.now))
    day, title = format_date(was.received_on), _("Invitation of %(day)s corrected")
    values = changes.list_in_order(row, Invitation)
    if now.outcome_on and now.outcome != was.outcome:
        title = _("Invitation of %(day)s: %(what)s, on %(on)s")
        values = [value for value in values if not value[0].startswith("outcome")]
    elif now.outcome != was.outcome:
        title = _("Invitation of %(day)s open again")
    words = {"day": day, "what": now.get_outcome_display(), "on": format_date(now.outcome_on) if now.outcome_on else ""}
    link = reverse("admin:intake_client_invitation", args=[row.client_id])
    return TimelineEntry(
        row.at, title % words, "\n".join(describe_values(Invitation, "", values)), name_member(row.by), link
    )


def describe_money(row: MoneyEntry) -> TimelineEntry:
    """An amount that was entered."""
    link = reverse("admin:intake_client_money", args=[row.client_id])
    return TimelineEntry(row.at, say_amount(row), row.words, name_member(row.author), link)


def describe_money_back(row: MoneyEntry) -> TimelineEntry:
    """An amount that was taken back."""
    link = reverse("admin:intake_client_money", args=[row.client_id])
    title = _("Taken back: %(amount)s") % {"amount": say_amount(row)}
    return TimelineEntry(row.taken_back_at or row.at, title, row.words, name_member(row.taken_back_by), link)


def say_amount(row: MoneyEntry) -> str:
    """What an amount is, and how much."""
    return f"{row.get_kind_display()}: {number_format(row.amount, 2, force_grouping=True)}"


def describe_move(row: StageMove) -> TimelineEntry:
    """A move; without a person, the client's own."""
    title = _("Stage: %(was)s %(arrow)s %(now)s") % {
        "was": row.get_was_display(),
        "arrow": ARROW,
        "now": row.get_stage_display(),
    }
    return TimelineEntry(row.at, title, "", name_member(row.by))


def describe_result(row: Assessment) -> TimelineEntry:
    """A result."""
    title = ngettext("Result: %(points)s point", "Result: %(points)s points", row.crs)
    return TimelineEntry(
        row.created,
        title % {"points": group_thousands(row.crs)},
        row.reference,
        "",
        reverse("admin:intake_client_result", args=[row.client_id, row.reference]),
    )


def describe_confirmed(row: RowChange) -> TimelineEntry:
    """That the client found right what staff had taken down."""
    return TimelineEntry(row.at, _("The client confirmed the answers"), "", _("the client"))


def describe_seen(row: DocumentSeen) -> TimelineEntry:
    """A document that was seen, or a mark that was taken back."""
    title = _("Document seen") if row.seen else _("Mark of a document withdrawn")
    words = [str(get_title(row.part)), row.document, row.note]
    return TimelineEntry(row.at, title, "\n".join(filter(None, words)), name_member(row.author))


def describe_check(row: ConflictCheck) -> TimelineEntry:
    """A look for conflicts."""
    return TimelineEntry(
        row.at, _("Conflict check"), f"{row.get_result_display()}\n{row.searched}", name_member(row.author)
    )


def describe_enquiry(row: Enquiry) -> TimelineEntry:
    """What the person asked."""
    return TimelineEntry(
        row.created, row.get_kind_display(), row.text, "", reverse("admin:intake_enquiry_change", args=[row.pk])
    )


def describe_answered(row: Enquiry) -> TimelineEntry:
    """That it was answered."""
    title = _("Answered: %(what)s") % {"what": row.get_kind_display()}
    link = reverse("admin:intake_enquiry_change", args=[row.pk])
    return TimelineEntry(row.answered_at or row.created, title, "", name_member(row.answered_by), link)


def find_consultations(client: Client) -> QuerySet[Consultation]:
    """The file's consultations from before it was kept who booked them.

    Each with the hour and the adviser it was booked for, where these changed since.
    """
    first = ConsultationChange.objects.filter(consultation=OuterRef("pk")).order_by("at", "pk")
    states = Consultation.ConsultationState
    booked = first.filter(was=states.HELD, state=states.CONFIRMED)
    found = client.consultations.filter(~Exists(booked)).select_related("adviser")
    # The adviser is the first of the values that a change keeps.
    handed_on = first.filter(values__0__0="adviser")
    return found.annotate(
        booked_for=Subquery(first.values("began_at")[:1]), booked_with=Subquery(handed_on.values("values")[:1])
    )


def describe_consultation(row: Consultation) -> TimelineEntry:
    """A consultation, when it was asked for, from before it was kept who booked it."""
    booked_for, booked_with = cast("Any", row).booked_for, cast("Any", row).booked_with
    adviser = booked_with[0][1] if booked_with else name_member(row.adviser)
    entry = make_booking_entry(row, booked_for or row.starts_at, adviser)
    if not booked_for and row.state != Consultation.ConsultationState.CONFIRMED:
        # From before changes were kept.
        return entry._replace(title=f"{entry.title}: {row.get_state_display()}")
    return entry


def make_booking_entry(row: Consultation, at: datetime, adviser: str) -> TimelineEntry:
    """That a consultation was booked for an hour, with whom, and what it is about."""
    title = _("Consultation booked for %(day)s") % {"day": format_hour(at)}
    lines = [_("Adviser: %(name)s") % {"name": adviser}, row.text]
    link = reverse("admin:intake_consultation_change", args=[row.pk])
    return TimelineEntry(row.created, title, "\n".join(filter(None, lines)), "", link)


def describe_booking(row: ConsultationChange) -> TimelineEntry:
    """That a consultation was booked, by a member of staff or by the client."""
    adviser = row.values[0][2] if row.values else ""
    entry = make_booking_entry(row.consultation, row.began_at, adviser)
    return entry._replace(at=row.at, who=name_member(row.by) or _("the client"))


def describe_consultation_change(row: ConsultationChange) -> TimelineEntry:
    """A consultation that was booked, moved, cancelled or otherwise changed, or how it ended."""
    if row.is_booking:
        return describe_booking(row)
    was, now = format_hour(row.began_at), format_hour(row.begins_at)
    if row.was != row.state:
        words = {"day": was, "was": row.get_was_display(), "arrow": ARROW, "now": row.get_state_display()}
        title = _("Consultation of %(day)s: %(was)s %(arrow)s %(now)s") % words
    elif was != now:
        title = _("Consultation moved: %(was)s %(arrow)s %(now)s") % {"was": was, "arrow": ARROW, "now": now}
    else:
        title = _("Consultation of %(day)s changed") % {"day": was}
    link = reverse("admin:intake_consultation_change", args=[row.consultation_id])
    lines = "\n".join(describe_values(Consultation, "", row.values))
    return TimelineEntry(row.at, title, lines, name_member(row.by) or _("the client"), link)


def format_hour(moment: datetime) -> str:
    """A day with its hour, in the office's zone."""
    return format_date(timezone.localtime(moment), "DATETIME_FORMAT")


def describe_consent(row: Consent) -> TimelineEntry:
    """An act of consent, with its words."""
    title = _("Agreed to e-mails") if row.given else _("Stopped the e-mails")
    return TimelineEntry(row.at, title, "\n".join(filter(None, [row.source_in_words, row.wording])))


def describe_address(row: AddressChange) -> TimelineEntry:
    """Another e-mail address, the first, or none any more."""
    was, now = (email or _("no e-mail address") for email in (row.was, row.now))
    return TimelineEntry(row.at, _("E-mail address changed"), f"{was} {ARROW} {now}", name_member(row.by))


def describe_request(row: DeletionRequest) -> TimelineEntry:
    """A wish for deletion."""
    return TimelineEntry(row.asked_at, _("Deletion asked for"), row.get_way_display(), name_member(row.entered_by))


def describe_request_answered(row: DeletionRequest) -> TimelineEntry:
    """What became of a wish for deletion."""
    title = _("Request for deletion answered: %(what)s") % {"what": row.get_answer_display()}
    return TimelineEntry(row.answered_at or row.asked_at, title, row.reason, name_member(row.answered_by))


def describe_opening(row: FileView) -> TimelineEntry:
    """Who looked at what."""
    return TimelineEntry(row.at, row.get_part_display(), "", row.who or name_member(row.staff))


def find_row_changes(client: Client, model: type[Model]) -> QuerySet[RowChange]:
    """What the rows of a table were before they were changed."""
    return client.row_changes.of_rows(model).select_related("by")


# --- What was changed of the file itself ----------------------------------------------


def describe_file_change(row: RowChange) -> TimelineEntry | None:
    """What the client changed, or answers that staff scored; None where all of it is in another row of the history.

    Or what nobody of the staff did: a word of a mail server, an address that was proved, a partner's file that is gone.
    """
    if changes.CREATED in row.now:
        return TimelineEntry(row.at, _("File created"), "", _("the client"))
    if changes.MOVED_FROM in row.now:
        return describe_another_address(row)
    if changes.ADDRESS in row.now:
        return describe_proof(row) if not row.now[UNDELIVERABLE] else describe_refused(row)
    if changes.PARTNER_DELETED in row.now:
        return TimelineEntry(row.at, _("The link between the two files is ended."), _("The other file was deleted."))
    scored = row.now.get(changes.SCORED)
    lines = [say_scored(scored)] if scored else []
    lines += describe_values(Client, "", changes.list_in_order(row, Client))
    who = name_member(row.by) or _("the client")
    return TimelineEntry(row.at, _("Changed"), "\n".join(lines), who) if lines else None


def describe_refused(row: RowChange) -> TimelineEntry:
    """That letters stop, because a mail server or provider said that the address takes none."""
    lines = [row.now[changes.ADDRESS], _("The mail server said: %(words)s") % {"words": row.now[UNDELIVERABLE]}]
    title = _("Address does not work: no more e-mails are sent to it")
    return TimelineEntry(row.at, title, "\n".join(lines), _("the mail server"))


def describe_another_address(row: RowChange) -> TimelineEntry:
    """That e-mails go again, because another address took the place of one that did not work."""
    words = {"address": row.now[changes.MOVED_FROM], "words": row.was[UNDELIVERABLE]}
    lines = [row.now[changes.ADDRESS], _("Of %(address)s the mail server had said: %(words)s") % words]
    title = _("E-mails are sent again, to another address")
    # Where it was taken out, there is none to send them to.
    title = title if row.now[changes.ADDRESS] else _("The address that did not work is taken out")
    return TimelineEntry(row.at, title, "\n".join(filter(None, lines)), name_member(row.by) or _("the client"))


def describe_proof(row: RowChange) -> TimelineEntry:
    """That the client read a letter to the address; with what was said of it before, after which letters go again."""
    lines, was = [row.now[changes.ADDRESS]], row.was[UNDELIVERABLE]
    if was:
        lines += [_("E-mails are sent to it again. The mail server had said: %(words)s") % {"words": was}]
    return TimelineEntry(row.at, _("E-mail address confirmed"), "\n".join(lines), _("the client"))


def find_saves(client: Client) -> QuerySet[LogEntry]:
    """What the admin kept of saving this file."""
    # By name: the key of the kind is another one in another database, and the statement is kept.
    kind = {"content_type__app_label": Client._meta.app_label, "content_type__model": Client._meta.model_name}
    return LogEntry.objects.filter(**kind, object_id=str(client.pk)).select_related("user")


def describe_save(row: LogEntry) -> TimelineEntry | None:
    """What a member of staff changed, old and new; None where other rows of the history say all of it."""
    lines = list(list_changes(row.change_message))
    title = _("Added") if row.is_addition() else _("Changed")
    return TimelineEntry(row.action_time, title, "\n".join(lines), name_member(row.user)) if lines else None


def list_changes(message: str) -> Iterator[str]:
    """Each change in words, from what the admin kept."""
    try:
        # Django writes JSON; what our own pages log is a plain sentence.
        parts = json.loads(message)
    except ValueError:
        parts = None
    if not isinstance(parts, list):
        yield from [message] if message else []
        return
    for part in parts:
        yield from describe_part(part)


def describe_part(part: dict[str, Any]) -> Iterator[str]:
    """One of the things that a save did, in words."""
    changed = part.get("changed", {})
    if sentences := [say(part[act]) for act, say in ACTS.items() if act in part]:
        yield from sentences
    elif "values" in changed:
        model = apps.get_model(changed.get("model", Client._meta.label_lower))
        yield from describe_values(model, changed.get("object", ""), changed["values"])
    elif changed and "name" not in changed:
        # Kept before a change had its values.
        names = [get_label(find_field(Client, name), name) for name in changed.get("fields", []) if is_shown(name)]
        yield from [_("Changed: %(fields)s") % {"fields": ", ".join(names)}] if names else []
    else:
        yield LogEntry(change_message=json.dumps([part])).get_change_message()


def say_scored(source: str) -> str:
    """That answers were scored, from which source."""
    return _("Answers entered and scored: %(source)s.") % {"source": SOURCES[source]}


def say_copy(asked: Mapping[str, str]) -> str:
    """Which request a copy of the client's data answered."""
    words = _("Copy of the client’s data made. Requested: %(way)s, %(day)s. Identity confirmed by: %(identity)s")
    day = format_date(date.fromisoformat(asked["asked_on"]))
    return words % {"way": WAYS_TO_ASK[asked["way"]], "day": day, "identity": asked["identity"]}


# What a page keeps of an act that changes no field of the file: its name, and how it is said.
ACTS: dict[str, Callable[[Any], str]] = {
    changes.SCORED: say_scored,
    "import": lambda _undone: _("An import was undone."),
    "household": lambda act: str(HOUSEHOLD_ACTS[act]),
    "answers": lambda _asked: _("The client is asked to check the answers."),
    "copy": say_copy,
}


def describe_values(model: type[Model], row: str, values: list[changes.Value]) -> Iterator[str]:
    """Each field, and each answer, with its old and new value; `row` is what they are of, where not of the file."""
    for name, was, now in values:
        if name == changes.FACTS:
            # Where nothing was known before, all of it is in the result.
            yield from (say_change(*change) for change in list_fact_changes(was, now)) if was else ()
        elif is_shown(name):
            words = describe_change(model, name, was, now)
            yield f"{row}: {words}" if row else words


def is_shown(name: str) -> bool:
    """Whether changes of a field are said: those of IRCC's numbers only where the firm keeps them."""
    # Turned off, they are not said here either, though the database keeps them (record 0172).
    return settings.CLIENT_NUMBERS or name not in NUMBERS


def describe_change(model: type[Model], name: str, was: str, now: str) -> str:
    """One field: its label, the old and the new value."""
    field = find_field(model, name)
    choices = list_choices(field)
    return say_change(get_label(field, name), say_value(field, choices, was), say_value(field, choices, now))


def say_change(label: str, was: str, now: str) -> str:
    """What something was, and what it is."""
    words = {"field": label, "was": was or _("empty"), "arrow": ARROW, "now": now or _("empty")}
    return _("%(field)s: %(was)s %(arrow)s %(now)s") % words


def find_field(model: type[Model], name: str) -> Any:
    """The field; None for one that the model lost: what is kept outlives it."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def get_label(field: Any, name: str) -> str:
    """A field in words; by its name where the model lost it."""
    return capfirst(str(field.verbose_name)) if field else name


def list_choices(field: Any) -> dict[str, str]:
    """The values of a field that have words, as they are kept."""
    if isinstance(field, BooleanField):
        return {"True": _("Yes"), "False": _("No")}
    return {str(code): str(label) for code, label in getattr(field, "flatchoices", ())}


def say_value(field: Any, choices: Mapping[str, str], text: str) -> str:
    """A stored value as its label in the reader's language; as stored where the field no longer has that choice."""
    if isinstance(field, DateField):
        # A moment is a day with its hour.
        with suppress(ValueError):
            return format_date(datetime.fromisoformat(text))
    return choices.get(text, text)


# Nothing is copied into a table of events: each reads the one that keeps the thing (record 0123).
register(
    HistorySource("work", lambda client: client.notes.select_related("author"), "at", describe_note, VIEW_CLIENT),
    HistorySource("work", find_todos, "created", describe_todo, VIEW_CLIENT),
    HistorySource("work", lambda client: find_row_changes(client, Todo), "at", describe_todo_change, VIEW_CLIENT),
    HistorySource("work", lambda client: client.todos.select_related("done_by"), "done_at", describe_done, VIEW_CLIENT),
    HistorySource("work", lambda client: client.money.select_related("author"), "at", describe_money, VIEW_MONEY),
    HistorySource(
        "work",
        lambda client: client.money.select_related("taken_back_by"),
        "taken_back_at",
        describe_money_back,
        VIEW_MONEY,
    ),
    HistorySource("stage", find_invitations, "created", describe_invitation, VIEW_CLIENT),
    HistorySource(
        "stage", lambda client: find_row_changes(client, Invitation), "at", describe_invitation_change, VIEW_CLIENT
    ),
    HistorySource("stage", lambda client: client.stage_moves.select_related("by"), "at", describe_move, VIEW_CLIENT),
    HistorySource(
        "result",
        # The widest columns of the table, of which no line says anything.
        lambda client: client.assessments.defer("facts", "result"),
        "created",
        describe_result,
        VIEW_ASSESSMENT,
    ),
    HistorySource("result", lambda client: find_row_changes(client, Intake), "at", describe_confirmed, VIEW_CLIENT),
    HistorySource(
        "result", lambda client: client.documents_seen.select_related("author"), "at", describe_seen, VIEW_CLIENT
    ),
    HistorySource(
        "change", lambda client: client.conflict_checks.select_related("author"), "at", describe_check, VIEW_CLIENT
    ),
    HistorySource("contact", lambda client: client.enquiries.all(), "created", describe_enquiry, VIEW_ENQUIRIES),
    HistorySource(
        "contact",
        lambda client: client.enquiries.select_related("answered_by"),
        "answered_at",
        describe_answered,
        VIEW_ENQUIRIES,
    ),
    HistorySource(
        "contact",
        find_consultations,
        "created",
        describe_consultation,
        VIEW_CONSULTATIONS,
    ),
    HistorySource(
        "contact",
        lambda client: ConsultationChange.objects.filter(consultation__client=client).select_related(
            "by", "consultation"
        ),
        "at",
        describe_consultation_change,
        VIEW_CONSULTATIONS,
    ),
    HistorySource("consent", lambda client: client.consents.all(), "at", describe_consent, VIEW_CLIENT),
    HistorySource(
        "change", lambda client: client.address_changes.select_related("by"), "at", describe_address, VIEW_CLIENT
    ),
    HistorySource("change", find_saves, "action_time", describe_save, VIEW_CLIENT),
    HistorySource("change", lambda client: find_row_changes(client, Client), "at", describe_file_change, VIEW_CLIENT),
    HistorySource(
        "change",
        lambda client: client.deletion_requests.select_related("entered_by"),
        "asked_at",
        describe_request,
        VIEW_CLIENT,
    ),
    HistorySource(
        "change",
        lambda client: client.deletion_requests.select_related("answered_by"),
        "answered_at",
        describe_request_answered,
        VIEW_CLIENT,
    ),
    HistorySource("opening", lambda client: client.views.select_related("staff"), "at", describe_opening, VIEW_CLIENT),
)
