"""The news of a change of rules is named by the change: several may begin on one day, and each has its own."""

from django.db import migrations


def name_changes(apps, schema_editor):
    """Each notice gets the number of the change that owed it: the last that was released before the row was made."""
    changes = apps.get_model("draws", "RuleChange").objects
    released = list(changes.exclude(released_at=None).order_by("-released_at"))
    for change in released:
        rename(apps, change, created__gte=change.released_at)
    # Told before a release that was taken back, or made anew: of the first change of its day that touches the client.
    for change in [*reversed(released), *changes.filter(released_at=None).order_by("pk")]:
        rename(apps, change)


def rename(apps, change, **which):
    """Give this change those of its day's notices that have no change yet, and whose clients it touches."""
    clients = apps.get_model("draws", "RuleEffect").objects.filter(change=change).values("client")
    old = apps.get_model("draws", "Notice").objects.filter(kind="rules", key=f"edition {change.edition}", **which)
    old.filter(client__in=clients).update(key=f"edition {change.edition} change {change.pk}")


def name_days(apps, schema_editor):
    """Back to the edition's day alone; of several changes of a day a client keeps the first."""
    notices = apps.get_model("draws", "Notice").objects.filter(kind="rules")
    for notice in notices.filter(key__contains=" change ").order_by("pk").iterator():
        key = notice.key.partition(" change ")[0]
        if not notices.filter(client=notice.client_id, key=key).exists():
            notices.filter(pk=notice.pk).update(key=key)


class Migration(migrations.Migration):

    dependencies = [
        ("draws", "0015_messages_to_chosen_clients"),
    ]

    operations = [
        migrations.RunPython(name_changes, name_days),
    ]
