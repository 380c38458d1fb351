from o2r.core.notifications import kinds

JOB_FAILED = kinds.declare(
    "job-failed",
    label="Un travail périodique de la plateforme est en échec",
    compulsory=True,
)
