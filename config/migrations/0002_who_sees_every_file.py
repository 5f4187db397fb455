"""All but assistants see files that are assigned to others, where the firm has assistants see their own alone."""

from django.db import migrations

from config.migrations._groups import give

INTAKE = {role: ["view_every_client"] for role in ("Administrator", "Licensed consultant", "Reader")}


def add_permission(apps, schema_editor):
    """Give it to the three groups."""
    give(apps, "intake", INTAKE)


class Migration(migrations.Migration):
    dependencies = [("config", "0001_groups_of_staff"), ("intake", "0003_view_every_client")]

    operations = [migrations.RunPython(add_permission, migrations.RunPython.noop)]
