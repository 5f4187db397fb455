"""Who reads the rules in use, compares tables with their sources, and enters and releases editions."""

from django.db import migrations

from config.migrations._groups import give

ENTERING = ["add_firmedition", "delete_firmedition", "add_firmtable", "delete_firmtable", "release_firmedition"]
DRAWS = {
    "Administrator": ["view_firmedition", "add_tablecheck"],
    "Licensed consultant": ["view_firmedition", "add_tablecheck", *ENTERING],
    "Assistant": ["view_firmedition", "add_tablecheck"],
    "Reader": ["view_firmedition"],
}


def add_permissions(apps, schema_editor):
    """Give them to the groups."""
    give(apps, "draws", DRAWS)


class Migration(migrations.Migration):
    dependencies = [("config", "0004_who_reads_letters"), ("draws", "0004_firm_rules")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
