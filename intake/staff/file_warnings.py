"""What staff must know of a client's file before they write or say anything."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from intake import doubles, household, stages
from intake.models import Client
from scoring.dates import written

SHOWN = 10


class Caution(NamedTuple):
    """One sentence, and the files that it is about."""

    text: Any
    files: Sequence[Client] = ()


def warnings_about(client: Client) -> list[Caution]:
    """Everything to be warned of, the weightiest first."""
    return [*partner(client), *double(client), *practice(client)]


def partner(client: Client) -> Iterator[Caution]:
    """The partner is a client too, or was one of the same household."""
    linked = household.of(client)
    if linked:
        other = household.partner_of(client)
        day = written(linked.joint_on)
        yield Caution(
            _("Both partners are clients, with joint instructions since %(day)s.") % {"day": day},
            [other] if other else [],
        )
        if household.alone_by_answers(client):
            yield Caution(_("By their own answers they are no couple: ask, and end the link if they have separated."))
        return
    ended = household.parted(client)
    if ended:
        day = written(ended)
        yield Caution(
            _("Until %(day)s the partner was a client with joint instructions: tell neither of the other.")
            % {"day": day}
        )


def double(client: Client) -> Iterator[Caution]:
    """Another file has the same mailbox, or the same name and date of birth."""
    found = list(doubles.of(client)[:SHOWN])
    if found:
        yield Caution(_("The same person may have another file: same mailbox, or same name and date of birth."), found)


def practice(client: Client) -> Iterator[Caution]:
    """The firm looks at the matter, and it is not on record that it may."""
    checked = client.conflict_checks.first()
    if checked and checked.result not in stages.CLEARED:
        yield Caution(_("The newest conflict check found a conflict: the firm may not act."))
    elif checked is None and (client.stage in stages.AT_WORK or client.retained_on):
        yield Caution(_("No conflict check is on record. It comes before a consultation and before an agreement."))
    if client.retained_on and client.consultant is None:
        yield Caution(_("There is a service agreement, and no consultant of record is named."))
