"""Links by which one result can be read until a day: signed, revocable, each use recorded."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.common import signed_links
from intake.common.signed_links import Purpose
from intake.forms import post_redirect_get
from intake.forms.error_summary import ErrorSummaryMixin
from intake.forms.fields import Radios
from intake.models import Client, Share, ShareUse
from intake.my_file.access import for_client
from intake.result import page_context

DAYS = (7, 30, 90)


def list_lengths() -> list[tuple[int, str]]:
    """How long a link may work, in the reader's language."""
    return [(days, ngettext("%(days)d day", "%(days)d days", days) % {"days": days}) for days in DAYS]


class ShareForm(ErrorSummaryMixin, forms.Form):
    """For whom, and how long."""

    label = forms.CharField(label=_("For whom is it? Only you see this. (optional)"), max_length=100, required=False)
    days = Radios(
        label=_("How long should the link work?"),
        choices=list_lengths,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        missing=_("Select how long the link should work"),
    )


def make_link(share: Share) -> str:
    """Return the signed part of a share's link."""
    # `until` is the last day on which it works, to its end by the office's clock.
    ends = timezone.make_aware(datetime.combine(share.until + timedelta(days=1), time.min))
    # By the reference of the file: the link stays when the file goes to another address (record 0044).
    return signed_links.sign_link(Purpose.SHARE, str(share.key), share.client.reference, ends)


def get_url(share: Share) -> str:
    """The link, in the language of the page on which it is made."""
    return settings.SITE_URL + reverse("my_file:shared", args=[make_link(share)])


def read_link(signed: str) -> Share | None:
    """The share a link was made for, if it still works."""
    link = signed_links.read_link(Purpose.SHARE, signed)
    if link is None:
        return None
    working = Share.objects.open(timezone.localdate()).select_related("assessment", "client")
    found = working.filter(key=link.reference).first()
    return found if found and signed_links.is_of(link, found.client.reference) else None


@require_http_methods(["GET", "POST"])
@for_client
@post_redirect_get.clears_mistakes
def share(request: HttpRequest, client: Client) -> HttpResponse:
    """The links so far with their uses, and a form for another."""
    form, newest = post_redirect_get.get_form(request, ShareForm), client.assessments.first()
    if newest and form.is_valid():
        until = timezone.localdate() + timedelta(days=int(form.cleaned_data["days"]))
        client.shares.create(assessment=newest, label=form.cleaned_data["label"], until=until)
        return redirect("my_file:share")

    def context() -> dict[str, Any]:
        return {"client": client, "newest": newest, "links": list(list_links(client))}

    return post_redirect_get.render_form(request, form, "intake/my_file/share.html", context)


def list_links(client: Client) -> list[dict[str, Any]]:
    """Each link of a client with its state and its uses."""
    working = set(client.shares.open(timezone.localdate()).values_list("pk", flat=True))
    rows = client.shares.select_related("assessment").prefetch_related("uses")
    return [{"share": row, "address": get_url(row), "works": row.pk in working} for row in rows]


@require_POST
@for_client
def revoke(request: HttpRequest, client: Client, pk: int) -> HttpResponse:
    """End a link at once."""
    found = get_object_or_404(client.shares, pk=pk)
    # The first time counts: pressed twice, the record still says when the link ended.
    client.shares.filter(pk=found.pk, revoked_at=None).update(revoked_at=timezone.now())
    return redirect("my_file:share")


@never_cache
@require_safe
def shared(request: HttpRequest, signed: str) -> HttpResponse:
    """A result, for whoever holds a working link: no name, no contact data, nothing to change."""
    found = read_link(signed)
    if found is None:
        return render(request, "intake/my_file/share_over.html", status=410)
    # Mail programs look at links with HEAD; that is no reading.
    if request.method == "GET":
        ShareUse.objects.create(share=found)
    context = {"share": found, **page_context.build_explanation(found.assessment)}
    return render(request, "intake/my_file/shared.html", context)
