"""Who makes the copy of a client's data for a client who asked for it by telephone or letter."""

from django.db import migrations

from config.migrations._groups import give

GIVEN = {"Administrator": ["copy_client"], "Licensed consultant": ["copy_client"]}


def add_permissions(apps, schema_editor):
    """Give it to the groups."""
    give(apps, "intake", GIVEN)


class Migration(migrations.Migration):
    dependencies = [("config", "0021_who_keeps_tags"), ("intake", "0036_copies_by_staff")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
