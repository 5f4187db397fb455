"""A firm that says something of each kind about itself."""

from io import BytesIO

from PIL import Image

from intake.firm.look import forget_look
from intake.firm.pictures import save_logo, save_portrait
from intake.models import FirmLook, FirmOffice, FirmPerson, FirmService, FirmText


def make_upload(size=(600, 800), form="PNG", colour="#336699", **others) -> BytesIO:
    """A picture of one colour, as a file."""
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, form, **others)
    file.seek(0)
    return file


def add_firm(**days) -> None:
    """A look, a person, a service, an office and a text of each kind."""
    FirmLook.objects.create(
        tagline_en="Reads twice", tagline_fr="Lit deux fois", logo=save_logo(make_upload()), colour="#7a2e3a", **days
    )
    FirmPerson.objects.create(
        name="Ada Draft",
        role_en="Consultant",
        role_fr="Consultante",
        languages_en="English",
        languages_fr="anglais",
        text_en="Reads.",
        text_fr="Lit.",
        photograph=save_portrait(make_upload()),
        **days,
    )
    FirmService.objects.create(
        title_en="A service in 2099", title_fr="Un service en 2099", text_en="All.", text_fr="Tout.", **days
    )
    FirmOffice.objects.create(name_en="An office in 2099", name_fr="Un bureau en 2099", address="1 Street", **days)
    for kind in FirmText.Kind:
        FirmText.objects.create(
            kind=kind, title_en=f"A {kind} in 2099", title_fr=f"{kind} 2099", text_en="So.", text_fr="Ainsi.", **days
        )
    forget_look()
