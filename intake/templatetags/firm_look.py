"""The tag `firm_look`: today's logo and colours, for what is written without a request."""

from django import template

from intake.firm.look import get_look

register = template.Library()
register.simple_tag(get_look, name="firm_look")
