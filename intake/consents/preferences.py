"""What a client wants to be e-mailed: rounds (all that fit, some kinds only, none), reminders, news of the rules.

The choice is consent, so each change appends a `Consent` row that says in words what was chosen; to choose nothing is
to withdraw.
"""

from typing import Any, NamedTuple

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from intake.consents import consent
from intake.consents.wording import render_dated_wording
from intake.forms.error_summary import ErrorSummaryMixin
from intake.forms.fields import Radios, TickBoxes
from intake.models import ChosenStream, Client
from intake.models.round_kinds import KINDS, list_choices

ALL, CHOSEN, NONE = "all", "chosen", "none"
# Fields of the client: the other kinds of message.
OTHERS = {
    "reminders": _(
        "Reminders before tests, assessments, documents or my profile lapse, and of the days left after an invitation"
    ),
    "rule_news": _("News when new rules change my score"),
}
WITHOUT = {"reminders": _("no reminders"), "rule_news": _("no news of the rules")}


class Wish(NamedTuple):
    """What is wanted: which rounds, of which kinds where only some, and which other messages."""

    choice: str
    streams: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


EVERYTHING, NOTHING = Wish(ALL, (), tuple(OTHERS)), Wish(NONE)


class PreferencesForm(ErrorSummaryMixin, forms.Form):
    """The choice, as it is now or as it was posted."""

    choice = Radios(
        label=_("Which rounds should we write to you about?"),
        choices=[
            (ALL, _("All rounds that fit my answers")),
            (CHOSEN, _("Only the kinds of round selected below, when they fit my answers")),
            (NONE, _("None: send no alerts about rounds")),
        ],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        missing=_("Select which rounds we should write to you about"),
    )
    streams = TickBoxes(label=_("Kinds of round"), choices=list_choices)
    others = TickBoxes(label=_("What else should we write to you?"), choices=list(OTHERS.items()))

    def __init__(self, client: Client, data: QueryDict | None = None) -> None:
        self.client = client
        now = get_wish(client)
        super().__init__(data, initial={"choice": now.choice, "streams": list_kinds(client), "others": now.others})

    def clean(self) -> dict[str, Any]:
        """Ask for at least one kind where only some kinds are wanted."""
        if self.cleaned_data.get("choice") == CHOSEN and not self.cleaned_data.get("streams"):
            self.add_error("streams", _("Select at least one kind of round"))
        return self.cleaned_data

    def keep(self, *, language: str, source: str, ip: str | None) -> None:
        """Save a valid choice and its proof."""
        save_wish(self.client, self.wish, language=language, source=source, ip=ip)

    @property
    def wish(self) -> Wish:
        """The choice of a valid form."""
        chosen = self.cleaned_data
        streams = tuple(sorted(chosen["streams"])) if chosen["choice"] == CHOSEN else ()
        return Wish(chosen["choice"], streams, tuple(name for name in OTHERS if name in chosen["others"]))


def get_wish(client: Client) -> Wish:
    """What the client wants now."""
    if not client.alerts:
        return NOTHING
    others = tuple(name for name in OTHERS if getattr(client, name))
    if not client.chosen_only:
        return Wish(ALL, (), others)
    streams = tuple(list_kinds(client))
    # `chosen_only` without a stream is how the row says "no rounds" (record 0035).
    return Wish(CHOSEN if streams else NONE, streams, others)


def describe_wish(client: Client) -> str:
    """What the client wants now, in words, for staff."""
    wish = get_wish(client)
    if wish == NOTHING:
        return str(_("Nothing: no e-mail is sent"))
    rounds = {ALL: [_("all rounds that fit")], CHOSEN: [KINDS[stream] for stream in wish.streams], NONE: []}
    return "; ".join(str(words) for words in (*rounds[wish.choice], *(OTHERS[name] for name in wish.others)))


def list_kinds(client: Client) -> list[str]:
    """The codes of the kinds of round that the client selected; none while all rounds are wanted."""
    return sorted(client.chosen_streams.values_list("stream", flat=True))


def save_wish(client: Client, wish: Wish, *, language: str, source: str, ip: str | None) -> None:
    """Save what is wanted, with its proof, in one transaction; choosing the same again changes nothing."""
    # No act on record for a form that was sent again: the acts are the proof, and each says something.
    if wish == get_wish(client):
        return
    with transaction.atomic():
        if wish == NOTHING:
            consent.withdraw(client, language=language, source=source, ip=ip)
            return
        apply_wish(client, wish)
        # After the fields: the proof is of what they say now.
        consent.give(client, wording=build_wording(language, wish), language=language, source=source, ip=ip)


def apply_wish(client: Client, wish: Wish) -> None:
    """Save the fields of a wish, without the proof."""
    client.chosen_streams.all().delete()
    ChosenStream.objects.bulk_create(ChosenStream(client=client, stream=stream) for stream in wish.streams)
    client.chosen_only = wish.choice != ALL
    for name in OTHERS:
        setattr(client, name, name in wish.others)
    client.save(update_fields=["chosen_only", *OTHERS, "updated"])


def build_wording(language: str, wish: Wish) -> str:
    """The wording agreed to, and in brackets what it was narrowed to."""
    # One consent names every purpose; what somebody chose is a limit on it (record 0035).
    agreed = render_dated_wording(language)
    with override(language):
        narrowed = [str(KINDS[stream]) for stream in wish.streams]
        narrowed += [str(_("no alerts about rounds"))] if wish.choice == NONE else []
        narrowed += [str(words) for name, words in WITHOUT.items() if name not in wish.others]
    return f"{agreed} [{'; '.join(narrowed)}]" if narrowed else agreed
