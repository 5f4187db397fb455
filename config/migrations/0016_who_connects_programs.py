"""Who has other programs told of events, and who reads what became of it."""

from django.db import migrations

from config.migrations._groups import give

WEBHOOKS = [f"{act}_eventreceiver" for act in ("view", "add", "change", "delete")]
GIVEN = {"Administrator": [*WEBHOOKS, "view_owedevent"]}


def add_permissions(apps, schema_editor):
    """Give them to the group."""
    give(apps, "intake", GIVEN)


class Migration(migrations.Migration):
    dependencies = [("config", "0015_who_keeps_money"), ("intake", "0025_webhooks")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
