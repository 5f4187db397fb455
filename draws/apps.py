"""The draws app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DrawsConfig(AppConfig):
    """Rounds of invitations and alerts."""

    name = "draws"
    verbose_name = _("Draws")
