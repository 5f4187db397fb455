"""Who writes to many clients at once, and who reads what came of it."""

from django.db import migrations

from config.migrations._groups import give

GIVEN = {"Administrator": ["view_circular"], "Licensed consultant": ["view_circular", "add_circular"]}


def add_permissions(apps, schema_editor):
    """Give them to the groups."""
    give(apps, "draws", GIVEN)


class Migration(migrations.Migration):
    dependencies = [("config", "0019_who_shows_testimonials"), ("draws", "0015_messages_to_chosen_clients")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
