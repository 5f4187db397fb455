"""A folder as one encrypted file: a zip for the owners of some age keys (https://age-encryption.org/v1).

A zip, because its reader leaves no way out of the folder on every Python of ours: anybody can encrypt for a public key.
"""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pyrage


class ArchiveRefused(Exception):
    """An archive can't be written or read, and why, in one sentence."""


def pack(folder: Path, file: Path, recipients: Sequence[str]) -> None:
    """Write the folder's files into `file`, whole or not at all, readable with any of the recipients' private keys.

    Raises `ArchiveRefused` for a recipient that is no key, `OSError` where the file can't be written.
    """
    keys = read_recipients(recipients)
    plain, partial = folder.parent / f"{folder.name}.zip", file.with_name(f"{file.name}.partial")
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder))
    # Written under another name and renamed when it is whole: a backup that was cut short never looks like a backup.
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    pyrage.encrypt_file(str(plain), str(partial), keys)
    plain.unlink()
    partial.replace(file)


def read_recipients(texts: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    """The public keys. Raises `ArchiveRefused` where there is none, or one that is not a key."""
    if not texts:
        raise ArchiveRefused("BACKUP_RECIPIENTS is empty: name the public keys of those who may read backups.")
    try:
        return [pyrage.x25519.Recipient.from_str(text) for text in texts]
    except pyrage.RecipientError as error:
        raise ArchiveRefused(f"BACKUP_RECIPIENTS has a text that is no public key of age ({error}).") from None


def read_identities(file: Path) -> list[pyrage.x25519.Identity]:
    """The private keys in a file as age-keygen writes it. Raises `ArchiveRefused`."""
    try:
        lines = [line.strip() for line in file.read_text().splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise ArchiveRefused(f"{file} is no file of age's private keys ({error}).") from None
    if not found:
        raise ArchiveRefused(f"{file} has no private key in it.")
    return found


def unpack(file: Path, identity: Path, folder: Path) -> None:
    """Put an archive's files into the folder. Raises `ArchiveRefused` where the key or the file is not right."""
    plain = folder.parent / f"{folder.name}.zip"
    try:
        pyrage.decrypt_file(str(file), str(plain), read_identities(identity))
        with zipfile.ZipFile(plain) as archive:
            archive.extractall(folder)
    except (pyrage.DecryptError, zipfile.BadZipFile, OSError) as error:
        raise ArchiveRefused(f"{file} can't be read with {identity}: {error}") from None
    finally:
        plain.unlink(missing_ok=True)
