"""The score as the client states it and as documents prove it: what holds, what is not known, and what decides it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from intake.models import Client, DocumentSeen
from intake.verification.proofs import ProvableFact, find_marks, leave_out, list_facts
from scoring.apps import rulebook
from scoring.assess import ProfileAssessment, assess
from scoring.profile import Profile, ProfileError, decode
from scoring.streams import STREAMS


class FactRow(NamedTuple):
    """One fact, the mark that it was seen, and the points that depend on it while it was not."""

    part: ProvableFact
    mark: DocumentSeen | None
    points: int | None


class VerifiedStream(NamedTuple):
    """A kind of round that is open as claimed; `known` is None where documents are missing."""

    name: Any
    known: bool | None


@dataclass
class VerifiedScore:
    """A profile on a day, and which of its facts were seen."""

    profile: Profile
    seen: Mapping[str, DocumentSeen]
    on: date

    @cached_property
    def parts(self) -> list[ProvableFact]:
        """Every fact that a document can prove."""
        return list_facts(self.profile)

    @cached_property
    def unseen(self) -> list[ProvableFact]:
        """Those that nobody saw proved."""
        return [part for part in self.parts if part.print not in self.seen]

    @property
    def number_seen(self) -> int:
        """How many were seen."""
        return len(self.parts) - len(self.unseen)

    @property
    def missing(self) -> list[ProvableFact]:
        """Those without which there is no verified score."""
        return [part for part in self.unseen if part.needed]

    @cached_property
    def claimed(self) -> ProfileAssessment:
        """The assessment of the facts as the client states them."""
        return assess(self.profile, self.on, rulebook())

    @cached_property
    def proved(self) -> ProfileAssessment | None:
        """The assessment of the facts that were seen; None: not known."""
        # Without a partner who is not proved there could be more points than there are (record 0036).
        return None if self.missing else assess(leave_out(self.profile, self.unseen), self.on, rulebook())

    @property
    def crs(self) -> int | None:
        """The verified score; None: not known."""
        return self.proved.crs.total if self.proved else None

    @property
    def streams(self) -> list[VerifiedStream]:
        """Each kind of round that is open as claimed."""
        # "Yes" or "not known" and never "no", because a missing document proves nothing (record 0036).
        proved = self.proved.streams if self.proved else []
        return [VerifiedStream(STREAMS[code], True if code in proved else None) for code in self.claimed.streams]

    def rows(self) -> list[FactRow]:
        """Every fact with its mark."""
        return [self.row(part) for part in self.parts]

    def row(self, part: ProvableFact) -> FactRow:
        """One fact; the points that depend on it only where it was not seen and can be left out."""
        mark = self.seen.get(part.print)
        points = None if mark or part.needed else self.resting(part)
        return FactRow(part, mark, points)

    def resting(self, part: ProvableFact) -> int:
        """How many points the claimed score would lose without this fact alone."""
        left = assess(leave_out(self.profile, [part]), self.on, rulebook())
        return self.claimed.crs.total - left.crs.total

    def lapsed(self) -> list[DocumentSeen]:
        """Marks of facts that the client no longer states that way."""
        current = {part.print for part in self.parts}
        return [mark for print_, mark in self.seen.items() if print_ not in current]


def get_verified_score(client: Client, on: date) -> VerifiedScore | None:
    """A client's facts with their marks; None where there are none, or the rules can't read them any more."""
    if not client.facts:
        return None
    try:
        profile = decode(client.facts)
    except ProfileError:
        return None
    return VerifiedScore(profile, find_marks(client), on)
