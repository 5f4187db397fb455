"""Every setting of the project; the only reader of the environment.

Each variable is explained in `.env.example`. Without any, the project runs
for development: SQLite, a Valkey server of its own, e-mail into `var/mail`.
"""

import os
import secrets
from datetime import timedelta
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import quote

import django_stubs_ext
import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from redis.backoff import NoBackoff
from redis.retry import Retry

# Lets `admin.ModelAdmin[Client]` be written: Django's stubs know that these classes are generic, Django itself doesn't.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(env.path("ENV_FILE", str(BASE_DIR / ".env")))
VAR_DIR = Path(env.str("VAR_DIR", "") or BASE_DIR / "var").resolve()


def tidy_addresses(given: list[str]) -> list[str]:
    """These addresses without blanks around them, and without empty ones."""
    # A letter to an empty one is refused where it is owed, which may be while a client confirms what they asked.
    return [address for one in given if (address := one.strip())]


def load_secret_key() -> str:
    """A random key for this checkout, made once and kept readable by its owner only."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


# --- Security ----------------------------------------------------------------
DEBUG = env.bool("DEBUG", False)
# A live site that is not safe does not start (`config.startup_checks`); only tests and measurements say otherwise.
ALLOW_UNSAFE_START = env.bool("ALLOW_UNSAFE_START", False)
SECRET_KEY_GIVEN = bool(env.str("SECRET_KEY", ""))
SECRET_KEY = env.str("SECRET_KEY", "") or load_secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", False)
SECURE_SSL_REDIRECT = HTTPS
# A load balancer inside the network asks by http, and would take a redirect for a failure.
SECURE_REDIRECT_EXEMPT = [r"^healthz(/web)?$", r"^metrics$"]
# Believed only where a proxy of ours sets it: without one, anybody could send it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_SECONDS > 0
SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
# Addresses of results and links are secrets of a kind: no other site learns them by a click.
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
# Signed as Django signs today, and never as it did: a name and a salt that run together could mean another cookie.
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False
CSRF_COOKIE_SECURE = HTTPS
# No script of ours reads it: every form carries the token.
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "intake.questionnaire.csrf_failure.refused"
X_FRAME_OPTIONS = "DENY"
# Sites whose pages may show the score in a minute and the newest rounds in a frame; none: there are no such pages.
EMBED_HOSTS: list[str] = env.list("EMBED_HOSTS", default=[])
# Nothing leaves for a third party and no injected script runs (record 0007).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # "data:" is for the arrows and ticks in Bootstrap's own style sheet.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# --- Applications ------------------------------------------------------------
INSTALLED_APPS = [
    "config.staff.admin_app.StaffConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "anymail",
    "config",
    "scoring",
    "intake",
    "draws",
]

MIDDLEWARE = [
    # First, so that every line that is logged about a request has its id.
    "config.middleware.request_id.RequestIdMiddleware",
    "config.monitoring.metrics.MetricsMiddleware",
    "config.middleware.security_headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    # Before whatever may answer by itself, so that refusals and redirects carry the policy too.
    "csp.middleware.CSPMiddleware",
    # PostgreSQL keeps no NUL: refused here, before sessions and pages read anything that was sent.
    "config.middleware.refuse_nul.RefuseNulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "config.middleware.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "intake.visits.middleware.VisitsMiddleware",
    "intake.questionnaire.draft_size_middleware.DraftSizeMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "config.templatetags.dates",
                "config.templatetags.government_links",
                "config.templatetags.lowercase_first",
                "config.templatetags.directions",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context_processors.firm",
            ],
        },
    },
]
FORM_RENDERER = "config.form_renderer.FormRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- Database ----------------------------------------------------------------
# Seconds that a statement waits for a lock. Pages wait less than workers (`config.wsgi`): somebody sits before them.
DATABASE_WAIT = env.int("DATABASE_WAIT", 0)
DATABASE_GIVEN = bool(env.str("DATABASE_URL", ""))
DATABASES = {"default": env.db("DATABASE_URL", f"sqlite:///{quote(str(VAR_DIR / 'db.sqlite3'))}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # SQLite has one writer. A transaction that reads first and then wants to write can fail at once; one that takes
        # the lock when it begins waits its turn.
        "transaction_mode": "IMMEDIATE",
        "timeout": DATABASE_WAIT or 20,
        # Larger pages, read through memory: a large pool of clients is matched about as fast as a small one
        # (docs/decisions/0033). The page's size is that of a new file; an old one keeps its own.
        "init_command": (
            "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            " PRAGMA cache_size=-65536; PRAGMA mmap_size=1073741824;"
        ),
    }
else:
    # A connection is kept between requests: after a restart of PostgreSQL it must not fail the next one.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server that vanished, without a word, holds no process for longer than ten seconds or so.
    ALIVE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 8000}
    # What stands behind the address, TLS (`?sslmode=verify-full`) among it, is the firm's and goes before ours.
    DATABASES["default"]["OPTIONS"] = {"connect_timeout": 5, **ALIVE, **DATABASES["default"].get("OPTIONS", {})}
    if DATABASE_WAIT:
        GIVEN = DATABASES["default"]["OPTIONS"].get("options", "")
        DATABASES["default"]["OPTIONS"]["options"] = f"{GIVEN} -c lock_timeout={DATABASE_WAIT * 1000}".strip()
# The development server has a thread for each request, which would each keep a connection.
DATABASES["default"]["CONN_MAX_AGE"] = 0 if DEBUG else 60

# --- Broker and cache --------------------------------------------------------
# Without REDIS_URL, the Valkey server that `make run` starts on a socket of this checkout.
BROKER_SOCKET = Path(env.str("BROKER_SOCKET", "") or VAR_DIR / "broker.sock")
BROKER_PATH = quote(str(BROKER_SOCKET))
REDIS_URL = env.str("REDIS_URL", "")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.str("CACHE_URL", "") or REDIS_URL or f"unix://{BROKER_PATH}?db=1",
        "KEY_PREFIX": "cache",
        # A cache that is dead or frozen holds nobody up: what it counts is refused or let through within a second.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 0)},
    },
    # What is kept here is the same for everybody: the frame of the pages, and questions nobody has typed into.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
    # Whole pages that are the same for everybody: in the memory of this process (`intake.common.cache`). What is
    # rendered of a person's result is kept in the database alone (record 0197).
    "results": {
        "BACKEND": "intake.common.sized_cache.SizedCache",
        "LOCATION": "results",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 300, "MAX_BYTES": env.int("RESULTS_MEGABYTES", 32) * 1024 * 1024},
    },
}
CELERY_BROKER_URL = REDIS_URL or f"redis+socket://{BROKER_PATH}"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    # With these two at 1, tasks of a killed worker came back after 16 seconds and not after 107 (record 0013).
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
    # Twice what a worker's own wait for a task takes.
    "socket_timeout": 2,
}
# Acknowledged when it is done: the task of a worker that died goes to another one. So every task may run twice.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
# Nobody reads results: what became of a task is in the database.
CELERY_TASK_IGNORE_RESULT = True
# What somebody waits for has workers of its own (`celery worker --queues urgent`).
CELERY_TASK_ROUTES = {
    "draws.tasks.send_urgent": {"queue": "urgent"},
    "draws.tasks.sweep_urgent": {"queue": "urgent"},
    # A PDF takes a second of processor: never in a web process, and never before a message.
    "intake.tasks.make_pdf": {"queue": "pdf"},
}
# A page must not wait for a broker that is away; what could not be called, the sweep finds.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1}
# A batch of messages takes long: what a worker has reserved meanwhile, an idle one could be doing.
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Celery's own handlers would write addresses that ours mask.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# So the hours of the schedule are UTC: 11 is 6 or 7 in the morning in Ottawa, before offices open.
CELERY_TIMEZONE = "UTC"
# What beat must remember stands in the database: it needs no file, and a second one stands by.
CELERY_BEAT_SCHEDULER = "config.workers.scheduler:DatabaseScheduler"
# Workers and beat write so often that they live; `/healthz` and staff are told of one that is silent for long.
HEARTBEAT_SECONDS = env.float("HEARTBEAT_SECONDS", 60)
CELERY_BEAT_SCHEDULE = {
    "forget PDFs": {"task": "intake.tasks.forget_papers", "schedule": 600.0},
    # Expired calls are dropped: those that piled up while no worker was there would all do the same.
    "tell other programs": {"task": "intake.tasks.tell_receivers", "schedule": 60.0, "options": {"expires": 60}},
    "sweep imports": {"task": "intake.tasks.sweep_imports", "schedule": 60.0},
    "sweep alerts": {"task": "draws.tasks.sweep", "schedule": 60.0},
    "sweep what somebody waits for": {
        "task": "draws.tasks.sweep_urgent",
        "schedule": 10.0,
        "options": {"expires": 30},
    },
    "remind of consultations": {"task": "draws.tasks.remind_of_consultations", "schedule": 600.0},
    "forget old counts": {"task": "draws.tasks.forget_old_counts", "schedule": 3600.0},
    "report rounds": {"task": "draws.tasks.report_rounds", "schedule": 60.0},
    "send the staff digest": {"task": "draws.tasks.send_staff_digest", "schedule": 60.0},
    "remind": {"task": "draws.tasks.remind", "schedule": crontab(hour="11", minute="20")},
    "record expiries": {"task": "intake.tasks.record_expiries", "schedule": crontab(hour="11", minute="0")},
    "owe the staff digest": {"task": "draws.tasks.owe_staff_digest", "schedule": crontab(hour="11", minute="50")},
    # Asks each minute whether a visit is due; IRCC itself is asked every IRCC_FEED_MINUTES at most (record 0018).
    "watch the feed": {"task": "draws.tasks.watch_feed", "schedule": 60.0},
    "report news of the feed": {"task": "draws.tasks.report_feed_news", "schedule": 60.0},
    "report limits of messages": {"task": "draws.tasks.report_limits", "schedule": 60.0},
    "report outages of the feed": {"task": "draws.tasks.report_feed_outage", "schedule": 60.0},
    "delete what is kept no longer": {
        "task": "intake.tasks.apply_retention",
        "schedule": crontab(hour="7", minute="40"),
    },
    "delete unused texts": {
        "task": "draws.tasks.delete_unused_texts",
        "schedule": crontab(hour="8", minute="0"),
    },
    # Ten past one or two at night in Ottawa, when the new day has begun there.
    "push the standings' horizon": {
        "task": "intake.tasks.extend_standings",
        "schedule": crontab(hour="6", minute="10"),
    },
}

# Seconds that one PDF may take: then its worker gives it up, and somewhat later is ended.
PDF_SECONDS = env.int("PDF_SECONDS", 20)

# --- Sessions ----------------------------------------------------------------
# The pages before an account make none: an applicant's draft has a signed cookie. A session ends after
# thirty idle minutes; an applicant's, once signed in by a code, after thirty days (`intake.account.adapter`).
# They are in the database alone: nobody is signed out when the cache is away, and no session that was ended while
# it was away comes back with it (docs/decisions/0069).
SESSION_ENGINE = "config.sessions"
# The short one is the default: signing in by a code lengthens that one session (record 0020).
SESSION_COOKIE_AGE = 30 * 60
APPLICANT_SESSION_AGE = 30 * 24 * 3600
# Else the half hour would count from the sign-in, and not from the last click.
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- Accounts: applicants by an e-mailed code, staff by password and a second factor ----
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_file:home"
ACCOUNT_ADAPTER = "intake.account.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code proves the address at every sign-in
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# Three guesses a code and thirty codes a day to an address: one in 11,000 for a guesser who tries all day.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,100/h/ip,3/m/key,10/h/key,30/d/key",
    "change_email": "5/h/key",
    "login_failed": "10/m/ip,5/5m/key",  # by name and place: see `intake.account.adapter`
}
# Staff pages open only to those who have a second factor (authenticator app or security key).
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", not DEBUG)
# An assistant knows only of the files assigned to them: in lists, searches, previews and numbers alike.
FILES_ASSIGNED_ONLY = env.bool("FILES_ASSIGNED_ONLY", False)
# Whether a client's file has IRCC's numbers of the person (UCI) and of the application; off: nobody is asked for one.
CLIENT_NUMBERS = env.bool("CLIENT_NUMBERS", False)
# What encrypts the secrets of second factors; without any, a key made from SECRET_KEY, for development.
FACTOR_KEYS_GIVEN = env.list("FACTOR_KEYS", default=[])
FACTOR_KEYS = FACTOR_KEYS_GIVEN or [SECRET_KEY]
MFA_ADAPTER = "config.staff.second_factors.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # half a minute early or late, for clocks that are not right
MFA_ALLOW_UNVERIFIED_EMAIL = True  # staff have none that we verify
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
# How many proxies of ours are in front of the site and add to X-Forwarded-For: the visitor's address is read there.
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- Languages and time ------------------------------------------------------
LANGUAGE_CODE = "en"
# What the public pages are shown in, and what people are written to in: each language has its catalogue in `locale`.
PUBLIC_LANGUAGES = env.list("PUBLIC_LANGUAGES", default=["en", "fr"])
LETTER_LANGUAGES = env.list("LETTER_LANGUAGES", default=["en", "fr"])
LANGUAGES = [(code, LANG_INFO.get(code, {"name": code})["name"]) for code in PUBLIC_LANGUAGES]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
# The day of a score and of a round is the day in Ottawa.
TIME_ZONE = env.str("TIME_ZONE", "America/Toronto")

# --- Static files ------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
if not DEBUG:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

# --- E-mail ------------------------------------------------------------------
MAIL_DIR = Path(env.str("MAIL_DIR", "") or VAR_DIR / "mail").resolve()
post = env.email_url("EMAIL_URL", f"filemail:///{quote(str(MAIL_DIR))}")
if post["EMAIL_BACKEND"] == "django.core.mail.backends.filebased.EmailBackend":
    post["EMAIL_BACKEND"] = "config.file_mail_backend.EmailBackend"
vars().update(post)
# A provider's own way of sending, and its call when a message comes back (see `draws.outbox.mail_events`).
EMAIL_PROVIDER = env.str("EMAIL_PROVIDER", "")
ANYMAIL = env.json("ANYMAIL", {})
if EMAIL_PROVIDER and not env.str("EMAIL_URL", ""):
    EMAIL_BACKEND = f"anymail.backends.{EMAIL_PROVIDER}.EmailBackend"
# Seconds that the mail server has for one answer.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 20)

# --- Sending what is owed to clients -----------------------------------------
# After each attempt that failed for now; when they are used up, the message has failed for good.
# Nine pauses, ten attempts, three days: most of what refuses us can be put right meanwhile (records 0011 and 0168).
ALERT_PAUSES = [
    timedelta(minutes=pause)
    for pause in env.list("ALERT_PAUSES", cast=float, default=[1, 5, 15, 60, 180, 360, 720, 1440, 1440])
]
# Longer than one message can take; also how long a batch may wait in the broker before it is handed out again.
ALERT_LEASE = timedelta(seconds=env.int("ALERT_LEASE", 600))
# The same for codes and confirmations, which somebody waits for in front of a screen.
URGENT_PAUSES = [
    timedelta(minutes=pause)
    for pause in env.list("URGENT_PAUSES", cast=float, default=[0.2, 0.5, 1, 2, 5, 10, 30, 60, 180, 360, 720, 1440])
]
URGENT_LEASE = timedelta(seconds=env.int("URGENT_LEASE", 180))
# Minutes in which what staff confirmed for many clients can be taken back, and whether a second person must approve it.
MAIL_PAUSE_MINUTES = env.float("MAIL_PAUSE_MINUTES", 10)
MAIL_SECOND_PERSON = env.bool("MAIL_SECOND_PERSON", False)
# More failed messages than these are tried again as a mass mail (record 0209).
MAIL_RETRY_AT_ONCE = 10
# Whether the firm's page shows testimonials, each with the approval of its writer on record.
TESTIMONIALS = env.bool("TESTIMONIALS", False)
# The most that leave in a minute and in a day, over all workers; 0: no limit.
MESSAGES_A_MINUTE = env.int("MESSAGES_A_MINUTE", 0)
MESSAGES_A_DAY = env.int("MESSAGES_A_DAY", 0)

# Codes and confirmations, which anybody can have sent to any address (`intake.message_kinds.limits`); 0: no limit.
# Before there were any, thirty drafts from one place wrote to thirty strangers in fifty seconds (record 0063).
LETTERS_TO_ADDRESS_A_DAY = env.int("LETTERS_TO_ADDRESS_A_DAY", 15)
LETTERS_FROM_PLACE_AN_HOUR = env.int("LETTERS_FROM_PLACE_AN_HOUR", 30)
LETTERS_FROM_PLACE_A_DAY = env.int("LETTERS_FROM_PLACE_A_DAY", 100)
LETTERS_OF_SITE_AN_HOUR = env.int("LETTERS_OF_SITE_AN_HOUR", 600)
LETTERS_OF_SITE_A_DAY = env.int("LETTERS_OF_SITE_A_DAY", 3000)

# --- The firm ----------------------------------------------------------------
# Shown on every page and in every message (CASL s. 6(2)); `check --deploy` asks for them.
PORT = env.int("PORT", 8000)
SITE_URL: str = env.str("SITE_URL", f"http://localhost:{PORT}")
# A development site is that of the invented firm (`intake/data/example_firm.toml`): no page of it looks unfinished.
EXAMPLE = {
    "licence": "R000001",
    "address": "100 Example Street, Suite 4, Ottawa ON K1A 0A0",
    "phone": "+1 613 555 0100",
    "email": "office@example.org",
}
INVENTED = EXAMPLE if DEBUG else dict.fromkeys(EXAMPLE, "")
FIRM = {
    "name": env.str("FIRM_NAME", "Example Immigration Consultancy"),
    "licence": env.str("FIRM_LICENCE", INVENTED["licence"]),
    "register_url": env.str("FIRM_REGISTER_URL", "https://register.college-ic.ca/"),
    "address": env.str("FIRM_ADDRESS", INVENTED["address"]),
    "phone": env.str("FIRM_PHONE", INVENTED["phone"]),
    "email": env.str("FIRM_EMAIL", INVENTED["email"]),
    "privacy_officer": env.str("FIRM_PRIVACY_OFFICER", ""),
    "processors": [one.strip() for one in env.str("FIRM_PROCESSORS", "").split(";") if one.strip()],
}
MFA_TOTP_ISSUER = FIRM["name"]
sender_name, SERVER_EMAIL = parseaddr(env.str("DEFAULT_FROM_EMAIL", "alerts@example.org"))
DEFAULT_FROM_EMAIL = str(Address(sender_name or FIRM["name"], addr_spec=SERVER_EMAIL))

# Questions and wishes to be called back; 0: no limit. `LEADS_TO`: who is told of each, and of each new lead.
ENQUIRIES_FROM_PLACE_A_DAY = env.int("ENQUIRIES_FROM_PLACE_A_DAY", 20)
ENQUIRIES_OF_SITE_A_DAY = env.int("ENQUIRIES_OF_SITE_A_DAY", 500)
# Minutes for which an hour is held until its address is confirmed; how many somebody may have, and hold; 0: no limit.
BOOKING_HOLD_MINUTES = env.int("BOOKING_HOLD_MINUTES", 60)
# Without limits a stranger could empty the calendar by holding every hour (record 0117).
BOOKINGS_OF_ADDRESS = env.int("BOOKINGS_OF_ADDRESS", 2)
BOOKINGS_HELD_FROM_PLACE = env.int("BOOKINGS_HELD_FROM_PLACE", 3)
BOOKINGS_HELD_OF_SITE = env.int("BOOKINGS_HELD_OF_SITE", 30)
# This many hours before a consultation its client is reminded.
BOOKING_REMIND_HOURS = env.int("BOOKING_REMIND_HOURS", 24)
LEADS_TO = tidy_addresses(env.list("LEADS_TO", default=[]))

# --- How often which page is looked at (`intake.visits`) --------------------------
# After this many seconds a process hands its numbers to a worker; 0: nothing is counted.
VISITS_SECONDS = env.float("VISITS_SECONDS", 60)
# The namespaces whose pages are counted.
VISITS_OF = ("intake", "draws")

# --- Other programs of the firm that are told of events (`intake.webhooks`) --------
# After each attempt that failed; when they are used up, the event is given up.
# As for messages: ten attempts over three days (record 0159).
WEBHOOK_PAUSES = [
    timedelta(minutes=pause)
    for pause in env.list("WEBHOOK_PAUSES", cast=float, default=[1, 5, 15, 60, 180, 360, 720, 1440, 1440])
]
# Programs on this machine may be told, without https: for tests alone, a live site does not start with it.
WEBHOOKS_TO_THIS_MACHINE = env.bool("WEBHOOKS_TO_THIS_MACHINE", False)

# Jobs, credentials, tests: this many of each can be listed in the intake.
LIST_ITEMS_AT_MOST = env.int("LIST_ITEMS_AT_MOST", 30)
# And this many bytes are kept of one person's answers, with what was typed wrongly beside them.
DRAFT_BYTES_AT_MOST = env.int("DRAFT_BYTES_AT_MOST", 100_000)

# --- The rules ---------------------------------------------------------------
# A folder of the firm's own rule tables, added to the shipped ones; empty for none.
RULES_DIR = env.str("RULES_DIR", "")
# After this many seconds a process looks again whether staff released an edition of the rules; 0: never.
# Each look is one aggregate, a fifth of a millisecond (record 0077).
RULES_CHECK_SECONDS = env.float("RULES_CHECK_SECONDS", 2)
# A folder with Statistics Canada's files of NOC 2021 (see `intake.questionnaire.hints.noc_duties`); empty for none.
NOC_ELEMENTS_DIR = env.str("NOC_ELEMENTS_DIR", "")

# A client's standings reach from this many days before today to this many after. A round
# held earlier can not be published: nobody could say that all who match are found.
# Some of IRCC's rounds are entered months late: 60 days were too few (record 0015).
STANDINGS_DAYS_BACK = 180
STANDINGS_DAYS_AHEAD = 731

# --- The feed of rounds --------------------------------------------------------
# Empty: the feed is not watched, and staff record the rounds.
IRCC_FEED_URL = env.str("IRCC_FEED_URL", "")
IRCC_FEED_MINUTES = env.int("IRCC_FEED_MINUTES", 15)
# Publish without a person what the feed says clearly: recent rounds, few at once.
DRAWS_AUTO_PUBLISH = env.bool("DRAWS_AUTO_PUBLISH", False)
# A feed that brings more at once, or older ones, has changed its nature, and a person looks first (record 0018).
DRAWS_AUTO_PUBLISH_DAYS = 7
DRAWS_AUTO_PUBLISH_AT_ONCE = 3
# --- Reminders: our choice of days, not IRCC's ---------------------------------
# So many days before the last one to apply after an invitation, however many the rules give from its day on: at the
# end every day, and staff see it in red.
INVITATION_SHORT_DAYS = 10
REMIND_BEFORE_LAST_DAY = (*range(INVITATION_SHORT_DAYS + 1), 15, 30)
# Staff: until then every week, as far back as the invitation.
REMIND_STAFF_BEFORE_LAST_DAY = (*range(INVITATION_SHORT_DAYS + 1), *range(INVITATION_SHORT_DAYS + 1, 365, 7))
# Days before a test, an assessment, a profile or a document lapses.
REMIND_BEFORE_LAPSE = (180, 90, 60, 30, 7)
# Clients with a service agreement who told us of their invitation and were never asked about e-mail (CASL s. 6(6)).
REMIND_RETAINED = env.bool("REMIND_RETAINED", False)

# --- Implied consent: shown to staff, nothing is sent on it ----------------------
# Months after an inquiry (CASL, S.C. 2010, c. 23, s. 10(10)(e)), and after a purchase or the end of a written contract
# (s. 10(10)(a) and (d)); in force since 2014-07-01.
IMPLIED_CONSENT_MONTHS = {"inquiry": 6, "contract": 24}

# --- Letters to staff -----------------------------------------------------------
# Who is told of new rounds and finished runs; empty: every member of staff who may publish.
STAFF_ALERTS_TO = tidy_addresses(env.list("STAFF_ALERTS_TO", default=[]))

# --- How long things are kept (`intake.clients.retention`, every night) ----------------
RETENTION_DRAFT_DAYS = env.int("RETENTION_DRAFT_DAYS", 30)
RETENTION_LETTER_DAYS = env.int("RETENTION_LETTER_DAYS", 30)
RETENTION_VISITS_DAYS = env.int("RETENTION_VISITS_DAYS", 800)
RETENTION_EVENT_DAYS = env.int("RETENTION_EVENT_DAYS", 30)
RETENTION_LEAD_MONTHS = env.int("RETENTION_LEAD_MONTHS", 12)
# Public sources say five, six or seven years for client files; the longest is the default.
RETENTION_CLIENT_YEARS = env.int("RETENTION_CLIENT_YEARS", 7)
RETENTION_PROOF_YEARS = env.int("RETENTION_PROOF_YEARS", 3)
# Days to answer a request for access: PIPEDA, S.C. 2000, c. 5, s. 8(3), thirty at the latest; in Quebec, CQLR
# c. P-39.1, s. 32. PIPEDA names no days for a request for deletion: the firm's own choice, by the same measure.
ACCESS_ANSWER_DAYS = env.int("ACCESS_ANSWER_DAYS", 30)
DELETION_ANSWER_DAYS = env.int("DELETION_ANSWER_DAYS", 30)
# Quebec's register is kept for five years, PIPEDA's record for 24 months: one period that satisfies both (record 0038).
RETENTION_BREACH_MONTHS = env.int("RETENTION_BREACH_MONTHS", 60)

# --- Backups (`manage.py backup`) ----------------------------------------------
# Public keys of age: whoever has one of the private keys can read a backup, and this machine can't.
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", default=[])
# What a backup of an earlier day would not know: deletions, and who wants no e-mails any more.
PROMISES_FILE = env.str("PROMISES_FILE", "") or str(VAR_DIR / "promises")
# Where pg_dump and pg_restore of the database's version lie; empty: in PATH.
POSTGRESQL_PROGRAMS = env.str("POSTGRESQL_PROGRAMS", "")

# --- Seen from outside: off until set, and no personal data in any ------------
# Whoever sends this token may read `/metrics`, in the form of Prometheus; empty: there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
# Where several web processes count together; one process alone (DEBUG) counts in its memory.
METRICS_DIR = env.str("METRICS_DIR", "") or str(VAR_DIR / "metrics")
METRICS_DIR = METRICS_DIR if METRICS_TOKEN and not DEBUG else ""
if METRICS_DIR:
    # Read by prometheus_client when it is imported.
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", METRICS_DIR)

# Where errors are told to, in the form of Sentry, without a word of anybody's; empty: nowhere
# (`config.monitoring.error_reports`).
SENTRY_DSN = env.str("SENTRY_DSN", "")

# Where traces are told to, in the form of OpenTelemetry (`config.monitoring.tracing`); empty: nowhere. What else its
# SDK has to know, as the key in OTEL_EXPORTER_OTLP_HEADERS, it reads from the environment by itself.
OTEL_EXPORTER_OTLP_ENDPOINT = env.str("OTEL_EXPORTER_OTLP_ENDPOINT", "")
OTEL_SERVICE_NAME = env.str("OTEL_SERVICE_NAME", "express-entry")

# --- Logs: no personal data, on standard error -------------------------------
LOG_FORMAT = env.str("LOG_FORMAT", "line" if DEBUG else "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.monitoring.logs.EmailMaskingFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
        "json": {"()": "config.monitoring.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    # Django's own handlers would write every line twice.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # What makes the PDFs tells of every step.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
