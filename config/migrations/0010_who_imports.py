"""Who brings clients in from a file."""

from django.db import migrations

from config.migrations._groups import give


def add_permissions(apps, schema_editor):
    """Give it to the groups."""
    give(apps, "intake", {role: ["import_client"] for role in ("Administrator", "Licensed consultant")})


class Migration(migrations.Migration):
    dependencies = [("config", "0009_who_sees_tasks"), ("intake", "0016_clients_from_a_file")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
