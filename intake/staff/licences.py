"""Who of the staff may advise: licensed, and allowed to by the firm."""

from django.contrib.auth.models import User
from django.db.models import QuerySet

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def consultants() -> QuerySet[User]:
    """Staff who may answer for a file."""
    allowed = User.objects.with_perm("intake.can_advise", backend=MODEL_BACKEND)
    return allowed.filter(is_staff=True, licence__isnull=False).order_by("last_name", "first_name")


def members() -> QuerySet[User]:
    """Everybody of the staff."""
    return User.objects.filter(is_staff=True, is_active=True).order_by("last_name", "first_name", "username")
