"""The form by which staff record a draw."""

from datetime import UTC, date, datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draws import published
from draws.models import Draw
from draws.published import Unclear
from scoring.streams import STREAMS


class TieBreakField(forms.CharField):
    """A moment in UTC, typed as a date and time or pasted as IRCC published it."""

    default_error_messages = {
        "unclear": _("Enter the tie-break in UTC, such as 2026-07-03 21:35:13, or as IRCC published it.")
    }

    def prepare_value(self, value: datetime | str | None) -> str | None:
        """As it is typed: in UTC, to the second."""
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else value

    def to_python(self, value: str | None) -> datetime | str | None:
        """A moment; words that are no ISO time wait for the day of the round, see `DrawForm.clean`."""
        words = super().to_python(value)
        try:
            moment = datetime.fromisoformat(words) if words else None
        except ValueError:
            return words
        return moment and (moment.replace(tzinfo=UTC) if timezone.is_naive(moment) else moment)


class DrawForm(forms.ModelForm):
    """A draw as staff read it on IRCC's page. `warnings` says what looks odd but may be right."""

    tie_break = TieBreakField(
        label=_("tie-break (UTC)"),
        required=False,
        help_text=_(
            "In UTC: 2026-07-03 21:35:13, or paste IRCC's words: July 3, 2026 at 21:35:13 UTC. Empty: none published."
        ),
    )

    class Meta:
        model = Draw
        fields = ("number", "name", "stream", "held_on", "cutoff", "size", "tie_break")
        help_texts = {
            "number": _("As IRCC counts them: 438. Two rounds may be 91a and 91b."),
            "name": _("As published: Canadian Experience Class; Trades Occupations, 2026-Version 3."),
            "stream": _("Who the round selected from. Leave it empty to take it from the name."),
            "held_on": _("The day of the round. Clients are matched by their score on that day."),
            "cutoff": _("CRS score of the lowest-ranked candidate invited, 0 to 1200."),
            "size": _("Number of invitations issued; empty if not known."),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[str] = []

    def clean_held_on(self) -> date:
        """A round that has been held."""
        held_on = self.cleaned_data["held_on"]
        if held_on > timezone.localdate():
            raise forms.ValidationError(_("This day is in the future. Record a round once IRCC has published it."))
        return held_on

    def clean(self) -> dict:
        """The fields against one another."""
        cleaned = super().clean()
        self.settle_tie_break(cleaned)
        self.settle_stream(cleaned)
        return cleaned

    def settle_tie_break(self, cleaned: dict) -> None:
        """IRCC's words to a moment; a moment must not be after the round."""
        moment, held_on = cleaned.get("tie_break") or None, cleaned.get("held_on")
        if moment and held_on:
            words = TieBreakField().prepare_value(moment)
            try:
                moment = published.tie_break(words, held_on)
            except Unclear:
                self.add_error("tie_break", TieBreakField.default_error_messages["unclear"])
        cleaned["tie_break"] = None if isinstance(moment, str) else moment

    def settle_stream(self, cleaned: dict) -> None:
        """An empty stream is taken from the name; one that does not fit the name is worth a warning."""
        try:
            by_name = published.stream(cleaned.get("name", ""))
        except Unclear:
            by_name = ""
        if not cleaned.get("stream") and not by_name:
            self.add_error("stream", _("Choose the stream: the name does not tell it."))
        elif by_name not in ("", cleaned["stream"] or by_name):
            words = {"by_name": STREAMS[by_name], "chosen": STREAMS[cleaned["stream"]]}
            self.warnings.append(_("The name says “%(by_name)s”, but the stream is “%(chosen)s”.") % words)
        cleaned["stream"] = cleaned.get("stream") or by_name
