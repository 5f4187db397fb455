"""Who reads the reports of the office's work."""

from django.db import migrations

from config.migrations._groups import give

GIVEN = {"Administrator": ["view_reports"], "Licensed consultant": ["view_reports"]}


def add_permissions(apps, schema_editor):
    """Give it to the groups."""
    give(apps, "intake", GIVEN)


class Migration(migrations.Migration):
    dependencies = [("config", "0012_who_exports"), ("intake", "0020_reports")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
