"""Who follows the rounds by an e-mail address alone, without a file."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.common.languages import list_letter_languages
from intake.models.clients import new_reference
from intake.models.consent import ActOfConsent
from intake.models.round_kinds import list_choices


class FollowerQuerySet(models.QuerySet["Follower"]):
    """Followers of the rounds."""

    def confirmed(self) -> Self:
        """Those whose address was confirmed."""
        return self.exclude(confirmed_at=None)

    def reachable(self) -> Self:
        """Confirmed, with an address that works as far as we know."""
        return self.confirmed().filter(undeliverable="")

    def wanting(self, kind: str) -> Self:
        """Those who follow all rounds, or this kind among others."""
        chosen = FollowedKind.objects.filter(follower=OuterRef("pk"), stream=kind)
        return self.filter(Q(chosen_only=False) | Exists(chosen))

    def unconfirmed_since(self, moment: Any) -> Self:
        """Those who asked before a moment and never confirmed."""
        return self.filter(confirmed_at=None, asked_at__lt=moment)


# No `Client`: without answers it would be on every list of files, and count as a lead (record 0156).
class Follower(models.Model):
    """An address that is told of rounds, once its owner confirmed it; whoever stops is deleted.

    `undeliverable`: what the mail server said of an address that does not exist.
    """

    # Random, because a signed link names it: a row's number comes again after a restore (record 0057).
    reference = models.CharField(_("reference"), max_length=14, unique=True, default=new_reference, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    language = models.CharField(_("language"), max_length=2, choices=list_letter_languages)
    chosen_only = models.BooleanField(_("only chosen kinds of round"), default=False)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("address confirmed at"), null=True)
    undeliverable = models.TextField(_("address does not work"), blank=True)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower of the rounds")
        verbose_name_plural = _("followers of the rounds")
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return self.reference


class FollowedKind(models.Model):
    """A kind of round that somebody follows; asked only where `Follower.chosen_only`."""

    follower = models.ForeignKey(Follower, models.CASCADE, related_name="kinds", verbose_name=_("follower"))
    stream = models.CharField(_("kind of round"), max_length=20, choices=list_choices)

    class Meta:
        verbose_name = _("followed kind of round")
        verbose_name_plural = _("followed kinds of round")
        ordering = ["stream"]
        constraints = [models.UniqueConstraint(fields=["follower", "stream"], name="one_choice_per_follower_and_kind")]

    def __str__(self) -> str:
        return self.stream


class FollowerConsent(ActOfConsent):
    """One act by which a follower agreed, or agreed to something else; appended, never changed.

    When they stop it goes into `ConsentProof` with the act that stopped it.
    """

    follower = models.ForeignKey(Follower, models.CASCADE, related_name="consents", verbose_name=_("follower"))
    given = models.BooleanField(_("given"), default=True)
    wording = models.TextField(_("wording"))

    class Meta(ActOfConsent.Meta):
        verbose_name = _("consent of a follower")
        verbose_name_plural = _("consents of followers")
