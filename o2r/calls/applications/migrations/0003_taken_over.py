from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0002_links"),
        ("calls", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="late_reason",
            field=models.TextField(blank=True, verbose_name="motif de la reprise hors délai"),
        ),
        migrations.AddField(
            model_name="application",
            name="import_notes",
            field=models.TextField(
                blank=True, verbose_name="ce que l’export ne disait pas lisiblement"
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="stated_cost",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=12,
                null=True,
                verbose_name="coût total annoncé, en euros",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("late_reason", ""), models.Q(("external_reference", ""), _negated=True), _connector="OR"
                ),
                name="application_late_comes_from_elsewhere",
                violation_error_message="Ici, une candidature hors délai n’est pas reçue.",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("stated_cost", None), ("stated_cost__gte", 0), _connector="OR"),
                name="application_stated_cost_not_negative",
                violation_error_message="Un coût n’est pas négatif.",
            ),
        ),
    ]
