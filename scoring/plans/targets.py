"""What takes a person to a score: the combinations after which a round could follow."""

from collections.abc import Mapping, Sequence

from scoring.plans.combine import Plan


def list_ways_to(target: int, plans: Sequence[Plan], cutoffs: Mapping[str, int] | None = None) -> list[Plan]:
    """The combinations that reach a score and open a round, smallest effort first; none with another one inside it.

    `cutoffs`: the last cut-off by stream; a combination reaches one of them in a stream that it opens or leaves open.
    Without them it is enough that a program is met.
    """
    found: list[Plan] = []
    # The short ones first, so that a longer one is known to hold one of them.
    for plan in sorted(plans, key=lambda plan: len(plan.changes)):
        inside = any(set(one.names) <= set(plan.names) for one in found)
        if plan.crs >= target and leads_to_round(plan, cutoffs) and not inside:
            found.append(plan)
    return sorted(found, key=lambda plan: plan.order)


def leads_to_round(plan: Plan, cutoffs: Mapping[str, int] | None) -> bool:
    """A round could invite afterwards: a score alone, without a program, leads nowhere."""
    if cutoffs is None:
        return bool(plan.found.streams)
    return any(plan.crs >= cutoffs[stream] for stream in plan.found.streams if stream in cutoffs)
