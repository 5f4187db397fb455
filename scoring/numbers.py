"""Whole numbers as the language in use writes them."""

from django.utils.formats import number_format


def group_thousands(number: int) -> str:
    """A number with its thousands separated."""
    # Forced here, because the setting for all numbers would group years and codes as well.
    return number_format(number, force_grouping=True)
