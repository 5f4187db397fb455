"""What staff write to clients: the firm's templates with their versions, and the ledger of the messages."""

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from draws.models.owed import OwedToClient
from draws.querysets import WrittenMessageQuerySet
from intake.common.languages import list_letter_languages
from intake.models import Client
from intake.permissions import sees_every_file

LONGEST_SUBJECT, LONGEST_BODY = 150, 5000


class MessageTemplate(models.Model):
    """A text of the firm's that staff send to clients, under a name that staff alone see; its versions say what."""

    name = models.CharField(_("name"), max_length=100, unique=True, help_text=_("Only staff see it."))
    retired = models.BooleanField(_("no longer offered"), default=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("template of a message")
        verbose_name_plural = _("templates of messages")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_newest(self) -> "TemplateVersion | None":
        """What it says now."""
        return next(iter(self.versions.all()), None) if self.pk else None


class TemplateVersionQuerySet(models.QuerySet["TemplateVersion"]):
    """Versions of templates."""

    def offered(self) -> Self:
        """The newest of each template that is still offered."""
        newer = TemplateVersion.objects.filter(template=OuterRef("template"), number__gt=OuterRef("number"))
        return self.filter(~Exists(newer), template__retired=False).select_related("template")


class TemplateVersion(models.Model):
    """What a template says from one saving to the next; appended, never changed.

    `texts`: language -> {"subject": ..., "body": ...}, with the places of `draws.correspondence.template_places`;
    a language in which nothing was written is not there.
    """

    class MailPurpose(models.TextChoices):
        """What it may be sent on: CASL asks for consent to news, not to what is about the reader's own file."""

        SERVICE = "service", _("The client's own file: goes to those who agreed to no e-mails, too")
        NEWS = "news", _("News: goes only to clients who agreed to e-mails, and within what they agreed to")

    # A template is retired and not deleted: what clients were sent names its version.
    template = models.ForeignKey(
        MessageTemplate, models.PROTECT, related_name="versions", verbose_name=_("template of a message")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    about = models.CharField(pgettext_lazy("a message", "what it is about"), max_length=10, choices=MailPurpose.choices)
    texts: Any = models.JSONField(_("texts"), default=dict)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    # Whoever wrote stays on record: such an account is made inactive, and can't be deleted.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    objects = TemplateVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a template")
        verbose_name_plural = _("versions of templates")
        ordering = ["template", "-number"]
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="one_version_of_a_number")]

    def __str__(self) -> str:
        return f"{self.template.name} ({self.number})"

    @property
    def is_service(self) -> bool:
        """Whether it is about the reader's own file."""
        return self.about == self.MailPurpose.SERVICE


class CircularQuerySet(models.QuerySet["Circular"]):
    """Lists of clients who were chosen for a message."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """All for whom every file is open; for others their own."""
        return self if sees_every_file(user) else self.filter(by=user.pk)

    def unconfirmed(self) -> Self:
        """Those of which nobody has confirmed anything."""
        return self.filter(mailings=None)

    def begun(self) -> Self:
        """Those that somebody confirmed, and that were not taken back since."""
        # In one call, so that both are said of the same confirmation.
        return self.filter(mailings__not_before__isnull=False, mailings__taken_back_at=None)


class Circular(models.Model):
    """Clients whom somebody chose, to write to all of them from one version of a template."""

    # None at first: the list is kept before a template is chosen, so that its page has an address (record 0163).
    version = models.ForeignKey(
        TemplateVersion, models.PROTECT, null=True, related_name="circulars", verbose_name=_("version of a template")
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    objects = CircularQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to chosen clients")
        verbose_name_plural = _("messages to chosen clients")
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.version or self.pk)


class Addressee(models.Model):
    """One client of a circular."""

    circular = models.ForeignKey(
        Circular, models.CASCADE, related_name="addressees", verbose_name=_("message to chosen clients")
    )
    client = models.ForeignKey(Client, models.CASCADE, related_name="chosen_for", verbose_name=_("client"))

    class Meta:
        verbose_name = _("chosen client")
        verbose_name_plural = _("chosen clients")
        constraints = [models.UniqueConstraint(fields=["circular", "client"], name="chosen_once")]

    def __str__(self) -> str:
        return f"{self.circular_id} {self.client_id}"


class WrittenMessage(OwedToClient):
    """One message that staff sent to one client from a template, in the words that were in front of them.

    `key` keeps the same from being owed to a client twice. `service`: it is about the client's own file, so that it
    needs no consent to e-mails. `own_words`: a licensed person changed the template's words for it. Until it is sent,
    `words` is what stood in the places `score` and `appointment` when it was filled in, "" for what there was not.
    """

    kind = "written"

    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, related_name="written_messages", verbose_name=_("client")
    )
    key = models.CharField(_("key"), max_length=100)
    version = models.ForeignKey(
        TemplateVersion, models.PROTECT, related_name="messages", verbose_name=_("version of a template")
    )
    written_in = models.CharField(_("language"), max_length=2, choices=list_letter_languages)
    subject = models.TextField(_("subject"))
    body = models.TextField(_("text"))
    service = models.BooleanField(_("about the client's own file"))
    circular = models.ForeignKey(
        Circular, models.PROTECT, null=True, related_name="messages", verbose_name=_("message to chosen clients")
    )
    own_words = models.BooleanField(_("in words of its own"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    alike_by = ("version", "written_in")

    objects = WrittenMessageQuerySet.as_manager()  # type: ignore[misc]

    class Meta(OwedToClient.Meta):
        verbose_name = _("message of staff")
        verbose_name_plural = _("messages of staff")
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="one_written_message_of_a_key")]

    @property
    def identity(self) -> str:
        """Key and client."""
        return f"written {self.key} {self.client_id}"

    @property
    def language(self) -> str:
        """That of its words, whichever the client chose since."""
        return self.written_in

    @classmethod
    def is_still_true(cls) -> Q:
        """A condition: what goes to many was not taken back."""
        # Also for rows that a worker had taken at that moment, or that failed and are tried again.
        return Q(circular=None) | Q(Exists(Circular.objects.begun().filter(pk=OuterRef("circular_id"))))
