"""Consent to be told of rounds by address alone: the words, each act, and the end, of which the proof stays."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from intake.common.restore_journal import JournalAct, note_promises
from intake.models import PROOF_FIELDS, ConsentProof, FollowedKind, Follower, FollowerConsent
from intake.models.consent_sources import COMPLAINED, PROVIDER
from intake.models.round_kinds import KINDS

# The words change only together with the version.
VERSION = "2026-11-29"
CONSENT = format_lazy(
    _(
        "I agree that {firm} e-mails me when an Express Entry round of invitations of a kind I chose is published. "
        "I can withdraw my consent at any time, with the link in every message or by writing to the firm."
    ),
    firm=settings.FIRM["name"],
)
# An address that nobody confirmed is forgotten after this long; its link has ended by then too.
CONFIRM_WITHIN = timedelta(days=7)


def list_kinds(follower: Follower) -> list[str]:
    """The codes of the kinds of round that are followed; none where all are."""
    return [kind.stream for kind in follower.kinds.all()] if follower.chosen_only else []


def name_kinds(follower: Follower) -> list[str]:
    """The followed kinds in words; none where all are followed."""
    return [str(KINDS[stream]) for stream in list_kinds(follower)]


def save_kinds(follower: Follower, kinds: Sequence[str]) -> None:
    """Save which kinds are followed, all where none is named; the caller keeps the proof."""
    follower.chosen_only = bool(kinds)
    follower.save()
    follower.kinds.all().delete()
    FollowedKind.objects.bulk_create(FollowedKind(follower=follower, stream=stream) for stream in kinds)


def build_wording(follower: Follower, language: str) -> str:
    """The words agreed to, with their version, and in brackets the kinds that they were narrowed to."""
    with override(language):
        agreed, kinds = f"[{VERSION}] {CONSENT}", name_kinds(follower)
    return f"{agreed} [{'; '.join(kinds)}]" if kinds else agreed


def record_agreement(follower: Follower, *, language: str, source: str, ip: str | None) -> None:
    """Append that a follower agreed to be told of the kinds that are saved."""
    wording = build_wording(follower, language)
    FollowerConsent.objects.create(follower=follower, wording=wording, language=language, source=source, ip=ip)


def stop(follower: Follower, *, language: str, source: str, ip: str | None = None, complained: bool = False) -> None:
    """End it: the follower is deleted, what is owed goes with them, and the proof of each act stays.

    Of an address that nobody confirmed none is kept, unless its owner `complained` of the message that asked.
    """
    with transaction.atomic():
        locked = Follower.objects.select_for_update().filter(pk=follower.pk).first()
        # Two clicks on one link at once: the second finds nothing to stop.
        if locked is None:
            return
        if locked.confirmed_at or complained:
            end = {"given": False, "at": timezone.now(), "language": language, "source": source, "ip": ip}
            acts = [*locked.consents.values(*PROOF_FIELDS), end]
            ConsentProof.objects.bulk_create(ConsentProof(email=locked.email, **act) for act in acts)
        # A restored backup would bring the follower back (record 0156).
        note_promises(JournalAct.DECLINED, [locked.reference])
        locked.delete()


def has_complained(email: str) -> bool:
    """Whether the owner of an address told the mail provider that they want nothing of us."""
    source = PROVIDER % {"event": COMPLAINED}
    return ConsentProof.objects.filter(email=email, given=False, source=source).exists()


def forget_address(email: str, *, source: str) -> None:
    """End it for an address whose file is deleted."""
    for follower in Follower.objects.filter(email__iexact=email):
        stop(follower, language=follower.language, source=source)
