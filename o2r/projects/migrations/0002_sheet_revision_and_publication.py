from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="fundedproject",
            name="published_on",
            field=models.DateField(blank=True, null=True, verbose_name="publié depuis le"),
        ),
        migrations.AddField(
            model_name="fundedproject",
            name="revision",
            field=models.PositiveIntegerField(default=0, verbose_name="révision de la fiche"),
        ),
    ]
