"""Who reads what people ask, and who reads, books and sets the hours of consultations."""

from django.db import migrations

from config.migrations._groups import give

BOOK = ["view_consultation", "change_consultation", "add_consultation"]
SET = [
    *(f"{act}_advisercalendar" for act in ("view", "add", "change")),
    *(f"{act}_{part}" for part in ("officehours", "dayoff") for act in ("view", "add", "change", "delete")),
]
GIVEN = {
    "Administrator": ["view_enquiry", *BOOK, *SET],
    "Licensed consultant": ["view_enquiry", *BOOK, *SET],
    "Assistant": ["view_enquiry", *BOOK],
    "Reader": ["view_consultation"],
}


def add_permissions(apps, schema_editor):
    """Give them to the groups."""
    give(apps, "intake", GIVEN)


class Migration(migrations.Migration):
    dependencies = [
        ("config", "0007_who_reads_mass_mails"),
        ("intake", "0014_enquiries_and_consultations"),
    ]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
