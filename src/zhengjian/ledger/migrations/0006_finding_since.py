from django.db import migrations, models


# ruff: noqa: RUF012
class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0005_documents_and_mail"),
    ]

    operations = [
        migrations.AddField(
            model_name="finding",
            name="since",
            field=models.DateField(null=True),
        ),
    ]
