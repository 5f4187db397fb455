"""A fact in words, for whoever compares it with a document."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.questionnaire.choices import label_occupation
from intake.questionnaire.steps import LEVELS, MARITAL_STATUSES, TESTS
from intake.result import worksheet
from scoring.profile import decode
from scoring.rulebook import Rules

TITLES = {
    "date_of_birth": _("Date of birth"),
    "marital_status": _("Marital status"),
    "partner": _("Your spouse or common-law partner"),
    "certificate_of_qualification": _("Certificate of qualification"),
    "provincial_nomination": _("Nomination by a province or territory"),
    "sibling_in_canada": _("Brother or sister in Canada, citizen or permanent resident"),
    "relative_in_canada": _("Relative in Canada"),
    "job_offer": _("Job offer"),
    "authorized_to_work_in_canada": _("Authorized to work in Canada"),
    "foreign_military_years": _("Years in a foreign military"),
    "settlement_funds": _("Money to settle, in Canadian dollars"),
    "credentials": _("Education"),
    "language_tests": _("Language test"),
    "jobs": _("Work"),
    "partner.credentials": _("Partner: education"),
    "partner.language_tests": _("Partner: language test"),
    "partner.jobs": _("Partner: work"),
}


def title(code: str) -> Any:
    """Which kind of fact."""
    return TITLES[code]


def sentence(code: str, value: Any, rules: Rules) -> str:
    """What is stated, on one line: "IELTS General Training; date of the test: 3 March 2026; ..."."""
    kind = code.rpartition(".")[2]
    return "; ".join(map(str, SAY[kind](value, rules)))


def struct(name: str, value: Any) -> Any:
    """The object that stands for an item of a profile's list."""
    return getattr(decode({"date_of_birth": "2000-01-01", "marital_status": "widowed", name: [value]}), name)[0]


def said(lines: Iterator[tuple[Any, Any]]) -> Iterator[str]:
    """The lines that say something, each with its label."""
    return (_("%(label)s: %(said)s") % {"label": label, "said": value} for label, value in lines if value != "")


def credential(value: Any, rules: Rules) -> Iterator[Any]:
    """A credential."""
    yield worksheet.words(LEVELS, value["level"])
    yield from said(worksheet.credential(struct("credentials", value)))


def language_test(value: Any, rules: Rules) -> Iterator[Any]:
    """A language test."""
    yield worksheet.words(TESTS, value["test"])
    yield from said(worksheet.test(struct("language_tests", value), rules))


def job(value: Any, rules: Rules) -> Iterator[Any]:
    """A job."""
    yield label_occupation(value["noc"])
    yield from said(worksheet.job(struct("jobs", value), ()))


def partner(value: Any, rules: Rules) -> Iterator[Any]:
    """How the partner counts."""
    lines = [
        (_("Comes along to Canada"), worksheet.yes_no(value["accompanying"])),
        (_("Canadian citizen or permanent resident"), worksheet.yes_no(value["canadian"])),
        (_("Date of birth"), day(value["date_of_birth"])),
    ]
    yield from said(iter(lines))


def funds(value: Any, rules: Rules) -> Iterator[Any]:
    """The money, and for how many people."""
    yield worksheet.money(value["settlement_funds_cad"])
    yield from said(iter([(_("Number of people in the family"), value["family_size"])]))


def day(value: str | None) -> str:
    """A day as plain values write it, in words."""
    return worksheet.day(date.fromisoformat(value)) if value else ""


SAY: dict[str, Callable[[Any, Rules], Iterator[Any]]] = {
    "date_of_birth": lambda value, rules: iter([day(value)]),
    "marital_status": lambda value, rules: iter([worksheet.words(MARITAL_STATUSES, value)]),
    "partner": partner,
    "certificate_of_qualification": lambda value, rules: iter([label_occupation(value["noc"])]),
    "job_offer": lambda value, rules: iter([label_occupation(value["noc"])]),
    "provincial_nomination": lambda value, rules: iter([worksheet.yes_no(value)]),
    "sibling_in_canada": lambda value, rules: iter([worksheet.yes_no(value)]),
    "relative_in_canada": lambda value, rules: iter([worksheet.yes_no(value)]),
    "authorized_to_work_in_canada": lambda value, rules: iter([worksheet.yes_no(value)]),
    "foreign_military_years": lambda value, rules: iter([worksheet.plain(value)]),
    "settlement_funds": funds,
    "credentials": credential,
    "language_tests": language_test,
    "jobs": job,
}
