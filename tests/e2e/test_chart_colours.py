"""The public's charts stand out from their ground: on paper, in the dark, and in the reader's own colours."""

from itertools import product

import pytest
from playwright.sync_api import Page

from draws.feed import importer, parser
from intake.questionnaire.draft import COOKIE
from tests.e2e.test_every_page import OPEN
from tests.intake.files import sign_draft
from tests.intake.lives import LIVES, save_result

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = {
    "paper": {"media": "print", "color_scheme": "light", "forced_colors": "none"},
    "dark": {"media": "screen", "color_scheme": "dark", "forced_colors": "none"},
    "own colours, dark": {"media": "screen", "color_scheme": "dark", "forced_colors": "active"},
    "own colours": {"media": "screen", "color_scheme": "light", "forced_colors": "active"},
}
# WCAG 2.2, 1.4.11 and 1.4.3. The lines of the scale say nothing that their figures do not.
OF_SHAPES, OF_WORDS = 3, 4.5
# Of each shape and word in a chart: what it is, and its contrast with what is behind it; paper shows no grounds.
CONTRASTS = """paper => {
  const pen = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const lay = (colour, opacity) => { pen.globalAlpha = opacity; pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); };
  const light = () => {
    const [red, green, blue] = [...pen.getImageData(0, 0, 1, 1).data].map(
      one => one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  };
  const layGround = one => {
    const around = [];
    for (let each = one.closest("svg").parentElement; each; each = each.parentElement) around.unshift(each);
    lay("white", 1);
    if (!paper) around.forEach(each => lay(getComputedStyle(each).backgroundColor, 1));
    return light();
  };
  const measure = (one, colour, opacity) => {
    if (colour === "none") return 1;
    const ground = layGround(one);
    lay(colour, opacity);
    return Math.max(ground, light()) / Math.min(ground, light());
  };
  return [...document.querySelectorAll("svg :is(path, rect, line, circle, text)")]
    .filter(one => one.checkVisibility() && !one.matches(".scale"))
    .map(one => {
      const style = getComputedStyle(one);
      const filled = measure(one, style.fill, style.fillOpacity * style.opacity);
      const drawn = measure(one, style.stroke, style.strokeOpacity * style.opacity);
      return [one.tagName, `${one.classList} ${one.outerHTML.slice(0, 90)}`, Math.max(filled, drawn)];
    });
}"""


@pytest.fixture
def paths(page: Page, live_server) -> dict[str, int]:
    """The pages with charts, and how many shapes and words each has at least; the browser holds the result."""
    importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))
    made = save_result(LIVES["graduate"])
    page.context.add_cookies([{"name": COOKIE, "value": sign_draft(made.intake.token), "url": live_server.url}])
    return {f"result/{made.reference}/": 60, "draws/": 10, "draws/streams/": 20, "draws/437/": 10}


def test_every_part_of_a_chart_stands_out_on_paper_in_the_dark_and_in_ones_own_colours(
    page: Page, live_server, paths, violations
):
    faint = []
    for language, (path, least) in product(("en", "fr"), paths.items()):
        page.goto(f"{live_server.url}/{language}/{path}")
        page.evaluate(OPEN)
        for look, media in LOOKS.items():
            page.emulate_media(**media)
            page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")
            parts = page.evaluate(CONTRASTS, look == "paper")
            assert len(parts) >= least, (language, path, look)
            faint += [(language, path, look, *part) for part in parts if is_faint(*part)]
        # What axe finds in French is found on every page (`test_every_page.py`).
        if language == "en":
            assert violations(page) == [], path
    assert faint == []


def is_faint(tag: str, name: str, contrast: float) -> bool:
    """Whether a part stands out too little; the hole of a ring has to be of its ground's colour."""
    if name.startswith("mark mark-hole"):
        return contrast > 1.01
    return contrast < (OF_WORDS if tag == "text" else OF_SHAPES)
