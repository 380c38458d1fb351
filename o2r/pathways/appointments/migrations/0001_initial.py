import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import o2r.core.clock
import o2r.core.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0006_partitioned_organisations"),
        ("accounts", "__first__"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="titre")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="lieu")),
                ("kind", models.CharField(max_length=12, verbose_name="nature")),
                ("starts_at", models.DateTimeField(verbose_name="début")),
                ("ends_at", models.DateTimeField(verbose_name="fin")),
                ("capacity", models.PositiveSmallIntegerField(default=0, verbose_name="places")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prevue", "prévue"),
                            ("tenue", "a eu lieu"),
                            ("annulee", "annulée"),
                        ],
                        default="prevue",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=o2r.core.clock.now, verbose_name="notée le"),
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
            ],
            options={
                "verbose_name": "activité",
                "verbose_name_plural": "activités",
                "ordering": ("-starts_at", "id"),
                "indexes": [
                    models.Index(
                        fields=["organisation", "-starts_at", "id"], name="activity_latest"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="activity_ends_after_start",
                        violation_error_message="L’activité finit après son début.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["prevue", "tenue", "annulee"])),
                        name="activity_state_known",
                        violation_error_message="Cet état n’est pas dans la liste.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "left",
                    models.CharField(
                        choices=[
                            ("prevue", "prévue"),
                            ("tenue", "a eu lieu"),
                            ("annulee", "annulée"),
                        ],
                        max_length=12,
                        verbose_name="quitté",
                    ),
                ),
                (
                    "reached",
                    models.CharField(
                        choices=[
                            ("prevue", "prévue"),
                            ("tenue", "a eu lieu"),
                            ("annulee", "annulée"),
                        ],
                        max_length=12,
                        verbose_name="atteint",
                    ),
                ),
                ("at", models.DateTimeField(default=o2r.core.clock.now, verbose_name="le")),
                ("by", models.UUIDField(null=True, verbose_name="par")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="appointments.activity",
                        verbose_name="activité",
                    ),
                ),
            ],
            options={
                "verbose_name": "suite d’une activité",
                "verbose_name_plural": "suites des activités",
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Appointment",
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
                    "with_whom",
                    o2r.core.crypto.fields.SealedTextField(
                        blank=True, default=b"", verbose_name="avec qui"
                    ),
                ),
                (
                    "about",
                    o2r.core.crypto.fields.SealedTextField(
                        blank=True, default=b"", verbose_name="objet"
                    ),
                ),
                (
                    "place",
                    o2r.core.crypto.fields.SealedTextField(
                        blank=True, default=b"", verbose_name="lieu"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="début")),
                ("ends_at", models.DateTimeField(verbose_name="fin")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("sur-place", "sur place"),
                            ("telephone", "au téléphone"),
                            ("video", "en visio"),
                        ],
                        max_length=12,
                        verbose_name="comment",
                    ),
                ),
                ("motive", models.CharField(max_length=8, verbose_name="motif")),
                ("body", models.CharField(max_length=8, verbose_name="organisme")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pris", "pris"),
                            ("effectue", "a eu lieu"),
                            ("excuse", "excusé"),
                            ("absent", "non venu"),
                            ("annule", "annulé"),
                            ("deplace", "déplacé"),
                        ],
                        default="pris",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=o2r.core.clock.now, verbose_name="noté le"),
                ),
                ("made_by", models.UUIDField(null=True, verbose_name="noté par")),
                (
                    "follows",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="follower",
                        to="appointments.appointment",
                        verbose_name="remplace",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appointments",
                        to="people.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="collègue",
                    ),
                ),
            ],
            options={
                "verbose_name": "rendez-vous",
                "verbose_name_plural": "rendez-vous",
                "ordering": ("starts_at", "id"),
                "indexes": [
                    models.Index(fields=["person", "starts_at"], name="appointment_by_person"),
                    models.Index(fields=["organisation", "starts_at"], name="appointment_by_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["pris", "effectue", "excuse", "absent", "annule", "deplace"],
                            ),
                            ("way__in", ["sur-place", "telephone", "video"]),
                        ),
                        name="appointment_state_known",
                        violation_error_message="Cet état n’est pas dans la liste.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="appointment_ends_after_start",
                        violation_error_message="Le rendez-vous finit après son début.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppointmentMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "left",
                    models.CharField(
                        choices=[
                            ("pris", "pris"),
                            ("effectue", "a eu lieu"),
                            ("excuse", "excusé"),
                            ("absent", "non venu"),
                            ("annule", "annulé"),
                            ("deplace", "déplacé"),
                        ],
                        max_length=12,
                        verbose_name="quitté",
                    ),
                ),
                (
                    "reached",
                    models.CharField(
                        choices=[
                            ("pris", "pris"),
                            ("effectue", "a eu lieu"),
                            ("excuse", "excusé"),
                            ("absent", "non venu"),
                            ("annule", "annulé"),
                            ("deplace", "déplacé"),
                        ],
                        max_length=12,
                        verbose_name="atteint",
                    ),
                ),
                ("at", models.DateTimeField(default=o2r.core.clock.now, verbose_name="le")),
                ("by", models.UUIDField(null=True, verbose_name="par")),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="appointments.appointment",
                        verbose_name="rendez-vous",
                    ),
                ),
            ],
            options={
                "verbose_name": "suite d’un rendez-vous",
                "verbose_name_plural": "suites des rendez-vous",
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("attendu", "attendu"),
                            ("present", "présent"),
                            ("excuse", "excusé"),
                            ("absent", "non venu"),
                        ],
                        default="attendu",
                        max_length=12,
                        verbose_name="présence",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=0, verbose_name="minutes")),
                (
                    "noted_at",
                    models.DateTimeField(default=o2r.core.clock.now, verbose_name="notée le"),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="appointments.activity",
                        verbose_name="activité",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="people.person",
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "présence",
                "verbose_name_plural": "présences",
                "ordering": ("activity_id", "noted_at", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "present"), ("minutes", 0), _connector="OR"),
                        name="attendance_minutes_when_present",
                        violation_error_message="Des heures se comptent pour qui est présent.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "left",
                    models.CharField(
                        choices=[
                            ("attendu", "attendu"),
                            ("present", "présent"),
                            ("excuse", "excusé"),
                            ("absent", "non venu"),
                        ],
                        max_length=12,
                        verbose_name="quitté",
                    ),
                ),
                (
                    "reached",
                    models.CharField(
                        choices=[
                            ("attendu", "attendu"),
                            ("present", "présent"),
                            ("excuse", "excusé"),
                            ("absent", "non venu"),
                        ],
                        max_length=12,
                        verbose_name="atteint",
                    ),
                ),
                ("at", models.DateTimeField(default=o2r.core.clock.now, verbose_name="le")),
                ("by", models.UUIDField(null=True, verbose_name="par")),
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="appointments.attendance",
                        verbose_name="présence",
                    ),
                ),
            ],
            options={
                "verbose_name": "suite d’une présence",
                "verbose_name_plural": "suites des présences",
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("sms", "SMS"), ("courriel", "courriel"), ("lettre", "lettre")],
                        max_length=12,
                        verbose_name="canal",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="prévu le")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prevu", "prévu"),
                            ("remis", "en cours d’envoi"),
                            ("envoye", "envoyé"),
                            ("sans-objet", "pas envoyé"),
                            ("echec", "n’a pas pu partir"),
                            ("inconnu", "peut-être parti"),
                        ],
                        default="prevu",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pas-d-accord", "la personne n’a pas dit oui"),
                            ("suspendu", "les rappels sont suspendus"),
                            ("pas-de-moyen", "aucun moyen de contact pour ce canal"),
                            ("pas-d-heure", "aucune heure possible avant le rendez-vous"),
                            ("plus-pris", "le rendez-vous n’est plus pris"),
                            ("trop-tard", "il serait arrivé trop tard"),
                            ("dossier-ferme", "le dossier n’est plus ouvert"),
                            ("canal-eteint", "la plateforme n’envoie pas par ce canal"),
                            ("refuse", "l’opérateur l’a refusé"),
                        ],
                        max_length=16,
                        verbose_name="pourquoi",
                    ),
                ),
                (
                    "message",
                    models.UUIDField(blank=True, editable=False, null=True, verbose_name="message"),
                ),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="appointments.appointment",
                        verbose_name="rendez-vous",
                    ),
                ),
            ],
            options={
                "verbose_name": "rappel",
                "verbose_name_plural": "rappels",
                "ordering": ("due_at", "id"),
                "indexes": [models.Index(fields=["state", "due_at"], name="reminder_due")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("appointment", "channel"),
                        name="one_reminder_by_channel",
                        violation_error_message="Un rappel est déjà prévu par ce canal.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["prevu", "remis", "envoye", "sans-objet", "echec", "inconnu"],
                            ),
                            ("channel__in", ["sms", "courriel", "lettre"]),
                        ),
                        name="reminder_state_known",
                        violation_error_message="Cet état n’est pas dans la liste.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "left",
                    models.CharField(
                        choices=[
                            ("prevu", "prévu"),
                            ("remis", "en cours d’envoi"),
                            ("envoye", "envoyé"),
                            ("sans-objet", "pas envoyé"),
                            ("echec", "n’a pas pu partir"),
                            ("inconnu", "peut-être parti"),
                        ],
                        max_length=12,
                        verbose_name="quitté",
                    ),
                ),
                (
                    "reached",
                    models.CharField(
                        choices=[
                            ("prevu", "prévu"),
                            ("remis", "en cours d’envoi"),
                            ("envoye", "envoyé"),
                            ("sans-objet", "pas envoyé"),
                            ("echec", "n’a pas pu partir"),
                            ("inconnu", "peut-être parti"),
                        ],
                        max_length=12,
                        verbose_name="atteint",
                    ),
                ),
                ("at", models.DateTimeField(default=o2r.core.clock.now, verbose_name="le")),
                ("by", models.UUIDField(null=True, verbose_name="par")),
                (
                    "reminder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="appointments.reminder",
                        verbose_name="rappel",
                    ),
                ),
            ],
            options={
                "verbose_name": "suite d’un rappel",
                "verbose_name_plural": "suites des rappels",
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="ReminderPreference",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("said_yes_on", models.DateField(blank=True, null=True, verbose_name="oui dit le")),
                ("channels", models.JSONField(default=list, verbose_name="canaux")),
                ("suspended", models.JSONField(default=list, verbose_name="canaux suspendus")),
                (
                    "suspended_until",
                    models.DateField(blank=True, null=True, verbose_name="suspendus jusqu’au"),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("demande", "la personne l’a demandé"),
                            ("danger", "un rappel peut la mettre en danger"),
                            ("perdu", "téléphone perdu ou changé"),
                            ("absence", "elle n’est pas joignable"),
                        ],
                        max_length=12,
                        verbose_name="pourquoi suspendus",
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(default=o2r.core.clock.now, verbose_name="noté le"),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminder_preference",
                        to="people.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "said_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="oui dit à",
                    ),
                ),
            ],
            options={
                "verbose_name": "choix de rappel",
                "verbose_name_plural": "choix de rappel",
                "ordering": ("person_id",),
            },
        ),
    ]
