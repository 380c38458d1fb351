"""Triggers that refuse to change or erase an entry.

SQLite drops the triggers of a table that a later migration remakes: such a migration removes them
first and installs them again last, with the same two functions.
"""

from django.db import migrations

from o2r.core.journal import triggers


def install(apps, schema_editor):
    for statement in triggers.installation(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in triggers.removal(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
