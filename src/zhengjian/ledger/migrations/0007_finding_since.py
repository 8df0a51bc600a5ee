from django.db import migrations, models


# ruff: noqa: RUF012
class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0006_sent_channel"),
    ]

    operations = [
        migrations.AddField(
            model_name="finding",
            name="since",
            field=models.DateField(null=True),
        ),
    ]
