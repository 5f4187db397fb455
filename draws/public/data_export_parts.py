"""What of the rounds and messages goes into a client's copy of their data: registered when the app is ready."""

from intake.data_copy import data_export
from intake.data_copy.data_export import ExportedPart
from intake.followers import data

SENDING = ("state", "problem", "created", "sent_at", "text__language", "text__subject", "text__body", "words", "digest")
# A test walks from the client over every relation, and fails on a column that is in no list (record 0041).
PARTS = (
    ExportedPart("fits", "draws.Fit", "client", ("draw__number", "asked", "fits", "worked_out")),
    ExportedPart(
        "changes_of_rules",
        "draws.RuleEffect",
        "client",
        ("change__edition", "change__on", "before", "after", "gained", "lost", "factors"),
    ),
    ExportedPart("alerts", "draws.Alert", "client", ("draw__number", "crs", "basis", "in_pool", "in_error", *SENDING)),
    ExportedPart(
        "corrections",
        "draws.CorrectionLetter",
        "client",
        ("correction__draw__number", "says", "crs", "basis", "crs_before", "basis_before", *SENDING),
    ),
    ExportedPart(
        # Not whom of the staff it was told: that is theirs (`tests/intake/test_copying.py`).
        "reminders_to_staff",
        "draws.StaffReminder",
        "client",
        ("kind", "key", "facts", "until", "invited_on", "created", "told_at"),
    ),
    ExportedPart(
        "left_out", "draws.LeftOut", "client", ("draw__number", "change__edition", "circular__created", "reason", "at")
    ),
    ExportedPart(
        # Without what the archive kept of it: the row itself has the words that were written (record 0163).
        "messages_of_staff",
        "draws.WrittenMessage",
        "client",
        (
            "version__template__name",
            "version__number",
            "written_in",
            "subject",
            "body",
            "service",
            "circular__created",
            "own_words",
            "state",
            "problem",
            "created",
            "sent_at",
            "text__language",
            "digest",
        ),
    ),
    ExportedPart("reminders", "draws.Notice", "client", ("kind", "key", "facts", "until", "invited_on", *SENDING)),
)


def register() -> None:
    """Add these parts to the copy."""
    data_export.register(*PARTS)
    data.register("news", "draws.FollowerNews", "follower", ("draw__number", "state", "problem", "created", "sent_at"))
