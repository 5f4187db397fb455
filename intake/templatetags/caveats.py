"""`{% caveats found %}`: what a reader must know besides the numbers, what is reported of new rules folded away."""

from collections.abc import Iterable
from typing import Any

from django import template

from scoring.reasons import Reason
from scoring.reports import is_reported

register = template.Library()


@register.inclusion_tag("intake/caveats.html")
def caveats(found: Iterable[Reason | str]) -> dict[str, Any]:
    """The caveats in two groups; a result that is kept in its old words has sentences, which name no source apart."""
    reported = [one for one in found if isinstance(one, Reason) and is_reported(one)]
    return {"reported": reported, "others": [one for one in found if one not in reported]}
