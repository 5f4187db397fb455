"""Which members of staff may advise: licensed, and permitted by the firm."""

from django.contrib.auth.models import User
from django.db.models import QuerySet

from intake.permissions import ADVISE


def find_consultants() -> QuerySet[User]:
    """Staff who may answer for a file."""
    return ADVISE.holders().filter(is_staff=True, licence__isnull=False).order_by("last_name", "first_name")


def find_staff() -> QuerySet[User]:
    """Everybody of the staff."""
    return User.objects.filter(is_staff=True, is_active=True).order_by("last_name", "first_name", "username")
