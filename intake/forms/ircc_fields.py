"""Form fields for the numbers that IRCC gives, each cleaned to its one form (see `intake.common.ircc_numbers`)."""

from typing import Any

from django import forms

from intake.common.ircc_numbers import normalize_application_number, normalize_uci


class NumberBox(forms.TextInput):
    """A box whose content no browser keeps, nor sends away to be spelt."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false", **(attrs or {})})


class UciField(forms.CharField):
    """IRCC's number of a person."""

    def __init__(self, **kwargs: Any) -> None:
        # Spaces and hyphens are typed too.
        super().__init__(**kwargs | {"max_length": 40, "widget": NumberBox})

    def to_python(self, value: str | None) -> str:
        """The number as IRCC writes it; empty where nothing was typed."""
        return normalize_uci(super().to_python(value) or "")


class ApplicationNumberField(forms.CharField):
    """IRCC's number of an application."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"max_length": 40, "widget": NumberBox})

    def to_python(self, value: str | None) -> str:
        """The number in capitals and without spaces; empty where nothing was typed."""
        return normalize_application_number(super().to_python(value) or "")
