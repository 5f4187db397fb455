"""The intake app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Clients and the intake."""

    name = "intake"
    verbose_name = _("Clients")

    def ready(self) -> None:
        """Learn the kinds of message."""
        from intake.outbox import registry  # noqa: PLC0415  Models can't be read before the applications are.

        registry.discover(import_module(self.name))
