"""The record of breaches in the admin: for superusers, and for the group Administrator."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from intake.models import BreachRecord
from intake.querysets import BreachQuerySet
from intake.staff.changelists.list_filters import OneChoice
from intake.staff.changelists.past_date_field import refuse_future
from intake.staff.changelists.saved_lists import SavedListsMixin

REPORTS = ("reported_on", "reported_in_quebec_on", "told_on")


class OpenBreachFilter(OneChoice[BreachQuerySet[BreachRecord]]):
    """Breaches about which something is left to do."""

    title = _("what is left to do")
    parameter_name = "open"
    words = _("To assess, to report or to tell people of")

    def narrow(self, queryset: BreachQuerySet[BreachRecord]) -> BreachQuerySet[BreachRecord]:
        """The rows that the choice shows."""
        return queryset.open()


class BreachForm(forms.ModelForm[BreachRecord]):
    """What is recorded, with its days in order."""

    class Meta:
        model = BreachRecord
        fields = ("found_on", "happened_on", "what", "data", "people", "risk", "because", "done", *REPORTS)

    def clean(self) -> dict[str, Any]:
        """Days that have come, in their order, and a reason for whatever was assessed."""
        super().clean()
        found = self.cleaned_data.get("found_on")
        for name in ("found_on", "happened_on", *REPORTS):
            refuse_future(self, name)
        if found:
            self.check_order(found)
        # The Commissioner may ask to see the record (PIPEDA s. 10.3(2)).
        if self.cleaned_data.get("risk") != BreachRecord.Risk.ASSESSING and not self.cleaned_data.get("because"):
            self.add_error("because", _("Say why: the assessment must be on record."))
        return self.cleaned_data

    def check_order(self, found: Any) -> None:
        """It happened, was found, and then was reported."""
        happened = self.cleaned_data.get("happened_on")
        if happened and happened > found:
            self.add_error("happened_on", _("It was found out before this day."))
        for name in REPORTS:
            if self.cleaned_data.get(name) and self.cleaned_data[name] < found:
                self.add_error(name, _("It was found out after this day."))


@admin.register(BreachRecord)
class BreachAdmin(SavedListsMixin, admin.ModelAdmin[BreachRecord]):
    """Breaches. Nobody deletes one by hand: the nightly task does, when the law no longer asks for it."""

    form = BreachForm
    list_display = ("found_on", "happened_on", "people", "risk", *REPORTS)
    list_filter = (OpenBreachFilter, "risk")
    readonly_fields = ("author", "created", "updated")
    fields = (*BreachForm.Meta.fields, *readonly_fields)

    def save_model(
        self, request: HttpRequest, obj: BreachRecord, form: forms.ModelForm[BreachRecord], change: bool
    ) -> None:
        """Save it with who recorded it; who changed what since is in the history."""
        if not change:
            obj.author = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: BreachRecord | None = None) -> bool:
        """Never by hand."""
        return False
