"""Who enters what clients wrote of the firm, and that they approved it."""

from django.db import migrations

from config.migrations._groups import give

ALL = [
    *(f"{act}_firmtestimonial" for act in ("view", "add", "change", "delete")),
    "view_testimonialapproval",
    "add_testimonialapproval",
]
GIVEN = {"Administrator": ALL, "Licensed consultant": ALL}


def add_permissions(apps, schema_editor):
    """Give them to the groups."""
    give(apps, "intake", GIVEN)


class Migration(migrations.Migration):
    dependencies = [("config", "0018_who_writes_to_clients"), ("intake", "0027_testimonials")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
