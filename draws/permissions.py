"""What staff may do with rounds, rules and messages: rows of the table in `intake.permissions`."""

from intake.permissions import CONSULTANTS, EVERYBODY, IN_CHARGE, WORKING, declare

VIEW_DRAW = declare(
    "draws.view_draw",
    "read rounds, the numbers of a preview and what was received",
    EVERYBODY,
    ("draws.view_poolband",),
)
ADD_DRAW = declare("draws.add_draw", "record a round and change a draft", WORKING, ("draws.change_draw",))
DELETE_DRAW = declare("draws.delete_draw", "delete a draft of a round", IN_CHARGE)
PUBLISH_DRAW = declare(
    "draws.publish_draw",
    "publish a round and alert clients, correct a published one, try failed messages again",
    CONSULTANTS,
    licensed=True,
)
VIEW_RULE_CHANGE = declare("draws.view_rulechange", "read what a change of rules does to clients", EVERYBODY)
ADD_RULE_CHANGE = declare(
    "draws.add_rulechange",
    "begin to compare clients under a change of rules, and go on",
    IN_CHARGE,
    ("draws.change_rulechange", "draws.delete_rulechange"),
)
RELEASE_RULE_CHANGE = declare(
    "draws.release_rulechange", "tell clients what a change of rules did to their score", CONSULTANTS, licensed=True
)
VIEW_RULES = declare(
    "draws.view_firmedition", "read the rules in use, their sources, and who compared them when", EVERYBODY
)
COMPARE_TABLE = declare("draws.add_tablecheck", "say that a table was compared with its source", WORKING)
ENTER_RULES = declare(
    "draws.add_firmedition",
    "enter a new edition of the rules, and delete one that is not released",
    CONSULTANTS,
    ("draws.delete_firmedition", "draws.add_firmtable", "draws.delete_firmtable"),
    licensed=True,
)
RELEASE_RULES = declare(
    "draws.release_firmedition", "release a new edition of the rules, and withdraw it", CONSULTANTS, licensed=True
)
VIEW_ALERT = declare("draws.view_alert", "read the ledger of alerts, and the words that were sent", WORKING)
VIEW_LETTER = declare("draws.view_correctionletter", "read the ledger of correction notices", WORKING)
VIEW_NOTICE = declare("draws.view_notice", "read the ledger of notices: reminders, news of the rules", WORKING)
VIEW_TEMPLATES = declare(
    "draws.view_messagetemplate", "read the templates of messages, with every version of each", WORKING
)
KEEP_TEMPLATES = declare(
    "draws.add_messagetemplate",
    "write templates of messages and change them; each change is another version",
    CONSULTANTS,
    ("draws.change_messagetemplate",),
    licensed=True,
)
VIEW_WRITTEN = declare(
    "draws.view_writtenmessage", "read the ledger of messages of staff, and the words that were sent", WORKING
)
WRITE_TO_CLIENT = declare(
    "draws.add_writtenmessage",
    "send a client a template's words from the file; in words of one's own it takes `intake.can_advise` too",
    WORKING,
)
VIEW_CIRCULARS = declare(
    "draws.view_circular", "read which clients were chosen for a message, and what became of it", IN_CHARGE
)
WRITE_TO_MANY = declare(
    "draws.add_circular",
    "write to chosen clients from a template: choose them, confirm by their number, take it back",
    CONSULTANTS,
    licensed=True,
)
VIEW_FOLLOWER_NEWS = declare(
    "draws.view_followernews", "read the ledger of news of rounds to those who follow by an address alone", WORKING
)
# The model is one of intake's; its rows are read in the same ledger pages as those of draws (record 0049).
VIEW_OWED_LETTER = declare(
    "intake.view_letter",
    "read the ledger of letters: what clients were sent, codes (not what they say), letters to staff",
    WORKING,
)
VIEW_MAILING = declare(
    "draws.view_mailing", "read the record of mass mails: who confirmed, approved and took back which", EVERYBODY
)
VIEW_CORRECTION = declare("draws.view_correction", "read the record of corrections", EVERYBODY)
VIEW_STAFF_REMINDER = declare("draws.view_staffreminder", "read what staff were reminded of", WORKING)
VIEW_FEED = declare("draws.view_feed", "read how the visits to IRCC's feed went", EVERYBODY)
VIEW_HEARTBEAT = declare("draws.view_heartbeat", "read which processes are at work, and which stopped", EVERYBODY)
VIEW_PAUSE = declare("draws.view_pause", "read when sending was paused, and whether it is", EVERYBODY)
PAUSE_SENDING = declare("draws.pause_sending", "pause and resume the sending of messages", IN_CHARGE)
