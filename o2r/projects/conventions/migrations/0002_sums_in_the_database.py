"""Triggers that refuse instalments beyond the avenant of their year.

SQLite drops the triggers of a table that a later migration remakes: such a migration removes them
first and installs them again last, with the same two functions.
"""

from django.db import migrations

from o2r.projects.conventions import triggers


def install(apps, schema_editor):
    for statement in triggers.installation(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    for statement in triggers.removal(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("conventions", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
