"""What a line of an import says of the work on a file: stage, adviser, tags, agreement, and what comes next.

Checked against the file that is there, by the rules of the file's own page (record 0204).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from intake.clients import stages, tags, todos
from intake.clients.import_lines import FIRST_YEAR, LAST_YEAR, ClientLine, refuse, refuse_longer
from intake.common.folding import fold
from intake.common.postal_addresses import LONGEST_ADDRESS, tidy_address
from intake.common.tag_names import LONGEST as LONGEST_TAG
from intake.common.tag_names import find_key, normalize_tag_name
from intake.models import Client

Stage, Agreement = Client.Stage, Client.Agreement
LONGEST_ACTION = Client._meta.get_field("next_action").max_length or 0
# Each new tag is made: a cell that is no list of tags must not make hundreds.
MOST_TAGS = 20
# Why a name can't be a tag, by the code of the refusal (`intake.common.tag_names`).
REFUSED_TAGS = {
    "several": _("Enter one tag at a time, without commas. Several tags are separated by semicolons."),
    "max_length": _("Enter a tag of at most %(most)d letters. Several tags are separated by semicolons."),
}


@dataclass(frozen=True)
class ImportStaff:
    """Who brings the lines in, whether they may change an engagement, and the staff: by login, and by folded name."""

    by: User | None
    may_manage: bool
    logins: Mapping[str, User]
    names: Mapping[str, Sequence[User]]

    def find_adviser(self, typed: str) -> User | None:
        """The member of staff of this login or full name; None for nothing. Raises `LineError`."""
        called = " ".join(typed.split())
        # The login first: it is one person's, where a full name may be that of several.
        if not called or called in self.logins:
            return self.logins.get(called)
        found = self.names.get(fold(called), ())
        if len(found) > 1:
            raise refuse(
                "adviser", _("Several members of staff are called “%(typed)s”: write the login instead."), typed
            )
        if not found:
            why = _("No active member of staff is called “%(typed)s”: write the login or the full name of one.")
            raise refuse("adviser", why, typed)
        return found[0]


class MovedFile(NamedTuple):
    """A file that is there with what its work was before a line changed it."""

    client: Client
    stage: str
    adviser: int | None


def find_import_staff(by: User | None, *, may_manage: bool) -> ImportStaff:
    """Who brings the lines in, and the staff of this moment."""
    logins, names = dict[str, User](), defaultdict[str, list[User]](list)
    for member in User.objects.filter(is_staff=True, is_active=True):
        logins[member.get_username()] = member
        names[fold(" ".join(member.get_full_name().split()))].append(member)
    return ImportStaff(by, may_manage, logins, names)


def check_work(line: ClientLine, client: Client | None, staff: ImportStaff) -> None:
    """Bring what is said of the work into its one form. Raises `LineError`, with the field and what to do.

    `client`: the file that the line would write into.
    """
    line.postal_address, line.next_action = tidy_address(line.postal_address), " ".join(line.next_action.split())
    if len(line.postal_address) > LONGEST_ADDRESS:
        raise refuse_longer("postal_address", LONGEST_ADDRESS)
    if len(line.next_action) > LONGEST_ACTION:
        raise refuse_longer("next_action", LONGEST_ACTION)
    staff.find_adviser(line.adviser)
    line.tags = list(read_tags(line.tags))
    read_day("follow_up_on", line.follow_up_on)
    check_stage(line, client, staff)
    check_agreement(line, client, staff)


def read_tags(listed: Iterable[str]) -> Iterable[str]:
    """The names in their one form, each once. Raises `LineError`."""
    names = dict[str, str]()
    for name in listed:
        try:
            tag = normalize_tag_name(name)
        except ValidationError as why:
            raise refuse("tags", REFUSED_TAGS[why.code or "several"], most=LONGEST_TAG) from None
        names.setdefault(find_key(tag), tag)
    # A semicolon too many leaves an empty name, which is no tag.
    names.pop("", None)
    if len(names) > MOST_TAGS:
        raise refuse("tags", _("There are more than %(most)d: leave some out."), most=MOST_TAGS)
    return names.values()


def read_day(field: str, typed: str) -> date | None:
    """The day; None for nothing. Raises `LineError`."""
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        # Out of every range: the sentence below refuses both what is no day and what can't be meant.
        day = date.min
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        raise refuse(field, _("“%(typed)s” is not a possible date: enter it like 2026-11-30."), typed)
    return day


def check_stage(line: ClientLine, client: Client | None, staff: ImportStaff) -> None:
    """Refuse what is no stage, and one to which the file can't be moved from a list. Raises `LineError`."""
    if not line.stage or (client and client.stage == line.stage):
        return
    if line.stage not in Stage.values:
        known = ", ".join(Stage.values)
        raise refuse("stage", _("“%(typed)s” is not a stage: write one of these: %(known)s"), line.stage, known=known)
    # What must come first, and how a file ended, is said on its own page alone (record 0034).
    if line.stage in stages.ONE_BY_ONE:
        why = _(
            "A file is retained or closed on its own page, where it says what must come first: "
            "leave the cell empty, or write another stage."
        )
        raise refuse("stage", why)
    if client and line.stage not in stages.find_moves(client, may_manage=staff.may_manage):
        why = _("This file can't go to “%(typed)s” from its stage: leave the cell empty and move it on its page.")
        raise refuse("stage", why, line.stage)


def check_agreement(line: ClientLine, client: Client | None, staff: ImportStaff) -> None:
    """Refuse a day that has not come, and one for a file that says otherwise. Raises `LineError`."""
    field = "service_agreement_on"
    day = read_day(field, line.service_agreement_on)
    if day is None:
        return
    if day > timezone.localdate():
        raise refuse(field, _("“%(typed)s” is in the future: enter the day of the signature."), str(day))
    if client is None or has_agreement(client, day):
        return
    # A file that has an agreement keeps its own: a cell must not move the day of a professional record (record 0204).
    if client.service_agreement not in ("", Agreement.SENT) or client.retained_on:
        why = _("The file has an agreement already: leave the cell empty and change it on the file's page.")
        raise refuse(field, why)
    if client.is_engaged and not staff.may_manage:
        raise refuse(field, _("Your account may not change the agreement of this file: leave the cell empty."))


def has_agreement(client: Client, day: date) -> bool:
    """Whether the file says already that its service agreement was signed on this day."""
    return client.service_agreement == Agreement.SIGNED and client.service_agreement_on == day


def list_stated(line: ClientLine, client: Client, staff: ImportStaff) -> dict[str, Any]:
    """Field of the file -> what a checked line says of it, where it says anything."""
    values: dict[str, Any] = {
        "stage": line.stage,
        "adviser": staff.find_adviser(line.adviser),
        "postal_address": line.postal_address,
        "next_action": line.next_action,
        "follow_up_on": read_day("follow_up_on", line.follow_up_on),
    }
    if day := read_day("service_agreement_on", line.service_agreement_on):
        # A signed agreement makes a professional record, as on the file's page (record 0034).
        signed = {"service_agreement": Agreement.SIGNED.value, "service_agreement_on": day}
        values |= signed | {"retained_on": client.retained_on or day}
    return {name: value for name, value in values.items() if value}


def list_new(line: ClientLine, client: Client, staff: ImportStaff) -> dict[str, Any]:
    """The same, of what the file does not say already."""
    values = list_stated(line, client, staff)
    return {name: value for name, value in values.items() if getattr(client, name) != value}


def list_new_tags(line: ClientLine, client: Client) -> list[str]:
    """The names of the tags that the file has not."""
    had = {tag.key for tag in client.tags.all()} if client.pk and line.tags else set()
    return [name for name in line.tags if find_key(name) not in had]


def fill_work(client: Client, line: ClientLine, staff: ImportStaff) -> Client:
    """Copy what the line says of the work into the file; what it leaves out stays. Saves nothing."""
    for name, value in list_stated(line, client, staff).items():
        setattr(client, name, value)
    return client


def put_tags_on(pairs: Iterable[tuple[Client, ClientLine]]) -> None:
    """Put the tags of the lines on their saved files, beside those that they have; what there is not is made."""
    wanted = [(client, line) for client, line in pairs if line.tags]
    prefetch_related_objects([client for client, _line in wanted], "tags")
    made = {name: tags.get_or_make(name) for _client, line in wanted for name in line.tags}
    changed = []
    for client, line in wanted:
        had = set(client.tags.all())
        changed.append((client, had, had | {tag for name in line.tags if (tag := made[name])}))
    tags.change_many(changed)


def follow_work(moved: Iterable[MovedFile], by: User | None) -> None:
    """What moves and other advisers bring in saved files, as on their own pages."""
    files = list(moved)
    stages.record_moves([(one.client, one.stage) for one in files], by)
    todos.hand_over([(one.client, one.adviser) for one in files if one.client.adviser_id != one.adviser], by)
