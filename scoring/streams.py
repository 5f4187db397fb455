"""The kinds of round a person can be invited in, and their names.

A stream is what one round selects from: everyone (`general`), one program,
provincial nominees, or one category. The codes are part of the public
contract; the labels are what people read.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from scoring.merging import merge

PROGRAMS = {
    "fsw": _("Federal Skilled Worker Program"),
    "cec": _("Canadian Experience Class"),
    "fst": _("Federal Skilled Trades Program"),
}

CATEGORIES = {
    "french": _("French-language proficiency"),
    "healthcare": _("Healthcare and social services occupations"),
    "stem": _("STEM occupations"),
    "trades": _("Trade occupations"),
    "agriculture": _("Agriculture and agri-food occupations"),
    "education": _("Education occupations"),
    "transport": _("Transport occupations"),
    "physicians": _("Physicians with Canadian work experience"),
    "senior_managers": _("Senior managers with Canadian work experience"),
    "researchers": _("Researchers with Canadian work experience"),
    "military": _("Skilled military recruits"),
}

STREAMS = merge({"general": _("General: all programs")}, PROGRAMS, {"pnp": _("Provincial Nominee Program")}, CATEGORIES)


def list_streams(programs: Iterable[str], categories: Iterable[str], *, nominated: bool) -> list[str]:
    """The kinds of round that are open to whoever meets these programs and categories; none without a program."""
    met = list(programs)
    return ["general", *met, *(["pnp"] if nominated else []), *categories] if met else []
