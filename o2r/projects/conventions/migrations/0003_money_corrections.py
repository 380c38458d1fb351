import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("conventions", "0002_sums_in_the_database"),
    ]

    operations = [
        migrations.CreateModel(
            name="MoneyCorrection",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("about", models.CharField(max_length=120, verbose_name="ce qui est corrigé")),
                (
                    "former_amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, verbose_name="ancien montant"
                    ),
                ),
                ("former_day", models.DateField(verbose_name="ancienne date")),
                (
                    "new_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="nouveau montant",
                    ),
                ),
                ("new_day", models.DateField(blank=True, null=True, verbose_name="nouvelle date")),
                ("reason", models.CharField(max_length=500, verbose_name="motif")),
                ("at", models.DateTimeField(verbose_name="le")),
                (
                    "convention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="conventions.convention",
                        verbose_name="convention",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="par l’organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction d’un montant",
                "verbose_name_plural": "corrections de montants",
                "ordering": ("at", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("about", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="correction_has_a_reason",
                        violation_error_message="Une correction dit ce qu’elle corrige et pourquoi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("new_amount", None), ("new_day", None)),
                            models.Q(("new_amount__gt", 0), ("new_day__isnull", False)),
                            _connector="OR",
                        ),
                        name="correction_amount_with_its_day",
                        violation_error_message="Un montant corrigé porte sa date.",
                    ),
                ],
            },
        ),
    ]
