"""What stands at the head of every page of a client's file."""

from functools import partial
from typing import Any

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone

from intake.clients.stages import find_moves
from intake.common import extension_points
from intake.common.names import name_user
from intake.common.telephone_numbers import format_telephone
from intake.expiry.time_to_apply import get_last_day
from intake.models import Client, Consultation
from intake.permissions import CHANGE_CLIENT, CHANGE_CONSULTATIONS, MANAGE_ENGAGEMENT, VIEW_CONSULTATIONS, VIEW_MONEY
from intake.staff.changelists.client_names import name_client
from intake.staff.changelists.people import list_staff
from intake.staff.daily_work.todo_forms import NoteForm, TodoForm
from intake.staff.file_pages.money_pages import add_up

register = template.Library()
register.filter("named", name_client)
# More tasks than these are read on their list.
SHOWN = 5


@register.inclusion_tag("admin/intake/client/head.html", takes_context=True)
def file_head(context: dict[str, Any], client: Client) -> dict[str, Any]:
    """Who it is, where the work stands, what is to do, and the small forms for staff who work on files."""
    request, today, last = context["request"], timezone.localdate(), get_last_day(client)
    left = (last - today).days if last else None
    quick = CHANGE_CLIENT.held_by(request.user) and not context.get("quiet_head")
    return {
        "request": request,
        "client": client,
        "is_file": "original" in context,
        "telephone": format_telephone(client.telephone),
        "other_telephone": format_telephone(client.other_telephone),
        "adviser": name_user(client.adviser) if client.adviser else "",
        "last_day": last,
        "days_left": left,
        "hurries": left is not None and left <= settings.INVITATION_SHORT_DAYS,
        "today": today,
        # One more than is shown, to know that there are more.
        "todos": list(client.todos.open().select_related("assignee")[: SHOWN + 1]),
        "shown": SHOWN,
        "note_form": NoteForm() if quick else None,
        "todo_form": TodoForm(client=client, list_staff=partial(list_staff, request)) if quick else None,
        "moves": list_moves(client, request.user) if quick else [],
        "works": CHANGE_CLIENT.held_by(request.user),
        "books": CHANGE_CONSULTATIONS.held_by(request.user),
        "coming": find_coming(client, request.user),
        "sees_money": VIEW_MONEY.held_by(request.user),
        "money": add_up(client.money.all()) if VIEW_MONEY.held_by(request.user) else None,
        "more_ways": extension_points.render_point(extension_points.FILE_LINKS, client, request.user),
    }


def find_coming(client: Client, user: User | AnonymousUser) -> Consultation | None:
    """The next consultation of the file that is booked, for those who may see it."""
    if not VIEW_CONSULTATIONS.held_by(user):
        return None
    booked = client.consultations.filter(state=Consultation.ConsultationState.CONFIRMED, starts_at__gte=timezone.now())
    return booked.select_related("adviser").order_by("starts_at").first()


def list_moves(client: Client, user: User | AnonymousUser) -> list[tuple[str, Any]]:
    """The stages to which this member of staff may move the file from its head: code and label."""
    may = find_moves(client, may_manage=MANAGE_ENGAGEMENT.held_by(user))
    return [(code, label) for code, label in Client.Stage.choices if code in may and code != client.stage]
