"""What the site says of the firm, in the admin: in both languages, each from a day on, with a preview of any day."""

from typing import IO, Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from intake.firm.look import forget_look
from intake.firm.pages import PAGES
from intake.firm.pictures import MOST_KILOBYTES, save_logo, save_portrait
from intake.firm.views import show_page
from intake.models import FirmLook, FirmOffice, FirmPerson, FirmPicture, FirmService, FirmText
from intake.permissions import MANAGE_FIRM_TEXTS, requires
from intake.staff.changelists.day_in_url import read_day
from intake.staff.changelists.list_filters import SeveralChoices
from intake.staff.changelists.named_inputs import NamedCellsForm
from intake.staff.changelists.saved_lists import SavedListsMixin

FILES = "image/jpeg,image/png,image/webp"
DAYS = ("position", "counts_from", "counts_until")


class CountsTodayFilter(SeveralChoices[QuerySet[Any]]):
    """What the site says today, said, or will say."""

    title = _("presence on the site")
    parameter_name = "when"
    options = (("now", _("today")), ("later", _("from a later day")), ("past", _("no longer")))

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        """The rows of a choice."""
        today = timezone.localdate()
        if chosen == "now":
            return cast("QuerySet[Any]", queryset.counting(today))  # type: ignore[attr-defined]
        wanted = {"later": {"counts_from__gt": today}, "past": {"counts_until__lte": today}}
        return queryset.filter(**wanted.get(chosen, {}))


class PictureForm(forms.ModelForm[Any]):
    """A row with a picture: a file that replaces it, or a box that takes it away."""

    column: ClassVar[str]
    upload = forms.FileField(
        label=_("picture"),
        required=False,
        help_text=format_lazy(
            _("JPEG, PNG or WebP, at most {most} kB. The site sets its size and removes where it was taken."),
            most=MOST_KILOBYTES,
        ),
        widget=forms.FileInput(attrs={"accept": FILES}),
    )
    remove = forms.BooleanField(label=_("take the picture away"), required=False)

    def clean_upload(self) -> FirmPicture | None:
        """The picture as it is kept. Raises `ValidationError`."""
        file = self.cleaned_data["upload"]
        return self.keep(file) if file else None

    def keep(self, file: IO[bytes]) -> FirmPicture:
        """The picture in the size of its place."""
        raise NotImplementedError

    def save(self, commit: bool = True) -> Any:
        """The row with its picture."""
        # Neither: the picture stays, because a browser never sends a file back that is there.
        if self.cleaned_data["upload"] or self.cleaned_data["remove"]:
            setattr(self.instance, self.column, self.cleaned_data["upload"])
        return super().save(commit)


class LookForm(PictureForm):
    """The look; a logo."""

    column = "logo"

    class Meta:
        widgets = {name: forms.TextInput(attrs={"type": "color"}) for name in ("colour", "colour_dark")}

    def keep(self, file: IO[bytes]) -> FirmPicture:
        """The logo, at its own proportions."""
        return save_logo(file)


class PersonForm(PictureForm):
    """A person; a photograph."""

    column = "photograph"

    def keep(self, file: IO[bytes]) -> FirmPicture:
        """The photograph, cut to a square."""
        return save_portrait(file)


class DatedTextAdmin(SavedListsMixin, admin.ModelAdmin[Any]):
    """A text that counts from a day on."""

    list_filter: ClassVar[tuple[Any, ...]] = (CountsTodayFilter,)
    change_list_template = "admin/intake/firm_change_list.html"

    def choose_columns(self, named: list[str]) -> list[str]:
        """Those that are chosen, and what is changed in the list itself: its inputs are posted with every row."""
        found = super().choose_columns(named)
        return [*found, *(name for name in self.list_editable if name not in found)] if found else []

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        """The form of a row, whose inputs have names."""
        return super().get_changelist_form(request, **{"form": NamedCellsForm, **kwargs})

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete several, with the pictures that nothing shows any more."""
        super().delete_queryset(request, queryset)
        clear_up()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete one, with the pictures that nothing shows any more."""
        super().delete_model(request, obj)
        clear_up()

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm[Any], change: bool) -> None:
        """Save one, and delete the pictures that nothing shows any more."""
        super().save_model(request, obj, form, change)
        clear_up()


def clear_up() -> None:
    """Delete pictures that nothing shows any more, and look the colours up anew."""
    # A picture is kept once by its digest, so that two rows may show the same.
    FirmPicture.objects.unused().delete()
    forget_look()


@admin.register(FirmLook)
class FirmLookAdmin(DatedTextAdmin):
    """Logo, colours and first sentences."""

    form = LookForm
    list_display = ("__str__", "counts_from", "counts_until", "tagline_en")
    fields = (
        ("colour", "colour_dark"),
        ("upload", "remove"),
        ("tagline_en", "tagline_fr"),
        ("text_en", "text_fr"),
        ("counts_from", "counts_until"),
    )


@admin.register(FirmPerson)
class FirmPersonAdmin(DatedTextAdmin):
    """The people."""

    form = PersonForm
    list_display = ("name", "role_en", "licence", *DAYS)
    list_editable = ("position",)
    search_fields = ("name",)
    fields = (
        ("name", "licence"),
        ("upload", "remove"),
        ("role_en", "role_fr"),
        ("languages_en", "languages_fr"),
        ("text_en", "text_fr"),
        DAYS,
    )


@admin.register(FirmService)
class FirmServiceAdmin(DatedTextAdmin):
    """The services."""

    list_display = ("title_en", "fee", *DAYS)
    list_editable = ("position",)
    fields = (
        ("title_en", "title_fr"),
        ("text_en", "text_fr"),
        "fee",
        ("fee_note_en", "fee_note_fr"),
        DAYS,
    )


@admin.register(FirmOffice)
class FirmOfficeAdmin(DatedTextAdmin):
    """The offices."""

    list_display = ("name_en", "telephone", *DAYS)
    list_editable = ("position",)
    fields = (("name_en", "name_fr"), "address", ("telephone", "email"), ("text_en", "text_fr"), DAYS)


@admin.register(FirmText)
class FirmTextAdmin(DatedTextAdmin):
    """Steps, promises, questions; and the preview of the pages."""

    list_display = ("title_en", "kind", *DAYS)
    list_editable = ("position",)
    list_filter = ("kind", CountsTodayFilter)
    search_fields = ("title_en", "title_fr", "text_en", "text_fr")
    fields = ("kind", ("title_en", "title_fr"), ("text_en", "text_fr"), DAYS)

    def get_urls(self) -> list[URLPattern]:
        """The preview before the addresses of rows."""
        preview = self.admin_site.admin_view(self.preview)
        return [path("preview/<slug:name>/", preview, name="intake_firmtext_preview"), *super().get_urls()]

    # Any day, for those who may write the texts (record 0138).
    @requires(MANAGE_FIRM_TEXTS)
    def preview(self, request: HttpRequest, name: str) -> HttpResponse:
        """A page of the firm as it is on a day, in one of the languages."""
        if name not in PAGES:
            raise Http404
        day = read_day(request.GET.get("on", "")) or timezone.localdate()
        asked = request.GET.get("language", "")
        with override(asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            return show_page(request, name, day, preview=day)
