"""Who reads the record of mass mails: everybody."""

from django.db import migrations

from config.migrations._groups import give

ROLES = ("Administrator", "Licensed consultant", "Assistant", "Reader")


def add_permissions(apps, schema_editor):
    """Give it to the groups."""
    give(apps, "draws", {role: ["view_mailing"] for role in ROLES})


class Migration(migrations.Migration):
    dependencies = [("config", "0006_who_sees_heartbeats"), ("draws", "0010_mass_mails")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
