"""Settings, read from the environment. Needs none of it to run: see docs/deployment.md for what can be set."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("WARRANT_VAR", BASE_DIR / "var"))
VAR_DIR.mkdir(parents=True, exist_ok=True)
# Where matplotlib keeps its list of fonts, or it would write to the home folder. Read when a plot is first drawn.
os.environ.setdefault("MPLCONFIGDIR", str(VAR_DIR / "matplotlib"))


def flag(name: str) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value not in ("", "0", "1", "no", "yes", "false", "true"):
        raise ImproperlyConfigured(f'{name} is "{value}". Set it to 1 or 0, or leave it out.')
    return value in ("1", "yes", "true")


def chosen(name: str, default: str, *others: str) -> str:
    value = os.environ.get(name, "").strip().lower() or default
    if value not in (default, *others):
        known = " or ".join(f"{name}={each}" for each in (default, *others))
        raise ImproperlyConfigured(f'{name} is "{value}". Set {known}, or leave it out for {default}.')
    return value


def listed(name: str, default: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def whole_number(name: str, default: int, least: int) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f'{name} is "{value}". Set it to a whole number from {least}, or leave it out.')
    return int(value)


def days_by_name(name: str, default: dict[str, int]) -> dict[str, int]:
    """NAME="tightened=60,clarified=14" changes what it names and leaves the rest of the default."""
    found = dict(default)
    for pair in listed(name, ""):
        key, _, days = pair.partition("=")
        if key.strip() not in default or not days.strip().isdecimal():
            known = ", ".join(default)
            raise ImproperlyConfigured(f'{name} holds "{pair}". Write tightened=60 and so on; there are {known}.')
        found[key.strip()] = int(days)
    return found


def secret_key() -> str:
    """SECRET_KEY, or the key kept in var/, made on the first start."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = VAR_DIR / "secret-key"
    if not path.exists():
        # Written aside and then linked, so that two processes starting at once agree, and none sees half a key.
        aside = VAR_DIR / f"secret-key-{os.getpid()}"
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):
            os.link(aside, path)
        aside.unlink()
    return path.read_text().strip()


SECRET_KEY = secret_key()
DEBUG = flag("DEBUG")
BEHIND_TLS = flag("BEHIND_TLS")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "config",
    "audit",
    "accounts",
    "jobs",
    "search",
    "evidence",
    "policies",
    "reviews",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.reading.Reading",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "audit.context.allowed",
                "evidence.context.basket",
                "evidence.context.papers",
            ],
            "builtins": ["evidence.templatetags.places"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
        },
    }
]


def database() -> dict:
    try:
        settings = dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'warrant.sqlite3'}")
    except (ValueError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL cannot be read ({error}). Write it like postgres://user:password@host:5432/name."
        ) from None
    if "sqlite" in settings["ENGINE"]:
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
        }
        settings["TEST"] = {"NAME": VAR_DIR / f"test-{os.getpid()}.sqlite3"}
    else:
        settings["CONN_HEALTH_CHECKS"] = True
    settings["CONN_MAX_AGE"] = 600  # opening SQLite anew costs 8 ms a page: it reads its schema and forgets its cache
    return settings


DATABASES = {"default": database()}

SEARCH_ENGINE = os.environ.get("SEARCH_ENGINE", "tantivy")
SEARCH_INDEX_DIR = VAR_DIR / "index"
FIXTURES_DIR = BASE_DIR / "fixtures"

EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "warrant@localhost")
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")  # before the addresses in an e-mail

# How a policy is signed and published: docs/policy-lifecycle.md.
SIGNOFFS_NEEDED = whole_number("SIGNOFFS_NEEDED", 2, least=1)
SIGNOFFS_BLIND = flag("SIGNOFFS_BLIND")  # an approver does not see the others' word before their own
# The least days between publication and effect that a change of each class asks for.
NOTICE_DAYS = days_by_name(
    "NOTICE_DAYS",
    {
        "tightened": 60,
        "indication_removed": 60,
        "loosened": 0,
        "new_indication": 0,
        "clarified": 0,
        "reorganised": 0,
        "editorial": 0,
        "codes_only": 0,
    },
)
SHORT_NOTICE = os.environ.get("SHORT_NOTICE", "reason")
BULLETIN_CONTACT = os.environ.get("BULLETIN_CONTACT", "the payer's provider services")  # whom bulletins say to ask
if SHORT_NOTICE not in ("reason", "refuse"):
    raise ImproperlyConfigured(f'SHORT_NOTICE is "{SHORT_NOTICE}". Set it to reason or refuse, or leave it out.')

SEARCH_OVERLAP_DAYS = whole_number("SEARCH_OVERLAP_DAYS", 30, least=0)  # of a search with the one a year before
# Whether the worker may fetch from PubMed what a search finds. NCBI asks for an address it can write to.
PUBMED = chosen("PUBMED", "off", "on")
NCBI_EMAIL = os.environ.get("NCBI_EMAIL", "").strip()
NCBI_API_KEY = os.environ.get("NCBI_API_KEY", "").strip()
if PUBMED == "on" and not NCBI_EMAIL:
    raise ImproperlyConfigured("PUBMED=on needs NCBI_EMAIL, the address NCBI writes to before it shuts anybody out.")
LARGEST_IMPORT = whole_number("LARGEST_IMPORT", 300_000_000, least=1)  # bytes of a file of literature

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

LANGUAGE_CODE = "en-us"
TIME_ZONE = os.environ.get("TIME_ZONE", "UTC")
USE_I18N = False
USE_TZ = True

# Who may read: "public" is everybody, "members" is who has an account with a role (config/reading.py).
READING = chosen("READING", "public", "members")
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

CSRF_FAILURE_VIEW = "config.errors.refused_form"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
LARGEST_FULL_TEXT = whole_number("LARGEST_FULL_TEXT", 50 * 1024 * 1024, least=1)  # bytes of one file of a work
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

if BEHIND_TLS:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.BearerToken",  # first, so that who has not signed in is told 401
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer", "evidence.exporters.csv_table.CSVRenderer"],
    "DEFAULT_PAGINATION_CLASS": "evidence.paging.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "PAGE_SIZE": 50,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Warrant",
    "DESCRIPTION": "Medical policies, their criteria, and the evidence that warrants them. Read-only.",
    "VERSION": "1",
    # Its own check does not know our names for vocabularies (config/api_schema.py); tests/config/test_api.py checks.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
