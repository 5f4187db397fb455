"""`{% caveats found %}`: what a reader must know besides the numbers, what is reported of new rules folded away."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context

from scoring.reasons import Reason
from scoring.reported_rules import is_reported

register = template.Library()


@register.inclusion_tag("intake/caveats.html", takes_context=True)
def caveats(context: Context, found: Iterable[Reason | str]) -> dict[str, Any]:
    """The caveats in two groups; a result that is kept in its old words has sentences, which name no source apart.

    Staff alone (`shows_reports`) are led to where rules are reported: it is no page of IRCC's, and nobody else could
    judge it.
    """
    reported = [one for one in found if isinstance(one, Reason) and is_reported(one)]
    others = [one for one in found if one not in reported]
    return {"reported": reported, "others": others, "shows_reports": context.get("shows_reports", False)}
