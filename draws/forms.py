"""The form by which staff record a draw."""

from datetime import UTC, date, datetime

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draws import published
from draws.models import Draw
from draws.published import Unclear
from scoring.streams import STREAMS


class TieBreakField(forms.CharField):
    """A moment in UTC, as words: typed as a date and time, or pasted as IRCC published it."""

    def prepare_value(self, value: datetime | str | None) -> str | None:
        """As it is typed: in UTC, to the second."""
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else value


class DrawForm(forms.ModelForm):
    """A draw as staff read it on IRCC's page. `warnings` says what looks odd but may be right."""

    tie_break = TieBreakField(
        label=_("Tie-break (UTC)"),
        required=False,
        widget=AdminTextInputWidget,
        help_text=_(
            "In UTC: 2026-07-03 21:35:13, or paste IRCC's words: July 3, 2026 at 21:35:13 UTC. Empty: none published."
        ),
    )

    class Meta:
        model = Draw
        fields: tuple[str, ...] = ("number", "name", "stream", "held_on", "cutoff", "size", "tie_break")
        help_texts = {
            "number": _("As IRCC counts them: 438. Two rounds may be 91a and 91b."),
            "name": _("As published: Canadian Experience Class; Trades Occupations, 2026-Version 3."),
            "stream": _("Who the round selected from. Leave it empty to take it from the name."),
            "held_on": _("The day of the round. Clients are matched by their score on that day."),
            "cutoff": _("CRS score of the lowest-ranked candidate invited, 0 to 1200."),
            "size": _("Number of invitations issued; empty if not known."),
        }

    def clean_held_on(self) -> date:
        """A round that has been held."""
        held_on = self.cleaned_data["held_on"]
        if held_on > timezone.localdate():
            raise forms.ValidationError(_("This day is in the future. Record a round once IRCC has published it."))
        return held_on

    def clean(self) -> dict:
        """The fields against one another."""
        self.warnings: list[str] = []
        super().clean()
        cleaned = self.cleaned_data
        self.settle_tie_break(cleaned)
        self.settle_stream(cleaned)
        return cleaned

    def settle_tie_break(self, cleaned: dict) -> None:
        """The words to a moment; it must be clear, and lie in the year before the round."""
        words = cleaned.pop("tie_break", "")
        cleaned["tie_break"] = None
        if "held_on" in cleaned:
            try:
                cleaned["tie_break"] = published.tie_break(words, cleaned["held_on"])
            except Unclear:
                self.add_error("tie_break", _("Enter the tie-break in UTC, such as 2026-07-03 21:35:13."))

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


class CorrectionForm(DrawForm):
    """What a published draw should say."""

    class Meta(DrawForm.Meta):
        fields = ("name", "stream", "held_on", "cutoff", "size", "tie_break")


class ConfirmForm(forms.Form):
    """Why a draw is corrected, and how many corrections there were when staff looked at the difference."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=_("For the record: what was wrong, and where you read what is right."),
    )
