"""Clients with standings, and draws, straight into the database."""

from datetime import timedelta

import factory
from django.utils import timezone

from draws.models import Alert, Draw, Notice
from intake.models import Client, Standing


class ClientFactory(factory.django.DjangoModelFactory):
    """A client who agreed to alerts; `standing=470` gives a standing in `stream` around today."""

    class Meta:
        model = Client
        skip_postgeneration_save = True

    email = factory.Sequence("client{}@example.org".format)
    alerts = True

    @factory.post_generation
    def standing(self, create, crs, *, stream="cec"):
        """The score they hold from 60 days ago for two years."""
        if crs is not None:
            StandingFactory(client=self, crs=crs, stream=stream)


class StandingFactory(factory.django.DjangoModelFactory):
    """A score held from 60 days ago for two years."""

    class Meta:
        model = Standing

    client = factory.SubFactory(ClientFactory)
    stream = "cec"
    crs = 470
    since = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=60))
    until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=731))


class DrawFactory(factory.django.DjangoModelFactory):
    """A CEC round of yesterday with the cut-off 470 and no tie-break, a draft."""

    class Meta:
        model = Draw

    number = factory.Sequence(lambda n: str(2000 + n))
    name = "Canadian Experience Class"
    stream = "cec"
    held_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))
    cutoff = 470
    size = 1000


class PublishedDrawFactory(DrawFactory):
    """The same, published and matched."""

    status = Draw.Status.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)
    matched_at = factory.LazyFunction(timezone.now)


class AlertFactory(factory.django.DjangoModelFactory):
    """An alert that is due now."""

    class Meta:
        model = Alert

    draw = factory.SubFactory(PublishedDrawFactory)
    client = factory.SubFactory(ClientFactory)
    crs = 480
    basis = Alert.Basis.ABOVE
    due_at = factory.LazyFunction(timezone.now)
    created = factory.LazyFunction(timezone.now)


class RuleNewsFactory(factory.django.DjangoModelFactory):
    """News of a change of rules that is due now."""

    class Meta:
        model = Notice

    client = factory.SubFactory(ClientFactory)
    kind = "rules"
    key = "2025-03-25"
    facts = factory.LazyFunction(
        lambda: {
            "edition": "2025-03-25",
            "on": "2025-03-25",
            "before": 480,
            "after": 430,
            "factors": [],
            "gained": [],
            "lost": [],
        }
    )
    due_at = factory.LazyFunction(timezone.now)
    created = factory.LazyFunction(timezone.now)
