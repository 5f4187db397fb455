"""The request for deletion stands in a row of its own now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_requests_for_deletion")]

    operations = [migrations.RemoveField(model_name="client", name="deletion_asked_at")]
