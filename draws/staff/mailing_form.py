"""The forms of a mass mail: its confirmation by the number, and leaving somebody out."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from draws.mailings.mass_mails import MassMail
from draws.rounds.ircc_text import Unclear, parse_number
from intake.models import Client


class GroupedIntegerField(forms.IntegerField):
    """A whole number, typed plain or as the page shows it: "1,034"."""

    def to_python(self, value: Any) -> int | None:
        """The number; None for nothing. Raises `ValidationError` where it is none."""
        try:
            return parse_number(str(value or ""))
        except Unclear:
            return super().to_python(value)


class ConfirmMailingForm(forms.Form):
    """The number of recipients or messages, and where there is a doubt the figure, typed once more."""

    figure = GroupedIntegerField(
        label=_("Cut-off, typed again"),
        help_text=_("Read it on IRCC's page, and type it as it stands there."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    recipients = GroupedIntegerField(widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))

    def __init__(self, mail: MassMail, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mail, self.count = mail, mail.count_recipients()
        self.fields["recipients"].label, self.fields["recipients"].help_text = mail.words.label, mail.words.ask
        if not mail.doubts or mail.figure is None:
            del self.fields["figure"]

    def clean_figure(self) -> int:
        """The figure that is recorded."""
        if self.cleaned_data["figure"] != self.mail.figure:
            raise forms.ValidationError(_("This is not the figure that is recorded."))
        return int(self.cleaned_data["figure"])

    def clean_recipients(self) -> int:
        """The number as it is now."""
        if self.cleaned_data["recipients"] != self.count:
            raise forms.ValidationError(self.mail.say_changed(self.count))
        return int(self.cleaned_data["recipients"])


class LeaveOutForm(forms.Form):
    """Who is left out, and why."""

    who = forms.CharField(label=_("Reference or e-mail address"), max_length=254)
    reason = forms.CharField(label=_("Why they are left out"), max_length=300)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        # The form of the confirmation stands on the same page, and ids must not be there twice.
        super().__init__(*args, **{"auto_id": "leave_out_%s", **kwargs})
        self.user = user

    def clean_who(self) -> Client:
        """The client, of the files that this member of staff may know of."""
        typed = self.cleaned_data["who"].strip()
        found = Client.objects.visible_to(self.user).filter(Q(reference__iexact=typed) | Q(email__iexact=typed)).first()
        if found is None:
            raise forms.ValidationError(_("No client has this reference or address."))
        return found
