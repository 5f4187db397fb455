"""Who reads who follows the rounds by an address alone, and what they were told."""

from django.db import migrations

from config.migrations._groups import give

WORKING = ("Administrator", "Licensed consultant", "Assistant")


def add_permissions(apps, schema_editor):
    """Give them to the groups."""
    give(apps, "intake", {role: ["view_follower", "view_followerconsent"] for role in WORKING})
    give(apps, "draws", {role: ["view_followernews"] for role in WORKING})


class Migration(migrations.Migration):
    dependencies = [
        ("config", "0013_who_reads_reports"),
        ("intake", "0022_followers"),
        ("draws", "0013_follower_news"),
    ]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
