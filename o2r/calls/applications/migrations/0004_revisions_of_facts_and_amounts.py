import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0003_taken_over'),
    ]

    operations = [
        migrations.AddField(
            model_name='answerrevision',
            name='before',
            field=models.TextField(blank=True, default='', verbose_name='valeur d’avant'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='answerrevision',
            name='member',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='applications.member', verbose_name='membre'),
        ),
        migrations.AddField(
            model_name='answerrevision',
            name='year',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='année du projet'),
        ),
    ]
