"""The form by which staff add a client by hand: who it is, whose file it will be, and what to remember."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.clients.duplicates import find_like
from intake.common.languages import list_letter_languages
from intake.forms.fields import FIRST_YEAR, DayField, TypedDayField
from intake.forms.tag_fields import make_new_tag, make_tag_boxes
from intake.models import Client, Tag
from intake.models.file_records import LONGEST_NOTE
from intake.permissions import sees_every_file
from intake.querysets import ClientQuerySet
from intake.staff.changelists.people import find_staff
from intake.staff.client_admin import callers
from intake.staff.client_admin.callers import CallerForm
from intake.staff.client_admin.list_actions import make_date_box

if TYPE_CHECKING:
    from datetime import date

    from django.http import QueryDict

HIDDEN = _("The file of this client is assigned to somebody else.")
MOST_SHOWN = 10


class NewFileForm(CallerForm):
    """A new client. `found` are the files that may be of the same person, `taken` the one that is."""

    date_of_birth = TypedDayField(
        label=_("Date of birth"),
        required=False,
        widget=make_date_box(),
        help_text=_(
            "If you know it: it helps to find another file of the same person, and answers that question in the "
            "questionnaire."
        ),
    )
    language = forms.ChoiceField(label=_("Language"), choices=list_letter_languages)
    adviser = forms.ModelChoiceField(
        label=_("Adviser"), queryset=User.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    tags = make_tag_boxes(_("Where you met (tags)"), Tag.objects.all())
    new_tag = make_new_tag()
    note = forms.CharField(
        label=_("First note"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    another = forms.BooleanField(
        label=_("None of these is this person: open a new file"), required=False, widget=forms.HiddenInput
    )
    field_order = (
        *("name", "email", "telephone", "postal_address", "date_of_birth", "language", "adviser"),
        *("tags", "new_tag", "note", "another"),
    )

    def __init__(self, data: "QueryDict | None", user: User) -> None:
        super().__init__(data, initial={"adviser": user.pk})
        self.user, self.taken = user, cast("Client | None", None)
        self.found: list[Client] = []
        self.fields["name"].required = True
        if sees_every_file(user):
            cast("Any", self.fields["adviser"]).queryset = find_staff()
        else:
            # Where files are assigned, a new one is its maker's, who would not see it otherwise (record 0053).
            del self.fields["adviser"]

    def clean_date_of_birth(self) -> "date | None":
        """A day of this century or the last that has come."""
        born: date | None = self.cleaned_data["date_of_birth"]
        if born and not born.year >= FIRST_YEAR:
            raise forms.ValidationError(DayField.default_error_messages["year"])
        if born and born > timezone.localdate():
            raise forms.ValidationError(_("Enter a date that is not in the future"))
        return born

    def clean(self) -> dict[str, Any]:
        """Somebody who can be reached, who has no file, and who is none of those that may be the same person."""
        typed = super().clean()
        if not self.errors:
            self.refuse_known(typed)
        if not self.errors:
            self.ask_about_doubles(typed)
        return typed

    def refuse_known(self, typed: dict[str, Any]) -> None:
        """Refuse somebody who has a file already: with this address or, without one, with this number and name."""
        email = typed["email"]
        known = Client.objects.by_email(email).first() if email else callers.find_without_email(typed)
        if known is None:
            return
        field = "email" if email else "telephone" if typed["telephone"] else "postal_address"
        if Client.objects.filter(pk=known.pk).visible_to(self.user).exists():
            self.taken = known
            self.add_error(field, _("This client has a file already."))
        else:
            self.add_error(field, HIDDEN)

    def ask_about_doubles(self, typed: dict[str, Any]) -> None:
        """Name the files that may be of the same person, until staff say that none of those shown is."""
        like = find_like(
            email=typed["email"], telephone=typed["telephone"], name=typed["name"], born=typed.get("date_of_birth")
        )
        self.found = list(self.list_visible(like))
        if not {str(one.pk) for one in self.found} <= self.find_seen():
            self.add_error(None, _("These files may be of the same person. Look at them before you add another one."))
        elif not typed["another"] and Client.objects.with_number(typed["telephone"]).without_email().exists():
            # Nothing is told of a file that is assigned to somebody else, but that the number has one (record 0164).
            self.add_error("telephone", callers.HIDDEN)
        if self.errors:
            self.fields["another"].widget = forms.CheckboxInput()

    def list_visible(self, like: ClientQuerySet[Client]) -> ClientQuerySet[Client]:
        """Those of these files that this member of staff may know of."""
        return like.visible_to(self.user).select_related("adviser").order_by("-created", "-pk")[:MOST_SHOWN]

    def find_seen(self) -> set[str]:
        """The primary keys of the files that were shown, where staff said that none of them is this person."""
        return set(cast("QueryDict", self.data).getlist("seen")) if self.cleaned_data["another"] else set()
