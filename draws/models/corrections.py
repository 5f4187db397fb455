"""The record of corrections of published draws, and the ledger of the letters that are owed about them."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from draws.models.alerts import Alert
from draws.models.owed import OwedToClient
from intake.models import Client

# The reason of a correction back to what was: kept in English, said in its reader's language.
CORRECTION_TAKEN_BACK = gettext_noop("The previous correction was taken back.")
# What is recorded of a draw: field -> its value as text.
Facts = Mapping[str, str]


class Correction(models.Model):
    """The record of putting a published draw right: by whom, when, why, from what to what; appended, never changed.

    `before` and `after` are what decides who matches, and the name and size, as
    text; the numbers are of clients.
    """

    # What clients were told of a round hangs on its row, which therefore can't go.
    draw = models.ForeignKey(
        "draws.Draw", on_delete=models.PROTECT, related_name="corrections", verbose_name=_("round")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    # Whoever corrected stays on record: such an account is made inactive, and can't be deleted.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"))
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))
    told = models.PositiveIntegerField(_("told that they match"), default=0)
    in_error = models.PositiveIntegerField(_("told in error, owed the correction"), default=0)
    withdrawn = models.PositiveIntegerField(_("withdrawn before it left"), default=0)
    details = models.PositiveIntegerField(_("told rightly with wrong details, owed the right ones"), default=0)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.at:%Y-%m-%d %H:%M}"

    @property
    def reason_in_words(self) -> str:
        """Why, in the language in use where the words are ours; as it was written where staff wrote it."""
        return gettext(self.reason) if self.reason == CORRECTION_TAKEN_BACK else self.reason

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        """Field -> what was recorded, what is right; of what differs."""
        return find_differing(self.before, self.after)


def find_differing(before: Facts, after: Facts) -> dict[str, tuple[str, str]]:
    """Field -> what it was, what it is; of what differs."""
    return {name: (before.get(name, ""), now) for name, now in after.items() if before.get(name, "") != now}


def list_versions(draw: Any) -> dict[int | None, Facts]:
    """What the messages of a draw said of it: after which correction -> its facts; None -> as first matched."""
    # Whatever was corrected before the matching, no message has ever said otherwise.
    made = list(draw.corrections.filter(at__gte=draw.matched_at).order_by("at", "pk"))
    first: dict[int | None, Facts] = {None: made[0].before} if made else {}
    return first | {correction.pk: correction.after for correction in made}


class Says(models.TextChoices):
    """The news of a letter; "after all" follows only from a further correction."""

    ERROR = "error", _("Told in error")
    AFTER_ALL = "after_all", _("Matches after all")
    DETAILS = "details", _("Told rightly, with wrong details")


class CorrectionLetter(OwedToClient):
    """The news of a correction that a client who was told of the draw is owed, or was sent.

    `heard`: the correction whose facts the client was told last; none: those
    first published. `certain`: that this message was surely delivered;
    otherwise the letter is right also for a client who did not get it. Score and basis are
    those that the letter says; `..._before` those in the ledger until then.
    """

    Says = Says
    kind = "correction"

    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, related_name="correction_letters", verbose_name=_("client")
    )
    correction = models.ForeignKey(
        Correction, on_delete=models.PROTECT, related_name="letters", verbose_name=_("correction")
    )
    alert = models.ForeignKey(
        "draws.Alert", on_delete=models.CASCADE, related_name="correction_letters", verbose_name=_("alert")
    )
    says = models.CharField(_("says"), max_length=10, choices=Says.choices)
    heard = models.ForeignKey(
        Correction, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("heard before")
    )
    certain = models.BooleanField(_("certainly heard"), default=True)
    crs = models.PositiveSmallIntegerField(_("CRS score on the day"), default=0)
    basis = models.CharField(_("basis"), max_length=12, blank=True)
    crs_before = models.PositiveSmallIntegerField(_("score before"), default=0)
    basis_before = models.CharField(_("basis before"), max_length=12, blank=True)

    alike_by = ("correction", "says", "client__language")

    class Meta(OwedToClient.Meta):
        verbose_name = _("correction notice")
        verbose_name_plural = _("correction notices")
        constraints = [models.UniqueConstraint(fields=["correction", "alert"], name="one_letter_per_correction")]

    @property
    def identity(self) -> str:
        """The correction and the client."""
        return f"correction {self.correction_id} {self.client_id}"

    @classmethod
    def is_still_true(cls) -> Q:
        """A condition: the alert has left, or may have, and the letter is right about it."""
        left = Alert.objects.filter(Alert.may_have_arrived(), pk=OuterRef("alert_id"))
        error = Q(says=Says.ERROR)
        # A further correction may have turned it round while the letter waited: then it is not sent.
        return (error & Exists(left.filter(in_error=True))) | (~error & Exists(left.filter(in_error=False)))
