"""An invented firm that looks finished, for the first start of `make run`: never for a live site.

Its portraits and its logo are drawn here, so that the pictures of nobody are shipped.
"""

import tomllib
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image, ImageDraw

from intake.firm.look import forget_look
from intake.firm.pictures import save_logo, save_portrait
from intake.models import FirmLook, FirmOffice, FirmPerson, FirmPicture, FirmService, FirmText
from scoring.merging import merge

FILE = Path(settings.BASE_DIR) / "intake" / "data" / "example_firm.toml"
KINDS = {
    "steps": FirmText.TextKind.STEP,
    "promises": FirmText.TextKind.PROMISE,
    "questions": FirmText.TextKind.QUESTION,
}
MODELS: dict[str, Any] = merge(
    {"people": FirmPerson, "services": FirmService, "offices": FirmOffice},
    dict.fromkeys(KINDS, FirmText),
)
SIDE = 800


def add_example_firm() -> None:
    """Put it in. Raises `ValidationError` where the file holds what staff could not enter."""
    example = tomllib.loads(FILE.read_text())
    look = example.pop("look")
    save(FirmLook(logo=draw_logo(look["colour"]), **strip(look)))
    for name, rows in example.items():
        for number, row in enumerate(rows):
            save(build_row(name, row, 10 * (number + 1)))
    forget_look()


def build_row(name: str, row: dict[str, Any], position: int) -> Any:
    """One row of a table of the file."""
    columns = strip(row) | {"position": position}
    if name in KINDS:
        columns["kind"] = KINDS[name]
    if "drawn" in columns:
        columns["photograph"] = draw_portrait(**columns.pop("drawn"))
    return MODELS[name](**columns)


def strip(row: dict[str, Any]) -> dict[str, Any]:
    """A row without the empty lines around its texts."""
    return {name: value.strip() if isinstance(value, str) else value for name, value in row.items()}


def save(row: Any) -> None:
    """Keep a row that is as staff could have entered it. Raises `ValidationError`."""
    row.full_clean()
    row.save()


def draw_portrait(skin: str, hair: str, coat: str, ground: str, long: bool) -> FirmPicture:
    """A head and shoulders in flat colours."""
    picture = Image.new("RGB", (SIDE, SIDE), ground)
    pen = ImageDraw.Draw(picture)
    if long:
        pen.rounded_rectangle((225, 170, 575, 640), 170, fill=hair)
    pen.ellipse((110, 560, 690, 1160), fill=coat)
    pen.rounded_rectangle((340, 470, 460, 640), 60, fill=skin)
    pen.ellipse((255, 190, 545, 550), fill=skin)
    pen.pieslice((240, 150, 560, 480), 180, 360, fill=hair)
    pen.polygon([(340, 600), (460, 600), (400, 700)], fill=skin)
    return save_portrait(write_png(picture))


def draw_logo(colour: str) -> FirmPicture:
    """Three steps upwards."""
    picture = Image.new("RGBA", (320, 320), (255, 255, 255, 0))
    pen = ImageDraw.Draw(picture)
    for number in range(3):
        pen.rounded_rectangle((20 + 100 * number, 220 - 90 * number, 100 + 100 * number, 300), 14, fill=colour)
    return save_logo(write_png(picture))


def write_png(picture: Image.Image) -> BytesIO:
    """A picture as a file, as if it had been uploaded."""
    file = BytesIO()
    picture.save(file, "PNG")
    file.seek(0)
    return file
