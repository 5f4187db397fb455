"""Filters for the pages and messages of rounds."""

from django import template

from scoring.dates import in_utc
from scoring.numbers import grouped

register = template.Library()
register.filter("in_utc", in_utc)
register.filter("grouped", grouped)
