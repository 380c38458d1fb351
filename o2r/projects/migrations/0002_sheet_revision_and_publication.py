from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def published_since(apps, schema_editor):
    """A page that a signature published is shown since that day."""
    project = apps.get_model("projects", "FundedProject")
    signed = apps.get_model("conventions", "Convention").objects.filter(
        project=OuterRef("pk"), signed_on__isnull=False
    )
    project.objects.filter(state="published").update(
        published_on=Subquery(signed.order_by().values("signed_on")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0001_initial"),
        ("conventions", "0001_initial"),
    ]

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
        migrations.RunPython(published_since, migrations.RunPython.noop),
    ]
