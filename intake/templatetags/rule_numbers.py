"""`{% rule_number "eca_years" as years %}` for a number of the rules in force, `{{ years|in_words }}` for its word."""

from django import template

from intake.common.rule_numbers import get_number
from scoring.words import name_number

register = template.Library()
register.simple_tag(get_number, name="rule_number")
register.filter("in_words", name_number)
