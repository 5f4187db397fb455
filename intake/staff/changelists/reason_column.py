"""The column that says why something owed has not left, in its reader's language."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.models import Owed, OwedEvent
from intake.staff.changelists.saved_lists import SavedListsMixin


def say_problem(problem: str) -> str:
    """What is kept of a failure, for its reader.

    A sentence of ours is kept in no language, and may go on after a colon with the name of a fault; what another
    machine said stands as it said it.
    """
    # The catalogue answers "" with its own head.
    words = gettext(problem) if problem else ""
    beginning, colon, fault = problem.partition(": ")
    return f"{gettext(beginning + ':')} {fault}" if colon and words == problem else words


class ReasonMixin(SavedListsMixin):
    """Mixed into the admin of what is owed: the column "reason" in place of the field `problem`."""

    exclude: ClassVar[tuple[str, ...]] = ("problem",)
    readonly_fields: ClassVar[tuple[str, ...]] = ("reason",)
    # Lists that were kept before have the column of the field.
    renamed: ClassVar[dict[str, str]] = {"problem": "reason"}

    @admin.display(description=_("problem"), ordering="problem")
    def reason(self, row: Owed | OwedEvent) -> str:
        """Why it has not left."""
        return say_problem(row.problem)
