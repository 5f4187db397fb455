"""`{% extension_point "result" assessment counted %}`: what other apps show at a place of a page of `intake`."""

from django import template

from intake.common.extension_points import render_point

register = template.Library()
register.simple_tag(render_point, name="extension_point")
