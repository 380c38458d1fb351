from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0003_keep_rights"),
    ]

    operations = [
        migrations.RemoveField(model_name="user", name="is_instance_manager"),
    ]
