"""The static files are what they say, small, and their colours can be told apart."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "static"
BOOTSTRAP = STATIC / "vendor/bootstrap/bootstrap.min.css"
SITE = STATIC / "intake/site.css"


def test_vendored_files_have_their_checksums():
    rows = (STATIC / "vendor/checksums.txt").read_text().splitlines()
    assert rows
    for row in rows:
        digest, name = row.split()
        assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == digest, name


def test_a_first_visit_stays_small():
    def packed(*paths):
        return sum(len(gzip.compress(path.read_bytes(), 6)) for path in paths)

    assert packed(STATIC / "intake/summary.js") < 5_000
    search = [STATIC / "vendor/accessible-autocomplete/accessible-autocomplete.min.js", STATIC / "intake/search.js"]
    assert packed(*search) < 25_000
    assert packed(BOOTSTRAP, SITE) < 22_000


PAGES = [path for path in (STATIC.parent / "templates").rglob("*.html") if "admin" not in path.parts]
BOOTSTRAPS = re.compile(r"(btn|text|alert|badge|table|card|form|fw|d|[mp][tbxyse]?)-[a-z0-9-]+")


def test_the_pages_use_no_class_of_bootstrap_that_was_left_out():
    templates = "".join(path.read_text() for path in PAGES)
    used = {name for names in re.findall(r'class="([^"]*)"', templates) for name in re.split(r"[\s{}%]+", names)}
    defined = set(re.findall(r"\.([a-zA-Z][\w-]*)", "".join(path.read_text() for path in STATIC.rglob("*.css"))))
    assert {name for name in used if BOOTSTRAPS.fullmatch(name)} - defined == set()


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def variables(block):
    return dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6})", block))


LIGHT = variables(SITE.read_text().split("@media")[0])
DARK = LIGHT | variables(SITE.read_text().split("@media")[1])
PAGE = {"light": "#ffffff", "dark": "#212529"}


@pytest.mark.parametrize(("mode", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_borders_and_focus_stand_out_from_the_page(mode, colours):
    assert contrast(colours["--line"], PAGE[mode]) >= 3
    ring = colours["--focus-ring"] if mode == "light" else colours["--focus"]
    assert contrast(ring, PAGE[mode]) >= 3


@pytest.mark.parametrize(("mode", "colours"), [("light", LIGHT), ("dark", DARK)])
@pytest.mark.parametrize("name", ["--wrong", "--met", "--unknown"])
def test_coloured_words_can_be_read(mode, colours, name):
    assert contrast(colours[name], PAGE[mode]) >= 4.5


def test_white_can_be_read_on_the_brand():
    assert contrast("#ffffff", LIGHT["--brand"]) >= 4.5
    assert contrast("#ffffff", DARK["--brand"]) >= 4.5


def test_the_controls_of_bootstrap_have_dark_borders():
    assert "1px solid #6c757d" in BOOTSTRAP.read_text()


GUIDE = (STATIC / "intake/guide.css").read_text()
CHART_LIGHT = variables(GUIDE.split("@media")[0])
CHART_DARK = CHART_LIGHT | variables(GUIDE.split("@media")[1])


@pytest.mark.parametrize(("mode", "colours"), [("light", CHART_LIGHT), ("dark", CHART_DARK)])
@pytest.mark.parametrize("name", ["--chart-round", "--chart-square", "--chart-ring"])
def test_the_marks_of_charts_stand_out_from_the_page(mode, colours, name):
    assert contrast(colours[name], PAGE[mode]) >= 3


def test_what_the_guide_adds_to_a_page_stays_small():
    assert len(gzip.compress(GUIDE.encode(), 6)) < 2_500
