"""The questions we ask of draws and alerts, in the field's words."""

from django.db import models


class DrawQuerySet(models.QuerySet):
    """Draws."""


class AlertQuerySet(models.QuerySet):
    """Alerts."""
