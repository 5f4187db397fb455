"""Who reads and enters the tasks of files, and who sets those that a stage brings."""

from django.db import migrations

from config.migrations._groups import give

SET = [f"{act}_stagetodo" for act in ("view", "add", "change", "delete")]
WORK = ["view_todo", "add_todo", "change_todo"]
GIVEN = {
    "Administrator": [*WORK, *SET],
    "Licensed consultant": [*WORK, *SET],
    "Assistant": WORK,
    "Reader": ["view_todo"],
}


def add_permissions(apps, schema_editor):
    """Give them to the groups."""
    give(apps, "intake", GIVEN)


class Migration(migrations.Migration):
    dependencies = [
        ("config", "0008_who_reads_and_books"),
        ("intake", "0015_todos"),
    ]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
