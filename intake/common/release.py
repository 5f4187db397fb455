"""The code and the words of this release, as one mark: what was rendered by another one may say other things."""

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.apps import apps
from django.conf import settings

# Beside the code: what a page says, and what its addresses name, because styles and scripts have a digest in theirs.
FOLDERS = ("templates", "static")


@cache
def find_release() -> str:
    """The mark of the code, the templates, the catalogues and the styles that this process runs with."""
    digest = blake2b(digest_size=16)
    for path in list_files():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def list_files() -> Iterator[Path]:
    """Every file of ours that a page may be made of."""
    # By the apps that are installed: this room names none above it (record 0055).
    ours = [Path(one.path) for one in apps.get_app_configs() if Path(one.path).parent == settings.BASE_DIR]
    patterns = [
        *((folder, "*.py") for folder in ours),
        *((settings.BASE_DIR / name, "*.*") for name in FOLDERS),
        *((Path(folder), "*.mo") for folder in settings.LOCALE_PATHS),
    ]
    for folder, pattern in patterns:
        yield from (path for path in sorted(folder.rglob(pattern)) if path.is_file())
