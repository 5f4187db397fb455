"""Members of staff, and what they record."""

import re
from datetime import timedelta

from django.contrib.auth.models import Permission, User
from django.utils import timezone

from draws.feed.cutoff_doubts import find_doubts, say_doubt
from draws.staff import dashboard
from intake.models import Licence
from intake.staff.daily_work import my_day

YESTERDAY = timezone.localdate() - timedelta(days=1)


RECORDED = {
    "number": "438",
    "name": "Canadian Experience Class",
    "stream": "cec",
    "held_on": YESTERDAY.isoformat(),
    "cutoff": "470",
    "size": "1000",
    "tie_break": "",
}


def count_rows(html, heading):
    """How many rows the table under a heading has."""
    return html.partition(f'id="{heading}"')[2].partition("</table>")[0].partition("<tbody>")[2].count("<tr>")


def staff(client, *permissions):
    """Log in a licensed member of staff who may do these things with rounds."""
    user = User.objects.create_user("staff", is_staff=True)
    Licence.objects.create(user=user, number="R000002")
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user


def list_waiting(user):
    """Everything that waits on the first page for a member of staff: in words, with its row."""
    return {str(row.label): row for row in [*my_day.list_day(user), *dashboard.list_rows(user)]}


def read_number(page):
    """How many people a page says would be written to."""
    return int(re.search(r"(\d+) (?:person|people) will be written to", page)[1])


def publish(client, draw, **typed):
    """Type what the preview asks for, and press its button; the page that follows."""
    where = f"/staff/draws/draw/{draw.pk}/"
    page = client.get(f"{where}preview/").content.decode()
    said = {"recipients": read_number(page), "figure": draw.cutoff} if "will be written to" in page else {}
    return client.post(f"{where}publish/", said | typed, follow=True).content.decode()


def release(client, change, **typed):
    """Type the number that the page of a change of rules asks for, and release it; the page that follows."""
    where = f"/staff/draws/rulechange/{change.pk}/"
    said = {"recipients": read_number(client.get(f"{where}change/").content.decode())}
    return client.post(f"{where}release/", said | typed, follow=True).content.decode()


def record(client, **changes):
    return client.post("/staff/draws/draw/add/", RECORDED | changes, follow=True)


def say_doubts(draw):
    """What is unusual about the cut-off of a draw, in whole sentences."""
    return [say_doubt(doubt) for doubt in find_doubts(draw)]
