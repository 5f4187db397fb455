"""Whether a birthday lies between the day of an assessment and a later one."""

from datetime import date

from django import template

from scoring.assess import ProfileAssessment
from scoring.days import age_on

register = template.Library()


@register.filter
def has_birthday_by(found: ProfileAssessment, day: date) -> bool:
    """A birthday of the applicant falls after the day of the assessment and not after this one."""
    born = found.profile.date_of_birth
    return age_on(born, day) > age_on(born, found.on)
