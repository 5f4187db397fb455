"""Whole numbers as the language in use writes them."""

from django.utils.formats import number_format


def group_thousands(number: int) -> str:
    """A number with its thousands separated."""
    return number_format(number, force_grouping=True)
