"""The tag `minimum_beside`: the CRS score that a province asks for, beside the reader's own."""

from django import template

from intake.guide.nomination_words import describe_minimum

register = template.Library()
register.simple_tag(describe_minimum, name="minimum_beside")
