"""The names of the categories of category-based selection, by their codes, which are part of the public contract."""

from django.utils.translation import gettext_lazy as _

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
