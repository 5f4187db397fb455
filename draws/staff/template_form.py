"""The form of a template of a message: its texts in each language that people are written to in."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from draws.correspondence.template_places import PLACES, check_places
from draws.correspondence.writing import tidy
from draws.models import MessageTemplate, TemplateVersion
from draws.models.correspondence import LONGEST_BODY, LONGEST_SUBJECT
from intake.common.languages import list_letter_languages

PARTS = {
    "subject": (_("Subject ({language})"), LONGEST_SUBJECT, AdminTextInputWidget),
    "body": (_("Text ({language})"), LONGEST_BODY, AdminTextareaWidget),
}


class TemplateForm(forms.ModelForm[MessageTemplate]):
    """A template with what its newest version says; where that is changed, it becomes another version."""

    class Meta:
        model = MessageTemplate
        fields = ("name", "retired")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = self.instance.get_newest()
        self.fields["about"] = forms.ChoiceField(
            label=_("What it is about"),
            choices=TemplateVersion.MailPurpose.choices,
            widget=forms.RadioSelect,
            initial=newest.about if newest else None,
        )
        # Made here, because the languages that people are written to in are a setting (record 0161).
        for language, label in list_letter_languages():
            text = newest.texts.get(language, {}) if newest else {}
            for part, (words, longest, widget) in PARTS.items():
                self.fields[f"{part}_{language}"] = forms.CharField(
                    label=format_lazy(words, language=label),
                    max_length=longest,
                    required=False,
                    widget=widget(),
                    initial=text.get(part, ""),
                )

    def clean(self) -> dict[str, Any]:
        """Each language has subject and text or neither, one has both, and every place is a known one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for language, _label in list_letter_languages():
            self.check_text(language)
        if not self.errors and not self.read_texts():
            raise ValidationError(_("Write the text in at least one language."))
        return cleaned

    def check_text(self, language: str) -> None:
        """Add what is wrong with one language."""
        parts = {part: self.cleaned_data.get(f"{part}_{language}", "") for part in PARTS}
        for part, text in parts.items():
            name = f"{part}_{language}"
            if name in self.errors:
                continue
            if not text and any(parts.values()):
                self.add_error(name, _("Enter both a subject and a text in each language that you use."))
            try:
                check_places(text)
            except ValidationError as wrong:
                self.add_error(name, wrong)

    def read_texts(self) -> dict[str, dict[str, str]]:
        """The texts of a valid form, by language; those that were left empty are not there."""
        found = {}
        for language, _label in list_letter_languages():
            text = tidy(*(self.cleaned_data[f"{part}_{language}"] for part in PARTS))
            if all(text):
                found[language] = text._asdict()
        return found


def describe_places() -> list[tuple[str, Any]]:
    """Every place as it is written, and what stands there."""
    return [(f"{{{name}}}", words) for name, words in PLACES.items()]
