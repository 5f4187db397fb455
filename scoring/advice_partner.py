"""What a couple could do: the partner's papers, and who is the principal applicant."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec.structs import replace

from scoring.assess import ProfileAssessment
from scoring.changed_facts import assess_credentials, make_test, raise_levels, unassessed
from scoring.language import accepted
from scoring.profile import ABILITIES, COUPLES, Partner, Profile, Whose
from scoring.reasons import Reason

OTHER: dict[Whose | None, Whose | None] = {"self": "partner", "partner": "self", None: None}
PARTNER_CLB = (5, 7, 9)  # where the table of the partner's language has its steps
Change = tuple[Reason, Profile]


def partner_changes(now: ProfileAssessment) -> Iterator[Change]:
    """The changes that a couple has to choose from."""
    profile, partner = now.profile, now.profile.partner
    if partner is None or profile.marital_status not in COUPLES:
        return
    if profile.counted_partner:
        yield from _partner_papers(now, partner)
        yield Reason("partner_stays"), replace(profile, partner=replace(partner, accompanying=False))
    # A Canadian partner has nothing to apply for, and nobody is assessed before their birth (`check_birth`).
    if partner.date_of_birth and not partner.canadian and partner.date_of_birth <= now.on:
        yield Reason("partner_first"), swap_partners(profile, partner, partner.date_of_birth)


def _partner_papers(now: ProfileAssessment, partner: Partner) -> Iterator[Change]:
    taken = [test for test in partner.language_tests if accepted(test, now.rules)]
    old = taken[-1] if taken else make_test("celpip_general", now.on)
    for clb in PARTNER_CLB:
        # As if taken today: the old test may have ended, and then would count for nothing whatever its scores.
        better = replace(raise_levels(old, dict.fromkeys(ABILITIES, clb), now.rules), taken_on=now.on)
        yield Reason("partner_test", clb=clb), _with_partner(now, partner, language_tests=(better,))
    if unassessed(partner.credentials, now):
        yield (
            Reason("partner_eca"),
            _with_partner(now, partner, credentials=assess_credentials(partner.credentials, now)),
        )


def _with_partner(now: ProfileAssessment, partner: Partner, **facts: Any) -> Profile:
    return replace(now.profile, partner=replace(partner, **facts))


def swap_partners(profile: Profile, partner: Partner, born: date) -> Profile:
    """The partner as principal applicant; a certificate, an offer and a nomination stay with the person they name."""
    other = Partner(
        accompanying=True,
        canadian=False,
        date_of_birth=profile.date_of_birth,
        credentials=profile.credentials,
        language_tests=profile.language_tests,
        jobs=profile.jobs,
        study_in_canada=profile.study_in_canada,
    )
    return replace(
        profile,
        date_of_birth=born,
        partner=other,
        credentials=partner.credentials,
        language_tests=partner.language_tests,
        jobs=partner.jobs,
        # What was stated of the applicant is not known of the partner: without a first language both orders are tried.
        first_official_language=None,
        certificate_of_qualification=None,
        provincial_nomination=False,
        job_offer=None,
        authorized_to_work_in_canada=False,
        foreign_military_years=0,
        profile_submitted_at=None,
        study_in_canada=partner.study_in_canada,
        sibling_of=OTHER[profile.sibling_of],
        relative_of=OTHER[profile.relative_of],
        nomination_stream=None,
        nomination_province=None,
        stated_levels=None,
        work_permit_until=None,
    )
