"""Who reads how often pages are looked at, and where people stop."""

from django.db import migrations

from config.migrations._groups import give

GIVEN = {"Administrator": ["view_visitcount"], "Licensed consultant": ["view_visitcount"]}


def add_permissions(apps, schema_editor):
    """Give it to the groups."""
    give(apps, "intake", GIVEN)


class Migration(migrations.Migration):
    dependencies = [("config", "0016_who_connects_programs"), ("intake", "0026_visits")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
