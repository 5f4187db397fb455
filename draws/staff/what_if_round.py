"""Who would be invited if a round were held: a question to the standings, of which nothing is saved or sent."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draws.matching import matcher
from draws.matching.preview import CountedGroup, Preview
from draws.models import Draw
from draws.models.draws import HIGHEST_SCORE
from draws.staff.preview_page import Groups, build_preview_groups, name_groups
from scoring.dates import format_date
from scoring.streams import list_choices


class WhatIfRoundForm(forms.Form):
    """A round that nobody has held: its stream, its cut-off and its day."""

    stream = forms.ChoiceField(label=_("Stream"), choices=list_choices)
    cutoff = forms.IntegerField(label=_("CRS cut-off"), min_value=1, max_value=HIGHEST_SCORE)
    on = forms.DateField(
        label=_("On the day"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_on(self) -> date:
        """A day for which every client's score is known."""
        day: date = self.cleaned_data["on"]
        first, last = find_span(timezone.localdate())
        if not first <= day <= last:
            shown = {"first": format_date(first), "last": format_date(last)}
            raise forms.ValidationError(_("Scores are known from %(first)s to %(last)s.") % shown)
        return day

    @property
    def entered(self) -> str:
        """The question as an address has it."""
        return urlencode({name: self.cleaned_data[name] for name in self.fields})


def find_span(today: date) -> tuple[date, date]:
    """The first and the last day on which every client's standings are known, the nightly push behind or not."""
    # The end itself is not covered, and before the day's push neither is the day before it.
    back, ahead = settings.STANDINGS_DAYS_BACK, settings.STANDINGS_DAYS_AHEAD
    return today - timedelta(days=back), today + timedelta(days=ahead - 2)


def build_answer(question: WhatIfRoundForm, query: Any, user: User | AnonymousUser) -> dict[str, Any]:
    """The numbers by reason and a page of people behind one of them; nothing is saved."""
    asked = question.cleaned_data
    draw = Draw(stream=asked["stream"], cutoff=asked["cutoff"], held_on=asked["on"])
    groups = list_groups(Preview(draw, user=user))
    return build_preview_groups(groups, query) | {"draw": draw, "entered": question.entered}


def list_groups(preview: Preview) -> Groups:
    """Everybody who would be invited, whether they could be told or not, then the same parts as a draw's preview."""
    invited = CountedGroup(preview.reached, matcher.qualifies(preview.draw) & ~matcher.IS_INVITED)
    return {"invited": (_("Would be invited"), invited), **name_groups(preview)}
