"""Which partner should apply: both orders, the other person coming along or not, by the same rules."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from msgspec.structs import replace

from scoring.advice_partner import swap_partners
from scoring.assess import Assessment, assess
from scoring.education import POST_SECONDARY
from scoring.profile import COUPLES, Partner, Profile
from scoring.streams import PROGRAMS, STREAMS

# What is asked of the applicant alone.
PAPERS = (
    _("a nomination"),
    _("a certificate of qualification"),
    _("a job offer"),
    _("an authorization to work in Canada"),
    _("service in a foreign military"),
)


class CoupleOption(NamedTuple):
    """One way to apply: who applies, whether the other comes along, and the assessment of it.

    `stated`: it is the way that the person's own answers describe. `missing`:
    what could add to it and was not asked; nothing is claimed on that.
    """

    you_apply: bool
    together: bool
    stated: bool
    found: Assessment
    missing: list[Any]

    @property
    def streams(self) -> list[Any]:
        """The kinds of round, in words."""
        return [STREAMS[stream] for stream in self.found.streams]

    @property
    def undecided(self) -> list[Any]:
        """The programs that depend on a fact that was not stated, in words."""
        return [PROGRAMS[program] for program in self.found.undecided]


def list_options(now: Assessment) -> list[CoupleOption]:
    """The ways a couple can apply; none without a partner who could come along."""
    partner = now.profile.partner
    # A partner who has status applies for nothing: there is one order alone.
    if partner is None or partner.canadian or now.profile.marital_status not in COUPLES:
        return []
    return [build_option(now, *way) for way in list_profiles(now.profile)]


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


def build_option(now: Assessment, you_apply: bool, together: bool, profile: Profile) -> CoupleOption:
    """Score one way on the day of the result."""
    stated = profile == now.profile
    # Where the other stays behind, their relatives count no more, and nobody said whose these are.
    counted = profile if together or stated else drop_open_relatives(profile)
    missing = list(list_missing(profile, you_apply=you_apply, together=together))
    return CoupleOption(you_apply, together, stated, assess(counted, now.on, now.book), missing)


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
