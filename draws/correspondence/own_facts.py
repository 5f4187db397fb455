"""What of clients a template may say that stands in other tables: the score of today, and the next consultation."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation

from intake.consultations.times import describe, find_zone
from intake.models import Client, Consultation, Standing
from scoring.numbers import group_thousands


class OwnFacts(NamedTuple):
    """The score on a day and the next consultation of one client; None where there is none."""

    score: int | None = None
    appointment: Consultation | None = None

    def list_words(self, language: str) -> dict[str, str]:
        """What stands in the places for them, in a language; "" for what there is not."""
        with translation.override(language):
            at = describe_appointment(self.appointment) if self.appointment else ""
            score = "" if self.score is None else group_thousands(self.score)
        return {"score": score, "appointment": at}


def describe_appointment(consultation: Consultation) -> str:
    """Day and hour of a consultation."""
    return describe_moment(consultation.starts_at, consultation.zone)


def describe_moment(at: datetime, zone: str) -> str:
    """Day and hour on the client's clock where their zone is known, else on the office's, and which it is."""
    return describe(at, find_zone(zone) or settings.TIME_ZONE)


def find_own_facts(clients: Collection[Client], now: datetime) -> dict[int, OwnFacts]:
    """These of each client, by primary key, in two queries."""
    ids = [client.pk for client in clients]
    # Standings that are due belong to earlier facts, and say nothing of today.
    standings = Standing.objects.on(timezone.localdate(now)).filter(client__in=ids, client__stood_until__isnull=False)
    # On one day a client has the same score in every stream.
    scores = dict(standings.values_list("client", "crs"))
    coming = Consultation.objects.coming(now).filter(client__in=ids).order_by("-starts_at", "-pk")
    # The earliest comes last, and stays.
    appointments = {consultation.client_id: consultation for consultation in coming}
    return {pk: OwnFacts(scores.get(pk), appointments.get(pk)) for pk in ids}


def build_lacking(place: str, now: datetime) -> Q:
    """The condition on a client under which there is nothing to stand in this place."""
    if place == "name":
        return Q(name="")
    if place == "score":
        standings = Standing.objects.on(timezone.localdate(now)).filter(client=OuterRef("pk"))
        return Q(stood_until__isnull=True) | ~Q(Exists(standings))
    return ~Q(Exists(Consultation.objects.coming(now).filter(client=OuterRef("pk"))))


def find_lacking(used: Iterable[str], client: Client, own: OwnFacts) -> set[str]:
    """Which of the places that are used have nothing of a client to stand in them."""
    there = {"name": client.name, "score": own.score, "appointment": own.appointment}
    return {place for place in used if there[place] in (None, "")}


def make_invented_facts() -> OwnFacts:
    """A score and a consultation of a client who is nobody, unsaved."""
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    return OwnFacts(482, Consultation(starts_at=noon + timedelta(days=7)))
