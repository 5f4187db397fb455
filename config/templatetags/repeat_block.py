"""A tag that repeats a block: a page's title is in `<title>` and in what other sites show of it."""

import re

from django import template
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def repeat_block(context: Context, name: str) -> SafeString:
    """The content of the page's block of this name, escaped for an attribute in double quotes."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    words = re.sub(r"[ \n]+", " ", block.render(context)).strip(" ")
    return mark_safe(words.replace('"', "&quot;"))  # noqa: S308 - the block has escaped what it was given
