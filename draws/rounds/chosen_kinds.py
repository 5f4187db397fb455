"""Whether somebody wants to hear of a round: of all, or of its kind among others that they chose."""

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from draws.models import Draw
from intake.models.round_kinds import NEW


def want_kind(who: str, people: QuerySet[Any], chosen: QuerySet[Any]) -> Q:
    """A condition on the rows of a ledger with a draw: the recipient wants this kind of round.

    `who` is the name of the foreign key to the recipient ("client" or "follower"), in the ledger and in `chosen`;
    `people` are the recipients, `chosen` the kinds of round that some of them limit their news to.
    """
    # Two levels out: from the draw, past the chosen kind, to the row of the ledger.
    draw = Draw.objects.filter(pk=OuterRef(OuterRef("draw_id")))
    # What `Draw.kind` says, for the database.
    kind = Case(When(stream="", then=Value(NEW)), default=F("stream"))
    of_kind = Subquery(draw.annotate(chosen_as=kind).values("chosen_as"))
    reader = OuterRef(f"{who}_id")
    every = people.filter(pk=reader, chosen_only=False)
    return Q(Exists(every)) | Q(Exists(chosen.filter(**{who: reader, "stream": of_kind})))
