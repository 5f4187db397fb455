"""Which partner should apply: both orders, the other person coming along or not, by the same rules."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from msgspec.structs import replace

from intake.result.headline_score import HeadlineScore, find_headline
from scoring.advice_partner import swap_partners
from scoring.assess import ProfileAssessment, assess
from scoring.education import POST_SECONDARY
from scoring.profile import COUPLES, Partner, Profile
from scoring.reasons import Reason
from scoring.streams import PROGRAMS

# What is asked of the applicant alone.
PAPERS = (
    _("a nomination"),
    _("a certificate of qualification"),
    _("a job offer"),
    _("an authorization to work in Canada"),
    _("service in a foreign military"),
)
# What an estimate supposes of whoever applies, as it is said of a partner.
SUPPOSED = {"all_abilities": "partner_test", "eca": "partner_eca", "first_eca": "partner_eca"}


class CoupleOption(NamedTuple):
    """One way to apply: who applies, whether the other comes along, and the assessment of it.

    `stated`: it is the way that the person's own answers describe. `estimated`: something counts in it that is missing
    and supposed. `supposed`: what that is, where the other applies beside a score that is no estimate; `needs`: the
    same beside any score, which is what the other lacks to apply. `missing`: what could add to it and was not asked;
    nothing is claimed on that. `rounds`: the kinds of round, in words, once it is known which of them are held.
    """

    you_apply: bool
    together: bool
    stated: bool
    estimated: bool
    found: ProfileAssessment
    missing: list[Any]
    rounds: Sequence[Any] = ()
    supposed: Sequence[Reason] = ()
    needs: Sequence[Reason] = ()

    @property
    def undecided(self) -> list[Any]:
        """The programs that depend on a fact that was not stated, in words."""
        return [PROGRAMS[program] for program in self.found.undecided]


class PartnerEntry(NamedTuple):
    """The partner as principal applicant: the score, the programs met in words, and the points more than the other way.

    `today`: by what is at hand, and the applicant meets no program; else both are counted on one basis, which is an
    estimate where `estimated`. `streams`: the kinds of round that would be open; `own`: the score on that basis
    of the person who answered.
    """

    crs: int
    programs: list[Any]
    more: int
    today: bool
    estimated: bool
    streams: Collection[str] = ()
    supposed: Sequence[Reason] = ()
    own: int = 0


def list_options(headline: HeadlineScore, clb: int | None = None) -> list[CoupleOption]:
    """The ways a couple can apply; none without a partner who could come along.

    `headline`: what the page counts from; `clb`: the level supposed of a test that either has still to take.
    """
    basis = headline.basis
    # A partner who has status applies for nothing: there is one order alone.
    if not can_choose(basis.profile):
        return []
    return [build_option(headline, clb, *way) for way in list_profiles(basis.profile)]


def can_choose(profile: Profile) -> bool:
    """There is a partner who could come along or apply."""
    partner = profile.partner
    return partner is not None and not partner.canadian and profile.marital_status in COUPLES


def find_partner_entry(headline: HeadlineScore, clb: int | None = None) -> PartnerEntry | None:
    """The partner as applicant, who meets a program where the applicant does not, or has more points on one basis."""
    today = assess_swapped(headline.now)
    if today is None:
        return None
    if today.streams and not headline.now.streams:
        return PartnerEntry(
            today.crs.total, name_programs(today), 0, today=True, estimated=False, streams=today.streams
        )
    return compare_on_one_basis(headline, clb)


def find_partner_birth(now: ProfileAssessment) -> date | None:
    """The day of birth of a partner who could apply; None without one of a known age."""
    partner = now.profile.partner if can_choose(now.profile) else None
    born = partner.date_of_birth if partner else None
    return born if born and born <= now.on else None


def assess_swapped(now: ProfileAssessment) -> ProfileAssessment | None:
    """The partner as the applicant, by the facts of an assessment; None where no partner of a known age could apply."""
    partner, born = now.profile.partner, find_partner_birth(now)
    return assess(swap_partners(now.profile, partner, born), now.on, now.book) if partner and born else None


def build_other_order(headline: HeadlineScore, clb: int | None = None) -> CoupleOption | None:
    """The partner as the principal applicant, both going; None without the partner's date of birth."""
    way = next((one for one in list_profiles(headline.basis.profile) if one[:2] == (False, True)), None)
    return build_option(headline, clb, *way) if way else None


def compare_on_one_basis(headline: HeadlineScore, clb: int | None) -> PartnerEntry | None:
    """The partner as applicant where that gives more points and a program; None where it does not."""
    basis = headline.basis
    other = build_other_order(headline, clb)
    if other is None:
        return None
    more = other.found.crs.total - basis.crs.total
    if not other.found.streams or (basis.streams and more <= 0):
        return None
    found = other.found
    return PartnerEntry(
        found.crs.total,
        name_programs(found),
        more,
        today=False,
        estimated=other.estimated,
        streams=found.streams,
        supposed=other.supposed,
        own=basis.crs.total,
    )


def name_programs(found: ProfileAssessment) -> list[Any]:
    """The programs that are met, in words."""
    return [PROGRAMS[code] for code, outcome in found.programs.items() if outcome.eligible]


def list_profiles(profile: Profile) -> Iterator[tuple[bool, bool, Profile]]:
    """Who applies, whether the other comes along, and the profile of it. The other order needs a date of birth."""
    partner = profile.partner
    both = [(True, profile)]
    if partner and partner.date_of_birth:
        # Without a date of birth the partner has no age, and no score as the principal applicant.
        both.append((False, swap_partners(profile, partner, partner.date_of_birth)))
    for you_apply, way in both:
        for together in (True, False):
            if way.partner:
                yield you_apply, together, replace(way, partner=replace(way.partner, accompanying=together))


def build_option(
    headline: HeadlineScore, clb: int | None, you_apply: bool, together: bool, profile: Profile
) -> CoupleOption:
    """Score one way on the day of what leads; what is missing to whoever applies is supposed, as it is of you."""
    basis = headline.basis
    stated = profile == basis.profile
    missing = list(list_missing(profile, you_apply=you_apply, together=together))
    found = assess(get_counted(profile, together=together, stated=stated), basis.on, basis.book)
    if headline.estimate is None and you_apply:
        return CoupleOption(you_apply, together, stated, estimated=False, found=found, missing=missing)
    both = find_headline(found, clb)
    needs = tuple(map(word_supposed, both.estimate.missing)) if both.estimate and not you_apply else ()
    if headline.estimate is None:
        return CoupleOption(you_apply, together, stated, bool(needs), both.basis, missing, supposed=needs, needs=needs)
    # What the estimate supposes of you counts wherever you are in the application.
    estimated = you_apply or together or both.estimate is not None
    return CoupleOption(you_apply, together, stated, estimated, both.basis, missing, needs=needs)


def get_counted(profile: Profile, *, together: bool, stated: bool) -> Profile:
    """The facts of one way that count: where the other stays behind, no relative of whom nobody said whose it is."""
    return profile if together or stated else drop_open_relatives(profile)


def list_today(
    headline: HeadlineScore, orders: Sequence[CoupleOption]
) -> Mapping[tuple[bool, bool], ProfileAssessment]:
    """Each of these ways by what is at hand, by who applies and whether the other comes along."""
    now = headline.now
    profiles = {(you, together): profile for you, together, profile in list_profiles(now.profile)}
    found = {}
    for one in orders:
        way = one.you_apply, one.together
        counted = get_counted(profiles[way], together=one.together, stated=one.stated)
        found[way] = assess(counted, now.on, now.book) if one.estimated else one.found
    return found


def word_supposed(missing: Reason) -> Reason:
    """What an estimate supposes of the partner, in words that speak of a partner."""
    code = SUPPOSED.get(missing.code)
    return Reason(code, **missing.facts) if code else missing


def drop_open_relatives(profile: Profile) -> Profile:
    """The profile without a brother, sister or relative where nobody said whose it is."""
    return replace(
        profile,
        sibling_in_canada=profile.sibling_in_canada and profile.sibling_of is not None,
        relative_in_canada=profile.relative_in_canada and profile.relative_of is not None,
    )


def list_missing(profile: Profile, *, you_apply: bool, together: bool) -> Iterator[Any]:
    """What could add to the score of one way and was not asked."""
    if not you_apply:
        yield from PAPERS
        if has_open_study(profile):
            yield _("the conditions of your partner's study in Canada")
    if not together and has_open_relative(profile):
        yield _("whose brother, sister or relative in Canada it is")


def has_open_study(person: Profile | Partner) -> bool:
    """A credential from Canada of which nobody said that it meets the conditions for additional points."""
    here = [held for held in person.credentials if held.country == "CA" and held.level in POST_SECONDARY]
    return bool(here) and not any(held.canadian_study_bonus for held in here)


def has_open_relative(profile: Profile) -> bool:
    """There is a brother, sister or relative, and nobody said whose."""
    sibling = profile.sibling_in_canada and profile.sibling_of is None
    return sibling or (profile.relative_in_canada and profile.relative_of is None)
