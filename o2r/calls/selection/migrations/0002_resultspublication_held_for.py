from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("selection", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="resultspublication",
            name="held_for",
            field=models.CharField(blank=True, max_length=200, verbose_name="retenue faute de"),
        ),
    ]
