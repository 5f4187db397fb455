"""`{{ text|plain_text }}`: a text of staff's with its paragraphs, lists and links (see `intake.firm.plain_text`)."""

from django import template

from intake.firm.plain_text import render_text

register = template.Library()
register.filter("plain_text", render_text)
