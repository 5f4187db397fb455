"""The form of one message to one client."""

from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from draws.correspondence.own_facts import OwnFacts
from draws.correspondence.writing import Words, tidy
from draws.models.correspondence import LONGEST_BODY
from draws.outbox.archive import compute_digest


class WritingForm(forms.Form):
    """The words of a template as they are filled in; `key` tells a second click from a second message.

    `language` is the one that they are in: the client may be written to in another one by the time they are sent.
    `began`, `score` and `appointment` are what the page began with: the digest of its words, and what stood in these
    places. An hour may pass between that and "Send".
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    language = forms.CharField(widget=forms.HiddenInput, required=False)
    began = forms.CharField(widget=forms.HiddenInput, required=False)
    score = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)
    appointment = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    subject = forms.CharField(label=_("Subject"), max_length=400, widget=forms.TextInput(attrs={"class": "vTextField"}))
    body = forms.CharField(
        label=_("Text"),
        # Names and addresses in its places make a text longer than its template may be.
        max_length=2 * LONGEST_BODY,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 16}),
    )

    def __init__(
        self, words: Words, own: OwnFacts, language: str, data: QueryDict | None = None, *, may_change: bool
    ) -> None:
        began = {"began": compute_digest(*words), **own.list_words(language)}
        initial = {"key": uuid4(), "language": language, **began, **words._asdict()}
        super().__init__(data, initial=initial, auto_id="writing_%s")
        for part in Words._fields:
            # A disabled field takes what it began with, whatever is posted.
            self.fields[part].disabled = not may_change
            self.fields[part].widget.attrs["lang"] = language

    @property
    def is_edited(self) -> bool:
        """Whether somebody changed the words that the page began with, in a valid form."""
        return bool(compute_digest(*self.read_words()) != self.cleaned_data["began"])

    def read_filled(self) -> dict[str, str]:
        """What stood in the places for score and consultation when the page began, of a valid form."""
        return {place: self.cleaned_data[place] for place in ("score", "appointment")}

    def read_words(self) -> Words:
        """What is to be sent, of a valid form."""
        return tidy(self.cleaned_data["subject"], self.cleaned_data["body"])
