"""Who reads the ledger of letters: those who read the other ledgers."""

from django.db import migrations

from config.migrations._groups import give

INTAKE = {role: ["view_letter"] for role in ("Administrator", "Licensed consultant", "Assistant")}


def add_permission(apps, schema_editor):
    """Give it to the three groups."""
    give(apps, "intake", INTAKE)


class Migration(migrations.Migration):
    dependencies = [("config", "0003_who_deletes"), ("intake", "0007_letters")]

    operations = [migrations.RunPython(add_permission, migrations.RunPython.noop)]
