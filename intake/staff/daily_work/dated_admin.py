"""Dated documents in the admin: a part of each file, and a list over all files."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.common.names import name_user
from intake.expiry.expiries import describe_item
from intake.models import ENTERED, Client, DatedItem
from intake.querysets import DatedItemQuerySet
from intake.questionnaire.choices import find_country_code, get_country_name
from intake.staff.changelists.client_names import ClientNamesMixin
from intake.staff.changelists.list_filters import OneChoice
from intake.staff.changelists.past_date_field import refuse_future
from intake.staff.changelists.people import PeopleFilter
from intake.staff.changelists.read_only import ReadOnlyMixin
from intake.staff.changelists.saved_lists import SavedListsMixin
from intake.staff.changelists.visible_files import VisibleFilesMixin
from intake.staff.client_admin.file_inlines import OneEmptyForm
from intake.staff.client_admin.people_and_documents import SOON
from intake.staff.client_admin.related_file_actions import FILE_ACTIONS, RelatedFileActionsMixin

Source = DatedItem.DaySource


class DatedForm(forms.ModelForm[DatedItem]):
    """A document that staff enter: what, whose, of which country, its days, and how they know. Never its number."""

    class Meta:
        model = DatedItem
        fields = ("kind", "whose", "name", "issued_on", "expires_on", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Tests and assessments come from the answers alone, so that nothing is told twice (record 0042).
        self.narrow_choices("kind", [("", "---------"), *[(kind.value, kind.label) for kind in ENTERED]])
        self.narrow_choices("source", [(one.value, one.label) for one in (Source.SEEN, Source.TOLD)])
        if self.instance.name:
            self.initial["name"] = get_country_name(self.instance.name)

    def narrow_choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Narrow what a field offers, where it is in the form."""
        if name in self.fields:
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """The country's code, however it was typed."""
        typed = self.cleaned_data["name"]
        code = find_country_code(typed)
        if typed and not code:
            raise forms.ValidationError(_("There is no country with this name."))
        return code

    def clean(self) -> dict[str, Any]:
        """A document ends after it was issued, and nothing was issued in the future."""
        super().clean()
        issued, ends = self.cleaned_data.get("issued_on"), self.cleaned_data.get("expires_on")
        refuse_future(self, "issued_on")
        if issued and ends and ends < issued:
            self.add_error("expires_on", _("Enter a day after the one on which it was issued."))
        if not self.errors and self.is_there():
            self.add_error("expires_on", _("This document with this last valid day is in the file already."))
        return self.cleaned_data

    def is_there(self) -> bool:
        """Whether the file has it; Django looks at no constraint over the file of an inline form."""
        same = {name: self.cleaned_data.get(name) for name in ("kind", "whose", "name", "expires_on")}
        twins = DatedItem.objects.filter(client=self.instance.client_id, **same)
        return twins.exclude(pk=self.instance.pk).exists()


class DatedInline(admin.StackedInline[DatedItem, Client]):
    """What staff entered of a file's documents; stacked, because Django's tables give their fields no labels."""

    model = DatedItem
    form = DatedForm
    formset = OneEmptyForm
    fields = (("kind", "whose", "name"), ("issued_on", "expires_on", "source"))
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[DatedItem]:
        """Without what follows from the answers, which nobody enters."""
        return super().get_queryset(request).filter(kind__in=ENTERED)


class SoonFilter(OneChoice[DatedItemQuerySet[DatedItem]]):
    """What ends soon: our choice of days, not IRCC's."""

    title = _("ends")
    parameter_name = "soon"
    words = format_lazy(_("Within {days} days, in files that are not closed"), days=SOON)

    def narrow(self, queryset: DatedItemQuerySet[DatedItem]) -> DatedItemQuerySet[DatedItem]:
        """The rows that the choice shows."""
        return queryset.expiring(timezone.localdate(), SOON)


@admin.register(DatedItem)
class DatedAdmin(
    ClientNamesMixin,
    SavedListsMixin,
    RelatedFileActionsMixin,
    VisibleFilesMixin,
    ReadOnlyMixin,
    admin.ModelAdmin[DatedItem],
):
    """Every dated document, the next to end first; what staff enter is changed in the client's file.

    None of them has a page of its own, so that each look at a file is noted at the file.
    """

    list_display = ("what", "expires_on", "whose", "source", "file", "adviser")
    more_columns = ("issued_on",)
    list_display_links = None
    list_filter = (SoonFilter, "kind", "whose", ("client__adviser", PeopleFilter))
    list_select_related = ("client__adviser",)
    list_per_page = 50
    actions = FILE_ACTIONS
    search_fields = ("client__reference", "client__email", "client__name")
    search_help_text = _("Reference, e-mail or name")

    @admin.display(description=_("document"), ordering="kind")
    def what(self, item: DatedItem) -> str:
        """What it is, and which of its kind."""
        return describe_item(item.kind, item.name)

    @admin.display(description=_("adviser"), ordering="client__adviser")
    def adviser(self, item: DatedItem) -> Any:
        """The adviser, who looks after the file."""
        return name_user(item.client.adviser) if item.client.adviser else None
