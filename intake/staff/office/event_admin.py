"""Other programs that are told of events (webhooks), in the admin: where, of what, and what became of it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from intake.models import EventReceiver, FileView, OwedEvent
from intake.models.events import LONGEST_URL
from intake.querysets import EventQuerySet
from intake.staff.changelists.read_only import ReadOnlyMixin
from intake.staff.changelists.reason_column import ReasonMixin
from intake.staff.changelists.recorded_views import RecordedViewsMixin
from intake.staff.changelists.saved_lists import SavedListsMixin
from intake.staff.changelists.visible_files import VisibleFilesMixin
from intake.staff.client_admin.related_file_actions import FILE_ACTIONS, RelatedFileActionsMixin
from intake.webhooks import deliver, https_post, kinds, signing
from intake.webhooks.owe import owe_test
from scoring.numbers import group_thousands


class ReceiverForm(forms.ModelForm[EventReceiver]):
    """Where a program is told, and of which events."""

    url = forms.URLField(label=_("Address"), max_length=LONGEST_URL, assume_scheme="https")
    events = forms.MultipleChoiceField(label=_("Events"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = EventReceiver
        fields = ("name", "url", "events", "active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["events"].choices = kinds.list_choices()  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        """An https address of a public machine; where its name leads is looked at each time."""
        try:
            https_post.parse_url(url := self.cleaned_data["url"])
        except https_post.UrlRefused as refused:
            raise ValidationError(str(refused)) from None
        return str(url)


@admin.register(EventReceiver)
class EventReceiverAdmin(SavedListsMixin, admin.ModelAdmin[EventReceiver]):
    """Programs that are told. The secret of one is shown when it is made, and never again."""

    form = ReceiverForm
    list_display = ("name", "url", "in_words", "active", "rests_until")
    actions = ("send_test", "renew_secret")

    @admin.display(description=_("events"))
    def in_words(self, receiver: EventReceiver) -> str:
        """What it is told of."""
        return ", ".join(str(kinds.find_label(name)) for name in receiver.events)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, ...]:
        """As ever, but for its calls: they go with it, though nobody may delete one by itself."""
        listed, counts, needed, protected = super().get_deleted_objects(objs, request)
        return listed, counts, {name for name in needed if name != OwedEvent._meta.verbose_name}, protected

    def save_model(self, request: HttpRequest, obj: EventReceiver, form: Any, change: bool) -> None:
        """Save; a new one gets a secret, and one that was changed is tried at once."""
        obj.rests_until = None
        if not change:
            # Shown once and kept encrypted, by a key of its own (record 0159).
            obj.secret = signing.encrypt(signing.make_secret())
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: EventReceiver, post_url_continue: Any = None) -> HttpResponse:
        """The secret, once."""
        return self.show_secret(request, obj)

    def show_secret(self, request: HttpRequest, receiver: EventReceiver) -> HttpResponse:
        """A page that nobody comes back to: it answers a POST, and stands in no cache."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("The secret of this webhook"),
            "receiver": receiver,
            "secret": signing.decrypt(receiver.secret),
        }
        answer = TemplateResponse(request, "admin/intake/eventreceiver/secret.html", context)
        add_never_cache_headers(answer)
        return answer

    @admin.action(description=_("Send a test"), permissions=["change"])
    def send_test(self, request: HttpRequest, queryset: QuerySet[EventReceiver]) -> None:
        """Each of these is owed a test; what became of it stands in the list of calls."""
        for receiver in queryset:
            owe_test(receiver)
        messages.success(request, _("The test is on its way. See the outcome under “Calls of webhooks”."))

    @admin.action(description=_("Renew the secret"), permissions=["change"])
    def renew_secret(self, request: HttpRequest, queryset: QuerySet[EventReceiver]) -> HttpResponse | None:
        """A new secret for one of them; the old one signs nothing any more."""
        # The secret is shown once, on a page for one (record 0159).
        if len(receivers := list(queryset[:2])) != 1:
            messages.error(request, _("Choose one webhook: its new secret is shown once."))
            return None
        receivers[0].secret = signing.encrypt(signing.make_secret())
        receivers[0].save(update_fields=["secret"])
        self.log_change(request, receivers[0], [{"changed": {"fields": ["secret"]}}])
        return self.show_secret(request, receivers[0])


@admin.register(OwedEvent)
class OwedEventAdmin(
    ReasonMixin,
    RelatedFileActionsMixin,
    VisibleFilesMixin,
    RecordedViewsMixin,
    ReadOnlyMixin,
    admin.ModelAdmin[OwedEvent],
):
    """What programs were told, the newest first."""

    part = FileView.ViewedPart.FILE
    list_display = ("created", "in_words", "receiver", "state", "attempts", "reason", "due_at", "sent_at")
    list_filter = ("state", "receiver", "kind")
    list_select_related = ("receiver",)
    list_per_page = 50
    fields = readonly_fields = (
        "event_id",
        "in_words",
        "receiver",
        "facts",
        "state",
        "attempts",
        "reason",
        "created",
        "due_at",
        "sent_at",
    )
    actions = ("retry_failed", *FILE_ACTIONS)

    @admin.display(description=_("event"), ordering="kind")
    def in_words(self, row: OwedEvent) -> Any:
        """The event, as staff know it."""
        return kinds.find_label(row.kind)

    @admin.action(description=_("Try failed calls again"), permissions=["view"])
    def retry_failed(self, request: HttpRequest, queryset: EventQuerySet[OwedEvent]) -> None:
        """What was given up is owed again, with all its attempts."""
        count = deliver.try_again(queryset)
        words = ngettext("%(count)s call is tried again.", "%(count)s calls are tried again.", count)
        messages.success(request, words % {"count": group_thousands(count)})
