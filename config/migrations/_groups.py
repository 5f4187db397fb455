"""What migrations give the groups of staff; the table that it follows is `intake.permissions`."""

from django.contrib.auth.management import create_permissions


def create_all(apps, label):
    """Make the permissions of an app that are to be given: Django makes them only after every migration."""
    config = apps.get_app_config(label)
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None


def give(apps, label, given):
    """Give each group what stands under its name: {"Reader": ["view_client", ...]}, all of one app."""
    create_all(apps, label)
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label=label)
    for role, codenames in given.items():
        group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=role)
        group.permissions.add(*permissions.filter(codename__in=codenames))
