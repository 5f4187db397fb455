"""What the staff's preview page shows: the numbers by reason and the people behind one of them."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from draws.corrections.describe import describe_changes
from draws.mailings.mass_mails import make_mass_mail
from draws.matching import telephone_tasks
from draws.matching.preview import NEAR, CountedGroup, Preview, count_groups, describe_reasons, list_people
from draws.models import Alert, Draw, Mailing
from draws.outbox.ledgers import count_states
from draws.publishing import custom_list_jobs, publisher
from draws.rounds.doubts import describe_doubt
from draws.staff.correction_page import build_feed_query
from draws.staff.groups import build_groups
from draws.staff.mailing_page import build_planned, build_running
from intake.permissions import sees_every_file
from scoring.words import name_number

# Code -> words and people.
Groups = dict[str, tuple[Any, CountedGroup]]
BELOW = format_lazy(
    ngettext_lazy("Of those below: within {points} point", "Of those below: within {points} points", NEAR),
    points=name_number(NEAR),
)


def build_preview_context(draw: Draw, query: Mapping[str, str], user: User | AnonymousUser) -> dict[str, Any]:
    """The page for a draw, of the files that `user` sees; `query` may choose a group ("group") and a page ("page")."""
    context: dict[str, Any] = {"draw": draw, "title": str(draw), "refusal": find_refusal(draw)}
    context["states"] = count_states(Alert.objects.visible_to(user).filter(draw=draw))
    context |= {"doubts": list(map(describe_doubt, draw.not_understood)), "as_the_feed_says": build_feed_query(draw)}
    # A correction's numbers are of everybody's files, also of those that this member of staff may not know of.
    if draw.status == Draw.Status.CORRECTED and sees_every_file(user):
        context["corrections"] = [(done, describe_changes(done)) for done in draw.corrections.select_related("by")]
    context |= build_running(user, draw=draw)
    if draw.can_match:
        # `worked_out`: without progress to show, `describe_progress` has worked the list out itself.
        context |= describe_progress(draw) or build_preview_groups(
            name_groups(Preview(draw, worked_out=True, user=user)), query
        )
        context |= plan_news(draw, context, user)
        context["group_url"] = reverse("admin:draws_draw_group", args=[draw.pk])
    return context


def plan_news(draw: Draw, context: Mapping[str, Any], user: User | AnonymousUser) -> dict[str, Any]:
    """What staff see above the button of a draft; or of a draw whose news was taken back from somebody."""
    if context["refusal"] or "progress" in context or "running" in context:
        return {}
    mail = make_mass_mail(Mailing(about=Mailing.About.DRAW, draw=draw))
    if draw.is_published and not (mail.count_recipients() or telephone_tasks.find_held(draw).exists()):
        return {}
    return build_planned(mail, user)


def describe_progress(draw: Draw) -> dict[str, Any]:
    """The progress of the workers on the draw's own list; nothing once it is worked out."""
    found = custom_list_jobs.get_progress(draw)
    return {"progress": found} if found else {}


def find_refusal(draw: Draw) -> str:
    """Why the draw can't be published; empty when it can, or has been."""
    if draw.is_published:
        return ""
    try:
        publisher.check_draw(draw)
    except publisher.PublicationRefused as refused:
        return str(refused)
    return ""


def build_preview_groups(groups: Groups, query: Mapping[str, str]) -> dict[str, Any]:
    """The groups of a draw for the page, with all their numbers by code ("numbers")."""
    labels = {code: label for code, (label, _group) in groups.items()}
    numbers = count_groups({code: group for code, (_label, group) in groups.items()})
    found = build_groups(labels, numbers, lambda chosen: list_people(groups[chosen][1].people), query)
    return found | {"numbers": numbers, "near_points": name_number(NEAR)}


def name_groups(preview: Preview) -> Groups:
    """Code -> words and people: the told, those near the cut-off, then everybody else by reason."""
    told = _("In the ledger: told, or to be told") if preview.draw.matched_at else _("Would be told")
    others = {code: (describe_reasons(preview.draw)[code], group) for code, group in preview.reasons.items()}
    parts: Groups = {"near": (BELOW, preview.near_group)}
    if preview.draw.tie_break:
        parts["unsure"] = (
            _("Of those told: at the cut-off, and the time of submission is not known"),
            preview.unsure_group,
        )
    return {"told": (told, preview.told_group), **others, **parts}
