"""Who of the firm opened a client's file: noted at each view, shown to the client."""

from django.contrib.auth.models import User

from intake.models import Client, FileView


def note(client: Client | None, staff: User, part: FileView.Part) -> None:
    """Note that a member of staff looks at a part of a client's file now."""
    if client is not None:
        FileView.objects.create(client=client, staff=staff, who=named(staff), part=part)


def named(staff: User) -> str:
    """The person's name; empty where the account has none, and the client reads "a member of staff"."""
    return staff.get_full_name()
