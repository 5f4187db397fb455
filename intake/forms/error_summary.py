"""The error summary at the top of a page with a form."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.utils import ErrorDict

if TYPE_CHECKING:
    from django.forms import Form

    Base = Form
else:
    Base = object

# By field, or "__all__": message and code of each error, as `form.errors.get_json_data()` gives them.
StoredErrors = Mapping[str, list[dict[str, str]]]


class ErrorSummaryLine(NamedTuple):
    """One line of the error summary: the id of the control to go to, and the message."""

    control: str
    message: str


class ErrorSummaryMixin(Base):
    """For a form: its errors in the order of the page, each with the control to go to."""

    use_required_attribute = False
    # What was found wrong when it was posted, where that was another request: shown, not validated again.
    stored_errors: StoredErrors | None = None

    def is_valid(self) -> bool:
        """Never true of a form that only shows the stored errors of an earlier request."""
        return self.stored_errors is None and super().is_valid()

    def full_clean(self) -> None:
        """Validate what was typed; with stored errors, restore these instead of validating again."""
        # Some checks count (a code sent, an attempt used): they must not be made twice (record 0046).
        if self.stored_errors is None:
            super().full_clean()
            return
        self.cleaned_data: dict[str, Any] = {}
        self._errors = ErrorDict(renderer=self.renderer)
        for name, errors in self.stored_errors.items():
            if name in {NON_FIELD_ERRORS, *self.fields}:
                self.add_error(name, [ValidationError(error["message"], error["code"]) for error in errors])

    @property
    def single(self) -> Any:
        """Whether the label of its only question is the page's heading."""
        return False

    @property
    def problems(self) -> list[ErrorSummaryLine]:
        """The lines of the error summary, in the order of the page."""
        return list(self._problems())

    def _problems(self) -> Iterator[ErrorSummaryLine]:
        for error in self.non_field_errors():
            yield ErrorSummaryLine(self.control(next(iter(self.fields))), error)  # type: ignore[arg-type]
        for name in self.fields:
            for error in self.errors.get(name, ()):
                yield ErrorSummaryLine(self.control(name), error)  # type: ignore[arg-type]

    def control(self, name: str) -> str:
        """The id of a field's first control."""
        bound = self[name]
        widget = bound.field.widget
        return widget.id_for_label(bound.auto_id, "0") if bound.use_fieldset else bound.id_for_label
