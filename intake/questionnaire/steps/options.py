"""Sections, and the choices of more than one question."""

from django.utils.translation import gettext_lazy as _

ABOUT, EDUCATION, LANGUAGE, WORK, PARTNER, LAST = "about", "education", "language", "work", "partner", "last"
SECTIONS = {
    ABOUT: _("About you"),
    EDUCATION: _("Education"),
    LANGUAGE: _("Language"),
    WORK: _("Work"),
    PARTNER: _("Your partner"),
    LAST: _("Last questions"),
}
MARITAL_STATUSES = [
    ("never_married", _("Never married, single")),
    ("married", _("Married")),
    # IRPR 1(1): having cohabited for at least one year.
    ("common_law", _("Common-law: living together as a couple for a year or more")),
    ("divorced", _("Divorced / Separated")),
    ("legally_separated", _("Legally separated")),
    ("widowed", _("Widowed")),
    ("annulled", _("Annulled marriage")),
]
LEVELS = [
    ("secondary", _("Secondary diploma (high school graduation)")),
    # IRPR 78(1)(b) begins with a program of one year.
    ("under_one_year", _("Post-secondary program of less than one year")),
    ("one_year", _("One-year post-secondary program")),
    ("two_year", _("Two-year post-secondary program")),
    ("bachelors", _("Bachelor's degree")),
    ("three_year_or_more", _("Other post-secondary program of three years or more")),
    ("masters", _("Master's degree")),
    # IRPR 78(1)(f): for an occupation of TEER 1 for which a licence is needed.
    ("professional", _("Professional degree needed to practise a licensed profession")),
    ("doctoral", _("Doctoral degree (PhD)")),
]
# With the short names by which people know them, each in the language of its report; the last one leaves it open.
ISSUERS = [
    ("wes", _("World Education Services (WES)")),
    ("iqas", _("International Qualifications Assessment Service (IQAS), Alberta")),
    ("icas", _("International Credential Assessment Service of Canada (ICAS)")),
    ("ices", _("International Credential Evaluation Service (ICES), British Columbia")),
    ("ces", _("Comparative Education Service (CES), University of Toronto")),
    ("mcc", _("Medical Council of Canada (MCC)")),
    ("pebc", _("Pharmacy Examining Board of Canada (PEBC)")),
    ("cacb", _("Canadian Architectural Certification Board (CACB)")),
    ("", _("I do not know, or I leave this open")),
]
TESTS = [
    ("ielts_general", _("IELTS General Training")),
    ("celpip_general", _("CELPIP-General")),
    ("pte_core", _("PTE Core")),
    ("tef_canada", _("TEF Canada")),
    ("tcf_canada", _("TCF Canada")),
]
PLACES = [
    ("other", _("A province or territory other than Quebec")),
    ("quebec", _("Quebec")),
    ("undecided", _("I have not decided yet")),
]
PROVINCES = [
    ("AB", _("Alberta")),
    ("BC", _("British Columbia")),
    ("MB", _("Manitoba")),
    ("NB", _("New Brunswick")),
    ("NL", _("Newfoundland and Labrador")),
    ("NS", _("Nova Scotia")),
    ("NT", _("Northwest Territories")),
    ("NU", _("Nunavut")),
    ("ON", _("Ontario")),
    ("PE", _("Prince Edward Island")),
    ("QC", _("Quebec")),
    ("SK", _("Saskatchewan")),
    ("YT", _("Yukon")),
    ("federal", _("A federal body")),
]
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
