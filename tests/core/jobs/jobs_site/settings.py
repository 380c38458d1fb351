"""The product's own settings, with the apps of recurring work only: a process starts at once."""

from config.settings import *  # noqa: F403

INSTALLED_APPS = [
    "o2r.core",
    "o2r.core.crypto",
    "o2r.core.jobs",
    "o2r.core.journal",
    "o2r.core.notifications",
    "django.contrib.contenttypes",
    "django_tasks",
    "django_tasks_db",
    "tests.core.jobs.jobs_site",
]
ROOT_URLCONF = __name__
MIDDLEWARE: list[str] = []
urlpatterns: list[object] = []
