"""The terms of Express Entry in plain words: each with the page that says more, and the table that it rests on."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from scoring.rulebook import Rules
from scoring.table import Source


class GlossaryTerm(NamedTuple):
    """A term, what it means, the name of our page about it, and what it rests on."""

    code: str
    words: Any
    meaning: Any
    page: str
    source: Source


# Code -> term, meaning, page, table.
TERMS: dict[str, tuple[Any, Any, str, str]] = {
    "additional-points": (
        _("Additional points"),
        _("Points beside age, education, languages and work: for a nomination, French, study in Canada or a sibling."),
        "points",
        "crs/nomination",
    ),
    "category": (
        _("Category-based selection"),
        _("A round that invites people of one category alone, such as French or health care, who also meet a program."),
        "home",
        "categories/french",
    ),
    "cec": (
        _("Canadian Experience Class (CEC)"),
        _("The program for people with skilled work in Canada."),
        "programs",
        "programs/cec",
    ),
    "clb": (
        _("Canadian Language Benchmarks (CLB)"),
        _("The levels of English that Express Entry counts. Each ability has its own, from the scores of a test."),
        "levels",
        "language/scales",
    ),
    "crs": (
        _("Comprehensive Ranking System (CRS)"),
        _("How IRCC ranks the pool: points for each person, by published rules."),
        "points",
        "crs/limits",
    ),
    "eca": (
        _("Educational credential assessment (ECA)"),
        _("A report on what a diploma from outside Canada is worth in Canada."),
        "assessments",
        "education/validity",
    ),
    "fst": (
        _("Federal Skilled Trades Program (FST)"),
        _("The program for people with a skilled trade and an offer or a certificate of qualification."),
        "programs",
        "programs/fst",
    ),
    "fsw": (
        _("Federal Skilled Worker Program (FSW)"),
        _("The program for people with skilled work anywhere; it has a selection grid of its own."),
        "programs",
        "programs/fsw_minimum",
    ),
    "ita": (
        _("Invitation to apply (ITA)"),
        _("IRCC's notice that you may now apply for permanent residence. It is valid for a fixed number of days."),
        "documents",
        "invitation/deadlines",
    ),
    "nclc": (
        _("Niveaux de compétence linguistique canadiens (NCLC)"),
        _("The levels of French that Express Entry counts, as the CLB are those of English."),
        "levels",
        "language/scales",
    ),
    "noc": (
        _("National Occupational Classification (NOC)"),
        _("Canada's list of occupations, each with a code of five digits and its main duties."),
        "programs",
        "work/classification",
    ),
    "nomination": (
        _("Nomination by a province"),
        _("A province chooses you. In a stream of Express Entry this gives more points than anything else."),
        "nominations",
        "crs/nomination",
    ),
    "pool": (
        _("Pool"),
        _("Everybody whose profile IRCC has found to meet a program, until they are invited or the profile lapses."),
        "home",
        "pool/validity",
    ),
    "settlement-funds": (
        _("Proof of funds"),
        _("Proof that you have the money to settle your family, where the program asks for it. It is not a fee."),
        "fees",
        "programs/funds",
    ),
    "teer": (
        _("TEER"),
        _("The second digit of a NOC code: the training, education, experience and responsibilities of an occupation."),
        "programs",
        "work/definitions",
    ),
}


def list_terms(rules: Rules) -> list[GlossaryTerm]:
    """Every term whose table is in force, by its words in the reader's language."""
    found = [
        GlossaryTerm(code, words, meaning, f"intake:{page}", rules[table].source)
        for code, (words, meaning, page, table) in TERMS.items()
        if rules.get(table)
    ]
    return sorted(found, key=lambda term: str(term.words).casefold())
