from django.db import migrations, models


# ruff: noqa: RUF012
class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0010_amendments_and_outages"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="removed",
            field=models.DateTimeField(null=True),
        ),
    ]
