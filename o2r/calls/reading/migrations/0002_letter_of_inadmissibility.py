from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reading', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='admissibility',
            name='letter_body',
            field=models.TextField(blank=True, verbose_name='texte du courrier'),
        ),
        migrations.AddField(
            model_name='admissibility',
            name='letter_heading',
            field=models.CharField(blank=True, max_length=200, verbose_name='objet du courrier'),
        ),
    ]
