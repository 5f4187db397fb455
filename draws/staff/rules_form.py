"""The form by which the firm enters a new edition of rules: one file a table, tried out with the rules in use."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from draws.models import FirmEdition, FirmTable
from draws.rule_changes.live_rulebook import try_out
from draws.rule_changes.tables_compared import get_title
from scoring.apps import rulebook
from scoring.program_kinds import FOLDER, is_program
from scoring.table import RuleError
from scoring.table_files import TableText

NEW_PROGRAM = "new_program"
LONGEST_FILE = 512 * 1024


class FirmTableForm(forms.ModelForm[FirmTable]):
    """One file: which table it is an edition of, and its TOML."""

    name = forms.ChoiceField(label=_("Table"))
    program = forms.CharField(
        label=_("Code of the new program"),
        help_text=_("For a program that is new alone: small letters, digits and underscores, such as fhsc."),
        required=False,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "TOML in the form of the shipped table, with the new edition only: effective, cite, url, verified_on, "
            "columns and rows; or repealed = true and no rows."
        ),
    )

    class Meta:
        model = FirmTable
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, f"{get_title(name)} ({name})") for name in rulebook().editions]
        new = (NEW_PROGRAM, _("A new program"))
        self.fields["name"].choices = [("", "---------"), *choices, new]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """A new program's table is named by its code."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("name") == NEW_PROGRAM:
            cleaned["name"] = FOLDER + cleaned.get("program", "")
            if not is_program(cleaned["name"]):
                self.add_error("program", _("This is not a code for a new program."))
        return cleaned

    def clean_file(self) -> str:
        """The text in the file."""
        file = self.cleaned_data["file"]
        if file.size > LONGEST_FILE:
            raise ValidationError(_("This file is too long to be a table."))
        try:
            # Editors on Windows begin a text with a mark that TOML does not know.
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError(_("This file is not text in UTF-8.")) from error
        return text

    def save(self, commit: bool = True) -> FirmTable:
        """The table with the text of its file."""
        self.instance.text = self.cleaned_data["file"]
        return super().save(commit)


class FirmTableFormSet(forms.BaseInlineFormSet[FirmTable, FirmEdition, forms.ModelForm[FirmTable]]):
    """The files that come into use together, tried out with the rules in use."""

    def clean(self) -> None:
        """Say the first thing that is wrong with them."""
        super().clean()
        found = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data.get("file")]
        if any(self.errors) or not found:
            return
        try:
            try_out([TableText(one["name"], one["file"], f"{one['name']}.toml") for one in found])
        except RuleError as error:
            raise ValidationError(str(error)) from error


class FirmTableInline(admin.StackedInline[FirmTable, FirmEdition]):
    """The files of a new edition."""

    model = FirmTable
    form = FirmTableForm
    formset = FirmTableFormSet
    extra = 0
    min_num = 1
    validate_min = True
