"""The messages of accounts: confirm an address, sign in, hear that the address of a file was changed."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.account.confirm_email import LINK_VALID_FOR, make_link
from intake.account.device_names import name_device
from intake.common.languages import choose_letter_language
from intake.message_kinds.kinds import LetterMessage
from intake.message_kinds.registry import register
from intake.models import AddressChange, Assessment, Client, Device, Letter


@register
class Confirmation(LetterMessage):
    """Asks the person who submitted answers to confirm the address. `facts`: `assessment` and `intake`, their ids."""

    name = "confirmation"
    label = _("Confirmation of an address")
    template = "intake/email/confirm"
    # Somebody waits for it: it has a queue and a sweep of its own, and no pause of staff's holds it (record 0049).
    urgent = True
    # Strangers can have it sent to any address: it is limited, and says no word that was typed (record 0063).
    asked_by_anybody = True
    switched_off_by = ""

    @classmethod
    def find_due(cls, assessment: Assessment, place: str) -> Iterator[Letter]:
        """One to the address that was given with the answers; `intake.account.confirmations` asks whether it may go."""
        facts = {"assessment": assessment.pk, "intake": str(assessment.intake_id)}
        contact = assessment.contact
        yield cls.build_row(contact["email"], language=contact["language"], facts=facts, place=place)

    @classmethod
    def get_validity(cls) -> timedelta:
        """As long as its link."""
        return LINK_VALID_FOR

    def find_assessment(self) -> Assessment | None:
        """The submission, if it is still there and nobody has confirmed it."""
        return Assessment.objects.filter(pk=self.row.facts["assessment"], client=None).first()

    def is_due(self) -> bool:
        """While there is something to confirm."""
        return self.find_assessment() is not None

    def get_context(self) -> Mapping[str, Any]:
        """The link, made now: no row holds it. No name: whoever typed it may be a stranger to this address."""
        assessment = self.find_assessment()
        # Deleted or confirmed between the look of `is_due` and this one.
        if assessment is None:
            raise LookupError("The submission is gone.")
        link = settings.SITE_URL + reverse("intake:confirm", args=[make_link(assessment)])
        return {"link": link, "days": LINK_VALID_FOR.days, "alerts": bool(assessment.contact["alerts"])}


def get_code_minutes() -> int:
    """For how many minutes a code is good."""
    return int(settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT) // 60


class CodeMessage(LetterMessage):
    """A code of a few figures, in the row's `secret` until it has left."""

    urgent = True
    # A newer code takes the place of one that has not left: only the newest is good (record 0049).
    replaces = True
    asked_by_anybody = True
    # Whoever reads the words reads the code.
    keeps_words = False
    switched_off_by = ""

    @classmethod
    def find_due(cls, email: str, code: str, *, language: str, place: str) -> Iterator[Letter]:
        """One to the address that somebody typed, whoever it was."""
        yield cls.build_row(email, language=language, secret=code, place=place)

    @classmethod
    def get_validity(cls) -> timedelta:
        """As long as the code."""
        return timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)

    def is_due(self) -> bool:
        """While the code is there."""
        return bool(self.row.secret)

    def get_context(self) -> Mapping[str, Any]:
        """The code, and for how long it is good."""
        return {"code": self.row.secret, "minutes": get_code_minutes()}


@register
class SignInCode(CodeMessage):
    """The code to sign in with."""

    name = "sign_in_code"
    label = _("Code to sign in")
    template = "intake/email/sign_in_code"


class SafetyNotice(LetterMessage):
    """Tells an owner what happened to their file or account, so that they can say that it was not they."""

    switched_off_by = ""

    @classmethod
    def get_validity(cls) -> timedelta:
        """An address that takes nothing for three days is given up."""
        return timedelta(days=3)


@register
class AddressChanged(SafetyNotice):
    """Tells the old address of a file that its client moved it to another. `facts`: `change`, its id."""

    name = "address_changed"
    label = _("Address of a file changed")
    template = "intake/email/address_changed"

    @classmethod
    def find_due(cls, change: AddressChange) -> Iterator[Letter]:
        """One to the old address, where the client moved the file."""
        # Staff correct a slip of the pen, and nobody reads the old address; a client's move may be a theft (record
        # 0044).
        if not change.by_staff:
            client = change.client
            yield cls.build_row(change.was, language=client.language, facts={"change": change.pk}, client=client)

    def get_context(self) -> Mapping[str, Any]:
        """Whose file, and when it moved."""
        change = AddressChange.objects.select_related("client").get(pk=self.row.facts["change"])
        return {"name": change.client.name, "at": change.at}

    def record_sent(self, at: datetime) -> None:
        """When the old address was told."""
        AddressChange.objects.filter(pk=self.row.facts["change"]).update(told_at=at)


@register
class NewDevice(SafetyNotice):
    """Tells the owner of an account that it was signed in on a device that it did not know.

    `facts`: `browser` and `system`, their names; `at`; whether the account is of `staff`.
    """

    name = "new_device"
    label = _("Sign-in on a new device")
    template = "intake/email/new_device"

    @classmethod
    def find_due(cls, device: Device) -> Iterator[Letter]:
        """One to the account's address, where it has one."""
        user = device.user
        if not user.email:
            return
        client = Client.objects.owned_by(user).first()
        named = {"browser": device.browser, "system": device.system}
        facts = named | {"at": timezone.now().isoformat(), "staff": user.is_staff}
        language = client.language if client else choose_letter_language()
        yield cls.build_row(user.email, language=language, facts=facts, client=client)

    def get_context(self) -> Mapping[str, Any]:
        """Which device, when, and where to end it."""
        facts = self.row.facts
        page = "account_devices" if facts["staff"] else "my_file:devices"
        return {
            "device": name_device(facts["browser"], facts["system"]),
            "at": datetime.fromisoformat(facts["at"]),
            "staff": facts["staff"],
            "link": settings.SITE_URL + reverse(page),
        }
