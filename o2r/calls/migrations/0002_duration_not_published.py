"""A duration of conventions may be unknown; a version may be a call recorded from its source."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="call",
            name="convention_years",
            field=models.PositiveSmallIntegerField(
                blank=True,
                default=3,
                null=True,
                verbose_name="durée des conventions, en années",
            ),
        ),
        migrations.AlterField(
            model_name="callversion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("publication", "publication"),
                    ("recorded", "reprise de sa source publique"),
                    ("correction", "correction"),
                    ("extension", "report de la date limite"),
                    ("perimeter", "périmètre modifié"),
                    ("content", "contenu modifié"),
                ],
                max_length=15,
                verbose_name="nature",
            ),
        ),
    ]
