
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0005_arrivals_and_welcome'),
        ('applications', '0001_initial'),
        ('calls', '0001_initial'),
        ('committees', '0001_initial'),
        ('files', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CallOffice',
            fields=[
            ],
            options={
                'verbose_name': 'instruction d’un appel',
                'verbose_name_plural': 'instructions des appels',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('calls.call',),
        ),
        migrations.CreateModel(
            name='DeclarationDesk',
            fields=[
            ],
            options={
                'verbose_name': 'déclarations d’intérêts d’un appel',
                'verbose_name_plural': 'déclarations d’intérêts des appels',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('calls.call',),
        ),
        migrations.CreateModel(
            name='Admissibility',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('items', models.JSONField(blank=True, default=list, verbose_name='points vérifiés')),
                ('reason', models.TextField(blank=True, verbose_name='motif')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='décidée le')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='admissibility', to='applications.application', verbose_name='candidature')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidée par')),
            ],
            options={
                'verbose_name': 'recevabilité',
                'verbose_name_plural': 'recevabilités',
                'ordering': ('application__number', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Reader',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('departments', models.JSONField(blank=True, default=list, verbose_name='départements connus')),
                ('most', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='dossiers au plus')),
                ('named_at', models.DateTimeField(verbose_name='désigné le')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='jusqu’au')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readers', to='calls.call', verbose_name='appel')),
                ('named_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='désigné par')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='lecteur')),
            ],
            options={
                'verbose_name': 'lecteur',
                'verbose_name_plural': 'lecteurs',
                'ordering': ('named_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='rang du lecteur')),
                ('state', models.CharField(choices=[('named', 'déclaration attendue'), ('declared', 'lecture ouverte'), ('recused', 'récusé'), ('ended', 'terminé')], default='named', max_length=10, verbose_name='état')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='motif')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='à rendre le')),
                ('named_at', models.DateTimeField(verbose_name='désigné le')),
                ('changed_at', models.DateTimeField(verbose_name='changé le')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='applications.application', verbose_name='candidature')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='reading.reader', verbose_name='lecteur')),
            ],
            options={
                'verbose_name': 'lecture confiée',
                'verbose_name_plural': 'lectures confiées',
                'ordering': ('application_id', 'order', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ReadingPlan',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='lectures à rendre le')),
                ('unveiling', models.CharField(choices=[('all-sent', 'quand tous ses lecteurs ont envoyé leur lecture'), ('committee', 'à l’ouverture du comité seulement')], default='all-sent', max_length=10, verbose_name='notes visibles du service')),
                ('checklist', models.JSONField(blank=True, default=list, verbose_name='points de recevabilité')),
                ('started_at', models.DateTimeField(verbose_name='instruction ouverte le')),
                ('call', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reading_plan', to='calls.call', verbose_name='appel')),
            ],
            options={
                'verbose_name': 'organisation des lectures',
                'verbose_name_plural': 'organisations des lectures',
                'ordering': ('started_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('draft', 'brouillon'), ('sent', 'envoyée'), ('excluded', 'écartée')], default='draft', max_length=10, verbose_name='état')),
                ('recommendation', models.CharField(blank=True, choices=[('favourable', 'favorable'), ('reserved', 'favorable avec réserves'), ('unfavourable', 'défavorable')], max_length=15, verbose_name='avis du lecteur')),
                ('comment', models.TextField(blank=True, verbose_name='commentaire général')),
                ('visibility', models.CharField(choices=[('readers', 'le service de l’État et les autres lecteurs'), ('committee', 'le comité aussi'), ('applicant', 'le comité et le candidat, sans mon nom')], default='readers', max_length=10, verbose_name='commentaire visible par')),
                ('revision', models.PositiveIntegerField(default=0, verbose_name='révision')),
                ('changed_at', models.DateTimeField(verbose_name='modifiée le')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='envoyée le')),
                ('excluded_reason', models.CharField(blank=True, max_length=300, verbose_name='motif de la mise à l’écart')),
                ('assignment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='review', to='reading.assignment', verbose_name='lecture confiée')),
                ('submission', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='applications.submission', verbose_name='dépôt jugé')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrite par')),
            ],
            options={
                'verbose_name': 'lecture',
                'verbose_name_plural': 'lectures',
                'ordering': ('assignment__order', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('value', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, verbose_name='note')),
                ('typed', models.CharField(blank=True, max_length=40, verbose_name='saisie à corriger')),
                ('is_not_applicable', models.BooleanField(default=False, verbose_name='sans objet')),
                ('comment', models.TextField(blank=True, verbose_name='commentaire')),
                ('visibility', models.CharField(choices=[('readers', 'le service de l’État et les autres lecteurs'), ('committee', 'le comité aussi'), ('applicant', 'le comité et le candidat, sans mon nom')], default='readers', max_length=10, verbose_name='commentaire visible par')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.criterion', verbose_name='critère')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='reading.review', verbose_name='lecture')),
            ],
            options={
                'verbose_name': 'note',
                'verbose_name_plural': 'notes',
                'ordering': ('criterion__position', 'criterion__code', 'id'),
            },
        ),
        migrations.CreateModel(
            name='CorrectionRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('what', models.TextField(verbose_name='ce qui est demandé')),
                ('due_on', models.DateField(verbose_name='à rendre le')),
                ('asked_at', models.DateTimeField(verbose_name='demandée le')),
                ('answer', models.TextField(blank=True, verbose_name='réponse')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='répondue le')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='répondue par')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='applications.application', verbose_name='candidature')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='demandée par')),
                ('file', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='files.storedfile', verbose_name='pièce apportée')),
            ],
            options={
                'verbose_name': 'demande de correction',
                'verbose_name_plural': 'demandes de correction',
                'ordering': ('due_on', 'asked_at', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='correction_says_what', violation_error_message='Une demande dit ce qui manque.'), models.CheckConstraint(condition=models.Q(('answered_at', None), models.Q(('answer', ''), _negated=True), _connector='OR'), name='correction_answered_in_words', violation_error_message='Une réponse dit ce qui est apporté.')],
            },
        ),
        migrations.CreateModel(
            name='InterestDeclaration',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('body', models.CharField(max_length=220, verbose_name='clé de l’organisme')),
                ('body_name', models.CharField(max_length=200, verbose_name='organisme')),
                ('has_interest', models.BooleanField(verbose_name='un lien')),
                ('nature', models.CharField(blank=True, choices=[('employment', 'emploi, actuel ou de moins de trois ans'), ('board', 'direction, conseil d’administration, adhésion active'), ('family', 'lien familial ou personnel'), ('funding', 'financement, contrat ou prestation'), ('competitor', 'concurrence, ou candidature au même appel'), ('other', 'autre lien')], max_length=15, verbose_name='nature du lien')),
                ('detail', models.TextField(blank=True, verbose_name='précision')),
                ('declared_at', models.DateTimeField(verbose_name='déclaré le')),
                ('replaced_at', models.DateTimeField(blank=True, null=True, verbose_name='remplacé le')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='declarations', to='calls.call', verbose_name='appel')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.organisation', verbose_name='organisation sur la plateforme')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='déclarant')),
            ],
            options={
                'verbose_name': 'déclaration d’intérêts',
                'verbose_name_plural': 'déclarations d’intérêts',
                'ordering': ('declared_at', 'id'),
                'indexes': [models.Index(fields=['call', 'user'], name='declaration_of_user')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('call', 'user', 'body'), name='declaration_one_standing', violation_error_message='Une déclaration est déjà faite pour cet organisme.'), models.CheckConstraint(condition=models.Q(('has_interest', False), models.Q(('nature', ''), _negated=True), _connector='OR'), name='declaration_says_the_nature', violation_error_message='Un lien déclaré a une nature.')],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sense', models.CharField(choices=[('favourable', 'favorable'), ('reserved', 'favorable avec réserves'), ('unfavourable', 'défavorable'), ('none', 'ne se prononce pas')], max_length=15, verbose_name='avis')),
                ('text', models.TextField(blank=True, verbose_name='texte de l’avis')),
                ('given_on', models.DateField(verbose_name='rendu le')),
                ('present', models.JSONField(blank=True, default=list, verbose_name='membres présents')),
                ('recorded_at', models.DateTimeField(verbose_name='enregistré le')),
                ('application', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='applications.application', verbose_name='candidature')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='calls.call', verbose_name='appel')),
                ('file', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='files.storedfile', verbose_name='document de l’avis')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.meeting', verbose_name='réunion')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='enregistré par')),
            ],
            options={
                'verbose_name': 'avis d’une instance',
                'verbose_name_plural': 'avis des instances',
                'ordering': ('-given_on', 'id'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('application__isnull', False)), fields=('meeting', 'application'), name='opinion_once_on_an_application', violation_error_message='L’avis de cette réunion sur cette candidature est déjà enregistré.'), models.UniqueConstraint(condition=models.Q(('application', None)), fields=('meeting', 'call'), name='opinion_once_on_a_call', violation_error_message='L’avis de cette réunion sur cet appel est déjà enregistré.'), models.CheckConstraint(condition=models.Q(models.Q(('sense__in', ('reserved', 'unfavourable')), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='opinion_with_a_reserve_says_it', violation_error_message='Un avis réservé ou défavorable dit pourquoi.')],
            },
        ),
        migrations.AddConstraint(
            model_name='reader',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('call', 'user'), name='reader_named_once', violation_error_message='Cette personne lit déjà pour cet appel.'),
        ),
        migrations.AddConstraint(
            model_name='reader',
            constraint=models.CheckConstraint(condition=models.Q(('most', None), ('most__gte', 1), _connector='OR'), name='reader_accepts_something', violation_error_message='Le nombre de dossiers est au moins 1, ou vide.'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['application', 'state'], name='assignment_of_application'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('named', 'declared'))), fields=('application', 'reader'), name='assignment_once', violation_error_message='Ce lecteur lit déjà cette candidature.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['named', 'declared', 'recused', 'ended']), ('order__gte', 1)), name='assignment_state_known', violation_error_message='L’état de la lecture n’est pas dans la liste.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'recused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='assignment_recused_with_a_reason', violation_error_message='Une récusation a un motif.'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), models.Q(('sent_at__isnull', False), models.Q(('recommendation', ''), _negated=True)), _connector='OR'), name='review_sent_is_dated_and_advises', violation_error_message='Une lecture envoyée porte sa date et un avis.'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'excluded'), _negated=True), models.Q(('excluded_reason', ''), _negated=True), _connector='OR'), name='review_excluded_with_a_reason', violation_error_message='Une lecture est écartée pour un motif écrit.'),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.UniqueConstraint(fields=('review', 'criterion'), name='score_once', violation_error_message='Ce critère a déjà une note dans cette lecture.'),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.CheckConstraint(condition=models.Q(('value', None), models.Q(('is_not_applicable', False), ('typed', '')), _connector='OR'), name='score_is_one_answer', violation_error_message='Une note, ou « sans objet » : pas les deux.'),
        ),
    ]
