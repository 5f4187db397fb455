"""Whose answers are taken on the telephone: the file of an address or, without one, of a number, or a new one.

Two people may share a number. A file without an e-mail address is therefore found by its number only together
with the name; where a number belongs to somebody else too, staff say so.
"""

from contextlib import suppress
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.account.confirm_email import create_client
from intake.clients import changes
from intake.common.folding import fold
from intake.common.names import LONGEST
from intake.common.sources import TELEPHONE
from intake.forms.fields import EmailAddressField, PersonNameField, TelephoneField
from intake.models import Client, Enquiry
from intake.permissions import VIEW_ENQUIRIES
from intake.querysets import ClientQuerySet

# What a file may begin with beside the address.
BEGUN_WITH = ("name", "telephone", "postal_address")
MOST_NAMED = 5
HIDDEN = _("A file with this number is assigned to somebody else.")


class CallerForm(forms.Form):
    """The person on the telephone: an address, or a name with a number or a postal address."""

    email = EmailAddressField(
        label=_("E-mail address of the client"),
        help_text=_(
            "Read it back letter by letter: whoever reads mail at this address can open the file. "
            "Leave it empty where there is none."
        ),
        max_length=254,
        required=False,
    )
    name = PersonNameField(label=_("Name"), max_length=LONGEST, required=False)
    telephone = TelephoneField(label=_("Telephone"), required=False)
    postal_address = forms.CharField(
        label=_("Postal address"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3, "cols": 40})
    )
    another = forms.BooleanField(
        label=_("This number is also another person's: begin a file of their own"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Somebody who has no address has a name, and is reached in another way."""
        cleaned = self.cleaned_data
        if self.errors or cleaned["email"]:
            return cleaned
        if not cleaned["telephone"] and not cleaned["postal_address"]:
            self.add_error("email", _("Enter an e-mail address or, without one, a telephone number or postal address."))
        elif not cleaned["name"]:
            self.add_error("name", _("Enter the name: without an e-mail address the file is known by it."))
        return cleaned


def find_call(reference: str, user: User | AnonymousUser) -> Enquiry | None:
    """The call to make, in nobody's file and without an address, that this member of staff may read."""
    if not VIEW_ENQUIRIES.held_by(user):
        return None
    calls = Enquiry.objects.visible_to(user).unconfirmed().filter(email="").exclude(telephone="")
    return calls.filter(reference=reference).first()


def find_without_email(typed: dict[str, Any]) -> Client | None:
    """The file without an address that is this caller's: of the number, or the postal address, and the same name."""
    others = Client.objects.without_email()
    if number := typed["telephone"]:
        rows = [*others.by_number(number), *others.filter(other_telephone=number)]
    else:
        rows = [*others.filter(telephone="", postal_address=typed["postal_address"])]
    return next((row for row in rows if is_same_person(row, typed)), None)


def is_same_person(client: Client, typed: dict[str, Any]) -> bool:
    """Whether the file has this name, however it is written; or none yet, unless staff say it is another's."""
    return fold(client.name) == fold(typed["name"]) if client.name else not typed["another"]


def check_number(typed: dict[str, Any], user: User | AnonymousUser) -> None:
    """Refuse a number that other files have, until staff say that it is another person's. Raises `ValidationError`."""
    found = Client.objects.with_number(typed["telephone"])
    seen: ClientQuerySet[Client] = found.visible_to(user)
    if not typed["another"] and seen.exists():
        raise ValidationError(describe_files(seen))
    # Nothing is told of a file that is assigned to somebody else, but that the number has one.
    if not typed["another"] and found.without_email().exists():
        raise ValidationError(HIDDEN)


def describe_files(files: ClientQuerySet[Client]) -> SafeString:
    """Which files have the number, each with the way to its answers."""
    rows = [
        (reverse("admin:intake_client_answers", args=[one.pk]), one.reference, one.name) for one in files[:MOST_NAMED]
    ]
    return format_html(
        "{} {}",
        gettext("Files with this number: go on with one of them, or say below that it is another person."),
        format_html_join(", ", '<a href="{}">{} {}</a>', rows),
    )


def begin_with_email(email: str, reference: str = "", *, source: str = TELEPHONE) -> tuple[Client, bool]:
    """Create the file of an e-mail address that has none, and say whether this call did: of two at once only one does.

    `reference`: what the person was told of already, with a result.
    """
    with suppress(IntegrityError), transaction.atomic():
        return create_client(email=email, reference=reference, source=source), True
    return Client.objects.by_email(email).get(), False


def begin_without_email(typed: dict[str, Any], reference: str = "", *, source: str = TELEPHONE) -> tuple[Client, bool]:
    """Begin the file of a caller without an address; of two at once with one number and name, one is begun.

    The second value says whether it was this one.

    A number that is another file's already is the new one's other telephone: the database lets one file alone be
    found by it.
    """
    known = {name: typed[name] for name in BEGUN_WITH if typed[name]} | {"source": source}
    holder = Client.objects.by_number(typed["telephone"])
    # Only the constraint decides: another request may begin one between the look and the insert.
    with suppress(IntegrityError), transaction.atomic():
        if not holder.exists():
            return create_client(**known, reference=reference), True
    first = holder.first()
    if first and is_same_person(first, typed):
        return first, False
    others = {"telephone": "", "other_telephone": typed["telephone"]}
    return create_client(**known | others, reference=reference), True


def fill_in(client: Client, typed: dict[str, Any]) -> list[changes.Value]:
    """Put into the file what it has not yet of what was said; what changed by it."""
    put = [name for name in BEGUN_WITH if typed[name] and not getattr(client, name)]
    if typed["telephone"] == client.other_telephone:
        put = [name for name in put if name != "telephone"]
    before = changes.read_values(client, put)
    for name in put:
        setattr(client, name, typed[name])
    if put:
        client.save(update_fields=[*put, "updated"])
    return changes.list_values(before, client)
