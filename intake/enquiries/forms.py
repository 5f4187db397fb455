"""The forms by which people ask."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.common.names import LONGEST
from intake.forms.error_summary import ErrorSummaryMixin
from intake.forms.fields import EmailAddressField, PersonNameField, Radios
from intake.forms.widgets import EmailBox, TextBox
from intake.models import Assessment, Enquiry
from intake.models.enquiries import LONGEST_QUESTION, TELEPHONE
from scoring.numbers import group_thousands

Kind, When = Enquiry.EnquiryKind, Enquiry.When
LONG = format_lazy(
    _("Write at most {most} characters: the rest can be said when we answer"),
    most=lazy(group_thousands, str)(LONGEST_QUESTION),
)


class QuestionField(forms.CharField):
    """Free text to the firm."""

    widget = forms.Textarea(attrs={"rows": 6})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_QUESTION, **kwargs)
        self.error_messages["max_length"] = LONG


class EnquiryForm(ErrorSummaryMixin, forms.Form):
    """What every enquiry has: a name, an address."""

    kind = Kind.QUESTION
    name = PersonNameField(
        label=_("Your name (optional)"),
        max_length=LONGEST,
        required=False,
        widget=TextBox({"autocomplete": "name"}),
    )
    email = EmailAddressField(
        label=_("Your e-mail address"),
        help_text=_("We will send it a message asking you to confirm that it is yours."),
        widget=EmailBox({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("Enter your e-mail address, so that we can answer")},
    )

    def __init__(self, result: Assessment | None, known: Mapping[str, str], data: Any = None) -> None:
        self.result = result
        super().__init__(data, initial=dict(known))
        if result is None:
            self.fields.pop("with_result", None)

    def build_enquiry(self) -> Enquiry:
        """The unsaved enquiry of a valid form."""
        typed = self.cleaned_data
        goes_along = self.result if typed.get("with_result") else None
        return Enquiry(
            kind=Kind.RESULT if goes_along else self.kind,
            assessment=goes_along,
            **{name: typed[name] for name in ("name", "email", "telephone", "call_when", "text") if name in typed},
        )


class QuestionForm(EnquiryForm):
    """A question, about one's result or about anything."""

    # Not ticked beforehand: only its owner lets the firm read a result (record 0116).
    with_result = forms.BooleanField(
        label=_("I agree that the firm reads this result and the answers behind it, to answer me"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    text = QuestionField(
        label=_("Your question"),
        help_text=_("Leave out passport and file numbers: we don’t need them to answer."),
        error_messages={"required": _("Enter your question")},
    )
    field_order = ("with_result", "text", "name", "email")


class CallForm(EnquiryForm):
    """The wish to be called back; the e-mail address may be left out."""

    kind = Kind.CALL
    telephone = forms.CharField(
        label=_("Your telephone number"),
        help_text=_("With the country code, if it is not in Canada or the United States."),
        max_length=30,
        validators=[TELEPHONE],
        widget=TextBox({"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
        error_messages={"required": _("Enter the number that we should call")},
    )
    call_when = Radios(
        label=_("When should we call?"),
        choices=When.choices,
        missing=_("Select when we should call"),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    text = QuestionField(label=_("What is it about? (optional)"), required=False)
    field_order = ("name", "telephone", "call_when", "text", "email")

    def __init__(self, result: Assessment | None, known: Mapping[str, str], data: Any = None) -> None:
        super().__init__(result, known, data)
        # A call back needs a number and no address (record 0116).
        self.fields["email"].required = False
        self.fields["email"].label = _("Your e-mail address (optional)")
        self.fields["name"].required = True
        self.fields["name"].label = _("Your name")
        self.fields["name"].error_messages["required"] = _("Enter your name, so that we know whom we call")
