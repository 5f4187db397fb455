"""Which partner should apply: both orders, the other person coming along or not, by the same rules."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec.structs import replace

from scoring.advice_partner import swapped
from scoring.assess import Assessment, assess
from scoring.profile import COUPLES, Profile
from scoring.streams import PROGRAMS, STREAMS


class CoupleOption(NamedTuple):
    """One way to apply: who applies, whether the other comes along, and the assessment of it.

    `stated`: it is the way that the person's own answers describe.
    """

    you_apply: bool
    together: bool
    stated: bool
    found: Assessment

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
    if partner is None or partner.canadian or now.profile.marital_status not in COUPLES:
        return []
    return [build_option(now, *way) for way in list_profiles(now.profile)]


def list_profiles(profile: Profile) -> Iterator[tuple[bool, bool, Profile]]:
    """Who applies, whether the other comes along, and the profile of it. The other order needs a date of birth."""
    partner = profile.partner
    both = [(True, profile)]
    if partner and partner.date_of_birth:
        both.append((False, swapped(profile, partner, partner.date_of_birth)))
    for you_apply, way in both:
        for together in (True, False):
            if way.partner:
                yield you_apply, together, replace(way, partner=replace(way.partner, accompanying=together))


def build_option(now: Assessment, you_apply: bool, together: bool, profile: Profile) -> CoupleOption:
    """Score one way on the day of the result."""
    return CoupleOption(you_apply, together, profile == now.profile, assess(profile, now.on, now.book))
