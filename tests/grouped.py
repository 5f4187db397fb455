"""What people see of a page or a message, and the scores in it whose thousands are not grouped."""

import re
from html import unescape

# Words that stand in attributes; the addresses of links and pictures are none.
SPOKEN = re.compile(r'\s(?:aria-label|title|alt|content|data-total)="([^"]*)"')
UNSEEN = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)


def read_words(html: str) -> str:
    """The words of a page, those of its title and its labels too."""
    page = UNSEEN.sub(" ", html)
    spoken = [one for one in SPOKEN.findall(page) if "://" not in one]
    return " ".join(unescape(" ".join([*spoken, re.sub(r"<[^>]*>", " ", page)])).replace("\xa0", " ").split())


def list_bare(html: str, score: int) -> list[str]:
    """Where a score of a thousand and more stands in bare digits, each with some words around it."""
    return [found[0] for found in re.finditer(rf".{{0,60}}(?<!\d){score}(?!\d).{{0,20}}", read_words(html))]


def group(score: int, language: str) -> str:
    """The score as `read_words` has it: "1,034", in French "1 034"."""
    return f"{score:,}".replace(",", " " if language == "fr" else ",")
