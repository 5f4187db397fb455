"""The first start: tables, the rounds, sample clients, and an account to look around with.

The account is made last. Where a staff account exists, the first start was
completed, or the database is somebody's own: then only the tables are brought
up to date.
"""

import os
import secrets
import sys
from datetime import date, time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEBUG", "true")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from intake.firm.example import add_example_firm  # noqa: E402
from intake.models import AdviserCalendar, DayOff, FirmLook, Licence, OfficeHours, StageTodo  # noqa: E402

NAME = "staff"
# The first person of the invented firm, who can be booked: without a licence nobody publishes.
ADVISER, LICENCE = {"first_name": "Maya", "last_name": "Lindqvist"}, "R000001"
VIDEO_ROOM = "https://video.example.org/maya-lindqvist"
# New Year's Day, Canada Day, Christmas Day and Boxing Day: month and day.
HOLIDAYS = ((1, 1), (7, 1), (12, 25), (12, 26))
PASSWORD_FILE = settings.VAR_DIR / "staff-password"
CLIENTS = settings.BASE_DIR / "intake" / "data" / "sample_clients.jsonl"


def print_line(sentence: str) -> None:
    """A line for the person at the terminal."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def write_password(password: str, path: Path) -> None:
    """Write the password to a file that only its owner can read."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(f"{password}\n")


def load_data() -> None:
    """Load the rounds and the sample clients, then make the account."""
    call_command("import_rounds")
    call_command("import_clients", str(CLIENTS), "--sample")
    # The invented firm is for looking around, never for a live site.
    if settings.DEBUG and not FirmLook.objects.exists():
        add_example_firm()
    password = secrets.token_urlsafe(12)
    made = get_user_model().objects.create_superuser(NAME, email=f"{NAME}@example.org", password=password, **ADVISER)
    Licence.objects.create(user=made, number=LICENCE)
    add_hours(made)
    this_year = timezone.localdate().year
    for year in (this_year, this_year + 1):
        add_holidays(year)
    add_stage_todos()
    write_password(password, PASSWORD_FILE)


def add_hours(adviser: User) -> None:
    """Let consultations be booked with the account, from Monday to Friday."""
    calendar = AdviserCalendar.objects.create(
        adviser=adviser, pause=15, in_person=True, video=True, video_link=VIDEO_ROOM, fee=150
    )
    spans = ((time(9), time(12)), (time(13), time(17)))
    OfficeHours.objects.bulk_create(
        OfficeHours(calendar=calendar, weekday=weekday, begins=begins, ends=ends)
        for weekday in range(5)
        for begins, ends in spans
    )


def add_holidays(year: int) -> None:
    """Close the office on the holidays of a year that have a fixed day."""
    days = [date(year, month, day) for month, day in HOLIDAYS]
    DayOff.objects.bulk_create(DayOff(first=day, last=day) for day in days)


def add_stage_todos() -> None:
    """What an office might do at its stages, as something to look at and to change."""
    practice = (
        ("contacted", 2, "Offer a consultation", "Offrir une consultation"),
        ("consulted", 1, "Send the service agreement", "Envoyer le contrat de services"),
        ("agreement_sent", 3, "Follow up on the service agreement", "Faire un suivi du contrat de services"),
        ("retained", 2, "Ask for the documents", "Demander les documents"),
        ("invited", 1, "Call about the invitation", "Appeler au sujet de l'invitation"),
    )
    StageTodo.objects.bulk_create(
        StageTodo(stage=stage, after_days=days, text_en=english, text_fr=french)
        for stage, days, english, french in practice
    )


def describe_account() -> str:
    """How to sign in, as far as we know it."""
    if PASSWORD_FILE.exists():
        return f"name {NAME}, password {PASSWORD_FILE.read_text().strip()} (kept in {PASSWORD_FILE})"
    return "with your own staff account (manage.py createsuperuser makes one)"


def main() -> None:
    """Prepare the database, and say where the site will be."""
    call_command("migrate", verbosity=0, interactive=False)
    if not get_user_model().objects.filter(is_staff=True).exists():
        print_line("First start: loading the rounds and the sample clients.")
        load_data()
    print_line(f"\nThe site:    http://localhost:{settings.PORT}/")
    print_line(f"Staff:       http://localhost:{settings.PORT}/staff/  {describe_account()}")
    print_line("To end it:   Ctrl-C\n")


if __name__ == "__main__":
    main()
