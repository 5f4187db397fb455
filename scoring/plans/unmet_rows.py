"""What keeps a kind of round closed: of its category and of the program that is nearest, the rows that are not met."""

from collections.abc import Iterator

from scoring.assess import ProfileAssessment
from scoring.plans.plan import Plan
from scoring.requirements import Outcome, Requirement


def list_unmet(outcome: Outcome) -> list[Requirement]:
    """The requirements that what was stated does not meet."""
    return [row for row in outcome.requirements if row.met is False]


def list_closing(stream: str, found: ProfileAssessment, opening: Plan | None) -> Iterator[tuple[str, Outcome]]:
    """What of a stream is not met, by its code: its category or program, and for want of any the nearest program.

    `opening`: the plan that opens the stream, so that the program is the one that it is about.
    """
    if category := found.categories.get(stream):
        yield from [(stream, category)] if list_unmet(category) else []
    if stream in found.programs:
        yield from [(stream, found.programs[stream])] if list_unmet(found.programs[stream]) else []
    elif not found.streams:
        yield from list_programs(found, opening)[:1]


def list_programs(found: ProfileAssessment, opening: Plan | None = None) -> list[tuple[str, Outcome]]:
    """The programs that are not met, by their codes: those that a plan opens first, then by how little they lack."""
    opened = opening.found.streams if opening else ()
    lacking = [(code, outcome) for code, outcome in found.programs.items() if list_unmet(outcome)]
    return sorted(lacking, key=lambda pair: (pair[0] not in opened, len(list_unmet(pair[1]))))
