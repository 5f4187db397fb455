"""The draws app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DrawsConfig(AppConfig):
    """Rounds of invitations and alerts."""

    name = "draws"
    verbose_name = _("Draws")

    def ready(self) -> None:
        """Fill the places that intake keeps for draws, and listen to what the mail provider tells."""
        from anymail.signals import tracking  # noqa: PLC0415  Models can't be read before the applications are.

        from draws import permissions  # noqa: F401, PLC0415  Its rows belong into the table.
        from draws.outbox import bounces  # noqa: PLC0415
        from draws.public import data_export_parts, slots  # noqa: PLC0415

        slots.register()
        data_export_parts.register()
        tracking.connect(bounces.receive, dispatch_uid="draws.outbox.bounces")
