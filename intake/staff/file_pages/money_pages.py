"""Money in a file: what was agreed, invoiced, paid and given back, and where that leaves the client and the firm."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from intake.models import Client, FileView, MoneyEntry
from intake.permissions import KEEP_MONEY, VIEW_MONEY, requires
from intake.staff.changelists import file_views
from intake.staff.client_admin.file_page_mixin import FilePages

if TYPE_CHECKING:
    from django.contrib.auth.models import User

NOTHING = Decimal(0)


class Sums(NamedTuple):
    """What the entries of a file come to, in Canadian dollars."""

    agreed: Decimal
    invoiced: Decimal
    paid: Decimal

    @property
    def to_invoice(self) -> Decimal:
        """Agreed and not invoiced yet."""
        return max(self.agreed - self.invoiced, NOTHING)

    @property
    def to_pay(self) -> Decimal:
        """Invoiced and not paid yet."""
        return max(self.invoiced - self.paid, NOTHING)

    @property
    def held(self) -> Decimal:
        """Paid ahead of any invoice: the client's money until it is earned."""
        return max(self.paid - self.invoiced, NOTHING)


def add_up(entries: Iterable[MoneyEntry]) -> Sums:
    """Add up what was not taken back; what was given back counts as not paid."""
    kinds = MoneyEntry.MoneyKind
    sums = dict.fromkeys(kinds, NOTHING)
    # In Python: the page shows the same rows, so that the sums can't be of others.
    for entry in entries:
        if entry.taken_back_at is None:
            sums[kinds(entry.kind)] += entry.amount
    return Sums(sums[kinds.AGREED], sums[kinds.INVOICED], sums[kinds.PAID] - sums[kinds.RETURNED])


class MoneyForm(forms.ModelForm[MoneyEntry]):
    """One amount."""

    class Meta:
        model = MoneyEntry
        fields = ("kind", "amount", "on", "words")
        widgets = {"on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, data: object = None) -> None:
        super().__init__(data, initial={"on": timezone.localdate()}, auto_id="money_%s")  # type: ignore[arg-type]

    def clean_on(self) -> object:
        """Not a day that is still to come: what is expected is a task."""
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError(_("Enter a day that is not in the future."))
        return self.cleaned_data["on"]


class MoneyPages(FilePages):
    """Mixed into the clients' admin: the page of money of a file."""

    def get_urls(self) -> list[URLPattern]:
        """The page, and the way to take an entry back."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/money/", view(self.money), name="intake_client_money"),
            path(
                "<int:pk>/money/<int:entry>/back/", view(require_POST(self.take_back)), name="intake_client_money_back"
            ),
            *super().get_urls(),
        ]

    # A reader of files does not see money (record 0167).
    @requires(VIEW_MONEY)
    def money(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The entries with their sums, and a form for another one."""
        client = self.file_to_see(request, pk)
        keeps = KEEP_MONEY.held_by(request.user)
        form = MoneyForm(request.POST or None) if keeps else None
        if form and form.is_valid():
            return self.keep_amount(request, client, form)
        file_views.record_view(client, cast("User", request.user), FileView.ViewedPart.FILE)
        entries = list(client.money.select_related("author", "taken_back_by"))
        context = self.admin_site.each_context(request) | {"client": client, "opts": self.opts, "form": form}
        context |= {"title": gettext("Money"), "entries": entries, "sums": add_up(entries), "quiet_head": True}
        return TemplateResponse(request, "admin/intake/client/money.html", context)

    def keep_amount(self, request: HttpRequest, client: Client, form: MoneyForm) -> HttpResponseRedirect:
        """Keep a new entry."""
        entry = form.save(commit=False)
        entry.client, entry.author = client, cast("User", request.user)
        entry.save()
        messages.success(request, gettext("The amount is saved."))
        return redirect("admin:intake_client_money", client.pk)

    @requires(VIEW_MONEY, KEEP_MONEY)
    def take_back(self, request: HttpRequest, pk: int, entry: int) -> HttpResponseRedirect:
        """Take an entry back: it stays in sight and counts no longer."""
        client = self.file_to_see(request, pk)
        # Never changed or deleted: somebody who looks at a file on two days can see why the sums differ (record 0167).
        if client.money.filter(pk=entry).take_back(cast("User", request.user)):
            messages.success(request, gettext("The amount no longer counts."))
        return redirect("admin:intake_client_money", client.pk)
