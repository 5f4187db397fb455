"""What the search of occupations shows: the groups found, which title matched, TEER, and the lists they are on."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext, override

from intake.forms.widgets import ListedChoice
from intake.questionnaire.choices import OTHER, OTHER_TRADE, get_rules_of_today, label_occupation
from scoring.category_names import CATEGORIES
from scoring.job_titles.neighbours import find_neighbours
from scoring.job_titles.search import FoundUnitGroup, search_occupations
from scoring.occupations import Occupation, language, occupation, teer
from scoring.rulebook import Rules
from scoring.trades import is_trade

# A search that has more is not of a title.
LONGEST = 100
# Trades are found among this many occupations, and the first of them shown: what an address asks for that wants them.
LOOKED_AT, SHOWN = 100, 9
TRADES = "of=trades"
SUGGESTIONS_KEPT = 256


class Neighbour(NamedTuple):
    """An occupation, and the names of the categories in force that list it."""

    occupation: Occupation
    lists: tuple[str, ...]


def suggest(text: str) -> tuple[ListedChoice, ...]:
    """The first ten for what was typed, in the language in use."""
    return _suggest(text.strip()[:LONGEST], language(), get_rules_of_today())


@lru_cache(maxsize=SUGGESTIONS_KEPT)
def _suggest(text: str, spoken: str, rules: Rules) -> tuple[ListedChoice, ...]:
    """The first ten, kept for the page that comes back where none of them is chosen: it asks twice again.

    Buys 43 % of the time of sending words that are no occupation (`python -m bench.bought pages _suggest`).
    """
    with override(spoken):
        return tuple(_render_suggestion(one, rules) for one in search_occupations(text, spoken))


def suggest_trades(text: str) -> tuple[ListedChoice, ...]:
    """The first trades with certificates for what was typed, in the language in use; the last is any other trade."""
    spoken, rules = language(), get_rules_of_today()
    # A trade is shown however much better an occupation fits that is none.
    found = search_occupations(text.strip()[:LONGEST], spoken, LOOKED_AT, shown_from=0)
    trades = [one for one in found if is_trade(one.noc, rules)]
    with override(spoken):
        shown = [_render_suggestion(one, rules) for one in trades[:SHOWN]]
    return (*shown, ListedChoice(OTHER, str(OTHER_TRADE), ""))


def _render_suggestion(found: FoundUnitGroup, rules: Rules) -> ListedChoice:
    title = occupation(found.noc).title
    told = [] if found.matched == title else [found.matched]
    told += [gettext("TEER {teer}").format(teer=teer(found.noc)), *describe_lists(found.noc, rules)]
    return ListedChoice(found.noc, label_occupation(found.noc), " · ".join(told))


def list_categories(noc: str, rules: Rules, work_place: str | None = None) -> Iterator[str]:
    """The names of the categories in force with this occupation; `work_place`: of those that count work there."""
    for code, title in CATEGORIES.items():
        table = rules.get(f"categories/{code}")
        if table and noc in table and work_place in (None, table.values.get("where")):
            yield str(title)


def describe_lists(noc: str, rules: Rules) -> list[str]:
    """The same, each that counts only work in Canada with that word: to somebody abroad its name is no promise."""
    in_canada = set(list_categories(noc, rules, work_place="canada"))
    return [
        f"{title} {gettext('(needs work in Canada)')}" if title in in_canada else title
        for title in list_categories(noc, rules)
    ]


def describe_neighbours(noc: str) -> list[Neighbour]:
    """The occupations that people confuse with this one."""
    rules = get_rules_of_today()
    return [
        Neighbour(occupation(code), tuple(describe_lists(code, rules))) for code in find_neighbours(noc, language())
    ]
