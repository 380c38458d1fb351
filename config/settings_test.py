"""Settings of the test suite: hermetic (no .env), strict, and on the engine that CI chooses."""

import os
import tempfile
from pathlib import Path

# Read nothing of the developer's own instance.
os.environ["O2R_ENV_FILE"] = os.devnull
for _name in [name for name in os.environ if name.startswith("O2R_")]:
    if _name not in ("O2R_ENV_FILE", "O2R_TEST_DATABASE_URL"):
        del os.environ[_name]
os.environ["O2R_SECRET_KEY"] = "only-for-tests"  # noqa: S105
os.environ["O2R_STORAGE_DIR"] = tempfile.mkdtemp(prefix="o2r-tests-")
os.environ["O2R_DATABASE_URL"] = os.environ.get(
    "O2R_TEST_DATABASE_URL", "sqlite:///" + os.environ["O2R_STORAGE_DIR"] + "/tests.sqlite3"
)

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, INSTALLED_APPS, TEMPLATES  # noqa: E402

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CLOCK_MAY_STOP = True
# Tests of other apps open sessions without a second factor; those of the sign-in put the rule back.
SECOND_FACTOR_RULE = "config.settings_test.nobody"
# A queued task runs at once, unless a test chooses the real queue.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "whitenoise.runserver_nostatic"]
# The protected record, on which access decisions are tested and measured, and what measures them.
INSTALLED_APPS += ["o2r.accounts.sample", "o2r.proofs"]


class UndefinedVariable(str):
    """A template variable that does not exist is an error of the template, not an empty text."""

    def __mod__(self, missing: object) -> str:
        raise AssertionError(f"Template variable not defined: {missing}")

    def __contains__(self, piece: object) -> bool:
        return piece == "%s"


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")  # type: ignore[index]
DATABASES["default"]["TEST"] = {"NAME": None}
if not DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A test fills tables that were empty when its connection planned the same statement: a plan
    # that is kept would go through all of them. A site learns their sizes as they grow.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        "-c plan_cache_mode=force_custom_plan"
    )
BROWSER_PROFILE = Path(os.environ["O2R_STORAGE_DIR"]) / "chromium"


def nobody(user: object) -> bool:
    """The rule of second factors for tests that are not about it."""
    return False
