"""The pages can be read from right to left: no style names a side, and a page says its direction."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

pytestmark = pytest.mark.quick
STATIC = Path(settings.BASE_DIR) / "static"
SIDES = re.compile(
    r"[a-z-]+-(?:left|right)(?:-radius)?\s*:|(?:^|[{;])\s*(?:left|right)\s*:|(?:text-align|float|clear):\s*(?:left|right)"
)
FOUR_SIDES = re.compile(r"(?:padding|margin|inset): *(\S+) +(\S+) +(\S+) +([^\s;}]+) *[;}]")


@pytest.mark.parametrize("style", [path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.css")])
def test_no_style_names_a_side(style):
    assert SIDES.findall((STATIC / style).read_text()) == []


@pytest.mark.parametrize(
    "style", [path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.css") if "vendor" not in path.parts]
)
def test_no_style_gives_the_two_sides_different_spaces_in_one_line(style):
    uneven = [found for found in FOUR_SIDES.findall((STATIC / style).read_text()) if found[1] != found[3]]
    assert uneven == []


@pytest.mark.parametrize("page", ["500.html", "503.html"])
@pytest.mark.parametrize(
    ("language", "said"), [pytest.param("ar", ' dir="rtl"', id="Arabic"), pytest.param("fr", "", id="French")]
)
def test_a_page_says_its_direction(page, language, said):
    with override(language):
        assert f'<html lang="{language}"{said}>' in render_to_string(page)
