"""What the ledgers say of a file's history: each message with the words that the client was sent."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from draws.models import Alert, CorrectionLetter, LeftOut, Notice, OwedToClient, WrittenMessage
from draws.outbox import archive, placeholders
from draws.permissions import VIEW_ALERT, VIEW_LETTER, VIEW_MAILING, VIEW_NOTICE, VIEW_OWED_LETTER, VIEW_WRITTEN
from intake.message_kinds.registry import KINDS
from intake.models import Client, Letter, RowChange
from intake.staff.changelists.reason_column import say_problem
from intake.staff.file_history.history import HistorySource, TimelineEntry, name_member, register
from intake.staff.file_history.history_entries import say_change


def describe_alert(row: Alert) -> TimelineEntry:
    """An alert of a round."""
    return describe_message(row, _("Alert of round %(number)s") % {"number": row.draw.number})


def describe_correction(row: CorrectionLetter) -> TimelineEntry:
    """A correction notice."""
    return describe_message(row, _("Correction notice of round %(number)s") % {"number": row.correction.draw.number})


def describe_notice(row: Notice) -> TimelineEntry:
    """A reminder, or news of the rules."""
    return describe_message(row, name_kind(row))


def describe_written(row: WrittenMessage) -> TimelineEntry:
    """A message of staff: from which version of which template, its words whether it has left or not, who wrote it."""
    version = _("Template: %(name)s, version %(number)s") % {
        "name": row.version.template.name,
        "number": row.version.number,
    }
    words = [version, row.get_state_display(), say_problem(row.problem), row.body]
    entry = make_entry(row, _("Message: %(subject)s") % {"subject": row.subject}, words)
    return entry._replace(who=name_member(row.by))


def describe_message(row: OwedToClient, title: str) -> TimelineEntry:
    """A message: what became of it, and its words where they are kept."""
    words = [row.get_state_display(), say_problem(row.problem)]
    if row.text:
        filled = [placeholders.fill(text, row.words or {}) for text in (row.text.subject, row.text.body)]
        words += archive.cut_words(row.text.language, *filled)
    return make_entry(row, title, words)


def describe_left_out(row: RowChange) -> TimelineEntry:
    """That somebody was left out of a mass mail and why, or is written to after all."""
    was, now = row.was["reason"], row.now["reason"]
    title = (
        _("Left out of the messages about: %(what)s")
        if now
        else _("No longer left out of the messages about: %(what)s")
    )
    reason = say_change(str(LeftOut._meta.get_field("reason").verbose_name).capitalize(), was, now)
    return TimelineEntry(row.at, title % {"what": row.now["about"]}, reason, name_member(row.by))


def describe_letter(row: Letter) -> TimelineEntry:
    """A letter: what became of it, and its words where they are kept, which those of a code never are."""
    return make_entry(row, name_kind(row), [row.get_state_display(), say_problem(row.problem), row.subject, row.body])


def name_kind(row: Any) -> str:
    """The kind of message, in words."""
    # Rows outlive the release that knew their kind, which is no choice of the database (record 0048).
    return str(KINDS[row.kind].label) if row.kind in KINDS else str(row.kind)


def make_entry(row: Any, title: str, words: list[str]) -> TimelineEntry:
    """The entry of a ledger's row, with the way to it."""
    link = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return TimelineEntry(row.created, title, "\n\n".join(filter(None, words)), "", link)


def find_alerts(client: Client) -> Any:
    """The alerts of a file."""
    return Alert.objects.filter(client=client).select_related("draw", "text")


def find_corrections(client: Client) -> Any:
    """The correction notices of a file."""
    return CorrectionLetter.objects.filter(client=client).select_related("correction__draw", "text")


def find_notices(client: Client) -> Any:
    """The notices of a file."""
    return Notice.objects.filter(client=client).select_related("text")


def find_written(client: Client) -> Any:
    """The messages of staff to a client."""
    return WrittenMessage.objects.filter(client=client).select_related("version__template", "by")


def find_letters(client: Client) -> Any:
    """The letters of a file."""
    return Letter.objects.filter(client=client)


def find_left_out(client: Client) -> Any:
    """What the file keeps of being left out of mass mails."""
    return client.row_changes.of_rows(LeftOut).select_related("by")


def fill_history() -> None:
    """Let the history of a file tell of what was sent."""
    register(
        HistorySource("message", find_alerts, "created", describe_alert, VIEW_ALERT),
        HistorySource("message", find_corrections, "created", describe_correction, VIEW_LETTER),
        HistorySource("message", find_notices, "created", describe_notice, VIEW_NOTICE),
        HistorySource("message", find_written, "created", describe_written, VIEW_WRITTEN),
        HistorySource("message", find_left_out, "at", describe_left_out, VIEW_MAILING),
        HistorySource("message", find_letters, "created", describe_letter, VIEW_OWED_LETTER),
    )
