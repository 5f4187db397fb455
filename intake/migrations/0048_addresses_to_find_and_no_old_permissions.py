from django.db import migrations, models

ACTS = ("add", "change", "delete", "view")


def forget_old_names(apps, schema_editor):
    """The permissions that bear the name which saved lists had before 0045: nothing asks for them any more."""
    # The rename took the model's kind along and left its permissions named as they were; new ones were made beside them.
    old = [f"{act}_keptlist" for act in ACTS]
    apps.get_model("auth", "Permission").objects.filter(content_type__app_label="intake", codename__in=old).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('intake', '0047_words_of_a_link'),
    ]

    operations = [
        migrations.RunPython(forget_old_names, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name='client', name='clients_with_postal_address'),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(
                condition=models.Q(('postal_address', ''), _negated=True),
                fields=['id', 'postal_address'],
                name='clients_by_post',
            ),
        ),
    ]
