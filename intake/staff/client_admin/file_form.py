"""The form of a client's file: where it may go next, and what must be on record first."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from intake.clients import stages
from intake.forms.fields import PersonNameField, TelephoneField
from intake.forms.ircc_fields import ApplicationNumberField, UciField
from intake.forms.tag_fields import ChangingTags, make_changing_boxes, make_new_tag
from intake.models import Client, Tag
from intake.permissions import ADVISE
from intake.staff.changelists.people import find_staff, find_staff_at_work, offer_people

Stage, Agreement = Client.Stage, Client.Agreement
AGREEMENTS = ("consultation_agreement", "service_agreement")
# No consultation may have been held; a service without an agreement is none.
OF_SERVICE = [("", "---------"), *[choice for choice in Agreement.choices if choice[0] != Agreement.NOT_NEEDED]]


# What colleagues change by one button, at the head of the file and over the list, while its form is open elsewhere.
MOVED_ELSEWHERE = {"stage": "stage", "adviser": "adviser_id"}


def catch_up(data: Any, client: Client) -> Any:
    """What was posted; where one of these was left as the page showed it, as the file has it now (record 0173)."""
    data = data.copy()
    for name, column in MOVED_ELSEWHERE.items():
        if data.get(f"initial-{name}") == data.get(name, ""):
            data[name] = data[f"initial-{name}"] = str(getattr(client, column) or "")
    return data


def find_consultants(named: int | None = None) -> QuerySet[User]:
    """Staff who may answer for a file: licensed, and permitted by the firm to advise; and the one who is named."""
    able = ADVISE.find_holders().filter(is_staff=True, licence__isnull=False).order_by("last_name", "first_name")
    return able | User.objects.filter(pk=named) if named else able


class FileForm(forms.ModelForm[Client]):
    """What staff may change of a file."""

    class Meta:
        model = Client
        field_classes = {
            "name": PersonNameField,
            "telephone": TelephoneField,
            "other_telephone": TelephoneField,
            "uci": UciField,
            "application_number": ApplicationNumberField,
        }
        widgets = {"postal_address": forms.Textarea(attrs={"rows": 3, "cols": 40})}
        fields = ("stage", "outcome", "adviser", "consultant", *AGREEMENTS, *(f"{name}_on" for name in AGREEMENTS))

    # Saved as changes against what the page showed: what a colleague put on meanwhile stays (record 0173).
    tags = make_changing_boxes(_("Tags"), Tag.objects.all())
    new_tag = make_new_tag()
    # Whether the member of staff may change an engagement; set by the admin for the request.
    may_manage = False
    # Everybody of the staff; the page of a file asks once, for all that it offers them for.
    list_staff: Callable[[], Iterable[User]] = staticmethod(find_staff_at_work)

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        client = kwargs.get("instance")
        super().__init__(catch_up(data, client) if data and client else data, *args, **kwargs)
        for name in self.fields.keys() & MOVED_ELSEWHERE:
            # Sent along by its own page; without it the field is compared with the file.
            self.fields[name].show_hidden_initial = not data or self.add_initial_prefix(name) in data
        self.narrow_choices("stage", self.list_stages())
        self.narrow_choices("service_agreement", OF_SERVICE)
        self.narrow_people()

    @cached_property
    def changed_data(self) -> list[str]:
        """The names of the fields that were changed; a tag that is typed is a change of the tags."""
        return list(dict.fromkeys("tags" if name == "new_tag" else name for name in super().changed_data))

    def find_tag_changes(self) -> tuple[set[Tag], set[Tag]]:
        """The tags that were put on and those that were taken off, since the page was shown."""
        shown = set(cast("ChangingTags", self.fields["tags"]).list_shown(self["tags"]))
        ticked = set(self.cleaned_data["tags"])
        return ticked - shown, shown - ticked

    def list_stages(self) -> list[tuple[str, Any]]:
        """Where this member of staff may move the file."""
        if self.instance.is_engaged and not self.may_manage:
            return stages.list_choices_within_engagement(self.instance)
        return stages.list_choices(self.instance.stage)

    def narrow_choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Narrow what a field offers, where it is in the form."""
        if name in self.fields:
            cast("forms.ChoiceField", self.fields[name]).choices = choices

    def narrow_people(self) -> None:
        """Offer staff and consultants, and the one who is named already, though they may have left."""
        if "adviser" in self.fields:
            cast("Any", self.fields["adviser"]).queryset = find_staff(self.instance.adviser_id)
            offer_people(self.fields["adviser"], self.list_staff, self.instance.adviser_id)
        if "consultant" in self.fields:
            cast("Any", self.fields["consultant"]).queryset = able = find_consultants(self.instance.consultant_id)
            offer_people(self.fields["consultant"], able.all)

    def clean(self) -> dict[str, Any]:
        """An agreement has its day, a closed file its outcome, a retained client everything that must come first."""
        super().clean()
        for name in AGREEMENTS:
            self.check_dates(name)
        self.check_outcome()
        if "stage" in self.changed_data and self.cleaned_data.get("stage") == Stage.RETAINED:
            self.check_ready()
        return self.cleaned_data

    def check_dates(self, name: str) -> None:
        """A status has the day since when, and the day has come."""
        status, day = self.cleaned_data.get(name), self.cleaned_data.get(f"{name}_on")
        if status and status != Agreement.NOT_NEEDED and not day:
            self.add_error(f"{name}_on", _("Enter since which day."))
        if day and day > timezone.localdate():
            self.add_error(f"{name}_on", _("Enter a day that has come."))

    def check_outcome(self) -> None:
        """A closed file says how it ended, and no other does."""
        if self.cleaned_data.get("stage") != Stage.CLOSED:
            self.cleaned_data["outcome"] = ""
        elif not self.cleaned_data.get("outcome"):
            self.add_error("outcome", _("Say how the file ended."))

    def check_ready(self) -> None:
        """Refuse to retain a client before everything is on record."""
        named = ("consultation_agreement", "service_agreement", "consultant")
        # Never saved: what the form says is asked by the very rule of the file (record 0034).
        asked = Client(pk=self.instance.pk, **{name: self.cleaned_data.get(name) for name in named})
        lacking = list(stages.find_lacking(asked))
        if lacking:
            self.add_error("stage", ValidationError([ValidationError(why) for why in lacking]))
