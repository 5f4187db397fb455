"""Who of the firm opened a client's file: recorded at each view, shown to the client."""

from django.contrib.auth.models import User

from intake.models import Client, FileView


def record_view(client: Client | None, staff: User, part: FileView.Part) -> None:
    """Record that a member of staff looks at a part of a client's file now."""
    if client is not None:
        FileView.objects.create(client=client, staff=staff, who=get_name(staff), part=part)


def get_name(staff: User) -> str:
    """The person's name; empty where the account has none, and the client reads "a member of staff"."""
    return staff.get_full_name()
