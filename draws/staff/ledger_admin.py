"""The staff's tool for what is sent: the ledgers, trying failed messages again, pausing and resuming all."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_POST

from draws.mailings.mass_mails import RetryMail, plan_retry
from draws.models import Alert, CorrectionLetter, FollowerNews, Notice, Pause, WrittenMessage
from draws.outbox import archive, ledgers, throttle, worker
from draws.permissions import PAUSE_SENDING, PUBLISH_DRAW
from draws.publishing.publisher import call_sweep
from draws.staff.mailing_admin import confirm_as_typed, return_to, send_test
from draws.staff.mailing_form import ConfirmMailingForm
from draws.staff.mailing_page import build_failed
from draws.staff.writing_pages import WritingPages
from intake.message_kinds.registry import KINDS
from intake.models import FileView, Letter, Owed
from intake.models.letters import OVERDUE
from intake.permissions import requires
from intake.querysets import OwedQuerySet
from intake.staff.changelists.client_names import ClientNamesMixin
from intake.staff.changelists.list_filters import OneChoice
from intake.staff.changelists.reason_column import ReasonMixin
from intake.staff.changelists.recorded_views import RecordedViewsMixin
from intake.staff.changelists.saved_lists import SavedListsMixin
from intake.staff.changelists.visible_files import VisibleFilesMixin
from intake.staff.client_admin.related_file_actions import FILE_ACTIONS, RelatedFileActionsMixin
from scoring.numbers import group_thousands
from scoring.words import name_number

if TYPE_CHECKING:
    from django.contrib.auth.models import User


LATE_HOURS = 1
LATE = timedelta(hours=LATE_HOURS)
OVERDUE_MINUTES = OVERDUE // timedelta(minutes=1)


class LateFilter(OneChoice[OwedQuerySet[Owed]]):
    """Messages that should have left."""

    title = _("lateness")
    parameter_name = "late"
    words = format_lazy(
        ngettext_lazy("By more than an hour", "By more than {hours} hours", LATE_HOURS), hours=LATE_HOURS
    )

    def narrow(self, queryset: OwedQuerySet[Owed]) -> OwedQuerySet[Owed]:
        """The rows that the choice shows."""
        return queryset.claimable(timezone.now() - LATE)


def find_waited_for(letters: OwedQuerySet[Letter]) -> OwedQuerySet[Letter]:
    """Letters that somebody has been waiting for in front of a screen for too long."""
    return letters.owed().filter(urgent=True, created__lte=timezone.now() - OVERDUE)


class WaitedForFilter(OneChoice[OwedQuerySet[Letter]]):
    """Letters that somebody waits for."""

    title = _("wait at the screen")
    parameter_name = "waited_for"
    words = format_lazy(
        ngettext_lazy("For more than a minute", "For more than {minutes} minutes", OVERDUE_MINUTES),
        minutes=name_number(OVERDUE_MINUTES),
    )

    def narrow(self, queryset: OwedQuerySet[Letter]) -> OwedQuerySet[Letter]:
        """The rows that the choice shows."""
        return find_waited_for(queryset)


class RefusedFilter(OneChoice[OwedQuerySet[Owed]]):
    """Messages that wait because a mail server refuses ours."""

    title = _("refusal of our server")
    parameter_name = "refused"
    words = _("Waiting because of it")

    def narrow(self, queryset: OwedQuerySet[Owed]) -> OwedQuerySet[Owed]:
        """The rows that the choice shows."""
        return queryset.refused_to_us()


class ReadLedger(admin.ModelAdmin[Owed]):
    """A ledger: only read, but what failed may be tried again."""

    actions: tuple[str, ...] = ("retry_failed",)

    def has_add_permission(self, request: HttpRequest, obj: Owed | None = None) -> bool:
        """Matching fills the ledger and sending marks it; nobody else."""
        return False

    has_change_permission = has_delete_permission = has_add_permission

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Those who may publish may also send again what failed."""
        return PUBLISH_DRAW.held_by(request.user)

    @admin.display(description=_("kind"), ordering="kind")
    def kind_in_words(self, row: Owed) -> Any:
        """The kind of message, in words."""
        return KINDS[row.kind].label if row.kind in KINDS else row.kind

    @admin.action(description=_("Try failed messages again"), permissions=["publish"])
    def retry_failed(self, request: HttpRequest, queryset: OwedQuerySet[Owed]) -> HttpResponse | None:
        """What failed is owed again, with all its attempts; what was sent stays sent. Many go as a mass mail."""
        mail = plan_retry(queryset)
        # A few are one person's decision; many are a mass mail like any other, with its number and its pause.
        if mail.count_recipients() > settings.MAIL_RETRY_AT_ONCE:
            return self.retry_many(request, mail)
        count = worker.try_again(queryset)
        call_sweep()
        done = ngettext("%(count)s message is tried again.", "%(count)s messages are tried again.", count)
        messages.success(request, done % {"count": group_thousands(count)})
        return None

    def retry_many(self, request: HttpRequest, mail: RetryMail) -> HttpResponse:
        """Ask for the number of them, and once it is typed go on to the page where they can be taken back."""
        if "confirm" in request.POST and (mailing := confirm_as_typed(request, mail)):
            return return_to(mailing)
        if "test" in request.POST:
            send_test(request, mail)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Try failed messages again"),
            "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "across": request.POST.get("select_across", "0"),
            "mailing_form": ConfirmMailingForm(mail),
            **build_failed(mail, cast("User", request.user)),
            "pause_minutes": settings.MAIL_PAUSE_MINUTES,
            "second_person": settings.MAIL_SECOND_PERSON,
        }
        return TemplateResponse(request, "admin/draws/ledger/retry.html", context)


class LedgerAdmin(
    ClientNamesMixin, ReasonMixin, RelatedFileActionsMixin, VisibleFilesMixin, RecordedViewsMixin, ReadLedger
):
    """A ledger of messages to clients, with the words that each was sent."""

    part = FileView.ViewedPart.MESSAGE
    actions = ("retry_failed", *FILE_ACTIONS)
    # They are shown as the message that they make, with whether its digest agrees (record 0040).
    exclude: ClassVar[tuple[str, ...]] = ("text", "words", "digest", "problem")
    readonly_fields = ("reason", "as_sent")

    @admin.display(description=_("as it was sent"))
    def as_sent(self, row: Owed) -> SafeString:
        """The words that were sent."""
        return render_to_string("admin/draws/ledger/sent_text.html", {"sent": archive.show_sent(row)})


class KindFilter(admin.SimpleListFilter):
    """The kinds of message that a ledger has."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Those that are owed in this ledger."""
        return [(kind.name, kind.label) for kind in ledgers.list_kinds_of(model_admin.model)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the chosen kind."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Alert)
class AlertAdmin(LedgerAdmin):
    """The ledger of alerts."""

    list_display = ("draw_number", "named", "crs", "basis", "state", "attempts", "due_at", "sent_at", "reason")
    more_columns = ("in_pool", "in_error", "created")
    list_filter = ("state", LateFilter, RefusedFilter, "basis", "in_pool", "in_error")
    # The number as a whole, or "43" would find every round from 430 to 439.
    search_fields = ("=draw__number", "client__reference", "client__email")
    list_select_related = ("draw", "client")

    @admin.display(description=_("round"), ordering="draw__held_on")
    def draw_number(self, alert: Alert) -> str:
        """The number of the draw."""
        return alert.draw.number


@admin.register(CorrectionLetter)
class CorrectionLetterAdmin(LedgerAdmin):
    """The ledger of letters about corrections."""

    list_display = ("draw_number", "named", "says", "certain", "state", "attempts", "due_at", "sent_at", "reason")
    list_filter = ("state", LateFilter, RefusedFilter, "says", "certain")
    search_fields = ("=correction__draw__number", "client__reference", "client__email")
    list_select_related = ("correction__draw", "client")

    @admin.display(description=_("round"), ordering="correction__draw__held_on")
    def draw_number(self, letter: CorrectionLetter) -> str:
        """The number of the draw."""
        return letter.correction.draw.number


@admin.register(Notice)
class NoticeAdmin(LedgerAdmin):
    """Notices: reminders, and what changed."""

    list_display = ("kind_in_words", "key", "named", "state", "attempts", "due_at", "sent_at", "reason")
    list_filter = ("state", LateFilter, RefusedFilter, KindFilter)
    list_select_related = ("client",)
    search_fields = ("client__reference", "client__email", "key")


@admin.register(WrittenMessage)
class WrittenMessageAdmin(WritingPages, LedgerAdmin):
    """Messages of staff, each with the version of the template that it is from; and the pages that write one."""

    exclude = ("text", "words", "digest", "key", "problem")
    list_display = ("subject", "named", "version", "by", "state", "attempts", "due_at", "sent_at", "reason")
    list_filter = ("state", LateFilter, RefusedFilter, "service", "own_words")
    list_select_related = ("client", "version__template", "by")
    search_fields = ("client__reference", "client__email", "client__name", "subject")


@admin.register(Letter)
class LetterAdmin(LedgerAdmin):
    """Letters to clients, codes and letters to staff: how far each has got, its words, and never what a code is."""

    # A code stands in its row while it is owed (record 0049), and is for nobody but its reader.
    exclude = ("secret", "facts", "subject", "body", "digest", "problem")
    list_display = ("kind_in_words", "to", "state", "urgent", "attempts", "due_at", "until", "sent_at", "reason")
    list_filter = ("state", LateFilter, RefusedFilter, WaitedForFilter, "urgent", KindFilter)
    search_fields = ("to", "client__reference")


@admin.register(FollowerNews)
class FollowerNewsAdmin(ReasonMixin, ReadLedger):
    """News of rounds to those who follow them by an address alone: they have no file."""

    list_display = ("draw", "follower", "state", "attempts", "due_at", "sent_at", "reason")
    list_filter = ("state", LateFilter, RefusedFilter)
    list_select_related = ("draw", "follower")
    search_fields = ("follower__reference", "follower__email", "draw__number")


@admin.register(Pause)
class PauseAdmin(SavedListsMixin, admin.ModelAdmin[Pause]):
    """The record of pauses, with the button that stops all sending and lets it go on."""

    list_display = ("began", "began_by", "ended", "ended_by")
    list_select_related = ("began_by", "ended_by")
    change_list_template = "admin/draws/pause/change_list.html"

    def has_add_permission(self, request: HttpRequest, obj: Pause | None = None) -> bool:
        """Only by the button."""
        return False

    has_change_permission = has_delete_permission = has_add_permission

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The record, and whether sending is paused now."""
        return super().changelist_view(request, {"paused": throttle.is_paused(), **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and ours: stop all messages, go on."""
        view = self.admin_site.admin_view
        return [
            path("stop/", view(require_POST(self.stop)), name="draws_pause_stop"),
            path("go-on/", view(require_POST(self.go_on)), name="draws_pause_go_on"),
            *super().get_urls(),
        ]

    @requires(PAUSE_SENDING)
    def stop(self, request: HttpRequest) -> HttpResponseRedirect:
        """No further message leaves."""
        if throttle.pause(cast("User", request.user)):
            messages.success(request, _("Sending is paused. A message that is being handed over now still leaves."))
        else:
            messages.info(request, _("Sending was paused already."))
        return redirect("admin:draws_pause_changelist")

    @requires(PAUSE_SENDING)
    def go_on(self, request: HttpRequest) -> HttpResponseRedirect:
        """Messages leave again."""
        if throttle.resume(cast("User", request.user)):
            call_sweep()
            messages.success(request, _("Sending goes on."))
        else:
            messages.info(request, _("Sending was not paused."))
        return redirect("admin:draws_pause_changelist")
