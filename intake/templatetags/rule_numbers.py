"""`{% rule_number "eca_years" as years %}`: a number of the rules in force."""

from django import template

from intake.common.rule_numbers import get_number

register = template.Library()
register.simple_tag(get_number, name="rule_number")
