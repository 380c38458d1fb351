from django.db import migrations


class Migration(migrations.Migration):
    """Structures and services are kept by ``o2r.network.directory``: no page ever read these."""

    dependencies = [("network", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="ServiceCode"),
        migrations.DeleteModel(name="Service"),
        migrations.DeleteModel(name="Structure"),
    ]
