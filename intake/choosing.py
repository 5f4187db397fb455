"""Which rounds a client wants to hear of: all that fit, some kinds only, or none.

The choice is consent, so each change appends a `Consent` row that says in words
what was chosen.
"""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from intake import consent
from intake.fields import Radios
from intake.kinds import KINDS
from intake.models import ChosenStream, Client
from intake.problems import Problems
from intake.wording import consent_wording

ALL, CHOSEN, NONE = "all", "chosen", "none"


class AlertChoice(Problems, forms.Form):
    """The choice, as it is now or as it was posted."""

    choice = Radios(
        label=_("Which rounds should we write to you about?"),
        choices=[
            (ALL, _("All rounds that fit my answers")),
            (CHOSEN, _("Only the kinds of round selected below, when they fit my answers")),
            (NONE, _("None: send no draw alerts")),
        ],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        missing=_("Select which rounds we should write to you about"),
    )
    streams = forms.MultipleChoiceField(
        label=_("Kinds of round"),
        choices=list(KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    def __init__(self, client: Client, data=None) -> None:
        self.client = client
        super().__init__(data, initial={"choice": chosen(client), "streams": kinds(client)})

    def clean(self) -> dict:
        """Some kinds are chosen where only some are wanted."""
        if self.cleaned_data.get("choice") == CHOSEN and not self.cleaned_data.get("streams"):
            self.add_error("streams", _("Select at least one kind of round"))
        return self.cleaned_data

    def keep(self, *, language: str, source: str, ip: str | None) -> None:
        """Keep a valid choice and its proof."""
        streams = self.cleaned_data["streams"] if self.cleaned_data["choice"] == CHOSEN else []
        choose(self.client, self.cleaned_data["choice"], streams, language=language, source=source, ip=ip)


def chosen(client: Client) -> str:
    """The choice as it is."""
    if not client.alerts:
        return NONE
    return CHOSEN if client.chosen_only else ALL


def kinds(client: Client) -> list[str]:
    """The kinds of round that were selected last."""
    return sorted(client.chosen_streams.values_list("stream", flat=True))


def choose(client: Client, choice: str, streams: list[str], *, language: str, source: str, ip: str | None) -> None:
    """Keep what is wanted, with its proof; the same choice again changes nothing."""
    if (choice, sorted(streams)) == (chosen(client), kinds(client) if chosen(client) == CHOSEN else []):
        return
    with transaction.atomic():
        if choice == NONE:
            consent.withdraw(client, language=language, source=source, ip=ip)
            return
        select(client, streams)
        consent.give(client, wording=wording(language, streams), language=language, source=source, ip=ip)


def select(client: Client, streams: list[str]) -> None:
    """Only these streams from now on; all of them where none is named."""
    client.chosen_streams.all().delete()
    ChosenStream.objects.bulk_create(ChosenStream(client=client, stream=stream) for stream in streams)
    client.chosen_only = bool(streams)
    client.save(update_fields=["chosen_only", "updated"])


def wording(language: str, streams: list[str]) -> str:
    """The words agreed to, and which kinds of round they were narrowed to."""
    agreed = consent_wording(language)
    if not streams:
        return agreed
    with override(language):
        return f"{agreed} [{'; '.join(str(KINDS[stream]) for stream in streams)}]"
