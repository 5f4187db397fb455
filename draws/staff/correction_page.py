"""What the staff's page for correcting a draw shows: the form, then the difference, before anything is sent."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from draws.corrections import apply
from draws.corrections.describe import describe_changes
from draws.corrections.diff import Difference
from draws.feed.parser import read
from draws.matching.preview import people
from draws.models import Correction, Draw
from draws.publishing import custom_list_jobs, publisher
from draws.rounds import snapshot
from draws.staff.draw_form import ConfirmForm, CorrectionForm

PEOPLE_A_PAGE = 50
GROUPS = {
    "newly_told": _("Match only now: will be told"),
    "told_in_error": _("Were told in error: will get one correction"),
    "perhaps_in_error": _("May have been told in error (it is leaving, or was cut off): will get one correction"),
    "wrong_details": _("Were told rightly, with wrong details: will get the right ones"),
    "withdrawn": _("Not told yet, and do not match: will not be told"),
    "told_after_all": _("Were told that they do not match: will be told that they do"),
    "owed_again": _("Withdrawn by an earlier correction, and match: will be told"),
}


def form_for(draw: Draw, data: QueryDict) -> CorrectionForm:
    """The form as the draw is recorded, or with what was entered. It changes a copy of the draw."""
    copy = Draw.objects.get(pk=draw.pk)
    return CorrectionForm(data if "cutoff" in data else None, instance=copy)


def page_context(draw: Draw, query: QueryDict) -> dict[str, Any]:
    """The page: the form and, when it is filled in, who would be told what.

    `query` has what was entered, and may choose a group ("group") and a page of it ("page").
    """
    form = form_for(draw, query)
    context = {"draw": draw, "title": _("Correct draw %(number)s") % {"number": draw.number}, "form": form}
    return context | (difference_context(draw, form, query) if form.is_bound and form.is_valid() else {})


def difference_context(draw: Draw, form: CorrectionForm, query: QueryDict) -> dict[str, Any]:
    """The difference, or why the correction would be refused."""
    after = apply.changed(draw, form.cleaned_data)
    try:
        apply.check(draw, after)
    except publisher.Refused as refused:
        return {"refusal": str(refused)}
    if waiting := draw.matched_at and custom_list_jobs.progress(after):
        return {"progress": waiting}
    planned = Correction(before=snapshot.facts(draw), after=snapshot.facts(after))
    context = {
        "changes": describe_changes(planned),
        "warnings": form.warnings,
        "confirm": ConfirmForm(initial={"seen": draw.corrections.count()}),
        "entered": link(form),
    }
    return context | (groups_context(Difference(draw, after), query) if draw.matched_at else {})


def groups_context(difference: Difference, query: QueryDict) -> dict[str, Any]:
    """Every group with its number, and a page of the people of the chosen one."""
    groups = {code: getattr(difference, code) for code in GROUPS}
    chosen = query.get("group", "")
    chosen = chosen if chosen in groups else "newly_told"
    rows = [(code, GROUPS[code], group.count()) for code, group in groups.items()]
    page = Paginator(people(groups[chosen]), PEOPLE_A_PAGE).get_page(query.get("page"))
    return {"groups": rows, "chosen": chosen, "chosen_label": GROUPS[chosen], "page": page}


def as_the_feed_says(draw: Draw) -> str:
    """The form filled in with what the feed says now, as the end of a link; empty where it contradicts nothing."""
    if not draw.is_published or not draw.received or not any("ours" in doubt for doubt in draw.not_understood):
        return ""
    found = read(draw.received)
    said = {name: getattr(found, name, None) or getattr(draw, name) for name in snapshot.FIELDS}
    values = said | {"name": draw.name, "tie_break": tie_break_words(said["tie_break"])}
    return as_query(values | ({"stream": ""} if draw.occupations else {}))


def as_query(values: Mapping[str, Any]) -> str:
    """What the form takes, as the end of a link."""
    return urlencode({name: snapshot.as_text(value) for name, value in values.items()})


def tie_break_words(moment: datetime | None) -> str:
    """A tie-break as the form takes it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if moment else ""


def link(form: CorrectionForm) -> str:
    """What was entered, as the end of a link: of a pasted list the codes alone, because a link may be only so long."""
    return as_query({**form.cleaned_data, "tie_break": tie_break_words(form.cleaned_data["tie_break"])})
