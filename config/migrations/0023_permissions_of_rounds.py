"""Permissions are named after a round, which nobody reads as a draw any more (docs/words.md)."""

from django.db import migrations

# Django names a permission when it makes it, and never again.
NAMES = {
    "add_draw": "Can add round",
    "change_draw": "Can change round",
    "delete_draw": "Can delete round",
    "view_draw": "Can view round",
    "publish_draw": "Can publish rounds and alert clients",
}


def rename(apps, schema_editor):
    """Give those that there are their new names."""
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="draws")
    for codename, name in NAMES.items():
        permissions.filter(codename=codename).update(name=name)


class Migration(migrations.Migration):
    dependencies = [("config", "0022_who_makes_copies"), ("draws", "0022_rounds_by_name")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
