"""The person: who they are, how far their file has come, what alerts they get."""

import secrets
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from intake.common.languages import list_letter_languages
from intake.common.names import LONGEST, validate_name
from intake.common.sources import LONGEST_SOURCE
from intake.common.telephone_numbers import format_telephone
from intake.models.duplicate_keys import build_called, build_mailbox, build_person, find_plus
from intake.querysets import ClientQuerySet

# Without 0, 1, I, L, O: a reference is read out on the telephone.
REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
NO_EMAIL = models.Q(email="")
# Of what a mail server said of an address: with the address itself it must fit into a row of an index.
LONGEST_REFUSAL = 300
# IRCC's numbers: asked for, shown and looked for only where the firm keeps them (`settings.CLIENT_NUMBERS`).
NUMBERS = ("uci", "application_number")


def new_reference() -> str:
    """A reference that tells nothing and can't be guessed: "K7QD-2MXW-9RTB"."""
    letters = [secrets.choice(REFERENCE_LETTERS) for _ in range(12)]
    return "-".join("".join(letters[i : i + 4]) for i in (0, 4, 8))


class Client(models.Model):
    """One person whose address is known to be theirs: they confirmed it, or the firm vouches for it.

    Without an address (`email` empty) staff reach them by telephone or letter: nobody
    signs in to such a file, no message is owed to it, and of the files without an
    address a telephone number belongs to one.

    `alerts` says whether the e-mails that the client agreed to may be sent now:
    alerts of draws (all, or `chosen_only` those of `chosen_streams`, which may be
    none), `reminders`, and `rule_news`. These change only together with a
    `Consent` row (see `intake.consents.consent`, `intake.consents.preferences`), which is the proof.
    """

    class ReachBy(models.TextChoices):
        """How a client wants to be reached."""

        TELEPHONE = "telephone", _("By telephone")
        EMAIL = "email", _("By e-mail")
        LETTER = "letter", _("By letter")

    class Stage(models.TextChoices):
        """How far the firm's work with a client has come; the order is that of the work."""

        NEW = "new", _("New")
        CONTACTED = "contacted", _("Contacted")
        BOOKED = "booked", _("Consultation booked")
        CONSULTED = "consulted", _("Consultation done")
        AGREEMENT_SENT = "agreement_sent", _("Agreement sent")
        RETAINED = "retained", _("Retained")
        IN_POOL = "in_pool", _("In the pool")
        INVITED = "invited", _("Invited to apply")
        SUBMITTED = "submitted", _("Application submitted")
        CLOSED = "closed", _("Closed")

    class FileOutcome(models.TextChoices):
        """How a closed file ended."""

        WON = "won", _("Completed")
        LOST = "lost", _("Did not go ahead")
        NOT_ELIGIBLE = "not_eligible", _("Not eligible")
        DUPLICATE = "duplicate", _("Duplicate")

    class Agreement(models.TextChoices):
        """Where an agreement stands."""

        SENT = "sent", _("Sent")
        SIGNED = "signed", _("Signed")
        DECLINED = "declined", _("Declined")
        ENDED = "ended", _("Ended")
        NOT_NEEDED = "not_needed", _("No consultation was held")

    reference = models.CharField(_("reference"), max_length=14, unique=True, default=new_reference, editable=False)
    # Empty and not NULL, which would be a second kind of "no" in every template; and NOT IN with a NULL selects nobody
    # (record 0164).
    email = models.EmailField(_("e-mail"), blank=True)
    # Rows are saved past forms too: `full_clean` refuses what is not in the one form (record 0063).
    name = models.CharField(_("name"), max_length=LONGEST, blank=True, validators=[validate_name])
    # The choices come from the settings: a further language needs no migration (record 0161).
    language = models.CharField(
        _("language"), max_length=2, choices=list_letter_languages, default=settings.LANGUAGE_CODE
    )
    # A plus and at most fifteen digits (ITU-T E.164).
    telephone = models.CharField(_("telephone"), max_length=16, blank=True, db_default="", db_index=True)
    other_telephone = models.CharField(_("other telephone"), max_length=16, blank=True, db_default="", db_index=True)
    postal_address = models.TextField(_("postal address"), max_length=500, blank=True, db_default="")
    reach_by = models.CharField(
        _("best reached"),
        max_length=10,
        choices=ReachBy.choices,
        blank=True,
        db_default="",
    )
    reach_when = models.CharField(
        _("when to reach"),
        max_length=100,
        blank=True,
        db_default="",
        help_text=_("For example: after 5 p.m. in Manila, not on Fridays."),
    )
    uci = models.CharField(
        _("UCI"),
        max_length=12,
        blank=True,
        db_default="",
        help_text=_("IRCC's number of the person: eight or ten digits, like 1234-5678 or 11-2233-4455."),
    )
    application_number = models.CharField(
        _("application number"),
        max_length=20,
        blank=True,
        db_default="",
        help_text=_("IRCC's number of the application, like E000123456."),
    )
    # By which door the file came, or the word of the link that led there; empty: not known, or from before it was kept.
    source = models.CharField(_("source"), max_length=LONGEST_SOURCE, blank=True, db_default="", editable=False)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, default=Stage.NEW)
    # Without its account the file is nobody's, and stands on the first page as that (record 0165).
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="clients",
        verbose_name=_("adviser"),
    )
    outcome = models.CharField(_("closed as"), max_length=20, choices=FileOutcome.choices, blank=True)
    # Whoever answers for the file stays on record: such an account is made inactive, and can't be deleted.
    consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="files_of_record",
        verbose_name=_("consultant of record"),
        help_text=_("The licensed person who answers for this file."),
    )
    consultation_agreement = models.CharField(
        _("consultation agreement"), max_length=20, choices=Agreement.choices, blank=True
    )
    consultation_agreement_on = models.DateField(_("consultation agreement: since"), null=True, blank=True)
    service_agreement = models.CharField(_("service agreement"), max_length=20, choices=Agreement.choices, blank=True)
    service_agreement_on = models.DateField(_("service agreement: since"), null=True, blank=True)
    next_action = models.CharField(_("next action"), max_length=200, blank=True)
    follow_up_on = models.DateField(_("follow up on"), null=True, blank=True)
    alerts = models.BooleanField(_("e-mails"), default=False, editable=False)
    facts = models.JSONField(_("facts"), default=dict, help_text=_("The profile, in the contract's form."))
    profile_submitted_at = models.DateTimeField(
        _("profile submitted to IRCC at"),
        null=True,
        blank=True,
        help_text=_("When the client's own profile entered the pool; empty: not in the pool, or not known."),
    )
    invited_on = models.DateField(
        _("invited to apply on"),
        null=True,
        blank=True,
        help_text=_("The day of IRCC's invitation to apply, from which the days left to apply are counted."),
    )
    # Beside `service_agreement_on`, which becomes another day when the agreement ends (record 0034).
    retained_on = models.DateField(
        _("service agreement signed on"),
        null=True,
        blank=True,
        help_text=_(
            "From this day the file is the firm's professional record and is kept for the years the College asks."
        ),
    )
    deletion_told_at = models.DateTimeField(_("told of the coming deletion at"), null=True, editable=False)
    chosen_only = models.BooleanField(_("alerts for chosen rounds only"), default=False, editable=False)
    # All kinds until somebody chooses, so that consents given before mean what they meant (record 0035).
    reminders = models.BooleanField(_("reminders"), default=True, db_default=True, editable=False)
    rule_news = models.BooleanField(_("news of the rules"), default=True, db_default=True, editable=False)
    undeliverable = models.TextField(
        _("address does not work"),
        blank=True,
        editable=False,
        help_text=_("What the mail server or provider said when a message came back; nothing is sent meanwhile."),
    )
    stood_at = models.DateTimeField(_("standings written at"), null=True, editable=False)
    # The day before which the standings are known, None while they are due; the first day from it on on which they
    # become others; and the mark of the rules and the code that they come from (`scoring.fingerprint`).
    stood_until = models.DateField(_("standings reach until"), null=True, editable=False)
    stays_until = models.DateField(_("standings stay until"), null=True, editable=False)
    stood_by = models.CharField(max_length=32, default="", db_default="", blank=True, editable=False)
    tags: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        "Tag", through="FileTag", related_name="clients", blank=True, verbose_name=_("tags")
    )
    sample = models.BooleanField(_("sample"), default=False, help_text=_("Made up for trying the site out."))
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        ordering = ["-created"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~NO_EMAIL,
                name="one_client_per_email",
                violation_error_message=_("Another file has this e-mail address."),
            ),
            # Forms, imports and the admin see to it; this holds for whatever goes past them (record 0057).
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="email_is_in_its_one_form"),
            models.UniqueConstraint(
                # What two calls at once run into; by this number the next call finds the file (record 0164).
                fields=["telephone"],
                condition=NO_EMAIL & ~models.Q(telephone=""),
                name="one_client_per_number_alone",
                violation_error_message=_(
                    "Another file without an e-mail address has this number: here it can be the other telephone."
                ),
            ),
            models.CheckConstraint(
                condition=~(NO_EMAIL & models.Q(telephone="", other_telephone="", postal_address="")),
                name="client_can_be_reached",
                violation_error_message=_(
                    "Enter an e-mail address, a telephone number or a postal address: otherwise nobody can be reached."
                ),
            ),
            # Nobody agrees to e-mails to nowhere (record 0164).
            models.CheckConstraint(condition=~NO_EMAIL | models.Q(alerts=False), name="no_consent_without_email"),
        ]
        # The list of clients begins with the newest, however many there are.
        indexes = [
            models.Index(fields=["-created", "-id"], name="client_by_created"),
            # A file asks at each opening which others may be of the same person.
            models.Index(build_mailbox(), name="client_by_mailbox"),
            models.Index(build_person(), name="client_by_person"),
            # Namesakes, and the list by name; with all that is asked of a file for them.
            models.Index(build_called(), "name", "outcome", "id", name="client_by_called"),
            # Of two files with one mailbox at least one has a plus sign; few have.
            models.Index(find_plus(), name="client_by_plus"),
            # What staff's first page counts is read in these alone and not in the wide rows of the table (record 0178).
            models.Index(
                fields=[
                    "stage",
                    "sample",
                    "adviser",
                    "alerts",
                    "consultant",
                    "retained_on",
                    "created",
                    "invited_on",
                    "email",
                    "id",
                ],
                name="clients_at_work",
            ),
            models.Index(
                fields=["follow_up_on"],
                condition=models.Q(follow_up_on__isnull=False),
                name="clients_to_follow_up",
            ),
            models.Index(fields=["adviser"], condition=~models.Q(undeliverable=""), name="clients_out_of_reach"),
            # Whom the preview of a round looks up, with all that it asks of them.
            models.Index(
                fields=["id", "stage", "alerts", "undeliverable", "email", "chosen_only", "profile_submitted_at"],
                name="clients_to_tell",
            ),
            # What a search looks through. A postal address would make a row of it too long; few files have one.
            models.Index(
                fields=[
                    "name",
                    "email",
                    "telephone",
                    "other_telephone",
                    "reference",
                    *NUMBERS,
                    "adviser",
                    "consultant",
                    "created",
                    "id",
                ],
                name="clients_to_find",
            ),
            models.Index(
                fields=["id", "postal_address"], condition=~models.Q(postal_address=""), name="clients_by_post"
            ),
        ]
        permissions = [
            (
                "manage_engagement",
                _("Can change the engagement of a retained or invited client, close and reopen the file"),
            ),
            ("view_every_client", _("Can see files that are assigned to others, where assistants see their own alone")),
            ("delete_record", _("Can delete a professional record whose client asked for it")),
            ("import_client", _("Can bring clients in from a file")),
            ("record_consent", _("Can record and withdraw a client's consent to e-mails")),
            ("view_reports", _("Can read the reports of the office's work")),
            ("copy_client", _("Can make the copy of a client's data for a client who asked for it")),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a file that was deleted meanwhile is not made again: then `DatabaseError` is raised."""
        known = not self._state.adding and not kwargs.get("update_fields") and not kwargs.get("force_insert")
        super().save(*args, **({**kwargs, "force_update": True} if known else kwargs))

    @property
    def shown_as(self) -> str:
        """What staff's pages call the client: the name, else the address, else a number, else the reference."""
        number = self.telephone or self.other_telephone
        return self.name or self.email or format_telephone(number) or self.reference

    def take_facts(self, facts: dict[str, Any]) -> None:
        """Hold other facts; the standings are due until they are written. The caller saves both fields."""
        self.facts, self.stood_until = facts, None

    @property
    def is_engaged(self) -> bool:
        """Whether more hangs on the file than a lead: an agreement, an invitation, an application."""
        engaged = (self.Stage.RETAINED, self.Stage.INVITED, self.Stage.SUBMITTED)
        return bool(self.retained_on or self.invited_on) or self.stage in engaged

    @property
    def is_nobodys(self) -> bool:
        """Whether the file is new, and assigned to nobody."""
        return self.stage == self.Stage.NEW and self.adviser_id is None

    def in_force(self) -> bool:
        """Whether a service agreement is in force, as far as the file says; `querysets.IN_FORCE` asks the same."""
        signed = self.service_agreement == self.Agreement.SIGNED and self.contract_on() is not None
        # An imported file may have the day of its agreement and nothing else of it.
        brought = self.service_agreement == "" and self.retained_on is not None
        return self.stage != self.Stage.CLOSED and (signed or brought)

    def contract_on(self) -> date | None:
        """The day on record of the service agreement: that of its end, or where none is, of its signing."""
        made = self.service_agreement in (self.Agreement.SIGNED, self.Agreement.ENDED)
        # The careful day: where no end is on record, there was a contract at least until it was signed (record 0043).
        return (self.service_agreement_on if made else None) or self.retained_on
