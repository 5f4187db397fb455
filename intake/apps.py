"""The intake app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Clients and the intake."""

    name = "intake"
    verbose_name = _("Clients")
