"""The controls of a page in HTML. Those that nobody has typed into are the same for everybody: rendered once, kept."""

from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from intake.choices import rules_of_today
from intake.forms import Step
from scoring.rulebook import Rules


def controls(form: Step, on: date) -> SafeString:
    """The controls of a page on a day."""
    if not form.untouched or form.needs is None:
        return rendered(form)
    return _kept(type(form), tuple(form.known.items()), on, rules_of_today(), get_language() or "en")


@lru_cache(maxsize=256)
def _kept(step: type[Step], known: tuple, on: date, rules: Rules, language: str) -> SafeString:
    return rendered(step.showing(None, dict(known)))


def rendered(form: Step) -> SafeString:
    """The controls, one question after the other."""
    return render_to_string("intake/controls.html", {"form": form})
