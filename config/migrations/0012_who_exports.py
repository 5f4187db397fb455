"""Who takes lists of clients along, and who reads that somebody did."""

from django.db import migrations

from config.migrations._groups import give

GIVEN = {"Administrator": ["export_client", "view_clientexport"], "Licensed consultant": ["export_client"]}


def add_permissions(apps, schema_editor):
    """Give them to the groups."""
    give(apps, "intake", GIVEN)


class Migration(migrations.Migration):
    dependencies = [("config", "0011_who_presents_the_firm"), ("intake", "0018_lists_taken_along")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
