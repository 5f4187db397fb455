"""Whether a job offer counts for the ranking system, by what it rests on: `tables/work/job_offer.toml`."""

from scoring.profile import JobOffer
from scoring.rulebook import Rules

NOT_STATED = "not_stated"


def counts(offer: JobOffer, rules: Rules) -> bool:
    """As the definition of the day has it, which has a column for offers that meet the conditions as asked."""
    column = "qualifying" if offer.qualifying else "otherwise"
    # A line from before the basis was asked for counts as it did then (record 0065).
    return bool(rules["work/job_offer"].points(offer.basis or NOT_STATED, column))
