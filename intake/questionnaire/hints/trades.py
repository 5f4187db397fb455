"""Which occupations are skilled trades today."""

from django.utils import timezone

from scoring.apps import rulebook


def is_trade(noc: str) -> bool:
    """Whether the Federal Skilled Trades Program lists this unit group."""
    return noc in rulebook().on(timezone.localdate())["programs/fst_occupations"]
