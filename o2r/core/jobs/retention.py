from o2r.core.retention.registry import NO_PERSONAL_DATA, Since, declare

declare("jobs.Job", personal=NO_PERSONAL_DATA)
# A task is given identifiers only; its error may quote what it worked on, so it goes soon.
declare(
    "django_tasks_database.DBTaskResult",
    personal=NO_PERSONAL_DATA,
    clock=Since("finished_at", "la fin de la tâche"),
    period="finished-task",
)
