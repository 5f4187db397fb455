"""The code and the words of this release, as one mark: what was rendered by another one may say other things."""

from functools import cache
from hashlib import blake2b

from django.conf import settings

# Whatever a page is made of, and what its addresses name: styles and scripts have a digest in theirs.
MADE_OF = {
    "intake": "*.py",
    "draws": "*.py",
    "config": "*.py",
    "scoring": "*.py",
    "templates": "*.*",
    "static": "*.*",
    "config/locale": "*.mo",
}


@cache
def find_release() -> str:
    """The mark of the code, the templates, the catalogues and the styles that this process runs with."""
    digest = blake2b(digest_size=16)
    for folder, pattern in MADE_OF.items():
        for path in sorted(settings.BASE_DIR.joinpath(folder).rglob(pattern)):
            if path.is_file():
                digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
