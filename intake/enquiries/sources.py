"""Where a lead came from: a word in the address of the page ("?source=mail"), kept with what was asked."""

import re

from django.http import HttpRequest

from intake.models.enquiries import LONGEST_SOURCE

WORD = re.compile(rf"[a-z0-9][a-z0-9._-]{{0,{LONGEST_SOURCE - 1}}}")


def read_source(request: HttpRequest) -> str:
    """The word in the address, in small letters; empty where there is none, or it is no such word."""
    typed = request.GET.get("source", "").lower()
    return typed if WORD.fullmatch(typed) else ""
