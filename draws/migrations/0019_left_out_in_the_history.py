from django.db import migrations


def keep_left_out(apps, schema_editor):
    """Who is left out of what, as the history of a file reads it."""
    RowChange = apps.get_model("intake", "RowChange")
    for row in apps.get_model("draws", "LeftOut").objects.select_related("draw", "change", "circular").iterator():
        if row.draw:
            about = f"{row.draw.number} · {row.draw.held_on} · {row.draw.name}"
        else:
            about = str(row.change.edition) if row.change else str(row.circular.pk)
        RowChange.objects.create(
            client_id=row.client_id,
            model="draws.leftout",
            row=row.pk,
            at=row.at,
            by_id=row.by_id,
            was={"reason": "", "about": about},
            now={"reason": row.reason, "about": about},
        )


class Migration(migrations.Migration):
    dependencies = [
        ("draws", "0018_failed_messages"),
        ("intake", "0042_row_changes"),
    ]

    operations = [migrations.RunPython(keep_left_out, migrations.RunPython.noop)]
