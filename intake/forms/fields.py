"""Form fields with plain error messages that forgive spaces, commas and currency signs."""

import math
import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, time
from typing import Any, NamedTuple, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.common import typed_numbers
from intake.common.email_addresses import INVALID, normalize_email
from intake.common.names import normalize_name
from intake.common.postal_addresses import LONGEST_ADDRESS, tidy_address
from intake.common.telephone_numbers import ONE_FORM, format_telephone, normalize_telephone
from intake.common.typed_dates import TypedDate, read_dates
from intake.forms.widgets import (
    AnyDateParts,
    Checkbox,
    CheckboxList,
    DateParts,
    LongSelect,
    MonthAndDayParts,
    MonthParts,
    RadioList,
    TextBox,
    render_options_by_code,
)
from scoring.dates import format_date

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
# What stands for a bool in a form and in a script.
POSTED = {True: "yes", False: "no"}
# Python takes "90" for a year too, of the first century.
FIRST_YEAR = 1900


class Radios(forms.ChoiceField):
    """A choice of a few, none selected beforehand."""

    widget = RadioList

    def __init__(self, *, missing: Any, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": missing, "invalid_choice": missing}, **kwargs)

    def show(self, value: str) -> Any:
        """The label of the chosen value."""
        return dict(self.choices).get(value, "")  # type: ignore[arg-type]


class ChoiceSelect(forms.ChoiceField):
    """A choice of some from a list, which may be left at its first, empty line."""

    widget = forms.Select({"class": "form-select"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, error_messages={"invalid_choice": _("Choose from the list")}, **kwargs)

    def show(self, value: str) -> Any:
        """The label of the chosen value."""
        return dict(self.choices).get(value, "")  # type: ignore[arg-type]


class YesNo(forms.TypedChoiceField):
    """Yes or no; cleaned to a bool. What is said of a missing answer repeats the question, and leads to neither."""

    widget = RadioList

    def __init__(self, *, missing: Any = None, **kwargs: Any) -> None:
        missing = missing or format_lazy(_("Select yes or no: {question}"), question=kwargs.get("label", ""))
        messages = {"required": missing, "invalid_choice": missing}
        choices = kwargs.pop("choices", YES_NO)
        super().__init__(
            coerce=lambda v: v == "yes", empty_value=None, choices=choices, error_messages=messages, **kwargs
        )

    def show(self, value: bool | None) -> Any:
        """The answer in words."""
        return dict(self.choices).get(POSTED.get(value), "")  # type: ignore[arg-type]


class CheckboxField(forms.BooleanField):
    """A box that may be left empty."""

    widget = Checkbox

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class TickBoxes(forms.MultipleChoiceField):
    """Any number of boxes; cleaned to the values that were ticked, each once, however often it was sent."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> list[str]:
        """The values, in the order in which they came. Raises `ValidationError` for one that is not offered."""
        return list(dict.fromkeys(super().clean(value)))


class CheckboxListField(forms.Field):
    """Any number of boxes, none of them required; cleaned to the codes of those that were ticked."""

    widget = CheckboxList

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def set_lines(self, lines: Sequence[tuple[str, Any]]) -> None:
        """Offer these lines: code and text, a heading without a code."""
        self.widget.lines = lines

    def show(self, value: tuple[str, ...]) -> Any:
        """How many of how many were ticked."""
        count = sum(bool(code) for code, _text in self.widget.lines)
        return format_lazy(_("{ticked} of {count}"), ticked=len(value), count=count)


class DayField(forms.Field):
    """A day, asked as day, month and year."""

    widget = DateParts
    default_error_messages = {
        "incomplete": _("Enter the day, the month and the year, for example March 27, 1990"),
        "unreal": _("Enter a date that exists, for example March 27, 1990"),
        "year": format_lazy(_("Enter a year from {first} on with four figures, for example 1990"), first=FIRST_YEAR),
        "future": _("Enter a date that is not in the future"),
        "ambiguous": _("“{typed}” can mean {one} or {other}. Write the month as a word, or choose it from the list"),
        "century": _("“{typed}” can mean {one} or {other}. Write the year with four figures"),
        "several": _(
            "“{typed}” can mean {one}, {other} or another day. Write the month as a word and the year with four figures"
        ),
    }

    def __init__(self, *, missing: Any = None, **kwargs: Any) -> None:
        super().__init__(required=missing is not None, **kwargs)
        self.error_messages["required"] = missing

    def clean(self, value: tuple[str, ...] | None) -> date | None:
        """The date of the parts; None where nothing was typed and the field is optional."""
        typed = [part.strip() for part in value or ()]
        if not any(typed):
            return self.handle_empty()  # type: ignore[func-returns-value]
        self.refuse_ambiguous(typed)
        if not all(typed):
            raise self.make_error("incomplete")
        return self.refuse_future(self.make_date(typed))

    def handle_empty(self) -> None:
        """Accept that nothing was typed, where the field is optional."""
        if self.required:
            raise self.make_error("required")

    def refuse_ambiguous(self, typed: list[str]) -> None:
        """Raise `ValidationError` for a whole date in one part whose day and month could be either."""
        meant = cast("DateParts", self.widget).read_whole(typed)
        if len(meant) > 1:
            days = [self.show_day(DayField.make_date(self, list(read))) for read in meant[:2]]
            raise make_doubt_error(self, max(typed, key=len), meant, days)

    def show_day(self, day: date) -> str:
        """A day as the field shows it: in words."""
        return format_date(day)

    def make_date(self, typed: list[str]) -> date:
        """The date of day, month and year as typed. Raises `ValidationError` where there is no such date."""
        try:
            year, month, day = (int(part) for part in reversed(typed))
            found = date(year, month, day)
        # `date` raises the latter for figures that no C integer holds.
        except (ValueError, OverflowError):
            raise self.make_error("unreal") from None
        if found.year < FIRST_YEAR:
            raise self.make_error("year")
        return found

    def refuse_future(self, found: date) -> date:
        """The date. Raises `ValidationError` where it is in the future."""
        if found > timezone.localdate():
            raise self.make_error("future")
        return found

    def make_error(self, code: str) -> ValidationError:
        """The error of this code, with this field's own message."""
        return ValidationError(self.error_messages[code], code)

    def show(self, value: date | None) -> str:
        """The date in words."""
        return self.show_day(value) if value else ""


class AnyDayField(DayField):
    """A day that may be ahead, as the last one of a work permit or of a time away."""

    widget = AnyDateParts

    def refuse_future(self, found: date) -> date:
        """The date, ahead or not."""
        return found


def name_doubt(meant: Sequence[TypedDate]) -> str:
    """The code of what is not certain in a date of several meanings: day and month, the century, or more than that."""
    if len(meant) > 2:
        return "several"
    one, other = meant
    return "century" if (one.day, one.month) == (other.day, other.month) else "ambiguous"


def make_doubt_error(
    field: forms.Field, typed: str, meant: Sequence[TypedDate], days: Sequence[str]
) -> ValidationError:
    """The error of a date of several meanings, in the field's words; `days`: the first two of them, in words."""
    code = name_doubt(meant)
    return ValidationError(field.error_messages[code].format(typed=typed, one=days[0], other=days[1]), code)


class TypedDayField(forms.DateField):
    """A day in one box: by the browser's calendar, or as people write and paste it in either language."""

    _doubt = _("“{typed}” can mean {one} or {other}. Write the month as a word and the year with four figures")
    default_error_messages = {
        "ambiguous": _doubt,
        "century": _doubt,
        "several": DayField.default_error_messages["several"],
    }

    def to_python(self, value: Any) -> date | None:
        """The day; None for nothing. Raises `ValidationError` for what is not a day, or can be more than one."""
        typed = value if isinstance(value, str) else ""
        meant = [one for one in read_dates(typed, timezone.localdate().year) if one.day]
        if len(meant) > 1:
            days = [format_date(date(*(int(part) for part in reversed(read)))) for read in meant[:2]]
            raise make_doubt_error(self, typed, meant, days)
        return super().to_python(meant[0].iso if meant else value)


class EmailAddressField(forms.EmailField):
    """An e-mail address, cleaned to its one form (see `intake.common.email_addresses`)."""

    default_validators: list[Any] = []  # `normalize_email` says what is wrong
    default_error_messages = {"invalid": INVALID}

    def to_python(self, value: str | None) -> str:
        """The address in its one form; empty where nothing was typed."""
        typed = super().to_python(value)
        return normalize_email(typed) if typed else ""


class PersonNameField(forms.CharField):
    """A person's name, cleaned to its one form (see `intake.common.names`)."""

    def to_python(self, value: str | None) -> str:
        """The name on one line; empty where nothing was typed."""
        return normalize_name(super().to_python(value) or "")


class PostalAddressField(forms.CharField):
    """A postal address of a few lines, cleaned to its one form (see `intake.common.postal_addresses`)."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea({"class": "form-control", "rows": 3, "autocomplete": "street-address"})
        # A form of a model says how long its column is, which is the same.
        super().__init__(**{"widget": widget} | kwargs | {"max_length": LONGEST_ADDRESS})

    def to_python(self, value: Any) -> str:
        """Its lines, without what is empty in them."""
        return tidy_address(super().to_python(value) or "")


class TelephoneField(forms.CharField):
    """A telephone number, cleaned to its one form (see `intake.common.telephone_numbers`)."""

    def __init__(self, **kwargs: Any) -> None:
        # Brackets, dots and spaces are typed too, and are not kept.
        super().__init__(**kwargs | {"max_length": 40})
        self.stored = ""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """The field of a form, which knows the number that is kept."""
        first = str(form.get_initial_for_field(self, field_name) or "")
        # What an enquiry fills in stands as it was typed there, and is read like anything else.
        self.stored = first if ONE_FORM.fullmatch(first) else ""
        return super().get_bound_field(form, field_name)

    def to_python(self, value: str | None) -> str:
        """The number with its country code; empty where nothing was typed."""
        typed = super().to_python(value) or ""
        # What a file has since before numbers were looked up must not keep the rest of a form from being saved.
        return self.stored if self.stored and typed == format_telephone(self.stored) else normalize_telephone(typed)

    def prepare_value(self, value: Any) -> Any:
        """The number as it is read out."""
        return format_telephone(value) if isinstance(value, str) else value


class MonthField(DayField):
    """A month, asked as month and year: the first day of it, or with `last=True` the last."""

    widget = MonthParts
    default_error_messages = {
        "incomplete": _("Enter the month and the year, for example March 2021"),
        "unreal": _("Enter a month and a year, for example March 2021"),
        "year": format_lazy(_("Enter a year from {first} on with four figures, for example 2021"), first=FIRST_YEAR),
        "future": _("Enter a month that is not in the future"),
    }

    def __init__(self, *, last: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.last = last

    def make_date(self, typed: list[str]) -> date:
        """The first day of the month, or with `last` its last."""
        first = super().make_date(["1", *typed])
        return find_month_end(first) if self.last else first

    def refuse_future(self, found: date) -> date:
        """Refuse a month that has not begun; the present one may end after today."""
        super().refuse_future(found.replace(day=1))
        return found

    def show_day(self, day: date) -> str:
        """Month and year, in words."""
        return format_date(day, "YEAR_MONTH_FORMAT")


class DayRange(NamedTuple):
    """The days that were meant: one, where first and last are the same, or any of a month."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        """The day itself was given."""
        return self.first == self.last


class MonthAndDayField(DayField):
    """A month and a year, with the day where it is known; cleaned to the days that are meant, none after today."""

    widget = MonthAndDayParts
    default_error_messages = {
        "incomplete": _("Enter the month and the year, for example March 2021"),
        "unreal": _("Enter a month and a year, and the day if you know it, for example March 6, 2021"),
        "year": format_lazy(_("Enter a year from {first} on with four figures, for example 2021"), first=FIRST_YEAR),
        "future": _("Enter a date that is not in the future"),
    }

    def clean(self, value: tuple[str, ...] | None) -> Any:
        """The days of the parts; None where nothing was typed and nothing need be."""
        month, year, day = [part.strip() for part in value or ("", "", "")]
        if not month + year + day:
            return self.handle_empty()
        self.refuse_ambiguous([month, year, day])
        if not (month and year):
            raise self.make_error("incomplete")
        first = self.refuse_future(self.make_date([day or "1", month, year]))
        # Without its day a month stands for any of them: the profile takes the one with the least work (record 0062).
        return DayRange(first, first) if day else DayRange(first, min(find_month_end(first), timezone.localdate()))

    def show(self, value: Any) -> str:
        """The day in words, or the month where the day is not known."""
        if not value:
            return ""
        return format_date(value.first) if value.exact else format_date(value.first, "YEAR_MONTH_FORMAT")


def find_month_end(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


class NumberField(forms.Field):
    """A number, typed: "6,5", "$15 000" and "1,500" are understood."""

    widget = TextBox({"inputmode": "decimal", "autocomplete": "off", "size": 8})
    read = staticmethod(typed_numbers.read_number)

    def __init__(
        self,
        *,
        missing: Any = None,
        wrong: Any,
        low: float = 0,
        high: float = math.inf,
        whole: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(required=missing is not None, **kwargs)
        self.error_messages |= {"required": missing or wrong, "wrong": wrong}
        self.low, self.high, self.whole = low, high, whole

    def to_python(self, value: str | None) -> float | int | None:
        """The number; None for nothing. Raises `ValidationError` where it is not a number, or outside its limits."""
        # Among them the no-break spaces by which French groups thousands.
        if not typed_numbers.remove_spaces(value or ""):
            return None
        try:
            number = self.read(value or "")
        except ValueError:
            number = math.nan
        # What is no number (nan) compares as outside of any limits, and is refused here too.
        if not self.low <= number <= self.high or math.isinf(number) or (self.whole and number % 1):
            raise ValidationError(self.error_messages["wrong"], "wrong")
        return int(number) if number % 1 == 0 else number

    def show(self, value: float | None) -> str:
        """The number as it is written in the language."""
        return "" if value is None else number_format(value, force_grouping=True)


class MoneyField(NumberField):
    """An amount in dollars, typed: "28.500" too."""

    read = staticmethod(typed_numbers.read_money)


class ScoreField(NumberField):
    """A score of a language test; `mark` is a letter that its report may have for 0."""

    mark: str | None = None

    def to_python(self, value: str | None) -> float | int | None:
        """The score; 0 for the letter that stands for it on the report."""
        if self.mark and (value or "").strip().upper() == self.mark:
            return 0
        return super().to_python(value)


class TimeField(forms.Field):
    """A time of day, typed: "16:05", "16h05" or "4:05 pm"; optional."""

    widget = TextBox({"autocomplete": "off", "size": 8})

    def to_python(self, value: str | None) -> time | None:
        """The time; None for nothing. Raises `ValidationError` for what is no time of day."""
        # "16h05" is how French writes it, and "16 h" the full hour; the dots are those of "p.m.".
        text = re.sub(r"\s", "", value or "").lower().replace(".", "")
        text = re.sub(r"(?<=\d)h$", ":00", text).replace("h", ":")
        if not text:
            return None
        found = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?(am|pm)?", text)
        try:
            return self.make_time(*found.groups()) if found else self.refuse()
        except ValueError:
            return self.refuse()

    def make_time(self, hour: str, minute: str, half: str | None) -> time:
        """The time of "4", "05", "pm". Raises `ValueError` where there is none."""
        if half and not 1 <= int(hour) <= 12:
            raise ValueError(hour)
        return time(int(hour) % 12 + 12 * (half == "pm") if half else int(hour), int(minute))

    def refuse(self) -> time:
        """Raise `ValidationError`, which says how a time is written."""
        raise ValidationError(_("Enter the time as hours and minutes, for example 16:05"), "wrong")

    def show(self, value: time | None) -> str:
        """The time in words."""
        return format_date(value, "TIME_FORMAT") if value else ""


class LongChoiceField(Radios):
    """A choice of too many for radio buttons: a select that a script turns into a search."""

    def __init__(self, *, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(
            widget=LongSelect(lambda _language: render_options_by_code(choices)), choices=choices, **kwargs
        )
        self.error_messages["invalid_choice"] = _("Choose from the list")
