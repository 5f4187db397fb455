"""How long a profile stays in IRCC's pool of candidates, by the dated table of its validity."""

from datetime import date

from scoring.days import years_after
from scoring.profile import Profile
from scoring.rulebook import Rules


def find_last_day_in_pool(submitted_on: date, rules: Rules) -> date:
    """The last day on which a profile that was submitted on a day is in the pool, if nobody is invited before."""
    return years_after(submitted_on, rules["pool/validity"].points("profile"))


def is_stated_in_pool(profile: Profile, on: date, rules: Rules) -> bool:
    """Whether the profile was submitted, as it was stated, and has not ended by a day."""
    at = profile.profile_submitted_at
    return at is not None and on <= find_last_day_in_pool(at.date(), rules)
