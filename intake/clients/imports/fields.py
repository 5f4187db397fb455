"""The fields that a column can fill: those of the form of a client, as the contract has them, under flat names.

`name`, `alerts.consented_on`; what belongs to the profile stands without it (`date_of_birth`), and of what there may
be several each is numbered (`jobs.1.noc`).
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language_info, override

import scoring
from intake.clients.imports.columns import guess_by_heading, simplify
from intake.common import typed_numbers
from intake.common.typed_dates import read_dates
from intake.models import Client
from scoring.merging import merge

CONTRACT = Path(scoring.__file__).parent / "contract"
# How many of each can be told in columns; a client who has more is brought in as JSON Lines.
MOST_OF = {"credentials": 3, "language_tests": 2, "jobs": 5}
OWN = (
    "email",
    "name",
    "telephone",
    "language",
    "alerts.consented_on",
    "alerts.source",
    "stage",
    "adviser",
    "tags",
    "postal_address",
    "service_agreement_on",
    "next_action",
    "follow_up_on",
)
YES, NO = {"true", "yes", "y", "1", "oui", "vrai", "x"}, {"false", "no", "n", "0", "non", "faux"}
LANGUAGES = {"english": "en", "anglais": "en", "french": "fr", "francais": "fr", "français": "fr"}
# How firms name their columns, without signs and accents -> the field.
SYNONYMS = {
    "emailaddress": "email",
    "mail": "email",
    "courriel": "email",
    "adressecourriel": "email",
    "phone": "telephone",
    "phonenumber": "telephone",
    "telephonenumber": "telephone",
    "tel": "telephone",
    "mobile": "telephone",
    "cell": "telephone",
    "numerodetelephone": "telephone",
    "fullname": "name",
    "client": "name",
    "nom": "name",
    "nomcomplet": "name",
    "langue": "language",
    "birthdate": "date_of_birth",
    "dob": "date_of_birth",
    "birthday": "date_of_birth",
    "datedenaissance": "date_of_birth",
    "etatcivil": "marital_status",
    "civilstatus": "marital_status",
    "consentdate": "alerts.consented_on",
    "consent": "alerts.source",
    "etape": "stage",
    "assignedto": "adviser",
    "conseiller": "adviser",
    "conseillere": "adviser",
    "tag": "tags",
    "etiquette": "tags",
    "etiquettes": "tags",
    "address": "postal_address",
    "mailingaddress": "postal_address",
    "adresse": "postal_address",
    "adressepostale": "postal_address",
    "agreementdate": "service_agreement_on",
    "agreementsigned": "service_agreement_on",
    "agreementsignedon": "service_agreement_on",
    "datedelaconvention": "service_agreement_on",
    "nextstep": "next_action",
    "prochaineaction": "next_action",
    "followup": "follow_up_on",
    "followupdate": "follow_up_on",
    "suivile": "follow_up_on",
}


class Field(NamedTuple):
    """One field: its flat name, and what its cells hold: date, boolean, number, money, noc, country, text, choice."""

    name: str
    kind: str
    choices: tuple[str, ...] = ()


@cache
def find_fields() -> dict[str, Field]:
    """Every field by its name, the person's own first."""
    # Read from the contract, so that a new fact can be imported as soon as it is there (record 0130).
    schema = json.loads((CONTRACT / "profile.schema.json").read_text())
    own = [Field(name, "date" if name.endswith("_on") else "text") for name in OWN]
    return {field.name: field for field in [*own, *list_fields("", schema, schema["$defs"])]}


def list_fields(name: str, schema: dict[str, Any], known: dict[str, Any]) -> Iterator[Field]:
    """The fields of a part of the contract, numbered where there may be several."""
    schema = resolve(schema, known)
    if "properties" in schema:
        for key, part in schema["properties"].items():
            yield from list_fields(f"{name}.{key}".lstrip("."), part, known)
    elif "items" in schema:
        for number in range(1, MOST_OF.get(name.rpartition(".")[2], 0) + 1):
            yield from list_fields(f"{name}.{number}", schema["items"], known)
    else:
        yield build_field(name, schema)


def resolve(schema: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """The schema itself, for one that names another or allows nothing beside it."""
    if "$ref" in schema:
        return resolve(known[schema["$ref"].rpartition("/")[2]], known)
    either = [part for part in schema.get("oneOf", []) if part.get("type") != "null"]
    return resolve(either[0], known) if either else schema


def build_field(name: str, schema: dict[str, Any]) -> Field:
    """One field with the kind of its cells."""
    if "enum" in schema:
        return Field(name, "choice", tuple(choice for choice in schema["enum"] if choice is not None))
    types = schema.get("type", "string")
    types = [types] if isinstance(types, str) else types
    if found := next((kind for kind in types if kind in ("boolean", "number", "integer")), None):
        # Amounts of money are named by their currency.
        return Field(name, found if found == "boolean" else "money" if name.endswith("_cad") else "number")
    kinds = {"^[0-9]{5}$": "noc", "^[A-Z]{2}$": "country"}
    return Field(name, "date" if schema.get("format") == "date" else kinds.get(schema.get("pattern", ""), "text"))


def guess_fields(header: list[str]) -> list[str]:
    """For each column the field that its heading names, each field once; "" where it names none."""
    fields = find_fields()
    own = {name: name for name in fields}
    return guess_by_heading(
        header, merge(own, SYNONYMS, {f"profile.{name}": name for name in fields if name not in OWN})
    )


def build_line(fields: list[str], cells: list[str]) -> dict[str, Any]:
    """A row as a line of the form of a client; what is empty is left out."""
    line: dict[str, Any] = {"profile": {}}
    # Not strict: a row may end before the header does, and nothing fills it up.
    for name, cell in zip(fields, cells, strict=False):
        if name and cell:
            put(line if name in OWN else line["profile"], name.split("."), read_cell(find_fields()[name], cell))
    line["profile"] = close_lists(line["profile"])
    return line


def put(target: dict[str, Any], path: list[str], value: Any) -> None:
    """Put a value under its path."""
    *parents, last = path
    for parent in parents:
        target = target.setdefault(parent, {})
    target[last] = value


def close_lists(value: Any) -> Any:
    """What was numbered, as lists in the order of the numbers."""
    if not isinstance(value, dict):
        return value
    closed = {key: close_lists(part) for key, part in value.items()}
    numbered = bool(closed) and all(key.isdecimal() for key in closed)
    # By their numbers: as text, 10 would stand before 2.
    return [closed[key] for key in sorted(closed, key=int)] if numbered else closed


def read_cell(field: Field, cell: str) -> Any:
    """What a cell says; what it can't say stays as it stands, and the checks name it."""
    if field.name in BY_NAME:
        return BY_NAME[field.name](cell)
    if field.kind in CELLS:
        return CELLS[field.kind](cell)
    return read_choice(cell, field.choices) if field.kind == "choice" else cell


def read_language(cell: str) -> str:
    """The code of a language: as a code, or by its name in English, in French or in the language itself."""
    infos = [(code, get_language_info(code)) for code in settings.LETTER_LANGUAGES]
    names: dict[str, str] = {info[name].lower(): code for code, info in infos for name in ("name", "name_local")}
    return (LANGUAGES | names).get(cell.lower(), cell.lower())


def read_stage(cell: str) -> str:
    """The code of a stage: as a code, or by its label in a language that the site writes in."""
    codes = {simplify(code): str(code) for code in Client.Stage.values}
    for language in settings.LETTER_LANGUAGES:
        with override(language):
            codes |= {simplify(str(label)): str(code) for code, label in Client.Stage.choices}
    return codes.get(simplify(cell), cell)


def read_tags(cell: str) -> list[str]:
    """The names of tags, between semicolons."""
    return [name.strip() for name in cell.split(";") if name.strip()]


def read_choice(cell: str, choices: tuple[str, ...]) -> str:
    """The choice, however it is written: "Never married"."""
    return {simplify(choice): choice for choice in choices}.get(simplify(cell), cell)


def read_boolean(cell: str) -> bool | str:
    """Yes or no."""
    word = cell.lower()
    return word in YES if word in YES | NO else cell


def read_number(cell: str, read: Callable[[str], float] = typed_numbers.read_number) -> float | int | str:
    """A number, as it may be typed in the intake too."""
    try:
        number = read(cell)
        return int(number) if number.is_integer() else number
    except (ValueError, OverflowError):
        return cell


def read_money(cell: str) -> float | int | str:
    """An amount in dollars."""
    return read_number(cell, typed_numbers.read_money)


def read_date(cell: str) -> str:
    """A day as it may be typed in the intake too, of a moment its day; what can be two stays as it stands."""
    if re.match(r"\d{4}-\d\d-\d\d[T ]", cell):
        return cell[:10]
    meant = [one for one in read_dates(cell, timezone.localdate().year) if one.day]
    return meant[0].iso if len(meant) == 1 else cell


def read_noc(cell: str) -> str:
    """The five digits of a unit group, with the noughts that a spreadsheet takes away."""
    return cell.zfill(5) if cell.isdecimal() else cell


BY_NAME: dict[str, Callable[[str], Any]] = {"language": read_language, "stage": read_stage, "tags": read_tags}
CELLS: dict[str, Callable[[str], Any]] = {
    "boolean": read_boolean,
    "number": read_number,
    "money": read_money,
    "date": read_date,
    "noc": read_noc,
    "country": str.upper,
}
