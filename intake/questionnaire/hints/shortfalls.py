"""What is shown at once where an answer falls short: an ECA that does not count, less money than a family needs.

Also where two answers do not go together: a doctorate that a body of physicians assessed.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from scoring.apps import rulebook
from scoring.contradictions import question_doctorate
from scoring.education import assessment_expires
from scoring.programs.document_requirements import funds_needed


def check_assessment(answers: Mapping[str, Any], on: date) -> Iterator[Any]:
    """Of a finished credential: that its ECA is too old on the day, older than the credential, or of another degree."""
    issued, awarded = answers.get("eca_issued_on"), answers.get("awarded_on")
    if not answers.get("has_eca") or issued is None:
        return
    rules = rulebook().on(on)
    # IRPR 75(2)(e)(ii) asks for less than five years: on the day that makes them full it counts no longer.
    if on >= assessment_expires(issued, rules):
        years = rules["education/validity"].points("eca")
        yield format_lazy(
            _(
                "This ECA report is {years} years old or more, so that it does not count: "
                "without a new one the credential gives no points."
            ),
            years=years,
        )
    if awarded and issued < awarded:
        yield _("This ECA report was issued before the credential was awarded: check both dates.")
    if found := question_doctorate(answers["level"], answers.get("eca_issuer")):
        yield format_lazy("{}.", found)


def get_money_needed(family: int, on: date) -> int | None:
    """Canadian dollars that a family of this size needs on the day; None where the tables do not say."""
    table = rulebook().on(on).get("programs/funds")
    return funds_needed(table, family) if table else None


def get_funds_since(on: date) -> date | None:
    """The day since which the amounts that are in force are IRCC's; None where the tables do not say."""
    table = rulebook().on(on).get("programs/funds")
    return table.source.effective if table else None


def format_dollars(amount: float) -> str:
    """An amount as the language writes it, with cents only where there are some."""
    return number_format(amount, force_grouping=True, decimal_pos=0 if amount == int(amount) else 2)
