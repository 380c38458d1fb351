"""The relation that opened an access, who was replaced, and the newest anchor.

SQLite remakes a table that receives a column with a default: its triggers are removed first.
"""

from django.db import migrations, models

from o2r.core.journal import triggers


def install(apps, schema_editor):
    for statement in triggers.installation(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in triggers.removal(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            model_name="journalentry",
            name="basis",
            field=models.CharField(
                blank=True,
                default="",
                help_text="relations, triées, avec des virgules",
                max_length=160,
                verbose_name="à quel titre",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="journalentry",
            name="in_place_of",
            field=models.UUIDField(blank=True, null=True, verbose_name="en remplacement de"),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="form",
            field=models.PositiveSmallIntegerField(default=2, verbose_name="forme canonique"),
        ),
        migrations.CreateModel(
            name="LastAnchor",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1,
                        primary_key=True,
                        serialize=False,
                        verbose_name="identifiant",
                    ),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="empreinte")),
                ("at", models.DateTimeField(verbose_name="instant")),
            ],
            options={
                "verbose_name": "dernière ancre",
                "verbose_name_plural": "dernières ancres",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(id=1),
                        name="journal_one_last_anchor",
                        violation_error_message="Une seule ancre est la dernière.",
                    )
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]
