"""The questions we ask of clients' files, in the field's words."""

from datetime import date

from django.db import models


class ClientQuerySet(models.QuerySet):
    """Clients."""

    def by_email(self, email: str):
        """The client with this address, however it is capitalised."""
        return self.filter(email__iexact=email.strip())


class IntakeQuerySet(models.QuerySet):
    """Intakes."""

    def unclaimed(self):
        """Drafts and submissions whose address is not confirmed yet."""
        return self.filter(client=None)


class StandingQuerySet(models.QuerySet):
    """Standings."""

    def held(self, stream: str, on: date):
        """Standings in this stream on that day."""
        return self.filter(stream=stream, since__lte=on, until__gt=on)

    def reached(self, stream: str, cutoff: int, on: date):
        """Standings at or above `cutoff` in this stream on that day."""
        return self.held(stream, on).filter(crs__gte=cutoff)
