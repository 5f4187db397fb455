"""The error summary at the top of a page with a form."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from django.forms import Form

    Base = Form
else:
    Base = object


class Problem(NamedTuple):
    """One line of the error summary: the control to go to and what to mend."""

    control: str
    message: str


class Problems(Base):
    """Mixed into a form: the problems in the order of the page, each with the control to go to."""

    use_required_attribute = False

    @property
    def single(self) -> Any:
        """Whether the page's heading is the label of its only question."""
        return False

    @property
    def problems(self) -> list[Problem]:
        """The error summary."""
        return list(self._problems())

    def _problems(self) -> Iterator[Problem]:
        for error in self.non_field_errors():
            yield Problem(self.control(next(iter(self.fields))), error)  # type: ignore[arg-type]
        for name in self.fields:
            for error in self.errors.get(name, ()):
                yield Problem(self.control(name), error)  # type: ignore[arg-type]

    def control(self, name: str) -> str:
        """The id of a field's first control."""
        bound = self[name]
        widget = bound.field.widget
        return widget.id_for_label(bound.auto_id, "0") if bound.use_fieldset else bound.id_for_label
