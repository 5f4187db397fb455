"""`{% slot "result" assessment counted %}`: what other apps show at a place of a page (see `intake.common.slots`)."""

from django import template

from intake.common.slots import render_slot

register = template.Library()
register.simple_tag(render_slot, name="slot")
