"""Facts that don't go together, or soon will not: found and said, never corrected."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations

from scoring import education, language
from scoring.occupations import teer
from scoring.profile import COUPLES, Job, Profile
from scoring.reasons import Reason
from scoring.rulebook import Rules
from scoring.work import OPEN, SCALE, in_canada, segments, spells

Check = Callable[[Profile, date, Rules], Iterator[Reason]]
# Each assesses degrees of one profession alone, which the CRS criteria call professional and no doctorate.
DOCTORATE_ASSESSED_BY = {"mcc": "doctorate_of_medicine", "pebc": "doctorate_of_pharmacy"}


def contradictions(profile: Profile, on: date, rules: Rules) -> list[Reason]:
    """Everything that a person should look at again, in the order of the questions."""
    return [found for check in CHECKS for found in check(profile, on, rules)]


def before_birth(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """Work that began at an age at which nobody works."""
    youngest = rules["checks/plausible"].points("youngest_worker")
    for job in profile.jobs:
        if job.start.year - profile.date_of_birth.year < youngest:
            yield Reason("job_too_young", noc=job.noc, start=job.start, age=youngest)


def impossible_hours(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """Jobs held at once whose hours together no week has room for."""
    most = rules["checks/plausible"].points("week_hours")
    # Without the limit of 30 hours a week, which would hide what is looked for.
    for segment in segments([spell for job in profile.jobs for spell in spells(job, OPEN * SCALE)], OPEN * SCALE):
        if segment.rate > most * SCALE:
            first = date.fromordinal(segment.first)
            yield Reason("too_many_hours", hours=segment.rate // SCALE, start=first, most=most)


def same_job_twice(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """The same occupation in the same country over the same days, full-time, twice."""
    full_week = rules["work/definitions"].points("full_week_hours")
    full = [job for job in profile.jobs if job.hours_per_week >= full_week]
    for one, other in combinations(full, 2):
        if (one.noc, one.country) == (other.noc, other.country) and _overlap(one, other):
            yield Reason("same_job_twice", noc=one.noc, start=max(one.start, other.start))


def two_countries(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """Full-time work in Canada and elsewhere on the same days."""
    full_week = rules["work/definitions"].points("full_week_hours")
    full = [job for job in profile.jobs if job.hours_per_week >= full_week]
    for one, other in combinations(full, 2):
        if in_canada(one) != in_canada(other) and _overlap(one, other):
            yield Reason("two_countries", start=max(one.start, other.start))


def study_and_work(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """Full-time work while a full-time student."""
    full_week = rules["work/definitions"].points("full_week_hours")
    for job in profile.jobs:
        # For the CEC such work is no experience (IRPR 87.1(3)(a)), so that a box ticked by mistake costs a program.
        if job.while_full_time_student and job.hours_per_week >= full_week:
            yield Reason("study_and_work", noc=job.noc, hours=f"{job.hours_per_week:g}")


def unauthorized(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """Work in Canada without authorisation: more than a matter of points."""
    for job in profile.jobs:
        if in_canada(job) and not (job.authorized or job.permit_without_status):
            yield Reason("unauthorized_work", noc=job.noc)


def several_primary(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """More than one primary occupation, or one that is not skilled work."""
    named = sorted({job.noc for job in profile.jobs if job.primary})
    if len(named) > 1:
        yield Reason("several_primary", nocs=", ".join(named))
    lowest = rules["work/definitions"].points("lowest_skilled_teer")
    for noc in named:
        if teer(noc) > lowest:
            yield Reason("primary_not_skilled", noc=noc, teer=teer(noc), lowest_teer=lowest)


def lapsing(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """Tests and assessments that end before an application that begins today is likely to be in."""
    # 60 days to answer an invitation, and the wait for one: the firm's own figure.
    ahead = on + timedelta(days=rules["checks/plausible"].points("application_days"))
    for test in profile.language_tests:
        ends = language.expires(test, rules)
        if test.taken_on <= on and ends <= ahead:
            yield Reason("test_over" if ends <= on else "test_lapses", test=test.test, ends=ends)
    for credential in profile.credentials:
        if credential.eca_issued_on and credential.country != "CA":
            ends = education.assessment_expires(credential.eca_issued_on, rules)
            if credential.eca_issued_on <= on and ends <= ahead:
                yield Reason("eca_over" if ends <= on else "eca_lapses", ends=ends)


def assessed_too_early(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """An assessment of a credential that had not been awarded yet."""
    for credential in profile.credentials:
        issued, awarded = credential.eca_issued_on, credential.awarded_on
        if issued and awarded and issued < awarded and credential.country != "CA":
            yield Reason("eca_too_early", issued=issued)


def professional_doctorate(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """A doctorate assessed by a body that assesses professional degrees."""
    for credential in profile.credentials:
        if found := question_doctorate(credential.level, credential.eca_issuer):
            yield found


def question_doctorate(level: str, issuer: str | None) -> Reason | None:
    """What to ask of a credential of this level that this body assessed; None where nothing is odd."""
    code = DOCTORATE_ASSESSED_BY.get(issuer or "")
    return Reason(code) if code and level == "doctoral" else None


def tef_column(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """TEF Canada scores on the other column, or on a column that the report could not have."""
    for test in profile.language_tests:
        if test.test == "tef_canada" and test.scale == "699":
            began = rules.get("language/tef_canada_699")
            # Reports have had the second column since 11 December 2023.
            early = began is None or test.taken_on < began.source.effective
            yield Reason("tef_699_early" if early else "tef_699", taken_on=test.taken_on)


def study_bonus_abroad(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """Conditions of Canadian study stated for a credential from elsewhere."""
    for credential in profile.credentials:
        if credential.canadian_study_bonus and credential.country != "CA":
            yield Reason("study_bonus_abroad", country=credential.country)


def family_too_small(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """A family of one that has a partner in it."""
    if profile.marital_status in COUPLES and profile.family_size == 1:
        yield Reason("family_too_small")


def trade_elsewhere(profile: Profile, on: date, rules: Rules) -> Iterator[Reason]:
    """A trade certificate in an occupation in which no work is stated."""
    certificate = profile.certificate_of_qualification
    # FST asks for work and paper in one and the same trade (IRPR 87.2(3)(d)).
    if certificate and all(job.noc != certificate.noc for job in profile.jobs):
        yield Reason("trade_elsewhere", noc=certificate.noc)


def _overlap(one: Job, other: Job) -> bool:
    return one.start <= (other.end or date.max) and other.start <= (one.end or date.max)


CHECKS: tuple[Check, ...] = (
    study_bonus_abroad,
    tef_column,
    assessed_too_early,
    professional_doctorate,
    lapsing,
    before_birth,
    impossible_hours,
    same_job_twice,
    two_countries,
    study_and_work,
    unauthorized,
    several_primary,
    trade_elsewhere,
    family_too_small,
)
