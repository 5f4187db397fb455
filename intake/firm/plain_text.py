"""Staff's texts as HTML: paragraphs, lists and links, and nothing else that a page could be made to do."""

import re
from collections.abc import Iterator

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# [words](https://…), or [words](/fees/) for a page of ours, without its language.
# Not "//" or "/\", by which browsers go to another site.
LINK = re.compile(r"\[([^\]\[\n]+)\]\((https://[^\s()]+|/(?![/\\])[^\s()\\]*)\)")
# No Markdown: it and a sanitizer would be two libraries for three elements (record 0138).
ENTRY = "- "


def render_text(text: str) -> SafeString:
    """The paragraphs and lists of a text."""
    return mark_safe("".join(render_block(lines) for lines in split_blocks(text)))  # noqa: S308 - escaped below


def split_blocks(text: str) -> Iterator[list[str]]:
    """The lines of each paragraph or list; an empty line, or a change between the two, ends one."""
    block: list[str] = []
    # The empty line at the end closes the last block.
    for line in [*map(str.strip, text.splitlines()), ""]:
        if block and (not line or line.startswith(ENTRY) != block[0].startswith(ENTRY)):
            yield block
            block = []
        if line:
            block.append(line)


def render_block(lines: list[str]) -> SafeString:
    """One paragraph or one list."""
    if lines[0].startswith(ENTRY):
        entries = ((render_line(line.removeprefix(ENTRY)),) for line in lines)
        return format_html('<ul class="spaced">{}</ul>', format_html_join("", "<li>{}</li>", entries))
    return format_html("<p>{}</p>", format_html_join(" ", "{}", ((render_line(line),) for line in lines)))


def render_line(line: str) -> SafeString:
    """A line with its links."""
    done, parts = 0, []
    for found in LINK.finditer(line):
        parts += [conditional_escape(line[done : found.start()]), render_link(found[1], found[2])]
        done = found.end()
    return mark_safe("".join([*parts, conditional_escape(line[done:])]))  # noqa: S308 - each part is escaped


def render_link(words: str, target: str) -> SafeString:
    """A link; to a page of ours, in the reader's language."""
    url = f"/{get_language() or 'en'}{target}" if target.startswith("/") else target
    return format_html('<a href="{}">{}</a>', url, words)
