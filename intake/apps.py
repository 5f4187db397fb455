"""The intake app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Clients and the intake."""

    name = "intake"
    verbose_name = _("Clients")

    def ready(self) -> None:
        """Learn the kinds of message, and name staff by their names wherever a page shows a user."""
        # Models can't be read before the applications are.
        from django.contrib.auth.models import User  # noqa: PLC0415

        from intake.common.names import name_user  # noqa: PLC0415
        from intake.message_kinds import registry  # noqa: PLC0415
        from scoring.streams import STREAMS  # noqa: PLC0415

        # The names of programs are those of the tables, which are read by now.
        STREAMS.check()
        registry.discover(import_module(self.name))
        # Every column, field and template of the admin shows a user as `str` does (record 0191).
        User.add_to_class("__str__", name_user)
