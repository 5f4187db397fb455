"""What each stream's rounds select from, in a sentence."""

from django.utils.translation import gettext_lazy as _

from scoring.category_names import CATEGORIES

FROM_PROGRAM = _("Only people in the pool who qualify for this program are invited, the highest scores first.")
FROM_CATEGORY = _(
    "Only people in the pool who meet the conditions of this category, and who qualify for one of the federal "
    "programs, are invited, the highest scores first."
)
MEANINGS = {
    "general": _(
        "Everybody in the pool is considered, whatever the program or the occupation; the highest scores are invited."
    ),
    "pnp": _(
        "Only people whom a province or territory has nominated are invited. A nomination alone adds many points, so "
        "these cut-offs stand far above all others."
    ),
    "": _("IRCC's name for this round is new, and we have not recorded yet whom it was for."),
}


def get_meaning(stream: str) -> object:
    """The sentence for a stream."""
    return MEANINGS.get(stream, FROM_CATEGORY if stream in CATEGORIES else FROM_PROGRAM)
