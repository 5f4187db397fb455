"""What staff may do: every permission by name, what it opens, and the roles that have it.

The one place that spells a permission. `draws.permissions` adds its own rows to
the same table; `SECURITY.md` shows it, and a test holds the two together. A
page of staff begins with `@requires(...)`; a template asks `may.view_client`;
the other ways to ask for one are in the README.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

# Named, because `with_perm` refuses to choose where several backends sign people in; allauth's is the other.
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


class Role(StrEnum):
    """The groups of staff, by the names that they have in the database."""

    ADMINISTRATOR = "Administrator"
    CONSULTANT = "Licensed consultant"
    ASSISTANT = "Assistant"
    READER = "Reader"


EVERYBODY = frozenset(Role)
WORKING = EVERYBODY - {Role.READER}
IN_CHARGE = frozenset({Role.ADMINISTRATOR, Role.CONSULTANT})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
CONSULTANTS = frozenset({Role.CONSULTANT})


@dataclass(frozen=True)
class Permission:
    """One permission: `name` is Django's ("app.codename"), `opens` says what it is for.

    `parts` are permissions that go with it: those of the rows shown on the same page.
    `licensed`: it takes a licence number too, of superusers as well (IRPA s. 91).
    """

    name: str
    opens: str
    roles: frozenset[Role]
    parts: tuple[str, ...] = ()
    licensed: bool = False

    @property
    def codename(self) -> str:
        """Its name without the app; no two permissions share one."""
        return self.name.partition(".")[2]

    def held_by(self, user: User | AnonymousUser) -> bool:
        """Whether this member of staff has it and, where that is asked for, holds a licence."""
        return self.given_to(user) and (not self.licensed or is_licensed(user))

    def given_to(self, user: User | AnonymousUser) -> bool:
        """Whether this member of staff has it, licence or not: for what a list offers and asks `held_by` when done."""
        return user.has_perm(self.name)

    def find_holders(self) -> QuerySet[User]:
        """Every active account that has it; whether it takes a licence too is ignored."""
        return User.objects.with_perm(self.name, backend=MODEL_BACKEND)


# Codename -> permission; in the order of the table in SECURITY.md.
TABLE: dict[str, Permission] = {}


def is_licensed(user: User | AnonymousUser) -> bool:
    """Whether this account has the number of a licence."""
    # What Django raises for a missing licence is an AttributeError too, so that `getattr` takes it for None.
    return getattr(user, "licence", None) is not None


def name_acts(model: str) -> tuple[str, ...]:
    """What else there is to do with rows of a model of intake than to see them: "intake.add_dayoff" and so on."""
    return tuple(f"intake.{act}_{model}" for act in ("add", "change", "delete"))


def declare(
    name: str, opens: str, roles: frozenset[Role], parts: tuple[str, ...] = (), *, licensed: bool = False
) -> Permission:
    """Add a permission to the table. Raises `KeyError` where it is there already."""
    permission = Permission(name, opens, roles, parts, licensed)
    if permission.codename in TABLE:
        raise KeyError(name)
    TABLE[permission.codename] = permission
    return permission


def requires(*needed: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Open a page, a function or a method of an admin class only to users who have all of these; others get a 403."""

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> HttpResponse:
            request = next(one for one in args if isinstance(one, HttpRequest))
            check(request.user, *needed)
            return view(*args, **kwargs)

        return guarded

    return guard


def check(user: User | AnonymousUser, *needed: Permission) -> None:
    """Raises `PermissionDenied` for somebody who lacks one of these."""
    if not all(permission.held_by(user) for permission in needed):
        raise PermissionDenied


class Allowed:
    """What somebody may do, for templates: `may.view_client`. Raises `KeyError` for what is no permission."""

    def __init__(self, user: User | AnonymousUser) -> None:
        self.user = user

    def __getitem__(self, codename: str) -> bool:
        # A KeyError for a misspelt name: "no" would refuse everybody but a superuser, whom nobody tests with
        # (record 0051).
        return TABLE[codename].held_by(self.user)


def list_names(role: Role) -> Iterator[str]:
    """The names of all permissions of a role, the parts too."""
    for permission in TABLE.values():
        if role in permission.roles:
            yield from (permission.name, *permission.parts)


def sees_every_file(user: User | AnonymousUser) -> bool:
    """Whether this member of staff knows of all files, or only of those assigned to them."""
    return not settings.FILES_ASSIGNED_ONLY or VIEW_EVERY_CLIENT.held_by(user)


PARTS_OF_A_FILE = ("note", "conflictcheck", "addresschange", "stagemove", "documentseen")
VIEW_CLIENT = declare(
    "intake.view_client",
    "read clients' files: list, search, a file with its parts, the people behind a round's numbers",
    EVERYBODY,
    tuple(f"intake.view_{part}" for part in PARTS_OF_A_FILE),
)
VIEW_STANDINGS = declare(
    "intake.view_standing", "read in a file the scores of today and how they change ahead", EVERYBODY
)
VIEW_CONSENTS = declare("intake.view_consent", "read in a file every act of consent", EVERYBODY)
VIEW_TODOS = declare("intake.view_todo", "read the list of tasks over all files", EVERYBODY)
# Where a firm assigns files, an assistant must know of no other (record 0053).
VIEW_EVERY_CLIENT = declare(
    "intake.view_every_client",
    "where `FILES_ASSIGNED_ONLY` is on: know of files that are assigned to others; without it, of one's own alone",
    EVERYBODY - {Role.ASSISTANT},
)
CHANGE_CLIENT = declare(
    "intake.change_client",
    "work on a file: stage, adviser, agreements, notes, tasks, tags, dated documents, answers by telephone, partner",
    WORKING,
    (
        "intake.add_note",
        "intake.add_tag",
        "intake.add_conflictcheck",
        "intake.add_todo",
        "intake.change_todo",
        "intake.add_dateditem",
        "intake.change_dateditem",
        "intake.delete_dateditem",
    ),
)
VIEW_TAGS = declare("intake.view_tag", "read the list of tags, with how many files have each", EVERYBODY)
# A tag goes off every file, the files of others too (record 0173).
KEEP_TAGS = declare(
    "intake.delete_tag", "rename a tag, or delete it from every file", ADMINISTRATORS, ("intake.change_tag",)
)
# A reader of files does not see money (record 0167).
VIEW_MONEY = declare("intake.view_moneyentry", "read what was agreed, invoiced and paid in a file", WORKING)
KEEP_MONEY = declare(
    "intake.add_moneyentry",
    "enter what was agreed, invoiced, paid or given back in a file, and take an entry back",
    WORKING,
    ("intake.change_moneyentry",),
)
MANAGE_ENGAGEMENT = declare(
    "intake.manage_engagement",
    "change agreements, invitation and consultant of a file that is under an agreement or invited; close and reopen it",
    IN_CHARGE,
)
RECORD_CONSENT = declare(
    "intake.record_consent", "enter a consent given by telephone or on paper, and stop the e-mails", WORKING
)
DELETE_CLIENT = declare(
    "intake.delete_client",
    "delete a file without a service agreement, with the proof of consent kept; answer requests for deletion",
    IN_CHARGE,
)
# The College wants records kept, so that a licensed person decides (record 0022).
DELETE_RECORD = declare(
    "intake.delete_record",
    "delete a file that was under a service agreement where its client asked for it, or say why it is kept",
    CONSULTANTS,
    licensed=True,
)
VIEW_DELETION_REQUESTS = declare(
    "intake.view_deletionrequest", "read the queue of requests for deletion and what became of them", WORKING
)
ADD_CLIENT = declare("intake.add_client", "begin a file for a caller who has none", WORKING)
# A list of many people is what leaves a firm unseen: an assistant reads lists and takes none along (record 0131).
EXPORT_CLIENTS = declare(
    "intake.export_client", "take lists of clients along as CSV or Excel; who took how many is on record", IN_CHARGE
)
# One person's data for that person, and no list: answering such requests must not take the right to export lists.
COPY_CLIENT = declare(
    "intake.copy_client",
    "make the copy of a client's data for a client who asked by telephone or letter; it is on record in the file",
    IN_CHARGE,
)
VIEW_EXPORTS = declare(
    "intake.view_clientexport", "read who took which list of clients along, and how many stood in it", ADMINISTRATORS
)
VIEW_REPORTS = declare(
    "intake.view_reports",
    "read the reports of the office's work, counts without a name, and take them along",
    IN_CHARGE,
)
IMPORT_CLIENTS = declare(
    "intake.import_client",
    "bring clients in from a file, with a preview of every row, and undo it within a day",
    IN_CHARGE,
)
VIEW_INTAKE = declare("intake.view_intake", "read answers that were submitted, unconfirmed ones too", WORKING)
VIEW_ASSESSMENT = declare("intake.view_assessment", "read results, and take them along as a PDF", EVERYBODY)
VERIFY_FACTS = declare(
    "intake.add_documentseen",
    "mark facts as seen proved",
    frozenset({Role.CONSULTANT, Role.ASSISTANT}),
)
VIEW_DATED_ITEMS = declare("intake.view_dateditem", "read the list of documents with their last valid days", EVERYBODY)
# For a fee, the law lets only licensed people advise (IRPA s. 91(2)).
ADVISE = declare("intake.can_advise", "advise clients and answer for their files", CONSULTANTS, licensed=True)
VIEW_ENQUIRIES = declare(
    "intake.view_enquiry", "read what people asked on the site, and note that it was answered", WORKING
)
VIEW_CONSULTATIONS = declare("intake.view_consultation", "read the consultations and the advisers' weeks", EVERYBODY)
CHANGE_CONSULTATIONS = declare(
    "intake.change_consultation",
    "book a consultation for a client, move and cancel it, note that it was held or nobody came",
    WORKING,
    ("intake.add_consultation",),
)
MANAGE_CALENDARS = declare(
    "intake.view_advisercalendar",
    "read and set the advisers' hours, lengths and fees, and renew the secret address of a feed",
    IN_CHARGE,
    (
        "intake.add_advisercalendar",
        "intake.change_advisercalendar",
        *(f"intake.{act}_officehours" for act in ("view", "add", "change", "delete")),
    ),
)
MANAGE_DAYS_OFF = declare(
    "intake.view_dayoff",
    "read and set the holidays of the office and the days on which an adviser is away",
    IN_CHARGE,
    name_acts("dayoff"),
)
MANAGE_STAGE_TODOS = declare(
    "intake.view_stagetodo",
    "read and set the tasks that a file is given when it comes to a stage",
    IN_CHARGE,
    name_acts("stagetodo"),
)
MANAGE_LOOK = declare(
    "intake.view_firmlook",
    "set the site's logo, colours and first sentences, each from a day on",
    IN_CHARGE,
    name_acts("firmlook"),
)
MANAGE_PEOPLE = declare(
    "intake.view_firmperson",
    "present the people of the firm, with their licences and photographs",
    IN_CHARGE,
    name_acts("firmperson"),
)
MANAGE_SERVICES = declare(
    "intake.view_firmservice",
    "present the firm's services and what they cost",
    IN_CHARGE,
    name_acts("firmservice"),
)
MANAGE_OFFICES = declare(
    "intake.view_firmoffice",
    "present the firm's offices",
    IN_CHARGE,
    name_acts("firmoffice"),
)
MANAGE_FIRM_TEXTS = declare(
    "intake.view_firmtext",
    "write the steps, what is never promised and the questions with their answers; preview the firm's pages of a day",
    IN_CHARGE,
    name_acts("firmtext"),
)
MANAGE_TESTIMONIALS = declare(
    "intake.view_firmtestimonial",
    "enter what clients wrote of the firm, and that they approved it or withdrew that",
    IN_CHARGE,
    (*name_acts("firmtestimonial"), "intake.view_testimonialapproval", "intake.add_testimonialapproval"),
)
VIEW_FOLLOWERS = declare(
    "intake.view_follower",
    "read who follows the rounds by an address alone, with what each agreed to; stop it for those who ask",
    WORKING,
    ("intake.view_followerconsent",),
)
MANAGE_WEBHOOKS = declare(
    "intake.view_eventreceiver",
    "have other programs of the firm told of events (webhooks): addresses, events, secrets, a test",
    ADMINISTRATORS,
    name_acts("eventreceiver"),
)
VIEW_OWED_EVENTS = declare(
    "intake.view_owedevent", "read which event went to which program, and try again what failed", ADMINISTRATORS
)
VIEW_VISITS = declare(
    "intake.view_visitcount",
    "read how often which page is looked at, where people come from, and at which question they stop",
    IN_CHARGE,
)
VIEW_CONSENT_PROOFS = declare("intake.view_consentproof", "read the proofs of consent of deleted files", IN_CHARGE)
# For few eyes: what happened may point at people although nobody is named (record 0038).
VIEW_BREACHES = declare(
    "intake.view_breachrecord",
    "read and keep the record of breaches of safeguards",
    ADMINISTRATORS,
    ("intake.add_breachrecord", "intake.change_breachrecord"),
)
