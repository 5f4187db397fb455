"""What the site says of the firm: its look, people, services, offices and texts, each from a day on.

Staff write every text in both languages; a page shows the reader's (`InLanguage`).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.common.colours import READABLE, find_contrast
from intake.common.languages import choose_official_language
from intake.common.names import validate_name
from intake.querysets import DatedTextQuerySet, FirmPictureQuerySet

LONGEST_TITLE, LONGEST_TEXT = 160, 3000
# What a colour stands on or carries: the page and its quiet parts, with the words in white on the colour itself.
LIGHT_GROUNDS, DARK_GROUNDS = ("#ffffff", "#f3f5f6"), ("#212529", "#2b3035")
# `\Z`, because a line break may follow what `$` ends: the colour is written into a stylesheet.
COLOUR = RegexValidator(r"^#[0-9a-f]{6}\Z", _("Enter a colour as # and six digits from 0 to f, for example #1d5468"))
# Nothing that staff type may do anything in a reader's browser (record 0138).
MARKUP = _(
    "Plain text. An empty line begins a paragraph, “- ” an entry of a list; [words](/fees/) or"
    " [words](https://…) is a link."
)


def in_english(words: Any) -> Any:
    """The name of the English column of a text."""
    return format_lazy("{words} ({language})", words=words, language=pgettext_lazy("in a sentence", "English"))


def in_french(words: Any) -> Any:
    """The name of the French column of a text."""
    return format_lazy("{words} ({language})", words=words, language=pgettext_lazy("in a sentence", "French"))


class InLanguage:
    """A text in the reader's language: `title` reads `title_en` or `title_fr`."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, row: models.Model | None, owner: type) -> str:
        # These texts are columns of two languages: a reader of a third gets the English (record 0161).
        return str(getattr(row, f"{self.name}_{choose_official_language()}")) if row is not None else self.name


def refuse_pale(colour: str, grounds: tuple[str, ...]) -> None:
    """Refuse what is no colour or can't be read on one of these grounds (WCAG 2.2, 1.4.3). Raises `ValidationError`."""
    COLOUR(colour)
    for ground in grounds:
        found = find_contrast(colour, ground)
        if found < READABLE:
            message = _("On %(ground)s its contrast is %(found)s to 1; at least %(needed)s to 1 is needed.")
            contrasts = {"found": number_format(found, 1), "needed": number_format(READABLE, 1)}
            raise ValidationError(message, "pale", {"ground": ground, **contrasts})


def refuse_pale_on_light(colour: str) -> None:
    """For the colour on the light page. Raises `ValidationError`."""
    refuse_pale(colour, LIGHT_GROUNDS)


def refuse_pale_on_dark(colour: str) -> None:
    """For the colour on the dark page. Raises `ValidationError`."""
    refuse_pale(colour, DARK_GROUNDS)


class FirmPicture(models.Model):
    """A logo or a photograph as it is sent: made anew from what was uploaded, found by the digest of its bytes."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    # In the database, so that a backup holds it and every web process has it (record 0138).
    image = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    objects = FirmPictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture of the firm")
        verbose_name_plural = _("pictures of the firm")

    def __str__(self) -> str:
        return self.digest[:12]


class DatedText(models.Model):
    """Something that the site says from one day until another; `counts_until` is the first day without it."""

    counts_from = models.DateField(
        _("from"), default=timezone.localdate, help_text=_("The first day on which the site shows it.")
    )
    counts_until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day on which it is gone; empty: until you end it.")
    )
    position = models.PositiveSmallIntegerField(_("place"), default=10, help_text=_("Lower numbers stand first."))

    objects = DatedTextQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    def clean(self) -> None:
        """It ends after it began. Raises `ValidationError`."""
        if self.counts_until and self.counts_from and self.counts_until <= self.counts_from:
            raise ValidationError({"counts_until": _("Enter a day after the first one.")})


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """The same, held by the database."""
    return models.CheckConstraint(condition=Q(counts_until=None) | Q(counts_until__gt=F("counts_from")), name=name)


class FirmLook(DatedText):
    """The firm's logo, colours and first sentences; of several the one that began last counts."""

    colour = models.CharField(
        _("colour"),
        max_length=7,
        default="#1d5468",
        validators=[refuse_pale_on_light],
        help_text=_("Of the head of the page, buttons and links. White words stand on it, and it stands on white."),
    )
    colour_dark = models.CharField(
        _("colour on a dark page"),
        max_length=7,
        default="#8fc7dc",
        validators=[refuse_pale_on_dark],
        help_text=_("Of links where the reader's system is dark."),
    )
    logo = models.ForeignKey(
        FirmPicture, on_delete=models.PROTECT, null=True, editable=False, related_name="looks", verbose_name=_("logo")
    )
    tagline_en = models.CharField(in_english(_("one line")), max_length=LONGEST_TITLE)
    tagline_fr = models.CharField(in_french(_("one line")), max_length=LONGEST_TITLE)
    text_en = models.TextField(in_english(_("who you are")), max_length=LONGEST_TEXT, blank=True, help_text=MARKUP)
    text_fr = models.TextField(in_french(_("who you are")), max_length=LONGEST_TEXT, blank=True, help_text=MARKUP)
    tagline, text = InLanguage(), InLanguage()

    class Meta(DatedText.Meta):
        verbose_name = _("look of the site")
        verbose_name_plural = _("look of the site")
        ordering = ["counts_from", "id"]
        constraints = [ends_after_it_begins("looks_end_after_they_begin")]

    def __str__(self) -> str:
        return f"{self.counts_from} {self.colour}"


class FirmPerson(DatedText):
    """Somebody of the firm, as the site presents them; `licence` is empty where they hold none."""

    name = models.CharField(_("name"), max_length=120, validators=[validate_name])
    licence = models.CharField(
        _("licence number"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[A-Za-z0-9 -]+\Z", _("Enter the number as the public register has it"))],
        help_text=_("As in the public register. Empty: the page says that they do not advise."),
    )
    role_en = models.CharField(in_english(_("role")), max_length=LONGEST_TITLE)
    role_fr = models.CharField(in_french(_("role")), max_length=LONGEST_TITLE)
    languages_en = models.CharField(in_english(_("languages")), max_length=LONGEST_TITLE)
    languages_fr = models.CharField(in_french(_("languages")), max_length=LONGEST_TITLE)
    text_en = models.TextField(in_english(_("what they do")), max_length=LONGEST_TEXT, help_text=MARKUP)
    text_fr = models.TextField(in_french(_("what they do")), max_length=LONGEST_TEXT, help_text=MARKUP)
    photograph = models.ForeignKey(
        FirmPicture,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="people",
        verbose_name=_("photograph"),
    )
    role, languages, text = InLanguage(), InLanguage(), InLanguage()

    class Meta(DatedText.Meta):
        verbose_name = _("person of the firm")
        verbose_name_plural = _("people of the firm")
        constraints = [ends_after_it_begins("people_end_after_they_begin")]

    def __str__(self) -> str:
        return self.name


class FirmService(DatedText):
    """What people can hire the firm for. `fee` in dollars before tax; None: on request."""

    title_en = models.CharField(in_english(_("service")), max_length=LONGEST_TITLE)
    title_fr = models.CharField(in_french(_("service")), max_length=LONGEST_TITLE)
    text_en = models.TextField(in_english(_("what is included")), max_length=LONGEST_TEXT, help_text=MARKUP)
    text_fr = models.TextField(in_french(_("what is included")), max_length=LONGEST_TEXT, help_text=MARKUP)
    fee = models.DecimalField(
        _("fee in dollars, before tax"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Empty: on request. 0: free."),
    )
    fee_note_en = models.CharField(
        in_english(_("what the fee is for")), max_length=LONGEST_TITLE, blank=True, help_text=_("“for 30 minutes”")
    )
    fee_note_fr = models.CharField(in_french(_("what the fee is for")), max_length=LONGEST_TITLE, blank=True)
    title, text, fee_note = InLanguage(), InLanguage(), InLanguage()

    class Meta(DatedText.Meta):
        verbose_name = _("service of the firm")
        verbose_name_plural = _("services of the firm")
        constraints = [ends_after_it_begins("services_end_after_they_begin")]

    def __str__(self) -> str:
        return self.title_en


class FirmOffice(DatedText):
    """Where people reach the firm; the hours are those of the advisers' calendars (`intake.firm.hours`)."""

    name_en = models.CharField(in_english(_("name")), max_length=LONGEST_TITLE)
    name_fr = models.CharField(in_french(_("name")), max_length=LONGEST_TITLE)
    address = models.TextField(_("address"), max_length=300)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    text_en = models.TextField(in_english(_("the way there")), max_length=LONGEST_TEXT, blank=True, help_text=MARKUP)
    text_fr = models.TextField(in_french(_("the way there")), max_length=LONGEST_TEXT, blank=True, help_text=MARKUP)
    name, text = InLanguage(), InLanguage()

    class Meta(DatedText.Meta):
        verbose_name = _("office of the firm")
        verbose_name_plural = _("offices of the firm")
        constraints = [ends_after_it_begins("offices_end_after_they_begin")]

    def __str__(self) -> str:
        return self.name_en


class FirmText(DatedText):
    """A step from the first call to landing, something that the firm never promises, or a question with its answer."""

    class TextKind(models.TextChoices):
        """Where the text stands on the site."""

        STEP = "step", _("Step from the first call to landing")
        PROMISE = "promise", _("What we never promise")
        QUESTION = "question", _("Question and answer")

    kind = models.CharField(_("kind"), max_length=10, choices=TextKind.choices)
    title_en = models.CharField(in_english(_("title or question")), max_length=LONGEST_TITLE)
    title_fr = models.CharField(in_french(_("title or question")), max_length=LONGEST_TITLE)
    text_en = models.TextField(in_english(_("text or answer")), max_length=LONGEST_TEXT, help_text=MARKUP)
    text_fr = models.TextField(in_french(_("text or answer")), max_length=LONGEST_TEXT, help_text=MARKUP)
    title, text = InLanguage(), InLanguage()

    class Meta(DatedText.Meta):
        verbose_name = _("text of the firm")
        verbose_name_plural = _("texts of the firm")
        ordering = ["kind", "position", "id"]
        constraints = [ends_after_it_begins("texts_end_after_they_begin")]

    def __str__(self) -> str:
        return self.title_en
