"""Who writes what the site says of the firm."""

from django.db import migrations

from config.migrations._groups import give

MODELS = ("firmlook", "firmperson", "firmservice", "firmoffice", "firmtext")
ALL = [f"{act}_{model}" for model in MODELS for act in ("view", "add", "change", "delete")]
GIVEN = {"Administrator": ALL, "Licensed consultant": ALL}


def add_permissions(apps, schema_editor):
    """Give them to the groups."""
    give(apps, "intake", GIVEN)


class Migration(migrations.Migration):
    dependencies = [
        ("config", "0010_who_imports"),
        ("intake", "0017_firm"),
    ]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
