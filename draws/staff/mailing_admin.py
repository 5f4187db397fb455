"""The staff's record of mass mails, and the buttons: approve, take back, test, leave somebody out."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from draws.feed.cutoff_doubts import say_doubt
from draws.mailings import lifecycle
from draws.mailings.mass_mails import KINDS, MassMail, RetryMail, make_mass_mail
from draws.mailings.messages import TestOfMassMail, TestOfRetry
from draws.mailings.samples import find_failed
from draws.models import Circular, Draw, LeftOut, Mailing, RuleChange
from draws.publishing.publisher import PublicationRefused, call_sweep
from draws.staff.correction_page import plan_correction
from draws.staff.hide_totals import HiddenTotalsMixin
from draws.staff.mailing_form import ConfirmMailingForm, LeaveOutForm
from draws.staff.mailing_page import build_failed, build_running, note_reading
from intake.clients import changes
from intake.common.row_numbers import read_row_number
from intake.message_kinds import letters
from intake.models import Client
from intake.permissions import check
from intake.staff.changelists.list_filters import SeveralChoices
from intake.staff.changelists.read_only import ReadOnlyMixin
from intake.staff.changelists.saved_lists import SavedListsMixin

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from draws.models.mailings import MailingQuerySet


class LeavingFilter(SeveralChoices["MailingQuerySet"]):
    """Mass mails of which nothing has left."""

    title = _("leaving")
    parameter_name = "leaving"
    options = (("waiting", _("Wait for a second person")), ("paused", _("Nothing has left yet")))

    def narrow(self, queryset: "MailingQuerySet", chosen: str) -> "MailingQuerySet":
        """The rows of the choice."""
        return {"waiting": queryset.waiting(), "paused": queryset.paused(timezone.now())}.get(chosen, queryset)


@admin.register(Mailing)
class MailingAdmin(HiddenTotalsMixin, SavedListsMixin, ReadOnlyMixin, admin.ModelAdmin[Mailing]):
    """The record of mass mails; each is confirmed on the page of what it is about."""

    list_display = ("subject", "counted", "asked_at", "asked_by", "approved_by", "not_before", "taken_back_at")
    list_filter = ("about", LeavingFilter, ("taken_back_at", admin.EmptyFieldListFilter))
    list_select_related = ("draw", "change", "circular__version__template", "asked_by", "approved_by")
    # Lists that were kept before have the column of the field.
    renamed: ClassVar[dict[str, str]] = {"recipients": "counted"}
    firm_numbers = ("recipients", "counted")
    fields = (
        "about",
        "draw",
        "change",
        "circular",
        "correction",
        "entered",
        "confirmed_doubts",
        "counted",
        "asked_by",
        "approved_by",
        "not_before",
        "taken_back_at",
        "taken_back_by",
    )
    readonly_fields = ("counted", "confirmed_doubts")
    change_form_template = "admin/draws/mailing/change_form.html"

    @admin.display(description=_("about"))
    def subject(self, mailing: Mailing) -> str:
        """What it is about."""
        return str(mailing)

    @admin.display(description=_("how many"), ordering="recipients")
    def counted(self, mailing: Mailing) -> str:
        """How many people or messages were confirmed, as its page says it."""
        return KINDS[mailing.about].words.say(mailing.recipients)

    @admin.display(description=_("doubts that were confirmed"))
    def confirmed_doubts(self, mailing: Mailing) -> str:
        """What was confirmed explicitly, each on a line."""
        return "\n".join(map(say_doubt, mailing.doubts)) or "-"

    def get_fields(self, request: HttpRequest, obj: Mailing | None = None) -> Any:
        """Without what counts over all files, for somebody who knows of some alone."""
        return [name for name in self.fields if name not in self.list_hidden(request)]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The record; of failed messages, which have no other page, with approving and taking back."""
        mailing = self.get_object(request, unquote(object_id))
        running = build_running(request.user, pk=mailing.pk) if mailing and is_retry(mailing) else {}
        if mailing and running and mailing.is_waiting:
            running |= {"mailing": mailing, **build_failed(RetryMail(mailing), cast("User", request.user))}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **running})

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and ours: test, leave out, take in, approve, take back."""
        view = self.admin_site.admin_view
        return [
            path("test/", view(require_POST(self.test)), name="draws_mailing_test"),
            path("leave-out/", view(require_POST(self.leave_out)), name="draws_mailing_leave_out"),
            path("take-in/<int:pk>/", view(require_POST(self.take_in)), name="draws_mailing_take_in"),
            path("<int:pk>/approve/", view(require_POST(self.approve)), name="draws_mailing_approve"),
            path("<int:pk>/take-back/", view(require_POST(self.take_back)), name="draws_mailing_take_back"),
            *super().get_urls(),
        ]

    def test(self, request: HttpRequest) -> HttpResponse:
        """Send the messages to oneself."""
        user = cast("User", request.user)
        mail = read_planned(request.POST, user)
        # No decorator, because the permission is that of the kind of mass mail.
        check(user, mail.permission)
        if isinstance(mail, RetryMail):
            note_reading(find_failed(mail, user), user)
        send_test(request, mail)
        return return_to(mail.mailing, request.POST.get("entered", ""))

    def leave_out(self, request: HttpRequest) -> HttpResponse:
        """Leave one client out, with the reason."""
        user = cast("User", request.user)
        mail = read_planned(request.POST, user)
        if is_retry(mail.mailing):
            raise Http404
        check(user, mail.permission)
        form = LeaveOutForm(request.POST, user=user)
        if form.is_valid():
            leave_out(form.cleaned_data["who"], mail.mailing, form.cleaned_data["reason"], user)
        for problems in form.errors.values():
            messages.error(request, " ".join(map(str, problems)))
        return return_to(mail.mailing, request.POST.get("entered", ""))

    def take_in(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write to them after all."""
        row = get_object_or_404(LeftOut.objects.visible_to(request.user), pk=pk)
        about = "draw" if row.draw else "rules" if row.change else "circular"
        mailing = Mailing(about=about, draw=row.draw, change=row.change, circular=row.circular)
        check(request.user, make_mass_mail(mailing).permission)
        take_in(row, cast("User", request.user))
        # The row names the draw, and not whether the page was that of its news or of its correction.
        mailing.about = request.POST.get("about", mailing.about)
        return return_to(mailing, request.POST.get("entered", ""))

    def approve(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The second person approves."""
        mailing = get_object_or_404(Mailing.objects.select_related("draw", "change"), pk=pk)
        mail = make_mass_mail(mailing)
        check(request.user, mail.permission)
        # The number is compared here as it is now, and under the lock of `lifecycle.approve` once more.
        form = ConfirmMailingForm(mail, request.POST)
        if not form.is_valid():
            say_errors(request, form)
            return return_to(mailing)
        try:
            lifecycle.approve(pk, cast("User", request.user), form.cleaned_data["recipients"])
        except PublicationRefused as refused:
            messages.error(request, str(refused))
        else:
            self.log_change(request, mailing, [{"changed": {"fields": ["approved_by"]}}])
            messages.success(request, _("Approved. The messages leave when the waiting time is over."))
        return return_to(mailing)

    def take_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Stop what has not left."""
        mailing = get_object_or_404(Mailing.objects.select_related("draw", "change"), pk=pk)
        check(request.user, make_mass_mail(mailing).permission)
        try:
            lifecycle.take_back(pk, cast("User", request.user))
        except PublicationRefused as refused:
            messages.error(request, str(refused))
        else:
            self.log_change(request, mailing, [{"changed": {"fields": ["taken_back_at"]}}])
            messages.success(request, _("Taken back: what has not been sent yet will not be sent."))
            call_sweep()
        return return_to(mailing)


def send_test(request: HttpRequest, mail: MassMail) -> None:
    """Send the messages of a mass mail to the member of staff who asks for them."""
    user = cast("User", request.user)
    if not user.email:
        messages.error(request, _("Your account has no e-mail address."))
        return
    due = TestOfRetry.find_due(mail, user) if isinstance(mail, RetryMail) else TestOfMassMail.find_due(mail, user)
    count = len(letters.owe(due))
    if not count:
        messages.warning(request, _("None of these messages would leave now, so there is no test of them."))
        return
    message = ngettext("%(count)s test is on its way to %(to)s.", "%(count)s tests are on their way to %(to)s.", count)
    messages.success(request, message % {"count": count, "to": user.email})


@transaction.atomic
def leave_out(client: Client, mailing: Mailing, reason: str, by: "User") -> None:
    """Leave a client out of what is told of a subject, and say so in the history of the file."""
    subject = mailing.get_subject()
    earlier = LeftOut.objects.filter(client=client, **subject).values_list("reason", flat=True).first() or ""
    row, _made = LeftOut.objects.update_or_create(client=client, **subject, defaults={"reason": reason, "by": by})
    keep_reason(row, earlier, reason, by)


@transaction.atomic
def take_in(row: LeftOut, by: "User") -> None:
    """Write to somebody after all; that they were left out, and why, stays in the history of the file."""
    keep_reason(row, row.reason, "", by)
    row.delete()


def keep_reason(row: LeftOut, was: str, now: str, by: "User") -> None:
    """Append why somebody is left out, or that nobody says so any more."""
    about = {"about": str(row.draw or row.change or row.circular)}
    changes.keep(row.client_id, row, {"reason": was, **about}, {"reason": now, **about}, by)


def read_planned(posted: QueryDict, user: "User") -> MassMail:
    """The mass mail that a form of a page is about. Raises `Http404`."""
    about, pk = posted.get("about", ""), read_row_number(posted.get("pk", ""))
    if about == Mailing.About.RULES:
        change = get_object_or_404(RuleChange, pk=pk)
        return make_mass_mail(Mailing(about=about, change=change))
    if about == Mailing.About.CIRCULAR:
        circular = get_object_or_404(Circular.objects.visible_to(user), pk=pk)
        return make_mass_mail(Mailing(about=about, circular=circular))
    if about == Mailing.About.RETRY:
        return make_mass_mail(get_object_or_404(Mailing.objects.waiting(), about=about, pk=pk))
    draw = get_object_or_404(Draw, pk=pk)
    if about == Mailing.About.CORRECTION:
        return plan_correction(draw, QueryDict(posted.get("entered", "")))
    return make_mass_mail(Mailing(about=Mailing.About.DRAW, draw=draw))


def is_retry(mailing: Mailing) -> bool:
    """Whether failed messages are tried again."""
    return mailing.about == Mailing.About.RETRY


def return_to(mailing: Mailing, entered: str = "") -> HttpResponseRedirect:
    """The page of what it is about."""
    if mailing.change:
        return redirect("admin:draws_rulechange_change", mailing.change.pk)
    if mailing.circular:
        return redirect("admin:draws_circular_change", mailing.circular.pk)
    if is_retry(mailing):
        return redirect("admin:draws_mailing_change", mailing.pk)
    draw = cast("Draw", mailing.draw)
    # What was entered of a correction stands in the address alone until it is confirmed.
    if mailing.about == Mailing.About.CORRECTION and entered:
        return redirect(f"{reverse('admin:draws_draw_correct', args=[draw.pk])}?{entered}")
    return redirect("admin:draws_draw_preview", draw.pk)


def confirm_as_typed(request: HttpRequest, mail: MassMail) -> Mailing | None:
    """The mass mail, confirmed by the number that was typed; None, with a message why, where it was refused."""
    try:
        # First: what can't be sent at all is refused in words of its own, whatever number was typed.
        mail.check()
        form = ConfirmMailingForm(mail, request.POST)
        if form.is_valid():
            return lifecycle.confirm(mail, cast("User", request.user))
        say_errors(request, form)
    except PublicationRefused as refused:
        messages.error(request, str(refused))
    return None


def say_errors(request: HttpRequest, form: Any) -> None:
    """Every problem of a form, at the head of the page."""
    for problems in form.errors.values():
        messages.error(request, " ".join(map(str, problems)))
