"""Pictures that staff upload: looked at before they are decoded, made anew at one size, without what came with them.

What is kept is our own WebP of the pixels: no place, no name of a camera, no second file behind the first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from threading import Lock
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from intake.models import FirmPicture

# The proxy of docs/deploy lets a megabyte through; a phone's photograph of 40 million points is decoded, no larger one.
MOST_KILOBYTES = 900
MOST_BYTES = 1000 * MOST_KILOBYTES
MOST_PIXELS = 40_000_000
# Named, because Pillow would try every format that it knows on what was uploaded (record 0138).
FORMATS = ("JPEG", "PNG", "WEBP")
PORTRAIT = (400, 400)
LOGO = (320, 80)
QUALITY = 80
# Of the threads of a process: what is switched is that of them all.
ONE_AT_A_TIME = Lock()
TOO_MANY_BYTES = _("The file is larger than %(most)d kB. Make the picture smaller first.")
TOO_MANY_PIXELS = _("The picture has more than %(most)d million pixels.")
NOT_A_PICTURE = _("This is not a JPEG, PNG or WebP picture that can be read.")


def save_portrait(file: IO[bytes]) -> FirmPicture:
    """Keep a photograph as a square of 400 points. Raises `ValidationError`."""
    return save_picture(ImageOps.fit(read_picture(file), PORTRAIT))


def save_logo(file: IO[bytes]) -> FirmPicture:
    """Keep a logo at 320 by 80 points at most, what is transparent in it too. Raises `ValidationError`."""
    logo = read_picture(file)
    logo.thumbnail(LOGO)
    return save_picture(logo)


def read_picture(file: IO[bytes]) -> Image.Image:
    """Decode the first frame, turned as the camera was held. Raises `ValidationError` for what is too large or none."""
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValidationError(TOO_MANY_BYTES, "too_many_bytes", {"most": MOST_KILOBYTES})
    try:
        return decode(content)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(NOT_A_PICTURE, "not_a_picture") from error


def decode(content: bytes) -> Image.Image:
    """The pixels in colour. Raises what Pillow raises, `ValidationError` for too many of them, before they are read."""
    with refuse_truncated(), Image.open(BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(TOO_MANY_PIXELS, "too_many_pixels", {"most": MOST_PIXELS // 1_000_000})
        # Lets a JPEG be decoded at a fraction of its size, with twice the portrait left to fit.
        picture.draft("RGB", (2 * PORTRAIT[0], 2 * PORTRAIT[1]))
        return ImageOps.exif_transpose(picture).convert("RGBA")


@contextmanager
def refuse_truncated() -> Iterator[None]:
    """Refuse a picture whose end is missing, whatever else this process has imported."""
    # WeasyPrint lets Pillow take such pictures, in the whole process and for good.
    with ONE_AT_A_TIME:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def save_picture(picture: Image.Image) -> FirmPicture:
    """Keep the pixels as WebP, once."""
    written = BytesIO()
    # From the bare pixels: whatever else the file held, a place or a second picture, stays behind (record 0138).
    Image.frombytes(picture.mode, picture.size, picture.tobytes()).save(written, "WEBP", quality=QUALITY)
    image = written.getvalue()
    found, _made = FirmPicture.objects.get_or_create(
        digest=sha256(image).hexdigest(),
        defaults={"image": image, "width": picture.width, "height": picture.height},
    )
    return found
