"""The person who filled in the questions in this browser, for the forms that would ask for it once more."""

from django.http import HttpRequest

from intake.questionnaire import draft
from intake.questionnaire.steps.contact import Contact

TYPED = ("name", "email", "telephone")


def read_contact(request: HttpRequest) -> dict[str, str]:
    """The name, address and number typed in this browser's draft, as far as given and as it may be opened here."""
    found = draft.read_draft(request).intake
    # The page may have been opened and not answered: it then stands there with nothing.
    typed = (found.answers.get(Contact.slug) if found else None) or {}
    return {name: typed[name] for name in TYPED if typed.get(name)}
