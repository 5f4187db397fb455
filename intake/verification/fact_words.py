"""A fact in words, for whoever compares it with a document."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from intake.questionnaire.choices import label_occupation
from intake.questionnaire.steps import LEVELS, MARITAL_STATUSES, TESTS
from intake.result import worksheet
from scoring.profile import Study, decode
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
    "study_in_canada": _("Other full-time study in Canada"),
    "settlement_funds": _("Money to settle, in Canadian dollars"),
    "credentials": _("Education"),
    "language_tests": _("Language test"),
    "jobs": _("Work"),
    "partner.credentials": _("Partner: education"),
    "partner.language_tests": _("Partner: language test"),
    "partner.jobs": _("Partner: work"),
}


def get_title(code: str) -> Any:
    """Which kind of fact."""
    return TITLES[code]


def describe_fact(code: str, value: Any, rules: Rules) -> str:
    """What is stated, on one line: "IELTS General Training; date of the test: 3 March 2026; ..."."""
    kind = code.rpartition(".")[2]
    return "; ".join(map(str, DESCRIPTIONS[kind](value, rules)))


def decode_item(name: str, value: Any) -> Any:
    """The object that stands for an item of a profile's list."""
    # The first two only because every profile has them.
    return getattr(decode({"date_of_birth": "2000-01-01", "marital_status": "widowed", name: [value]}), name)[0]


def describe_lines(lines: Iterator[tuple[Any, Any]]) -> Iterator[str]:
    """The lines that say something, each with its label."""
    return (_("%(label)s: %(value)s") % {"label": label, "value": value} for label, value in lines if value != "")


def describe_credential(value: Any, rules: Rules) -> Iterator[Any]:
    """A credential."""
    yield worksheet.get_label(LEVELS, value["level"])
    yield from describe_lines(worksheet.list_credential(decode_item("credentials", value)))


def describe_language_test(value: Any, rules: Rules) -> Iterator[Any]:
    """A language test."""
    yield worksheet.get_label(TESTS, value["test"])
    yield from describe_lines(worksheet.list_test(decode_item("language_tests", value), rules))


def describe_job(value: Any, rules: Rules) -> Iterator[Any]:
    """A job."""
    yield label_occupation(value["noc"])
    yield from describe_lines(worksheet.list_job(decode_item("jobs", value), ()))


def describe_partner(value: Any, rules: Rules) -> Iterator[Any]:
    """How the partner counts."""
    lines = [
        (_("Comes with you to Canada"), worksheet.describe_yes_no(value["accompanying"])),
        (_("Canadian citizen or permanent resident"), worksheet.describe_yes_no(value["canadian"])),
        (_("Date of birth"), describe_day(value["date_of_birth"])),
    ]
    yield from describe_lines(iter(lines))


def describe_funds(value: Any, rules: Rules) -> Iterator[Any]:
    """The money, and for how many people."""
    # One fact with the size of the family: the money must suffice for that many people (record 0036).
    yield worksheet.format_money(value["settlement_funds_cad"])
    yield from describe_lines(iter([(_("Number of people in the family"), value["family_size"])]))


def describe_day(value: str | None) -> str:
    """A day as plain values write it, in words."""
    return worksheet.describe_day(date.fromisoformat(value)) if value else ""


def describe_offer(value: dict[str, Any]) -> Iterator[Any]:
    """The occupation, and that two employers make the offer together."""
    yield label_occupation(value["noc"])
    if value.get("two_employers"):
        yield _("Two employers make this offer together")


DESCRIPTIONS: dict[str, Callable[[Any, Rules], Iterator[Any]]] = {
    "date_of_birth": lambda value, rules: iter([describe_day(value)]),
    "marital_status": lambda value, rules: iter([worksheet.get_label(MARITAL_STATUSES, value)]),
    "partner": describe_partner,
    "certificate_of_qualification": lambda value, rules: iter([label_occupation(value["noc"])]),
    "job_offer": lambda value, rules: describe_offer(value),
    "provincial_nomination": lambda value, rules: iter([worksheet.describe_yes_no(value)]),
    "sibling_in_canada": lambda value, rules: iter([worksheet.describe_yes_no(value)]),
    "relative_in_canada": lambda value, rules: iter([worksheet.describe_yes_no(value)]),
    "authorized_to_work_in_canada": lambda value, rules: iter([worksheet.describe_yes_no(value)]),
    "foreign_military_years": lambda value, rules: iter([worksheet.format_number(value)]),
    "study_in_canada": lambda value, rules: describe_lines(worksheet.list_study(msgspec.convert(value, Study))),
    "settlement_funds": describe_funds,
    "credentials": describe_credential,
    "language_tests": describe_language_test,
    "jobs": describe_job,
}
