"""What the staff's preview page shows: the numbers by reason and the people behind one of them."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from draws.corrections.describe import describe_changes
from draws.matching.preview import Preview, people, words
from draws.models import Alert, Draw
from draws.publishing import custom_list_jobs, publisher
from draws.rounds.doubts import sentence
from draws.staff.correction_page import as_the_feed_says

PEOPLE_A_PAGE = 50
# Code -> words and people.
Groups = dict[str, tuple[Any, QuerySet]]


def preview_context(draw: Draw, query: Mapping[str, str]) -> dict[str, Any]:
    """The page for a draw; `query` may choose a group ("group") and a page of it ("page")."""
    context = {"draw": draw, "title": str(draw), "refusal": refusal(draw), "states": states(draw)}
    context |= {"doubts": list(map(sentence, draw.not_understood)), "as_the_feed_says": as_the_feed_says(draw)}
    if draw.status == Draw.Status.CORRECTED:
        context["corrections"] = [(done, describe_changes(done)) for done in draw.corrections.select_related("by")]
    if draw.selects and draw.cutoff is not None:
        context |= unfinished(draw) or groups_context(named_groups(Preview(draw, worked_out=True)), query)
    return context


def unfinished(draw: Draw) -> dict[str, Any]:
    """How far the workers are with the draw's own list; nothing where it is worked out."""
    found = custom_list_jobs.progress(draw)
    return {"progress": found} if found else {}


def refusal(draw: Draw) -> str:
    """Why the draw can't be published; empty when it can, or has been."""
    if draw.is_published:
        return ""
    try:
        publisher.check(draw)
    except publisher.Refused as refused:
        return str(refused)
    return ""


def states(draw: Draw) -> list[tuple[str, int]]:
    """How many alerts of the draw are in each state."""
    counts = Alert.objects.filter(draw=draw).by_state()
    return [(str(state.label), counts[state]) for state in Alert.State if state in counts]


def groups_context(groups: Groups, query: Mapping[str, str]) -> dict[str, Any]:
    """Every group with its number, and a page of people of the chosen one; at first of the first."""
    first = next(iter(groups))
    chosen = query.get("group", first)
    chosen = chosen if chosen in groups else first
    label, group = groups[chosen]
    rows = [(code, label, found.count()) for code, (label, found) in groups.items()]
    page = Paginator(people(group), PEOPLE_A_PAGE).get_page(query.get("page"))
    numbers = {code: count for code, _label, count in rows}
    return {"groups": rows, "numbers": numbers, "chosen": chosen, "chosen_label": label, "page": page}


def named_groups(preview: Preview) -> Groups:
    """Code -> words and people: the told, those within ten points, then everybody else by reason."""
    told = _("In the ledger: told, or being told") if preview.draw.matched_at else _("Would be told")
    others = {code: (words(preview.draw)[code], group) for code, group in preview.not_told.items()}
    parts = {"near": (_("Of those below: within ten points"), preview.near)}
    if preview.draw.tie_break:
        parts["unsure"] = (_("Of the told: at the cut-off, and the time of submission is not known"), preview.unsure)
    return {"told": (told, preview.told), **others, **parts}
