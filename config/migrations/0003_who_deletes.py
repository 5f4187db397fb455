"""Who deletes files and answers requests for deletion."""

from django.db import migrations

from config.migrations._groups import give

INTAKE = {
    "Administrator": ["delete_client", "view_deletionrequest"],
    "Licensed consultant": ["delete_client", "delete_record", "view_deletionrequest"],
    "Assistant": ["view_deletionrequest"],
}


def add_permissions(apps, schema_editor):
    """Give them to the groups."""
    give(apps, "intake", INTAKE)


class Migration(migrations.Migration):
    dependencies = [("config", "0002_who_sees_every_file"), ("intake", "0005_no_request_in_the_client")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
