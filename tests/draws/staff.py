"""Members of staff, and what they record."""

from datetime import timedelta

from django.contrib.auth.models import Permission, User
from django.utils import timezone

from intake.models import Licence

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


def staff(client, *permissions):
    """Log a licensed member of staff in who may do these things with draws."""
    user = User.objects.create_user("staff", is_staff=True)
    Licence.objects.create(user=user, number="R000002")
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user


def record(client, **changes):
    return client.post("/staff/draws/draw/add/", RECORDED | changes, follow=True)
