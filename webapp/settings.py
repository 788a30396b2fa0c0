"""Django's settings. What an operator may change is read in webapp/env.py."""

from pathlib import Path

import dj_database_url

from media_store.limits import MIB
from webapp import env as environment
from webapp.kinds_of_work import parse_slots

BASE_DIR = Path(__file__).resolve().parent.parent
ENV = environment.load()
HOME = ENV.home

SECRET_KEY = ENV.secret_key or environment.secret(HOME, "django")
DEBUG = ENV.debug
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *environment.names(ENV.hosts)]
CSRF_TRUSTED_ORIGINS = environment.names(ENV.origins)

INSTALLED_APPS = [
    "webapp",  # first: its commands stand before Django's of the same name
    "webapp.administration.apps.AdministrationConfig",
    "django.forms",  # its templates, for ours to stand before them
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "channels",
    "django_htmx",
    "webapp.accounts",
    "webapp.media",
    "webapp.corpora",
    "webapp.runs",
    "webapp.snapshots",
    "webapp.curation",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "webapp.http.security.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "webapp.http.security.NotKeptMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "webapp.requests.StorableTextMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "webapp.accounts.middleware.HashingBusyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "webapp.urls"
ASGI_APPLICATION = "webapp.asgi.application"
# Widgets are drawn by our own templates where there are some: templates/django/forms/widgets.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database: SQLite in the home folder, or PostgreSQL by URL. Two writers share SQLite: WAL, a busy
# timeout, and transactions that take the write lock at once instead of failing half way through.
DATABASES = {"default": dj_database_url.parse(ENV.database_url or f"sqlite:///{HOME / 'sightline.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Media, vectors, encoder
MEDIA_STORE_URL = ENV.media_url or str(HOME / "media")
VECTORS_URL = ENV.vectors_url
VECTORS_FOLDER = HOME / "vectors"

GREP_SECONDS = 20.0  # How long one call may look through documents for exact words.

# --- Watching runs: a bell where there is Redis, else the journal is asked five times a second.
if ENV.bell_url:
    CHANNEL_LAYERS = environment.channel_layers(ENV.bell_url)
LIVE_POLL_SECONDS = 2.0 if ENV.bell_url else 0.2

# --- Accounts
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
] + [{"NAME": f"webapp.accounts.passwords.{name}"} for name in ("LetterValidator", "RepetitionValidator")]
PASSWORD_HASHERS = ["webapp.accounts.hashing.BoundedPBKDF2"]

# --- Celery: a folder is the broker of an embedded installation. A task only carries an id and leases its
# row, so late acknowledgement and a second delivery are both safe.
CELERY_BROKER_URL = ENV.broker_url or "filesystem://localhost"
if CELERY_BROKER_URL.startswith("filesystem://"):
    CELERY_BROKER_TRANSPORT = "webapp.work.broker:Transport"
    _folder = HOME / "broker"
    for _name in ("messages", "processed", "control"):
        (_folder / _name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_folder / "messages"),
        "data_folder_out": str(_folder / "messages"),
        "processed_folder": str(_folder / "processed"),
        "control_folder": str(_folder / "control"),
        "store_processed": False,
        "polling_interval": 0.05,
    }
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = sum(parse_slots(ENV.slots).values())  # A thread for each slot of every kind.
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_DEFAULT_QUEUE = "runs"  # Queues of tasks are named in webapp/work/sending.py.

# --- Static files and pages
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns of a folder that is not there
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# --- Language: what the person chose (a cookie that lasts a year), else what the browser asks for
LANGUAGE_CODE = "en"
SHELL_LANGUAGE = environment.shell_language()
LOCALE_PATHS = [BASE_DIR / "locale"]
# English dates are those of the world; other languages have what Django knows of them.
FORMAT_MODULE_PATH = "webapp.formats"
_CATALOGUES = {"de": "Deutsch", "zh_Hans": "简体中文", "es": "Español"}
# A language is offered once its catalogue is compiled: `manage.py compilemessages`.
LANGUAGES = [("en", "English")] + [
    (name.lower().replace("_", "-"), words)
    for name, words in _CATALOGUES.items()
    if (BASE_DIR / "locale" / name / "LC_MESSAGES" / "django.mo").exists()
]
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "UTC"
USE_TZ = True

# --- Security
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
if ENV.https:
    # The proxy ends TLS and must set this header itself, whatever the browser sent.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
# How much anybody may send, and how slowly: webapp/http/body_limits.py and webapp/http/connections.py.
MAX_VISITOR_BODY_BYTES = 64 * 1024
MAX_BODY_BYTES = 8 * ENV.max_upload_bytes + MIB  # A question with all its pictures.
BODY_SECONDS = 30.0
MIN_BODY_BYTES_PER_SECOND = 1024
MAX_HEAD_BYTES = 64 * 1024
HEAD_SECONDS = 20.0
MAX_SOCKETS_PER_PERSON = 32
DATA_UPLOAD_MAX_MEMORY_SIZE = ENV.max_upload_bytes

QUIET_LOGGERS = (
    *("httpx", "httpx2", "httpcore", "httpcore2", "openai", "urllib3"),
    *("chromadb", "kombu", "PIL", "filelock"),
)
"""Libraries whose informational lines would stand between our own; a command's --verbose shows them."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "webapp.logs.RedactingFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "filters": {
        "refusals": {"()": "webapp.logs.OneLineRefusals"},
        "origins": {"()": "webapp.logs.OriginsAdvice"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refusals"]},
    },
    "root": {"handlers": ["stderr"], "level": ENV.log_level},
    "loggers": {
        "django.security.csrf": {"filters": ["origins"]},
        **{name: {"level": "WARNING"} for name in QUIET_LOGGERS},
    },
}
