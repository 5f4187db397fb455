import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('intake', '0043_words_of_an_office'),
    ]

    operations = [
        # The table has its name stated before the model loses the name that it came from: no statement is made.
        migrations.AlterModelTable(
            name='keptlist',
            table='intake_keptlist',
        ),
        migrations.RenameModel(
            old_name='KeptList',
            new_name='SavedList',
        ),
        migrations.AlterField(
            model_name='savedlist',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_lists', to=settings.AUTH_USER_MODEL, verbose_name='owner'),
        ),
    ]
