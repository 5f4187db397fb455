"""A firm that says something of each kind about itself."""

from collections.abc import Callable
from io import BytesIO
from typing import IO

from PIL import Image

from intake.firm.look import forget_look
from intake.firm.pictures import save_logo, save_portrait
from intake.models import FirmLook, FirmOffice, FirmPerson, FirmPicture, FirmService, FirmText

# By the function that draws one: what its row holds.
DRAWN: dict[Callable[[IO[bytes]], FirmPicture], dict] = {}


def make_upload(size=(600, 800), form="PNG", colour="#336699", **others) -> BytesIO:
    """A picture of one colour, as a file."""
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, form, **others)
    file.seek(0)
    return file


def add_picture(save: Callable[[IO[bytes]], FirmPicture]) -> FirmPicture:
    """What it makes of `make_upload()`; drawn once by a tester, since hundreds of worlds begin with a firm."""
    if save not in DRAWN:
        made = save(make_upload())
        DRAWN[save] = {name: getattr(made, name) for name in ("digest", "image", "width", "height")}
    return FirmPicture.objects.get_or_create(digest=DRAWN[save]["digest"], defaults=DRAWN[save])[0]


def add_firm(**days) -> None:
    """A look, a person, a service, an office and a text of each kind."""
    FirmLook.objects.create(
        tagline_en="Reads twice", tagline_fr="Lit deux fois", logo=add_picture(save_logo), colour="#7a2e3a", **days
    )
    FirmPerson.objects.create(
        name="Ada Draft",
        role_en="Consultant",
        role_fr="Consultante",
        languages_en="English",
        languages_fr="anglais",
        text_en="Reads.",
        text_fr="Lit.",
        photograph=add_picture(save_portrait),
        **days,
    )
    FirmService.objects.create(
        title_en="A service in 2099", title_fr="Un service en 2099", text_en="All.", text_fr="Tout.", **days
    )
    FirmOffice.objects.create(name_en="An office in 2099", name_fr="Un bureau en 2099", address="1 Street", **days)
    for kind in FirmText.TextKind:
        FirmText.objects.create(
            kind=kind, title_en=f"A {kind} in 2099", title_fr=f"{kind} 2099", text_en="So.", text_fr="Ainsi.", **days
        )
    forget_look()
