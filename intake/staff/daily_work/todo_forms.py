"""The small forms of a file: a note or a call, and a task."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import Client, Note, Todo
from intake.staff.changelists.people import find_staff, find_staff_at_work, offer_people


class NoteForm(forms.ModelForm[Note]):
    """A note, or what was said on the telephone or in person."""

    class Meta:
        model = Note
        fields = ("kind", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 4, "cols": 60})}

    def __init__(self, data: Any = None) -> None:
        # The head of every page of a file has this form too: two controls must not have one id (record 0122).
        super().__init__(data, auto_id="note_%s")
        # Which it is, is said by the button that keeps it: one press fewer than a list to choose from (record 0182).
        self.fields["kind"].required = False

    def clean_kind(self) -> str:
        """The kind; a note where no button said another."""
        return self.cleaned_data["kind"] or Note.NoteKind.NOTE

    def build_note(self, client: Client, author: User) -> Note:
        """The note of a valid form, not saved yet."""
        note = self.save(commit=False)
        note.client, note.author = client, author
        return note


class TodoForm(forms.ModelForm[Todo]):
    """What is to do, until when, and by whom."""

    class Meta:
        model = Todo
        fields = ("text", "kind", "due_on", "assignee")
        widgets = {"due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(
        self,
        data: Any = None,
        *,
        client: Client,
        instance: Todo | None = None,
        list_staff: Callable[[], Iterable[User]] = find_staff_at_work,
    ) -> None:
        begun = {"due_on": timezone.localdate(), "assignee": client.adviser_id}
        super().__init__(data, instance=instance, initial=None if instance else begun, auto_id="todo_%s")
        self.client = client
        if self.instance.step:
            # The client reads the step in words of their own, which a change here would not reach (record 0190).
            del self.fields["text"]
        self.name_people(list_staff)

    def name_people(self, list_staff: Callable[[], Iterable[User]]) -> None:
        """Offer everybody of the staff by name, and the one who had it before, though they may have left."""
        field = self.fields["assignee"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  For the types alone.
        field.queryset = find_staff(self.instance.assignee_id)
        field.empty_label = str(_("Nobody yet"))
        offer_people(field, list_staff, self.instance.assignee_id)

    def clean_assignee(self) -> User | None:
        """Somebody who may open the file."""
        chosen: User | None = self.cleaned_data["assignee"]
        if chosen and not Client.objects.filter(pk=self.client.pk).visible_to(chosen).exists():
            raise forms.ValidationError(_("This person may not open the file: assign it to them first."))
        return chosen

    def build_todo(self, author: User) -> Todo:
        """The task of a valid form, not saved yet."""
        todo = self.save(commit=False)
        todo.client, todo.author = self.client, author
        return todo
