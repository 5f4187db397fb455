"""Clients in groups: each group with its number, and a page of the people of one of them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.paginator import Paginator

PEOPLE_A_PAGE = 50


def build_groups(
    labels: Mapping[str, Any], numbers: Mapping[str, int], find_people: Callable[[str], Any], query: Mapping[str, str]
) -> dict[str, Any]:
    """The groups in the order of their labels, and a page of the people of the chosen one; at first of the first.

    `labels` and `numbers` are by the group's code, with which `find_people` is asked; `query` may choose a group
    ("group") and a page ("page").
    """
    chosen = choose_group(labels, query)
    pages = Paginator(find_people(chosen), PEOPLE_A_PAGE)
    # Counted already, with the others.
    pages.count = numbers[chosen]
    return {
        "groups": [(code, label, numbers[code]) for code, label in labels.items()],
        "chosen": chosen,
        "chosen_label": labels[chosen],
        "page": pages.get_page(query.get("page")),
    }


def choose_group(labels: Mapping[str, Any], query: Mapping[str, str]) -> str:
    """The code of the group that the address names, or the first."""
    first = next(iter(labels))
    chosen = query.get("group", first)
    return chosen if chosen in labels else first
