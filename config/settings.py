"""Settings of an instance: one file, read from the environment (see .env.example for each name)."""

from pathlib import Path

from csp.constants import NONE, SELF

from config import env
from config.version import version_of

BASE_DIR = Path(__file__).resolve().parent.parent
env.load_env_file(Path(env.text("O2R_ENV_FILE", default=str(BASE_DIR / ".env"))))

VERSION = version_of(BASE_DIR / "CHANGELOG.md")

# --- The instance -------------------------------------------------------------------------------
DEBUG = env.flag("O2R_DEBUG", default=False)
# A demonstration shows fictional projects and accounts, flagged as such. Production loads none.
DEMONSTRATION = env.flag("O2R_DEMONSTRATION", default=False)
SECRET_KEY = env.text("O2R_SECRET_KEY")
PORT = env.integer("O2R_PORT", default=8000, lowest=1)
ALLOWED_HOSTS = env.words("O2R_ALLOWED_HOSTS", default=("localhost", "127.0.0.1", "[::1]"))
PUBLIC_URL = env.text("O2R_PUBLIC_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")
SITE_NAME = env.text("O2R_SITE_NAME", default="O2R")
CONTACT_EMAIL = env.text("O2R_CONTACT_EMAIL", default="contact@o2r.example")
# Who publishes and who hosts: shown in the legal notices (loi n° 2004-575, art. 1-1).
PUBLISHER = env.text("O2R_PUBLISHER", default="")
PUBLICATION_DIRECTOR = env.text("O2R_PUBLICATION_DIRECTOR", default="")
HOSTING_PROVIDER = env.text("O2R_HOSTING_PROVIDER", default="")
# A skin is a folder of static files with a skin.css that redefines the tokens of theme.css.
SKIN_DIR = env.text("O2R_SKIN_DIR", default="")
# Sites allowed to show /carte/embed in a frame; * means any site.
EMBED_ANCESTORS = env.words("O2R_EMBED_ANCESTORS", default=("*",))

# --- Folders ------------------------------------------------------------------------------------
O2R_DATA_DIR = BASE_DIR / "data"
STORAGE_DIR = Path(env.text("O2R_STORAGE_DIR", default=str(BASE_DIR / "var")))
STORAGE_DIR.mkdir(parents=True, exist_ok=True)

# --- Applications -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "o2r.core",
    "o2r.core.journal",
    "o2r.core.crypto",
    "o2r.core.files",
    "o2r.core.jobs",
    "o2r.core.notifications",
    "o2r.core.retention",
    "o2r.core.watch",
    "o2r.territory",
    "o2r.accounts",
    "o2r.projects",
    "o2r.network",
    "o2r.public_map",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "ninja",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "o2r.core.middleware.security_headers",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Deny by default: a public view says so with @login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "o2r.core.context.instance",
            ],
            "builtins": ["o2r.core.templatetags.o2r"],
        },
    },
]

# --- Database -----------------------------------------------------------------------------------
DATABASES = {
    "default": env.database("O2R_DATABASE_URL", default=f"sqlite:///{STORAGE_DIR}/o2r.sqlite3")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that reads then writes waits for its turn instead of failing.
    # FULL: what was acknowledged survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["CONN_MAX_AGE"] = 60

# --- People and sessions ------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "public_map:home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# --- Security headers (the others are in o2r.core.middleware) -------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        # MapLibre draws its own icons from data: and blob: images that the page made itself.
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# --- Files served -------------------------------------------------------------------------------
# The address carries the version: files never change under an address, so they are cached for a
# year, and ES modules keep their plain relative imports (no bundler, no rewriting).
STATIC_URL = f"/static/{VERSION}/"
STATIC_ROOT = STORAGE_DIR / "static"
STATICFILES_DIRS: list[tuple[str, Path]] = [
    ("vendor", BASE_DIR / "var" / "vendor"),
    ("geo", BASE_DIR / "data" / "tiles"),
    *([("skin", Path(SKIN_DIR))] if SKIN_DIR else []),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 31_536_000
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("pmtiles", "woff2", "png", "jpg", "gz", "br")

# --- Language, time, mail, caches, logs ---------------------------------------------------------
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
FORMAT_MODULE_PATH = "config.formats"
vars().update(env.mail_server("O2R_MAIL_URL"))
DEFAULT_FROM_EMAIL = env.text("O2R_MAIL_FROM", default=CONTACT_EMAIL)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
