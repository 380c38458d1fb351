"""Settings of an instance: one file, read from the environment (see .env.example for each name)."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from config import env
from config.logs import LOGGING as LOGGING
from config.version import version_of

BASE_DIR = Path(__file__).resolve().parent.parent
env.load_env_file(Path(env.text("O2R_ENV_FILE", default=str(BASE_DIR / ".env"))))

VERSION = version_of(BASE_DIR / "CHANGELOG.md")

# --- The instance -------------------------------------------------------------------------------
DEBUG = env.flag("O2R_DEBUG", default=False)
# A demonstration shows fictional projects and accounts, flagged as such. Production loads none.
DEMONSTRATION = env.flag("O2R_DEMONSTRATION", default=False)
# Days by which the clock of a demonstration is ahead (see o2r.core.clock). Refused anywhere else.
CLOCK_AHEAD_DAYS = env.integer("O2R_CLOCK_AHEAD_DAYS", default=0, highest=3660)
# Only the settings of the tests let code stop the clock of an instance that is no demonstration.
CLOCK_MAY_STOP = False
if CLOCK_AHEAD_DAYS and not DEMONSTRATION:
    raise env.SettingError(
        "Le réglage O2R_CLOCK_AHEAD_DAYS avance l’horloge : il n’est permis que sur une "
        "démonstration. Mettez-le à 0, ou O2R_DEMONSTRATION à 1."
    )
SECRET_KEY = env.text("O2R_SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("O2R_SECRET_KEY_FALLBACKS")
PORT = env.integer("O2R_PORT", default=8000, lowest=1)
# Where gunicorn listens, and its processes: two for each core when 0 (config/server.py).
BIND = env.text("O2R_BIND", default=f"127.0.0.1:{PORT}")
WORKERS = env.integer("O2R_WORKERS", default=0, highest=256)
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
# Periods of retention of this instance, on top of data/retention/periods.csv.
RETENTION_FILE = env.text("O2R_RETENTION_FILE", default="")
# Delays and rates of the conventions of this instance, on top of data/conventions/rules.csv.
CONVENTION_RULES_FILE = env.text("O2R_CONVENTION_RULES_FILE", default="")
# What teams count when they name nobody, in the place of data/outreach/passage_counts.csv.
PASSAGE_COUNTS_FILE = env.text("O2R_PASSAGE_COUNTS_FILE", default="")
# Texts of the contrat de confiance of this instance, on top of o2r/people/contract_texts.
CONTRACT_TEXTS_DIR = env.text("O2R_CONTRACT_TEXTS_DIR", default="")
# Published wordings of the scales that this instance may offer, one file by scale and language.
SCALE_WORDINGS_DIR = env.text("O2R_SCALE_WORDINGS_DIR", default="")
STORAGE_DIR = Path(env.text("O2R_STORAGE_DIR", default=str(BASE_DIR / "var")))
STORAGE_DIR.mkdir(parents=True, exist_ok=True)

# --- Keys (docs/operations.md) ------------------------------------------------------------------
# Who keeps the root key: file:///…, unix:///… (o2r keyd) or vault+https://…; empty: the file below.
ROOT_KEY = env.text("O2R_ROOT_KEY", default="")
ROOT_KEY_FILE = env.text("O2R_ROOT_KEY_FILE", default=str(STORAGE_DIR / "keys" / "root.key"))
VAULT_TOKEN_FILE = env.text("O2R_VAULT_TOKEN_FILE", default="")

# --- The index between operators (docs/operations.md) --------------------------------------------
# Whether operators of this instance may ask one another, through o2r indexd; each then chooses.
INDEX_BETWEEN = env.flag("O2R_INDEX_BETWEEN", default=False)
# Folder of that process alone: its key, its store, what it was asked.
INDEX_DIR = Path(env.text("O2R_INDEX_DIR", default=str(STORAGE_DIR / "index")))
INDEX_SOCKET = Path(env.text("O2R_INDEX_SOCKET", default=str(INDEX_DIR / "indexd.sock")))

# --- Files received -------------------------------------------------------------------------------
# Antivirus: unix:///run/clamav/clamd.ctl or tcp://host:3310; empty: only what can be made again
# (pictures, PDF) and plain text is served.
CLAMD = env.text("O2R_CLAMD", default="")
# Files are refused when less than this share of the disk would stay free.
MIN_FREE_DISK_PERCENT = env.integer("O2R_MIN_FREE_DISK_PERCENT", default=10, highest=90)
FILE_UPLOAD_HANDLERS = [
    "o2r.core.files.upload_handlers.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Applications -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "o2r.core",
    "o2r.core.agenda",
    "o2r.core.belt",
    "o2r.core.journal",
    "o2r.core.crypto",
    "o2r.core.files",
    "o2r.core.jobs",
    "o2r.core.messaging",
    "o2r.core.notifications",
    "o2r.core.retention",
    "o2r.core.watch",
    "o2r.territory",
    "o2r.accounts",
    "o2r.accounts.signin",
    "o2r.accounts.governance",
    "o2r.projects",
    "o2r.projects.conventions",
    "o2r.network",
    "o2r.network.committees",
    "o2r.network.directory",
    "o2r.calls",
    "o2r.calls.applications",
    "o2r.calls.selection",
    "o2r.calls.reading",
    "o2r.people",
    "o2r.people.between",
    "o2r.outreach",
    "o2r.pathways",
    "o2r.pathways.referrals",
    "o2r.pathways.diagnosis",
    "o2r.pathways.silence",
    "o2r.pathways.fse",
    "o2r.pathways.together",
    "o2r.pathways.employment",
    "o2r.pathways.intake",
    "o2r.pathways.papers",
    "o2r.pathways.measures",
    "o2r.pathways.exits",
    "o2r.pathways.appointments",
    "o2r.public_map",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "ninja",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    # Before all the others, the headers included: the hour at which an application arrived is that
    # of its request, whatever the rest of the house takes to read the session or the database.
    "o2r.core.arrival.arrival",
    # Then: an answer that another middleware makes carries the same headers as a page.
    "o2r.core.middleware.security_headers",
    "o2r.core.request_id.request_id",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Ends old sessions, keeps what was typed too late, asks for the second factor first.
    "o2r.accounts.signin.middleware.SignInMiddleware",
    # In a rush, the place of a submission is kept before anything more is asked.
    "o2r.calls.applications.middleware.PlaceMiddleware",
    # Deny by default: a public view says so with @login_not_required.
    "o2r.accounts.signin.middleware.MembersMiddleware",
    # Whose rows the database shows to this request: around the decision, and around the view.
    "o2r.core.belt.middleware.ScopeMiddleware",
    # What was shown is journaled when the page is ready, in the transaction of the scope.
    "o2r.core.journal.middleware.ReadingsMiddleware",
    # What the policy says of the page, before the view runs.
    "o2r.accounts.middleware.AccessMiddleware",
    "o2r.core.belt.middleware.OrganisationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "o2r.core.crypto.middleware.KeyScopeMiddleware",
]
if DEBUG and DEMONSTRATION:
    MIDDLEWARE.append("o2r.core.demonstration.own_not_found")
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
                "o2r.accounts.context.acting",
            ],
            "builtins": ["o2r.core.templatetags.o2r"],
        },
    },
]

# --- Database -----------------------------------------------------------------------------------
# Three roles of PostgreSQL, three addresses: the web server's (o2r_app), that of migrations
# (o2r_owner) and that of the worker and of the commands (o2r_worker). Empty: the first one.
DATABASE_ADDRESSES = {
    "web": env.text("O2R_DATABASE_URL", default=f"sqlite:///{STORAGE_DIR}/o2r.sqlite3"),
    "owner": env.text("O2R_OWNER_DATABASE_URL", default=""),
    "worker": env.text("O2R_WORKER_DATABASE_URL", default=""),
}
DATABASES = {"default": env.database_of(DATABASE_ADDRESSES)}
# Only with O2R_DEBUG=1: start on a database that does not hold the rows (docs/operations.md).
ALLOW_UNSAFE_DATABASE = env.flag("O2R_ALLOW_UNSAFE_DATABASE", default=False)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that reads then writes waits for its turn instead of failing.
    # FULL: what was acknowledged survives a power cut.
    # secure_delete: a destroyed key is overwritten in the file, not only unlinked.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    # A statement asked five times on a connection is planned once: the row policies of the second
    # belt cost more to plan than to run. Off behind a PgBouncer older than 1.21.
    if env.flag("O2R_PREPARED_STATEMENTS", default=True):
        DATABASES["default"]["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 5}

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
    {"NAME": "o2r.accounts.signin.passwords.LengthValidator"},
    {"NAME": "o2r.accounts.signin.passwords.GuessabilityValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
# Who must have a second factor: a function of the account.
SECOND_FACTOR_RULE = "o2r.accounts.signin.second_factor.works_with_data"
# Reverse proxies before the application, each of which writes the address it saw.
TRUSTED_PROXIES = env.integer("O2R_TRUSTED_PROXIES", default=1 if HTTPS else 0, highest=5)
# The relay writes X-Request-Start itself: when it received the request (o2r.core.arrival).
PROXY_STAMPS = env.flag("O2R_PROXY_STAMPS", default=False) and TRUSTED_PROXIES > 0
# __Host-: the browser refuses the cookie unless it is Secure, for "/" and for this very host, so
# that another site of the same domain can neither read it nor plant one.
SESSION_ENGINE = "o2r.accounts.signin.store"
SESSION_COOKIE_NAME = "__Host-o2r-session" if HTTPS else "o2r-session"
CSRF_COOKIE_NAME = "__Host-o2r-csrf" if HTTPS else "o2r-csrf"
# Seconds: since sign-in, since the last page.
SESSION_LONGEST = env.integer("O2R_SESSION_HOURS", default=12, lowest=1, highest=24) * 3600
SESSION_IDLE = env.integer("O2R_SESSION_IDLE_MINUTES", default=60, lowest=5, highest=720) * 60
# The row outlives the session, refused: a form sent after a week-end still finds its author.
SESSION_COOKIE_AGE = 72 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# --- Sign-in (django-allauth: only the views of o2r.accounts.signin are mounted) ------------------
ACCOUNT_ADAPTER = "o2r.accounts.signin.adapters.AccountAdapter"
MFA_ADAPTER = "o2r.accounts.signin.adapters.MFAAdapter"
SOCIALACCOUNT_ADAPTER = "o2r.accounts.signin.adapters.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
ACCOUNT_CHANGE_EMAIL = True
# Counted in the database, by o2r.accounts.signin.lockout: a cache is not shared by processes.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# ProConnect proves the mailbox; the tokens it gives are not kept.
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"provider_class": "o2r.accounts.signin.proconnect.Provider"}
}
PROCONNECT: dict[str, Any] = {
    "server": env.text("O2R_PROCONNECT_SERVER", default=""),
    "client_id": env.text("O2R_PROCONNECT_CLIENT_ID", default=""),
    "client_secret": env.text("O2R_PROCONNECT_CLIENT_SECRET", default=""),
    "acr": env.words("O2R_PROCONNECT_ACR", default=("eidas1",)),
    "signed_userinfo": env.flag("O2R_PROCONNECT_SIGNED_USERINFO", default=True),
}

# --- Security headers (the others are in o2r.core.middleware) -------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Not "preload": it binds the whole registered domain, which an instance rarely owns, and leaving
# the browsers' list takes months. Who owns the domain adds it at the proxy (docs/operations.md).
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        # A page with a map allows more, for itself (o2r.territory.map_policy).
        "img-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        # No text becomes markup or code but through core/js/trusted.js.
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["o2r", "default"],
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
# Our own pages, the embed page included, are the only ones that load these files.
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("pmtiles", "woff2", "png", "jpg", "gz", "br")

# --- Journal ------------------------------------------------------------------------------------
# Anchors and their signing key live outside the database: see docs/operations.md.
ANCHOR_DIR = Path(env.text("O2R_ANCHOR_DIR", default=str(STORAGE_DIR / "anchors")))
ANCHOR_KEY_FILE = Path(
    env.text("O2R_ANCHOR_KEY_FILE", default=str(STORAGE_DIR / "keys" / "anchor.pem"))
)
TSA_URL = env.text("O2R_TSA_URL", default="")
TSA_CA_FILE = env.text("O2R_TSA_CA_FILE", default="")
DPO_EMAIL = env.text("O2R_DPO_EMAIL", default="")

# Seconds during which a process gives the same map data again (o2r.core.kept_answers). 0: never.
PUBLIC_DATA_KEPT_SECONDS = env.integer("O2R_PUBLIC_DATA_KEPT_SECONDS", default=0, highest=300)

# --- Calls for projects -------------------------------------------------------------------------
# Applications that one process of the site writes at once; beyond, a page keeps the place of each.
SUBMISSIONS_AT_ONCE = env.integer("O2R_SUBMISSIONS_AT_ONCE", default=2, lowest=1, highest=50)

# --- Outreach -----------------------------------------------------------------------------------
# Tiles served by this site itself, for the page of a place. Empty: no map.
PLACE_TILES = env.own_tiles("O2R_PLACE_TILES")

# --- Language, time, mail, caches, logs ---------------------------------------------------------
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
FORMAT_MODULE_PATH = "config.formats"
vars().update(env.mail_server("O2R_MAIL_URL"))
DEFAULT_FROM_EMAIL = env.text("O2R_MAIL_FROM", default=CONTACT_EMAIL)
# Seconds a mail server may take for each answer. Mails leave from the worker, never from a page.
EMAIL_TIMEOUT = 10
# SMS to people: file or http (console in debug only); empty: none leaves (docs/operations.md).
SMS_PROVIDER = env.text("O2R_SMS_PROVIDER", default="console" if DEBUG else "")
# A sender that says nothing: somebody else may read the telephone.
SMS_HTTP = env.texts(
    *("O2R_SMS_URL", "O2R_SMS_SERVICE", "O2R_SMS_SENDER", "O2R_SMS_APPLICATION_KEY"),
    *("O2R_SMS_APPLICATION_SECRET", "O2R_SMS_CONSUMER_KEY"),
)
# Enqueued in the transaction of the act, run after it by `o2r worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Not in a cookie, where Django puts them first: a message may hold an address.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DEFAULT_EXCEPTION_REPORTER = "o2r.core.error_reports.ErrorReport"
DEFAULT_EXCEPTION_REPORTER_FILTER = "o2r.core.error_reports.NothingTyped"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
