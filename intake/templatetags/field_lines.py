"""The lines of a part of a form in the staff's tool."""

from django import template

from intake.staff.files.field_lines import write_lines

register = template.Library()
register.simple_tag(write_lines, name="field_lines")
