"""Cards that other sites show beside a link to ours: drawn here, 1200 by 630 points, with a font that is ours too."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from intake.common.colours import READABLE, find_contrast, read_channels

WIDTH, HEIGHT, EDGE = 1200, 630, 80
# Pillow's own font has no accents, and a server need not have any other (record 0157).
FONTS = Path(settings.BASE_DIR) / "intake" / "data" / "fonts"
BOLD, PLAIN = "DejaVuSansBoldLatin.ttf", "DejaVuSansLatin.ttf"
BACK, INK = "#1d5468", "#ffffff"
# How much of the ink is in the words that stand back, where that can still be read.
QUIET = 0.82
# Flat colours and soft edges of letters: more would only make the file larger.
COLOURS = 48
TITLE_SIZES, TITLE_LINES = range(72, 35, -4), 2


class SharedCard(NamedTuple):
    """What a card says: a title, one figure ("" for none), a sentence, and whose site it is. Nothing of a person."""

    title: str
    figure: str
    words: str
    firm: str


@lru_cache(maxsize=100)
def draw_card(card: SharedCard, colour: str = "") -> bytes:
    """The card as a PNG, in the firm's colour where it has one.

    Buys 99 % of the time of a card, of which the same few are asked for again and again
    (`python -m bench.bought pages draw_card`).
    """
    back = choose_back(colour)
    quiet = choose_quiet(back)
    picture = Image.new("RGB", (WIDTH, HEIGHT), back)
    pen = ImageDraw.Draw(picture)
    y = write_title(pen, card.title)
    if card.figure:
        pen.text((EDGE, y), card.figure, INK, get_font(BOLD, 150))
        y += 185
    write_lines(pen, wrap(card.words, PLAIN, 40), (EDGE, y), (PLAIN, 40), quiet)
    pen.line((EDGE, HEIGHT - 110, WIDTH - EDGE, HEIGHT - 110), quiet, 2)
    pen.text((EDGE, HEIGHT - 90), shorten(card.firm, PLAIN, 32), quiet, get_font(PLAIN, 32))
    return encode(picture)


def choose_back(colour: str) -> str:
    """The firm's colour; ours where there is none, or where the ink could not be read on it."""
    return colour if colour and find_contrast(INK, colour) >= READABLE else BACK


def choose_quiet(back: str) -> str:
    """The colour of what stands back: the ink with some of the ground in it, or the ink where it is not read."""
    shares = zip(read_channels(INK), read_channels(back), strict=True)
    quiet = "#" + "".join(f"{round(QUIET * ink + (1 - QUIET) * ground):02x}" for ink, ground in shares)
    return quiet if find_contrast(quiet, back) >= READABLE else INK


def write_title(pen: ImageDraw.ImageDraw, title: str) -> int:
    """Write the title as large as it fits on two lines; returns where what follows begins."""
    for size in TITLE_SIZES:
        lines = wrap(title, BOLD, size)
        if len(lines) <= TITLE_LINES:
            break
    return write_lines(pen, lines[:TITLE_LINES], (EDGE, 60), (BOLD, size), INK) + 20


def write_lines(
    pen: ImageDraw.ImageDraw, lines: list[str], place: tuple[int, int], font: tuple[str, int], ink: str
) -> int:
    """Write lines below each other; returns the height at which the next would begin."""
    (x, y), (name, size) = place, font
    for line in lines:
        pen.text((x, y), line, ink, get_font(name, size))
        y += size * 5 // 4
    return y


def wrap(words: str, font: str, size: int) -> list[str]:
    """Break words into lines that fit between the edges, never at a no-break space."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, font, size) <= WIDTH - 2 * EDGE:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shorten(words: str, font: str, size: int) -> str:
    """The words, or as many of their letters as fit on a line."""
    if measure(words, font, size) <= WIDTH - 2 * EDGE:
        return words
    fitting = (words[:end] for end in range(len(words), 0, -1))
    return next(part for part in fitting if measure(f"{part}…", font, size) <= WIDTH - 2 * EDGE) + "…"


def measure(words: str, font: str, size: int) -> float:
    """How wide a line is."""
    return get_font(font, size).getlength(words)


@lru_cache(maxsize=32)
def get_font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """One of the fonts in a size."""
    # Raqm is not in every build of Pillow, and Latin letters need no shaping.
    return ImageFont.truetype(FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


def encode(picture: Image.Image) -> bytes:
    """The picture as a small PNG."""
    written = BytesIO()
    picture.quantize(COLOURS).save(written, "PNG", optimize=True)
    return written.getvalue()
