from django.urls import path

from o2r.pathways.employment.views import board, checkpoints, jobs

app_name = "employment"
_FILE = "personnes-suivies/<uuid:person>/emploi"
_JOB = f"{_FILE}/<uuid:job>"
urlpatterns = [
    path("sentinelle/", board.board, name="board"),
    path("charge/", board.workload, name="workload"),
    path(f"{_FILE}/", jobs.jobs, name="jobs"),
    path(f"{_FILE}/nouveau/", jobs.job_new, name="job_new"),
    path(f"{_FILE}/questions/<uuid:checkpoint>/", checkpoints.checkpoint, name="checkpoint"),
    path(
        f"{_FILE}/questions/<uuid:checkpoint>/lien/",
        checkpoints.checkpoint_link,
        name="checkpoint_link",
    ),
    path(
        f"{_FILE}/questions/<uuid:checkpoint>/envoyer/",
        checkpoints.checkpoint_send,
        name="checkpoint_send",
    ),
    path(f"{_FILE}/alertes/<uuid:alert>/", checkpoints.alert, name="alert"),
    path(f"{_FILE}/alertes/<uuid:alert>/prendre/", checkpoints.alert_take, name="alert_take"),
    path(
        f"{_FILE}/amenagements/<uuid:adjustment>/fait/",
        jobs.adjustment_act,
        name="adjustment_done",
    ),
    path(f"{_JOB}/", jobs.job, name="job"),
    path(f"{_JOB}/interlocuteur/", jobs.adviser, name="adviser"),
    path(f"{_JOB}/contact/", jobs.contact, name="contact"),
    path(f"{_JOB}/visite/", jobs.visit, name="visit"),
    path(f"{_JOB}/amenagement/", jobs.adjustment, name="adjustment"),
    path(f"{_JOB}/prolonger/", jobs.prolong, name="prolong"),
    path(f"{_JOB}/rupture/", jobs.rupture, name="rupture"),
    path(f"{_JOB}/suite/<slug:act>/", jobs.job_act, name="job_act"),
]
