"""What the staff's page for correcting a draw shows: the form, then the difference, before anything is sent."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from draws.corrections import apply
from draws.corrections.describe import describe_changes
from draws.corrections.diff import Difference
from draws.feed.parser import read_round
from draws.mailings.mass_mails import MassMail, make_mass_mail
from draws.matching.preview import list_people
from draws.models import Correction, Draw, Mailing
from draws.publishing import custom_list_jobs, publisher
from draws.rounds import snapshot
from draws.staff.draw_form import ConfirmForm, CorrectionForm
from draws.staff.groups import build_groups
from draws.staff.mailing_page import build_planned

GROUPS = {
    "newly_told": _("Match only now: will be told"),
    "told_in_error": _("Were told in error: will get one correction"),
    "perhaps_in_error": _("May have been told in error (it is leaving, or was cut off): will get one correction"),
    "wrong_details": _("Were told rightly, with wrong details: will get the right ones"),
    "withdrawn": _("Not told yet, and do not match: will not be told"),
    "told_after_all": _("Were told that they do not match: will be told that they do"),
    "owed_again": _("Withdrawn by an earlier correction, and match: will be told"),
}


def build_form(draw: Draw, data: QueryDict) -> CorrectionForm:
    """The form as the draw is recorded, or with what was entered. It changes a copy of the draw."""
    copy = Draw.objects.get(pk=draw.pk)
    # An address may choose a group or a page without having anything of the form.
    return CorrectionForm(data if "cutoff" in data else None, instance=copy)


def build_correction_context(draw: Draw, query: QueryDict, user: User | AnonymousUser) -> dict[str, Any]:
    """The page: the form and, when it is filled in, who would be told what.

    `query` has what was entered, and may choose a group ("group") and a page of it ("page").
    """
    form = build_form(draw, query)
    context = {"draw": draw, "title": _("Correct round %(number)s") % {"number": draw.number}, "form": form}
    return context | (build_difference(draw, form, query, user) if form.is_bound and form.is_valid() else {})


def build_difference(draw: Draw, form: CorrectionForm, query: QueryDict, user: User | AnonymousUser) -> dict[str, Any]:
    """The difference, or why the correction would be refused."""
    after = apply.copy_with(draw, form.cleaned_data)
    try:
        apply.check_correction(draw, after)
    except publisher.PublicationRefused as refused:
        return {"refusal": str(refused)}
    if waiting := draw.matched_at and custom_list_jobs.get_progress(after):
        return {"progress": waiting}
    planned = Correction(before=snapshot.build_snapshot(draw), after=snapshot.build_snapshot(after))
    context: dict[str, Any] = {
        "changes": describe_changes(planned),
        "warnings": form.warnings,
        "confirm": ConfirmForm(initial={"seen": draw.corrections.count()}),
        "entered": build_entered_query(form),
    }
    mail = plan_mail(draw, planned.after)
    context |= build_planned(mail, user, query if "reason" in query else None, context["entered"])
    if not draw.matched_at:
        return context
    # The group's people are found by what was entered, as they are on the page.
    context["group_url"] = f"{reverse('admin:draws_draw_corrected_group', args=[draw.pk])}?{context['entered']}"
    return context | build_difference_groups(Difference(draw, after), query, user)


def plan_mail(draw: Draw, after: Mapping[str, str], reason: str = "", seen: int = 0) -> MassMail:
    """The mass mail of a correction to these facts."""
    entered = {"after": after, "reason": reason, "seen": seen}
    return make_mass_mail(Mailing(about=Mailing.About.CORRECTION, draw=draw, entered=entered))


def plan_correction(draw: Draw, entered: QueryDict) -> MassMail:
    """The mass mail of what was entered. Raises `Http404` where it can't be read."""
    form = build_form(draw, entered)
    if not (form.is_bound and form.is_valid()):
        raise Http404
    return plan_mail(draw, snapshot.build_snapshot(apply.copy_with(draw, form.cleaned_data)))


def build_difference_groups(difference: Difference, query: QueryDict, user: User | AnonymousUser) -> dict[str, Any]:
    """The groups of a difference for the page, of the files that `user` sees."""
    groups = find_difference_groups(difference, user)
    numbers = {code: group.count() for code, group in groups.items()}
    return build_groups(GROUPS, numbers, lambda chosen: list_people(groups[chosen]), query)


def find_difference_groups(difference: Difference, user: User | AnonymousUser) -> dict[str, Any]:
    """Code -> those of the group whose files `user` sees."""
    return {code: getattr(difference, code).visible_to(user) for code in GROUPS}


def find_corrected_groups(draw: Draw, entered: QueryDict, user: User | AnonymousUser) -> dict[str, Any]:
    """The groups of a correction as it was entered; none where the page would show none."""
    form = build_form(draw, entered)
    if not (draw.matched_at and form.is_bound and form.is_valid()):
        return {}
    after = apply.copy_with(draw, form.cleaned_data)
    return {} if custom_list_jobs.get_progress(after) else find_difference_groups(Difference(draw, after), user)


def build_feed_query(draw: Draw) -> str:
    """The form filled in with what the feed says now, as a query string; empty where it contradicts nothing."""
    if not draw.is_published or not draw.received or not any("ours" in doubt for doubt in draw.not_understood):
        return ""
    found = read_round(draw.received)
    entered = {name: getattr(found, name, None) or getattr(draw, name) for name in snapshot.FIELDS}
    # The feed's name counts by its stream alone (`find_contradictions`), so that ours stays.
    values = entered | {"name": draw.name, "tie_break": format_tie_break(entered["tie_break"])}
    # The form refuses a stream beside a list of its own (record 0021).
    return build_query(values | ({"stream": ""} if draw.occupations else {}))


def build_query(values: Mapping[str, Any]) -> str:
    """Values for the form, as a query string."""
    return urlencode({name: snapshot.format_value(value) for name, value in values.items()})


def format_tie_break(moment: datetime | None) -> str:
    """A tie-break as the form takes it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if moment else ""


def build_entered_query(form: CorrectionForm) -> str:
    """What was entered, as a query string: of a pasted list only the codes, because a URL must not be too long."""
    return build_query({**form.cleaned_data, "tie_break": format_tie_break(form.cleaned_data["tie_break"])})
