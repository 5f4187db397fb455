"""Who reads which processes are at work."""

from django.db import migrations

from config.migrations._groups import give

DRAWS = {role: ["view_heartbeat"] for role in ("Administrator", "Licensed consultant", "Assistant", "Reader")}


def add_permissions(apps, schema_editor):
    """Give them to the groups."""
    give(apps, "draws", DRAWS)


class Migration(migrations.Migration):
    dependencies = [("config", "0005_who_keeps_the_rules"), ("draws", "0007_heartbeats")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
