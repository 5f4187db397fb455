import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

FIELDS = ("received_on", "round_number", "round_stream", "round_on", "cutoff", "outcome", "outcome_on")


def write(value):
    """As `intake.clients.changes` keeps a value that is no moment."""
    return "" if value is None else str(value)


def keep_ends(apps, schema_editor):
    """What the rows themselves say of their ends and confirmations, as changes: the history reads these alone now."""
    RowChange = apps.get_model("intake", "RowChange")
    for row in apps.get_model("intake", "Invitation").objects.exclude(closed_at=None).iterator():
        now = {name: write(getattr(row, name)) for name in FIELDS}
        was = now | {"outcome": "open", "outcome_on": ""}
        RowChange.objects.create(
            client_id=row.client_id, model="intake.invitation", row=row.pk, at=row.closed_at, by_id=row.closed_by_id, was=was, now=now
        )
    confirmed = apps.get_model("intake", "Intake").objects.exclude(checked_at=None).exclude(client=None)
    for client, at in confirmed.values_list("client", "checked_at"):
        now = {"checked_at": at.isoformat(timespec="minutes")}
        RowChange.objects.create(
            client_id=client, model="intake.intake", at=at, was={"checked_at": ""}, now=now
        )


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0041_import_undone_by'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RowChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=40)),
                ('row', models.PositiveBigIntegerField(null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('was', models.JSONField(blank=True, default=dict)),
                ('now', models.JSONField(blank=True, default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='row_changes', to='intake.client', verbose_name='client')),
            ],
            options={
                'verbose_name': 'change of a row',
                'verbose_name_plural': 'changes of rows',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.RunPython(keep_ends, migrations.RunPython.noop),
    ]
