"""The public's pages of rounds and category-based rounds: find, ask the domain, show.

A draft that staff typed in is on none of them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from draws.feed.parser import get_page_url
from draws.models import Draw
from draws.public import category_lists
from draws.public.cutoff_chart import CutoffChart, build_cutoff_chart
from draws.public.intake_page_parts import find_newest
from draws.public.last_rounds import find_version
from draws.public.pool_bands import build_bands
from draws.public.round_list import Cutoff, Filters, Summary, list_choices, list_rounds, read_filters, summarize_streams
from draws.rounds.corrected_days import find_correction
from draws.rounds.stream_meanings import get_meaning
from intake.common.framing import allow_framing
from intake.public.page_cache import keep_whole
from scoring.apps import rulebook
from scoring.category_names import CATEGORIES
from scoring.job_titles.search import search_occupations
from scoring.occupations import language, occupation
from scoring.streams import STREAMS

ROUNDS_A_PAGE = 25
OTHERS = 5
ENOUGH = 3
LAST = 10


@require_safe
@keep_whole(find_version)
def history(request: HttpRequest) -> HttpResponse:
    """The rounds, newest first, of a stream and a year where these are asked for, with their chart."""
    everything = list_rounds()
    offered = list_choices(everything)
    wanted = read_filters(request.GET, offered)
    found = Draw.objects.public().asked(*wanted).for_tables()
    context = {
        "choices": offered,
        "asked": wanted,
        "page": Paginator(found, ROUNDS_A_PAGE).get_page(request.GET.get("page")),
        "chart": build_list_chart(everything, wanted),
    }
    return render(request, "draws/history.html", context)


def build_list_chart(rounds: list[Cutoff], wanted: Filters) -> CutoffChart | None:
    """The rounds asked for: one stream's, or all in three groups. None where none has a cut-off."""
    found = [one for one in rounds if wanted.fits(one)]
    try:
        return build_cutoff_chart({STREAMS[wanted.stream]: found} if wanted.stream else group_rounds(found))
    # A kind of round may have had rounds and no known cut-off yet.
    except ValueError:
        return None


def group_rounds(rounds: list[Cutoff]) -> dict[str, list[Cutoff]]:
    """Rounds by kind of stream; those of a name that is not known yet are in none."""
    others = {"pnp", *CATEGORIES}
    return {
        _("All programs, or one program"): [one for one in rounds if one.stream and one.stream not in others],
        _("One category"): [one for one in rounds if one.stream in CATEGORIES],
        _("Provincial Nominee Program"): [one for one in rounds if one.stream == "pnp"],
    }


@require_safe
@keep_whole(find_version)
def streams(request: HttpRequest) -> HttpResponse:
    """Each stream's cut-offs over time, side by side; a chart where there are enough of them."""
    rounds = [one for one in list_rounds() if one.cutoff is not None]
    found = summarize_streams(rounds)
    charts = [(one, build_stream_chart(one, rounds)) for one in found if one.rounds >= ENOUGH]
    return render(request, "draws/streams.html", {"streams": found, "charts": charts})


def build_stream_chart(summary: Summary, rounds: list[Cutoff]) -> CutoffChart:
    """One stream's chart over the days of all rounds."""
    own = [one for one in rounds if one.stream == summary.stream]
    return build_cutoff_chart({summary.name: own}, height=190, days=(rounds[-1].held_on, rounds[0].held_on))


@require_safe
def one_round(request: HttpRequest, number: str) -> HttpResponse:
    """One round: its facts, what they mean, and the pool it was drawn from."""
    draw = get_object_or_404(Draw.objects.public(), number=number)
    others = Draw.objects.public().asked(draw.stream).exclude(pk=draw.pk).for_tables()
    context = {
        "draw": draw,
        "meaning": get_meaning(draw.stream),
        "is_category": draw.stream in CATEGORIES,
        "bands": build_bands(list(draw.bands.all())),
        "day_corrected": find_correction(draw.number, draw.held_on),
        "source": get_page_url(draw.received or {}, request.LANGUAGE_CODE),
        # Without a stream `asked` narrows nothing, and rounds of every kind would stand here.
        "others": others[:OTHERS] if draw.stream else [],
    }
    return render(request, "draws/round.html", context)


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """The categories in force today, those retired, and the last cut-off of each."""
    on, book = timezone.localdate(), rulebook()
    newest = summarize_newest()
    found = [(one, newest.get(one.code)) for one in category_lists.list_categories(book, on)]
    context = {
        "on": on,
        "in_force": [pair for pair in found if not pair[0].ended],
        "retired": [pair for pair in found if pair[0].ended],
    }
    return render(request, "draws/categories.html", context)


def summarize_newest() -> dict[str, Summary]:
    """The rounds of each stream in short, by the stream's code."""
    return {summary.stream: summary for summary in summarize_streams(list_rounds())}


@require_safe
def category(request: HttpRequest, code: str) -> HttpResponse:
    """One category: its conditions, its occupations, its rounds."""
    found = category_lists.find_category(code, rulebook(), timezone.localdate())
    if found is None:
        raise Http404
    rounds = list(Draw.objects.public().asked(code).for_tables()[:LAST])
    context = {
        "category": found,
        "rounds": rounds,
        "newest": next((draw for draw in rounds if draw.cutoff is not None), None),
        **build_edition_context(found, request.GET),
    }
    return render(request, "draws/category.html", context)


def build_edition_context(found: category_lists.Category, given: QueryDict) -> dict[str, Any]:
    """What one edition of a category asks for, and those of its occupations that are searched for."""
    table = category_lists.find_edition(found, given.get("edition", ""))
    words = given.get("q", "").strip()
    everything = category_lists.list_occupations(table) if found.lists_occupations else []
    return {
        "table": table,
        "scores": category_lists.list_scores_needed(table, rulebook().on(timezone.localdate())),
        "words": words,
        "listed": category_lists.search_occupations(words, everything) if words else everything,
        "total": len(everything),
        "change": category_lists.compare_with_previous(found, table) if found.lists_occupations else None,
    }


@require_safe
def occupations(request: HttpRequest) -> HttpResponse:
    """Is my occupation on a list? By what people call it, or by NOC code, over all lists in force."""
    on, book = timezone.localdate(), rulebook()
    rules, known = book.on(on), category_lists.list_categories(book, on)
    words = request.GET.get("q", "").strip()
    found = search_occupations(words, language())
    # The rounds are read only where an occupation was found, beside which they would stand.
    trades, newest = rules["programs/fst_occupations"], summarize_newest() if found else {}
    context = {
        "on": on,
        "words": words,
        "lowest_teer": rules["work/definitions"].points("lowest_skilled_teer"),
        "found": [
            (occupation(one.noc), one.matched, _list_with_rounds(one.noc, known, newest), one.noc in trades)
            for one in found
        ],
    }
    return render(request, "draws/occupations.html", context)


def _list_with_rounds(
    code: str, known: Iterable[category_lists.Category], newest: Mapping[str, Summary]
) -> list[tuple[category_lists.CategoryListing, Summary | None]]:
    """Every list of an occupation, with the rounds of its category in short where it is still on it."""
    return [
        (one, None if one.until else newest.get(one.category.code)) for one in category_lists.find_lists(code, known)
    ]


@never_cache
@require_safe
@allow_framing
def embedded_rounds(request: HttpRequest) -> HttpResponse:
    """The last rounds that are public, newest first, for the frame of another site."""
    return render(request, "draws/embed/rounds.html", {"rounds": find_newest()})
