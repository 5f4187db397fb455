"""What the pages of the firm show on a day."""

from datetime import date
from typing import Any

from django.conf import settings

from intake.firm.hours import list_days
from intake.firm.linked_data import describe_firm, describe_questions, render_linked_data
from intake.firm.look import find_look
from intake.models import FirmOffice, FirmPerson, FirmService, FirmTestimonial, FirmText

Kind = FirmText.TextKind


def build_firm_page(on: date) -> dict[str, Any]:
    """People, services, offices with their hours, steps and what is never promised."""
    texts = list(FirmText.objects.counting(on).exclude(kind=Kind.QUESTION))
    # The page needs the address of a photograph, not its bytes.
    people = list(FirmPerson.objects.counting(on).select_related("photograph").defer("photograph__image"))
    return {
        "linked_data": render_linked_data(describe_firm(people)),
        "introduction": find_look(on),
        "people": people,
        "services": list(FirmService.objects.counting(on)),
        "offices": list(FirmOffice.objects.counting(on)),
        "hours": list_days(),
        "steps": [text for text in texts if text.kind == Kind.STEP],
        "promises": [text for text in texts if text.kind == Kind.PROMISE],
        "testimonials": list_testimonials(on),
    }


def list_testimonials(on: date) -> list[FirmTestimonial]:
    """Those that their writers approved; none where the firm has not switched them on."""
    # Off until a licensed person has read the College's rules (record 0170).
    return list(FirmTestimonial.objects.shown(on)) if settings.TESTIMONIALS else []


def build_questions_page(on: date) -> dict[str, Any]:
    """The questions with their answers."""
    questions = list(FirmText.objects.counting(on).filter(kind=Kind.QUESTION))
    return {
        "linked_data": render_linked_data(describe_questions(questions)) if questions else "",
        "questions": questions,
    }


PAGES = {
    "firm": ("intake/firm/firm.html", build_firm_page),
    "questions": ("intake/firm/questions.html", build_questions_page),
}
