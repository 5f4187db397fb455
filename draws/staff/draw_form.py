"""The form by which staff record a draw."""

import re
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from draws.feed import cutoff_extremes
from draws.models import Draw
from draws.rounds import ircc_text
from draws.rounds.doubts import describe_doubt
from draws.rounds.ircc_text import Unclear
from draws.rounds.snapshot import OWN_LIST
from intake.common.rule_numbers import number
from scoring.occupations import by_code
from scoring.streams import STREAMS


# Django's own field would read the words in Ottawa's time, and know none of IRCC's ways of writing a moment.
class TieBreakField(forms.CharField):
    """A moment in UTC, as words: typed as a date and time, or pasted as IRCC published it."""

    def prepare_value(self, value: datetime | str | None) -> str | None:
        """As it is typed: in UTC, to the second."""
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else value


class OccupationsField(forms.CharField):
    """NOC codes, pasted with whatever is between them: titles, commas, lines."""

    def prepare_value(self, value: list[str] | str | None) -> str | None:
        """The codes, one a line."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: str | None) -> list[str]:
        """The codes, each once. Raises `ValidationError` for one that is no occupation."""
        words = super().clean(value) or ""
        # Found among other words: a list is pasted as it stands on a page, with titles between the codes.
        codes = list(dict.fromkeys(re.findall(r"\b\d{5}\b", words)))
        if words and not codes:
            raise forms.ValidationError(_("There is no five-digit NOC code in this."))
        if unknown := [code for code in codes if code not in by_code()]:
            raise forms.ValidationError(_("Not in NOC 2021: %(codes)s.") % {"codes": ", ".join(unknown)})
        return codes

    def has_changed(self, initial: list[str] | None, data: str | None) -> bool:
        """Whether other codes were pasted."""
        return super().has_changed(self.prepare_value(initial), data)


class DrawForm(forms.ModelForm[Draw]):
    """A draw as staff read it on IRCC's page. `warnings` says what looks odd but may be right."""

    tie_break = TieBreakField(
        label=_("Tie-break (UTC)"),
        required=False,
        widget=AdminTextInputWidget,
        help_text=_(
            "In UTC: 2026-07-03 21:35:13, or paste IRCC's words: July 3, 2026 at 21:35:13 UTC. Empty: none published."
        ),
    )

    occupations = OccupationsField(
        label=_("Its own list of occupations"),
        required=False,
        widget=AdminTextareaWidget,
        help_text=_(
            "Only of a category that is not among the streams, or whose list has just changed: paste the NOC codes as "
            "IRCC published them. Clients are matched by this list, and the stream stays empty."
        ),
    )

    class Meta:
        model = Draw
        fields: tuple[str, ...] = ("number", "name", "stream", "held_on", "cutoff", "size", "tie_break", *OWN_LIST)
        help_texts = {
            "number": _("As IRCC counts them: 438. Two rounds may be 91a and 91b."),
            "name": _("As published: Canadian Experience Class; Trades Occupations, 2026-Version 3."),
            "stream": _("Whom the round selected from. Leave it empty to take it from the name."),
            "held_on": _("The day of the round. Clients are matched by their score on that day."),
            "cutoff": format_lazy(
                _("CRS score of the lowest-ranked candidate invited, 0 to {most}."), most=number("most_points")
            ),
            "size": _("Number of invitations issued; empty if not known."),
            "months": _("With a list: how many months of full-time work it asks for."),
            "place": _("With a list: where that work counts."),
            "continuous": _("With a list: the work must be without a day's break."),
        }

    def clean_held_on(self) -> date:
        """A round that has been held."""
        held_on: date = self.cleaned_data["held_on"]
        if held_on > timezone.localdate():
            raise forms.ValidationError(_("This day is in the future. Record a round once IRCC has published it."))
        return held_on

    def clean(self) -> dict[str, Any]:
        """The fields against one another."""
        self.warnings: list[str] = []
        super().clean()
        cleaned = self.cleaned_data
        self.settle_tie_break(cleaned)
        self.doubt_cutoff(cleaned)
        if cleaned.get("occupations"):
            self.settle_own_list(cleaned)
        else:
            self.settle_stream(cleaned)
        return cleaned

    def doubt_cutoff(self, cleaned: dict[str, Any]) -> None:
        """A cut-off that no round has ever had is worth a warning, and waits for a second look."""
        # A figure that somebody has looked at is not doubted again with every change of another field.
        if "cutoff" not in self.changed_data:
            return
        if doubt := cutoff_extremes.doubt_cutoff(cleaned.get("cutoff"), cutoff_extremes.find_extremes()):
            self.warnings.append(describe_doubt(doubt))

    def settle_own_list(self, cleaned: dict[str, Any]) -> None:
        """A list says how much work it asks for and where, and takes the place of the stream."""
        for name in ("months", "place"):
            if not cleaned.get(name):
                self.add_error(name, _("A list of occupations needs this."))
        if cleaned.get("stream"):
            self.add_error("stream", _("Leave the stream empty where the round has its own list of occupations."))

    def settle_tie_break(self, cleaned: dict[str, Any]) -> None:
        """The words to a moment; it must be clear, and lie in the year before the round."""
        # The moment depends on the day of the round, so that it is read here and not in the field.
        words = cleaned.pop("tie_break", "")
        cleaned["tie_break"] = None
        if "held_on" in cleaned:
            try:
                cleaned["tie_break"] = ircc_text.parse_tie_break(words, cleaned["held_on"])
            except Unclear:
                self.add_error("tie_break", _("Enter the tie-break in UTC, such as 2026-07-03 21:35:13."))

    def settle_stream(self, cleaned: dict[str, Any]) -> None:
        """An empty stream is taken from the name; one that does not fit the name is worth a warning."""
        try:
            by_name = ircc_text.parse_stream(cleaned.get("name", ""))
        except Unclear:
            by_name = ""
        if not cleaned.get("stream") and not by_name:
            self.add_error("stream", _("Choose the stream: it can't be told from the name."))
        elif by_name not in ("", cleaned["stream"] or by_name):
            words = {"by_name": STREAMS[by_name], "chosen": STREAMS[cleaned["stream"]]}
            self.warnings.append(_("The name says “%(by_name)s”, but the stream is “%(chosen)s”.") % words)
        cleaned["stream"] = cleaned.get("stream") or by_name


class CorrectionForm(DrawForm):
    """What a published draw should say."""

    class Meta(DrawForm.Meta):
        fields = ("name", "stream", "held_on", "cutoff", "size", "tie_break", *OWN_LIST)


class ConfirmForm(forms.Form):
    """Why a draw is corrected, and how many corrections there were when staff looked at the difference."""

    # Another correction made meanwhile changes who is told what: it must be looked at again.
    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=_("For the record: what was wrong, and where you read what is right."),
    )
