"""Who makes tags of files, who reads them, and who renames and deletes them."""

from django.db import migrations

from config.migrations._groups import give

WORKING = ["view_tag", "add_tag"]
GIVEN = {
    "Administrator": [*WORKING, "change_tag", "delete_tag"],
    "Licensed consultant": WORKING,
    "Assistant": WORKING,
    "Reader": ["view_tag"],
}


def add_permissions(apps, schema_editor):
    """Give them to the groups."""
    give(apps, "intake", GIVEN)


class Migration(migrations.Migration):
    dependencies = [("config", "0020_who_writes_to_many"), ("intake", "0032_tags")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
