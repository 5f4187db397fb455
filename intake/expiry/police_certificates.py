"""Police certificates of one client: of which countries, as far as the jobs and studies in the file say.

And whether one that the file has still counts after its last valid day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from intake.models import Client, DatedItem
from intake.questionnaire.choices import get_country_name
from scoring.days import months_after, years_after
from scoring.profile import Job, Partner, Profile
from scoring.rulebook import Rules

CANADA = "CA"
# What becomes of one after its last valid day.
EXPIRED = "guide/expired_police_certificates"


@dataclass(frozen=True)
class Stay:
    """A country in which somebody seems to have lived, and the certificate that the file has of it."""

    code: str
    whose: str
    # Whether a job there says that they stayed as long as the rule asks; otherwise it is to be asked.
    certain: bool
    # Where they work there still: the certificate must not be older than this day, on the last day to apply.
    now: bool
    not_before: date | None
    issued_on: date | None
    valid_until: date | None
    # Whether its last valid day is before the last day to apply.
    ends_early: bool
    # Whether it counts after its last valid day; None where the file does not say enough to know.
    outlasts: bool | None

    @property
    def country(self) -> str:
        """Its name."""
        return get_country_name(self.code)

    @property
    def too_old(self) -> bool:
        """Whether the certificate in the file was issued too early to be accepted."""
        return is_too_old(self.issued_on, self.not_before)


def is_too_old(issued_on: date | None, not_before: date | None) -> bool:
    """Whether a certificate is certainly from before the day that the rule asks for."""
    return bool(issued_on and not_before and issued_on < not_before)


def list_stays(client: Client, profile: Profile | None, rules: Rules, last: date) -> Iterator[Stay]:
    """The countries, the client's own first, for an application on the last day.

    Raises `RuleError` where no table is in force.
    """
    if profile is None:
        return
    table = rules["guide/police_certificates"]
    years, months, old = (table.points(name, "value") for name in ("from_age", "months_in_country", "months_old"))
    held = {(one.whose, one.name): one for one in client.dated_items.all() if one.kind == DatedItem.DocumentKind.POLICE}
    for whose, person in list_people(profile):
        adult_on = years_after(person.date_of_birth, years) if person.date_of_birth else None
        for country in list_countries(person):
            jobs = [job for job in person.jobs if job.country == country]
            now = any(job.end is None for job in jobs)
            # Where they live now it must be recent; elsewhere it must be newer than the last stay there.
            not_before = months_after(last, -old) if now else max((job.end for job in jobs if job.end), default=None)
            paper = held.get((whose, country))
            yield Stay(
                country,
                whose,
                any(lasts(job, adult_on, months, last) for job in jobs),
                now,
                not_before,
                paper.issued_on if paper else None,
                paper.expires_on if paper else None,
                bool(paper and paper.expires_on < last),
                outlasts(paper, person, not_before, rules) if paper else None,
            )


def outlasts(paper: DatedItem, person: Profile | Partner, not_before: date | None, rules: Rules) -> bool | None:
    """Whether a person's certificate counts after its last valid day; None where that is not known.

    `not_before`: the day that it must not be older than.
    """
    table, present = rules.get(EXPIRED), {job.country for job in person.jobs if job.end is None}
    if table is None or is_too_old(paper.issued_on, not_before):
        return False
    if paper.name in present:
        return bool(table.points("present_country"))
    if not table.points("other_country"):
        return False
    # Who works nowhere now may live there, and of studies no file has the days.
    is_newer = bool(paper.issued_on and not_before and paper.issued_on > not_before)
    return True if present and is_newer else None


def list_people(profile: Profile) -> Iterator[tuple[str, Profile | Partner]]:
    """The client, and the partner, who comes along or not."""
    yield DatedItem.Whose.OWN, profile
    if profile.stated_partner:
        yield DatedItem.Whose.PARTNER, profile.stated_partner


def list_countries(person: Profile | Partner) -> list[str]:
    """The countries of jobs and studies but Canada, each once: jobs first."""
    named = [*(job.country for job in person.jobs), *(one.country for one in person.credentials)]
    return [country for country in dict.fromkeys(named) if country != CANADA]


def lasts(job: Job, adult_on: date | None, months: int, last: date) -> bool:
    """Whether a job goes on for this many months, after the person came of age and until the last day to apply."""
    begun, until = max(job.start, adult_on or job.start), min(job.end or last, last)
    return months_after(until + timedelta(days=1), -months) >= begun
