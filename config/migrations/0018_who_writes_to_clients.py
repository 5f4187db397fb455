"""Who keeps templates of messages, and who writes to clients from them."""

from django.db import migrations

from config.migrations._groups import give

WRITING = ["view_messagetemplate", "view_writtenmessage", "add_writtenmessage"]
GIVEN = {
    "Administrator": WRITING,
    "Licensed consultant": [*WRITING, "add_messagetemplate", "change_messagetemplate"],
    "Assistant": WRITING,
}


def add_permissions(apps, schema_editor):
    """Give them to the groups."""
    give(apps, "draws", GIVEN)


class Migration(migrations.Migration):
    dependencies = [("config", "0017_who_reads_visits"), ("draws", "0014_messages_of_staff")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
