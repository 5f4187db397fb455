"""Who reads and enters the amounts of money in files."""

from django.db import migrations

from config.migrations._groups import give

KEPT = ["view_moneyentry", "add_moneyentry", "change_moneyentry"]
GIVEN = {"Administrator": KEPT, "Licensed consultant": KEPT, "Assistant": KEPT}


def add_permissions(apps, schema_editor):
    """Give it to the groups."""
    give(apps, "intake", GIVEN)


class Migration(migrations.Migration):
    dependencies = [("config", "0014_who_sees_followers"), ("intake", "0024_money")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
