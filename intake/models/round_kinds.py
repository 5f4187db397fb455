"""The kinds of round that a client may choose to hear of: the streams, and categories that have no name here yet."""

from django.utils.translation import gettext_lazy as _

from scoring.streams import STREAMS

NEW = "new"
KINDS = {**STREAMS, NEW: _("New categories that this site has no name for yet")}
