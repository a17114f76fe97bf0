"""Every setting, and the only place that reads the environment (through ``env``).

Two shapes: *embedded*, where no ``DATABASE_URL`` is given and the launcher runs PostgreSQL and a
Redis-protocol server in the data folder; and *served*, where both addresses come from outside.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from kombu import Queue
from psycopg.conninfo import conninfo_to_dict

from conflictwatch import env
from conflictwatch.home import PROJECT, Home
from conflictwatch.logs import set_up_logging

HOME = Home.from_environment()
BASE_DIR = PROJECT

# --- shape -------------------------------------------------------------------------------------
DATABASE_URL = env.text("DATABASE_URL", HOME.database_url)
REDIS_URL = env.text("REDIS_URL", HOME.redis_url)
SERVED = bool(env.text("DATABASE_URL"))
DEBUG = env.flag("DEBUG", False)

if SERVED and not DEBUG:
    SECRET_KEY = (
        env.text("SECRET_KEY")
        or HOME.kept_secret_key()
        or env.required(
            "SECRET_KEY",
            "With DATABASE_URL given it comes from the environment: a long random text that stays the same.",
        )
    )
else:
    SECRET_KEY = env.text("SECRET_KEY") or HOME.secret_key()

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
HTTPS = env.flag("HTTPS", SERVED and not DEBUG)
PUBLIC_READING = env.flag("CONFLICTWATCH_PUBLIC", True)
PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000").rstrip("/")

# --- applications ------------------------------------------------------------------------------
INSTALLED_APPS = [
    "conflictwatch.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_prometheus",
    "drf_spectacular",
    "leaflet",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "events",
]
AUTH_USER_MODEL = "events.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "conflictwatch.logs.RequestLog",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "conflictwatch.secondstep.RequireSecondStep",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
ROOT_URLCONF = "conflictwatch.urls"
WSGI_APPLICATION = "conflictwatch.wsgi.application"
ASGI_APPLICATION = "conflictwatch.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "events.views.access.abilities",
            ],
        },
    }
]


# --- database, cache, broker -------------------------------------------------------------------
def _database(url: str) -> dict[str, Any]:
    """libpq's own reading of the address, so that sockets, TLS and several hosts work as it documents."""
    try:
        parts = conninfo_to_dict(url)
    except Exception as error:
        raise ImproperlyConfigured(f"DATABASE_URL is not a PostgreSQL address: {error}") from error
    return {
        "ENGINE": "django_prometheus.db.backends.postgresql",
        "NAME": parts.pop("dbname", None) or "conflictwatch",
        "USER": parts.pop("user", "") or "",
        "PASSWORD": parts.pop("password", "") or "",
        "HOST": parts.pop("host", "") or "",
        "PORT": str(parts.pop("port", "") or ""),
        "OPTIONS": {"application_name": "conflictwatch", "connect_timeout": 10, **parts},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _broker(url: str) -> str:
    """Celery writes a unix socket as redis+socket://."""
    return url.replace("unix://", "redis+socket://", 1) if url.startswith("unix://") else url


def _next_database(url: str) -> str:
    """The cache lies beside the broker: clearing it must not empty the queue."""
    if url.startswith("unix://"):
        return f"{url}{'&' if '?' in url else '?'}db=1"
    parts = urlsplit(url)
    number = parts.path.strip("/")
    return parts._replace(path=f"/{int(number) + 1 if number.isdigit() else 1}").geturl()


DATABASES = {"default": _database(DATABASE_URL)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.text("CACHE_URL", _next_database(REDIS_URL)),
        "KEY_PREFIX": "cw",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# Proven settings: a worker killed in the middle of a task loses nothing and is replaced in seconds.
CELERY_BROKER_URL = _broker(REDIS_URL)
CELERY_TASK_DEFAULT_QUEUE = env.text("CELERY_QUEUE", "conflictwatch")
CELERY_LATER_QUEUE = f"{CELERY_TASK_DEFAULT_QUEUE}-later"
"""Feeds and long lists wait here: workers take from both in turn, so that one link is not behind 500."""
CELERY_TASK_QUEUES = [Queue(CELERY_TASK_DEFAULT_QUEUE), Queue(CELERY_LATER_QUEUE)]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(HOME.root / "beat-schedule")
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep": {"task": "events.sweep", "schedule": 20.0, "options": {"expires": 20}},
    "alerts": {"task": "events.send_alerts", "schedule": 30.0, "options": {"expires": 30}},
    "newsfeeds": {"task": "events.send_due_newsfeeds", "schedule": 60.0, "options": {"expires": 60}},
    "change log": {"task": "events.prune_change_log", "schedule": 300.0, "options": {"expires": 300}},
}

# --- reading -----------------------------------------------------------------------------------
FETCH_USER_AGENT = env.text("FETCH_USER_AGENT", f"conflictwatch/1 (+{PUBLIC_URL})")
FETCH_PROXY = env.text("FETCH_PROXY")
"""``http://host:port`` of a trusted proxy, empty for none."""
FETCH_ALLOWED_ENDPOINTS = env.words("FETCH_ALLOWED_ENDPOINTS")
"""``host:port`` pairs that may be private, for a page server of one's own; normally none."""
FETCH_HOST_INTERVAL = env.seconds("FETCH_HOST_INTERVAL", 1.0)
"""Seconds between two visits of one host, whichever worker pays them."""
READ_ATTEMPTS = env.whole("READ_ATTEMPTS", 3, least=1)
"""How often one submission is tried before it is set aside."""

# --- answers -----------------------------------------------------------------------------------
CUBE = env.flag("CUBE", True)
"""Whether each web process counts in memory (about 50 bytes an event) instead of in the database."""

# --- sign-in -----------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "conflictwatch.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # django-axes counts them, and an admin sees them there
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "conflictwatch"
REQUIRE_SECOND_STEP = env.words("REQUIRE_SECOND_STEP")
"""Roles that must set up the two-step sign-in, for instance ``admin``."""
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False

# --- language and time -------------------------------------------------------------------------
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("id", _("Indonesian")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "locale"]

# --- static files ------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", BASE_DIR / "build" / "vendor")]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME.archive},
    },
    "staticfiles": {"BACKEND": "conflictwatch.storage.HashedFiles"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# --- security ----------------------------------------------------------------------------------
TILE_URL = env.text("TILE_URL")
"""Address template of a tile server, empty for the basemap of our own."""
TILE_ATTRIBUTION = env.text("TILE_ATTRIBUTION")


def _tile_origin(template: str) -> list[str]:
    if not template:
        return []
    parts = urlsplit(template.replace("{s}", "*"))
    return [f"{parts.scheme}://{parts.netloc}"]


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_tile_origin(TILE_URL)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS and env.flag("HTTPS_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
TRUST_PROXY = env.flag("TRUST_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
METRICS = env.flag("METRICS", not SERVED)
"""Whether /metrics answers; leave it off where the proxy does not keep strangers from it."""

# --- map ---------------------------------------------------------------------------------------
LEAFLET_CONFIG = {"TILES": [], "NO_GLOBALS": False, "ATTRIBUTION_PREFIX": "Leaflet", "RESET_VIEW": False}

# --- what leaves: e-mail, exports, API ---------------------------------------------------------
EMAIL_HOST = env.text("EMAIL_HOST")
"""The server that takes our mail; without one, alerts go by webhook only."""
EMAIL_PORT, EMAIL_TIMEOUT = env.whole("EMAIL_PORT", 587, least=1), 20
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.text("EMAIL_USER"), env.text("EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_TLS", True)
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "conflictwatch@localhost")
DATA_LICENCE = env.text("DATA_LICENCE", "CC BY 4.0")
DATA_LICENCE_URL = env.text("DATA_LICENCE_URL", "https://creativecommons.org/licenses/by/4.0/")
"""Of the data that people take away; quotes stay their outlets' own."""
API_RATE_ANONYMOUS = env.whole("API_RATE_ANONYMOUS", 300, least=0)
API_RATE_KNOWN = env.whole("API_RATE_KNOWN", 1200, least=0)
"""Requests in a minute of a visitor's address, and of an account or token; 0 for no limit."""
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "conflictwatch",
    "DESCRIPTION": "Reported attacks on named places, with the evidence of each value.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "LICENSE": {"name": DATA_LICENCE, "url": DATA_LICENCE_URL},
}

# --- logs --------------------------------------------------------------------------------------
LOGGING_CONFIG = None
set_up_logging(
    as_json=env.text("LOG_FORMAT", "json" if SERVED else "text") == "json",
    level=env.text("LOG_LEVEL", "INFO").upper(),
)
