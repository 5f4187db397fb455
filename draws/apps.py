"""The draws app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DrawsConfig(AppConfig):
    """Rounds of invitations and alerts."""

    name = "draws"
    verbose_name = _("Rounds")

    def ready(self) -> None:
        """Fill what intake keeps for draws, learn the kinds of message, and listen to the mail provider."""
        from anymail.signals import tracking  # noqa: PLC0415  Models can't be read before the applications are.

        from draws import permissions  # noqa: F401, PLC0415  Its rows belong into the table.
        from draws.matching import match_webhooks  # noqa: F401, PLC0415  Its kind of event belongs into the list.
        from draws.outbox import bounces, worker  # noqa: PLC0415
        from draws.public import data_export_parts, intake_page_parts  # noqa: PLC0415
        from draws.rule_changes import live_rulebook  # noqa: PLC0415
        from draws.staff import alert_report, file_links, history_entries  # noqa: PLC0415
        from intake.message_kinds import letters, registry  # noqa: PLC0415
        from scoring.apps import provide  # noqa: PLC0415

        # Found by their module's name, so that the outbox has to import no room that owns a message (record 0048).
        registry.discover(import_module(self.name))
        # intake can't import the workers that send what it owes, nor scoring the rules in the database (0049, 0077).
        letters.add_caller(worker.call_for_letter)
        intake_page_parts.register()
        provide(live_rulebook.released.current)
        data_export_parts.register()
        history_entries.fill_history()
        file_links.register()
        alert_report.register()
        tracking.connect(bounces.receive, dispatch_uid="draws.outbox.bounces")
