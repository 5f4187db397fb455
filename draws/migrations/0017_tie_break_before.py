from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("draws", "0016_rule_news_by_change"),
    ]

    operations = [
        migrations.AlterField(
            model_name="draw",
            name="tie_break",
            field=models.DateTimeField(
                blank=True,
                help_text="At the cut-off itself, only people who submitted their profile before this time were invited.",
                null=True,
                verbose_name="tie-break (UTC)",
            ),
        ),
    ]
