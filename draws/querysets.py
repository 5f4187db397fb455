"""The questions we ask of draws and alerts, in the field's words."""

from datetime import datetime

from django.db import models
from django.db.models import Q


class DrawQuerySet(models.QuerySet):
    """Draws."""

    def published(self):
        """Draws that clients have been, or are being, told of."""
        return self.exclude(status="draft")

    def unmatched(self):
        """Published draws whose ledger has not been filled yet."""
        return self.published().filter(matched_at=None)

    def public(self):
        """Rounds that are public facts: IRCC's own feed has them, or the firm published them."""
        return self.filter(Q(received__isnull=False) | ~Q(status="draft"))


class AlertQuerySet(models.QuerySet):
    """Alerts."""

    def claimable(self, now: datetime):
        """Pending and due, or left behind by a worker whose lease ran out."""
        return self.filter(
            Q(state="pending", due_at__lte=now) | Q(state="sending", lease_until__lte=now),
        )

    def abandoned(self, now: datetime):
        """Claimable, and not in the broker's hands either."""
        return self.claimable(now).filter(Q(lease_until=None) | Q(lease_until__lte=now))

    def by_state(self) -> dict[str, int]:
        """How many alerts are in each state."""
        return dict(self.order_by().values_list("state").annotate(models.Count("pk")))
