"""The score as the client states it and as documents prove it: what holds, what is not known, and what it hangs on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from intake.models import Client, DocumentSeen
from intake.verification.proofs import Part, marks, parts, without
from scoring.apps import rulebook
from scoring.assess import Assessment, assess
from scoring.profile import Profile, ProfileError, decode
from scoring.streams import STREAMS


class Row(NamedTuple):
    """One fact, the mark that it was seen, and the points that rest on it while it was not."""

    part: Part
    mark: DocumentSeen | None
    points: int | None


class Stream(NamedTuple):
    """A kind of round that fits as claimed; `known` is None where documents are missing."""

    name: Any
    known: bool | None


@dataclass
class Verified:
    """A profile on a day, and which of its facts were seen."""

    profile: Profile
    seen: Mapping[str, DocumentSeen]
    on: date

    @cached_property
    def parts(self) -> list[Part]:
        """Every fact that a document can prove."""
        return parts(self.profile)

    @cached_property
    def unseen(self) -> list[Part]:
        """Those that nobody saw proved."""
        return [part for part in self.parts if part.print not in self.seen]

    @property
    def number_seen(self) -> int:
        """How many were seen."""
        return len(self.parts) - len(self.unseen)

    @property
    def missing(self) -> list[Part]:
        """Those without which there is no verified score."""
        return [part for part in self.unseen if part.needed]

    @cached_property
    def claimed(self) -> Assessment:
        """What the facts come to as the client states them."""
        return assess(self.profile, self.on, rulebook())

    @cached_property
    def proved(self) -> Assessment | None:
        """What those facts come to that were seen; None: not known."""
        return None if self.missing else assess(without(self.profile, self.unseen), self.on, rulebook())

    @property
    def crs(self) -> int | None:
        """The verified score; None: not known."""
        return self.proved.crs.total if self.proved else None

    @property
    def streams(self) -> list[Stream]:
        """Each kind of round that fits as claimed."""
        proved = self.proved.streams if self.proved else []
        return [Stream(STREAMS[code], True if code in proved else None) for code in self.claimed.streams]

    def rows(self) -> list[Row]:
        """Every fact with its mark."""
        return [self.row(part) for part in self.parts]

    def row(self, part: Part) -> Row:
        """One fact; what rests on it is asked only where it was not seen and can be left out."""
        mark = self.seen.get(part.print)
        points = None if mark or part.needed else self.resting(part)
        return Row(part, mark, points)

    def resting(self, part: Part) -> int:
        """How many points the claimed score would lose without this fact alone."""
        left = assess(without(self.profile, [part]), self.on, rulebook())
        return self.claimed.crs.total - left.crs.total

    def lapsed(self) -> list[DocumentSeen]:
        """Marks of facts that the client no longer states so."""
        current = {part.print for part in self.parts}
        return [mark for print_, mark in self.seen.items() if print_ not in current]


def of(client: Client, on: date) -> Verified | None:
    """A client's facts with their marks; None where there are none that the rules can take."""
    if not client.facts:
        return None
    try:
        profile = decode(client.facts)
    except ProfileError:
        return None
    return Verified(profile, marks(client), on)
