"""The tables: rounds of invitations, and the ledgers of who was told what.

May import `draws.querysets`, `intake` and `scoring`.
"""

from draws.models.alerts import Alert
from draws.models.corrections import Correction, CorrectionLetter, Facts, Says, find_differing, list_versions
from draws.models.correspondence import Addressee, Circular, MessageTemplate, TemplateVersion, WrittenMessage
from draws.models.custom_list_fits import Fit
from draws.models.draws import NUMBER_HELP, Draw, PoolBand
from draws.models.feeds import Feed
from draws.models.firm_rules import FirmEdition, FirmTable, TableCheck
from draws.models.follower_news import FollowerNews
from draws.models.heartbeats import BeatLease, Heartbeat
from draws.models.mailings import LeftOut, Mailing
from draws.models.notices import Notice
from draws.models.owed import OwedToClient
from draws.models.rule_changes import RuleChange, RuleEffect
from draws.models.sending_limits import Pause, Used
from draws.models.sent_texts import SentText
from draws.models.staff_reminders import StaffReminder
from intake.models import DeliveryState

__all__ = [
    "NUMBER_HELP",
    "Addressee",
    "Alert",
    "BeatLease",
    "Circular",
    "Correction",
    "CorrectionLetter",
    "DeliveryState",
    "Draw",
    "Facts",
    "Feed",
    "FirmEdition",
    "FirmTable",
    "Fit",
    "FollowerNews",
    "Heartbeat",
    "LeftOut",
    "Mailing",
    "MessageTemplate",
    "Notice",
    "OwedToClient",
    "Pause",
    "PoolBand",
    "RuleChange",
    "RuleEffect",
    "Says",
    "SentText",
    "StaffReminder",
    "TableCheck",
    "TemplateVersion",
    "Used",
    "WrittenMessage",
    "find_differing",
    "list_versions",
]
