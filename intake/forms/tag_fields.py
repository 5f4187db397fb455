"""Form fields for tags: the existing ones as boxes to tick, and a line for a new one."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from intake.common.row_numbers import read_row_number
from intake.common.tag_names import LONGEST, normalize_tag_name


class TagNameField(forms.CharField):
    """A tag's name, cleaned to its one form (see `intake.common.tag_names`)."""

    def __init__(self, **kwargs: Any) -> None:
        # What is pasted may have spaces that are not kept; the length is looked at without them.
        super().__init__(**kwargs | {"max_length": 4 * LONGEST})

    def to_python(self, value: str | None) -> str:
        """The name on one line; empty where nothing was typed."""
        return normalize_tag_name(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What the browser typed in other forms is no tag."""
        return {**super().widget_attrs(widget), "maxlength": str(LONGEST), "autocomplete": "off"}


class TagBoxes(forms.CheckboxSelectMultiple):
    """Boxes that say what they are for together."""

    def __init__(self, label: Any) -> None:
        super().__init__({"class": "tag-boxes"})
        self.label = label

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The boxes as a group, or that there is none to tick."""
        boxes = super().render(name, value, attrs, renderer)
        if "<input" not in boxes:
            return format_html('<div class="readonly">{}</div>', _("There is none yet."))
        return format_html('<div role="group" aria-label="{}">{}</div>', self.label, boxes)


class ShownTags(forms.MultipleHiddenInput):
    """The tags that were ticked when the page was shown, beside the boxes; sent where none was, too."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """An empty one before the others: else a form that comes back would take what is ticked then for what was."""
        return super().get_context(name, ["", *(value or ())], attrs)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Those that were ticked; what can't be a primary key is left out."""
        sent = super().value_from_datadict(data, files, name) or ()
        return [one for one in sent if read_row_number(one) is not None]


class ChangingTags(forms.ModelMultipleChoiceField[Any]):
    """Tags to tick that are saved as changes: `list_shown` gives those that the page had when it was shown."""

    hidden_widget = ShownTags

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, show_hidden_initial=True, **kwargs)

    def list_shown(self, bound: forms.BoundField) -> list[Any]:
        """The tags that were ticked when the page was shown; without those deleted since or never made."""
        sent = self.hidden_widget().value_from_datadict(bound.form.data, {}, bound.html_initial_name)
        return list(cast("QuerySet[Any]", self.queryset).filter(pk__in=sent))


def make_changing_boxes(label: Any, queryset: QuerySet[Any]) -> ChangingTags:
    """The tags of a file to tick, saved as changes."""
    return ChangingTags(label=label, queryset=queryset, widget=TagBoxes(label))


def make_tag_boxes(label: Any, queryset: QuerySet[Any]) -> "forms.ModelMultipleChoiceField[Any]":
    """Tags to tick."""
    return forms.ModelMultipleChoiceField(label=label, queryset=queryset, required=False, widget=TagBoxes(label))


def make_new_tag() -> TagNameField:
    """A line for a new tag."""
    hint = _("The firm's own words, such as “trade fair 2026”: no names of people. The client reads them on request.")
    return TagNameField(label=_("Another tag"), required=False, help_text=hint)
