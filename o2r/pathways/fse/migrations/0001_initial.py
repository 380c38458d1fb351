import django.db.models.deletion
import o2r.core.clock
import o2r.core.crypto.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0006_partitioned_organisations"),
        ("accounts", "__first__"),
        ("people", "0001_initial"),
        ("projects", "0002_sheet_revision_and_publication"),
    ]

    operations = [
        migrations.CreateModel(
            name="Operation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "region",
                    models.CharField(blank=True, max_length=3, verbose_name="code de la région"),
                ),
                ("number", models.CharField(max_length=30, verbose_name="numéro Ma Démarche FSE+")),
                ("title", models.CharField(max_length=200, verbose_name="intitulé")),
                ("starts_on", models.DateField(verbose_name="premier jour")),
                ("ends_on", models.DateField(verbose_name="dernier jour")),
                (
                    "last_paid_on",
                    models.DateField(blank=True, null=True, verbose_name="dernier paiement le"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ouverte", "ouverte"),
                            ("close", "close aux entrées"),
                            ("soldee", "soldée"),
                        ],
                        default="ouverte",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "minorities",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="minorités, estimation"
                    ),
                ),
                (
                    "minorities_method",
                    models.TextField(blank=True, verbose_name="comment l’estimation est faite"),
                ),
                (
                    "minorities_on",
                    models.DateField(blank=True, null=True, verbose_name="estimé le"),
                ),
                (
                    "public_services",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="services publics soutenus"
                    ),
                ),
                (
                    "small_firms",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="petites entreprises soutenues"
                    ),
                ),
                ("is_example", models.BooleanField(default=False, verbose_name="exemple")),
                (
                    "opened_at",
                    models.DateTimeField(default=o2r.core.clock.now, verbose_name="ouverte ici le"),
                ),
                (
                    "minorities_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="estimé par",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="projects.fundedproject",
                        verbose_name="projet financé",
                    ),
                ),
            ],
            options={
                "verbose_name": "opération FSE+",
                "verbose_name_plural": "opérations FSE+",
                "ordering": ("-starts_on", "number", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "number"),
                        name="fse_operation_once",
                        violation_error_message="Cette opération est déjà ici.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="fse_operation_is_named",
                        violation_error_message="Une opération a un numéro et un intitulé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="fse_operation_ends_after_start",
                        violation_error_message="L’opération finit avant d’avoir commencé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "soldee"), _negated=True),
                            ("last_paid_on__isnull", False),
                            _connector="OR",
                        ),
                        name="fse_settled_has_a_payment",
                        violation_error_message="Une opération soldée dit quand elle a été payée.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minorities", None),
                            models.Q(("minorities_method", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="fse_estimate_says_how",
                        violation_error_message="Une estimation dit comment elle a été faite.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OperationMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "left",
                    models.CharField(
                        choices=[
                            ("ouverte", "ouverte"),
                            ("close", "close aux entrées"),
                            ("soldee", "soldée"),
                        ],
                        max_length=12,
                        verbose_name="avant",
                    ),
                ),
                (
                    "reached",
                    models.CharField(
                        choices=[
                            ("ouverte", "ouverte"),
                            ("close", "close aux entrées"),
                            ("soldee", "soldée"),
                        ],
                        max_length=12,
                        verbose_name="après",
                    ),
                ),
                ("at", models.DateTimeField(default=o2r.core.clock.now, verbose_name="le")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="fse.operation",
                        verbose_name="opération",
                    ),
                ),
            ],
            options={
                "verbose_name": "étape d’une opération FSE+",
                "verbose_name_plural": "étapes des opérations FSE+",
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="ParticipantSheet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "came_from",
                    models.UUIDField(blank=True, null=True, verbose_name="dossier quitté"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("incomplete", "à compléter"),
                            ("entree-complete", "entrée complète"),
                            ("sortie-complete", "sortie complète"),
                            ("enquete-6m", "enquête à six mois faite"),
                            ("exportee", "envoyée"),
                            ("corrigee", "corrigée depuis l’envoi"),
                        ],
                        default="incomplete",
                        max_length=16,
                        verbose_name="état",
                    ),
                ),
                ("entered_on", models.DateField(blank=True, null=True, verbose_name="entrée le")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="sortie le")),
                (
                    "missing_entry",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="réponses manquantes à l’entrée"
                    ),
                ),
                (
                    "missing_exit",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="réponses manquantes à la sortie"
                    ),
                ),
                (
                    "is_reachable",
                    models.BooleanField(default=False, verbose_name="peut être jointe"),
                ),
                (
                    "has_evidence",
                    models.BooleanField(default=False, verbose_name="justificatif déposé"),
                ),
                (
                    "opened_at",
                    models.DateTimeField(default=o2r.core.clock.now, verbose_name="ouverte le"),
                ),
                (
                    "exported_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="envoyée le"),
                ),
                (
                    "detached_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="détachée du dossier le"
                    ),
                ),
                (
                    "evidence_from",
                    models.DateField(blank=True, null=True, verbose_name="gardée à partir du"),
                ),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="révision")),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="fse.operation",
                        verbose_name="opération",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="fse_sheets",
                        to="people.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "same_as",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="set_aside",
                        to="fse.participantsheet",
                        verbose_name="double de",
                    ),
                ),
            ],
            options={
                "verbose_name": "fiche participant FSE+",
                "verbose_name_plural": "fiches participants FSE+",
                "ordering": ("-opened_at", "id"),
                "indexes": [
                    models.Index(fields=["operation", "opened_at"], name="fse_sheet_by_operation")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("operation", "person"),
                        name="fse_one_sheet_by_operation",
                        violation_error_message="Cette personne a déjà une fiche dans cette opération.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "incomplete",
                                    "entree-complete",
                                    "sortie-complete",
                                    "enquete-6m",
                                    "exportee",
                                    "corrigee",
                                ],
                            )
                        ),
                        name="fse_sheet_state_known",
                        violation_error_message="L’état de la fiche n’est pas dans la liste.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SentFigures",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("counts", models.JSONField(verbose_name="effectifs par indicateur")),
                ("sheets", models.PositiveIntegerField(verbose_name="fiches")),
                ("incomplete", models.PositiveIntegerField(verbose_name="fiches à compléter")),
                (
                    "sent_at",
                    models.DateTimeField(default=o2r.core.clock.now, verbose_name="transmis le"),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sent_figures",
                        to="fse.operation",
                        verbose_name="opération",
                    ),
                ),
            ],
            options={
                "verbose_name": "effectifs transmis",
                "verbose_name_plural": "effectifs transmis",
                "ordering": ("-sent_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="SheetAnswers",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "subject",
                    models.UUIDField(db_index=True, editable=False, verbose_name="dossier"),
                ),
                (
                    "entry",
                    o2r.core.crypto.fields.SealedTextField(
                        blank=True, default=b"", verbose_name="réponses à l’entrée"
                    ),
                ),
                (
                    "leaving",
                    o2r.core.crypto.fields.SealedTextField(
                        blank=True, default=b"", verbose_name="réponses à la sortie"
                    ),
                ),
                (
                    "later",
                    o2r.core.crypto.fields.SealedTextField(
                        blank=True, default=b"", verbose_name="réponses à six mois"
                    ),
                ),
                (
                    "sheet",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="fse.participantsheet",
                        verbose_name="fiche",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponses d’une fiche participant",
                "verbose_name_plural": "réponses des fiches participants",
                "ordering": ("sheet_id",),
            },
        ),
        migrations.CreateModel(
            name="SheetMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "left",
                    models.CharField(
                        choices=[
                            ("incomplete", "à compléter"),
                            ("entree-complete", "entrée complète"),
                            ("sortie-complete", "sortie complète"),
                            ("enquete-6m", "enquête à six mois faite"),
                            ("exportee", "envoyée"),
                            ("corrigee", "corrigée depuis l’envoi"),
                        ],
                        max_length=16,
                        verbose_name="avant",
                    ),
                ),
                (
                    "reached",
                    models.CharField(
                        choices=[
                            ("incomplete", "à compléter"),
                            ("entree-complete", "entrée complète"),
                            ("sortie-complete", "sortie complète"),
                            ("enquete-6m", "enquête à six mois faite"),
                            ("exportee", "envoyée"),
                            ("corrigee", "corrigée depuis l’envoi"),
                        ],
                        max_length=16,
                        verbose_name="après",
                    ),
                ),
                ("at", models.DateTimeField(default=o2r.core.clock.now, verbose_name="le")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="fse.participantsheet",
                        verbose_name="fiche",
                    ),
                ),
            ],
            options={
                "verbose_name": "étape d’une fiche participant",
                "verbose_name_plural": "étapes des fiches participants",
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("template", models.CharField(blank=True, max_length=200, verbose_name="modèle")),
                ("columns", models.JSONField(verbose_name="colonnes")),
                (
                    "made_at",
                    models.DateTimeField(default=o2r.core.clock.now, verbose_name="faite le"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "correspondance des colonnes",
                "verbose_name_plural": "correspondances des colonnes",
                "ordering": ("-version", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "version"),
                        name="fse_mapping_version_once",
                        violation_error_message="Cette version existe déjà : rechargez la page.",
                    )
                ],
            },
        ),
    ]
