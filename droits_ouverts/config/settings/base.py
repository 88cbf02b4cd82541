"""What every use shares. Each value read from the environment is named here, once, with what it means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from droits_ouverts.foundation.conservation import regle
from droits_ouverts.ui.langues import LANGUES

env = environ.Env()

ROOT_DIR = Path(__file__).resolve().parents[3]
PACKAGE_DIR = ROOT_DIR / "droits_ouverts"

# Folder of all that the installation writes: database, keys, socket of the engine, collected static files.
VAR_DIR = Path(env.str("VAR_DIR", default=str(ROOT_DIR / "var"))).resolve()

DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "droits_ouverts.foundation",
    "droits_ouverts.ui",
    "droits_ouverts.coffre",
    "droits_ouverts.journal",
    "droits_ouverts.comptes",
    "droits_ouverts.territoires",
    "droits_ouverts.structures",
    "droits_ouverts.annuaire",
    "droits_ouverts.personnes",
    "droits_ouverts.droits",
    "droits_ouverts.agenda",
    "droits_ouverts.irritants",
    "droits_ouverts.documents",
    "droits_ouverts.reperage",
    "droits_ouverts.bilan",
    "droits_ouverts.conservation",
    "droits_ouverts.suivi",
    "droits_ouverts.courriers",
    "droits_ouverts.ecarts",
    "droits_ouverts.orientation",
    "droits_ouverts.carnet",
    "droits_ouverts.reprise",
    "droits_ouverts.veille",
    "droits_ouverts.config",
]

MIDDLEWARE = [
    "droits_ouverts.config.web.mesures.MesuresMiddleware",
    # These three come first: a refusal or a redirection by any other, and a static file, leave with the same headers as a page.
    "droits_ouverts.foundation.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "droits_ouverts.foundation.middleware.ApiEnClairMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A results page travels at a tenth of its size; Django pads each answer at random, so that its length tells nothing (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    # Keys of subjects are read once a request, and closed with it.
    "droits_ouverts.coffre.middleware.TrousseauMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # A session that is over is closed before anything reads it.
    "droits_ouverts.comptes.middleware.SeanceMiddleware",
    # The database is read for whoever is signed in, and for nobody else.
    "droits_ouverts.config.web.lignes.LignesMiddleware",
    # Counted by account where somebody is signed in.
    "droits_ouverts.foundation.middleware.LimitesMiddleware",
    # While the screen is turned to the person, this session opens nothing else.
    "droits_ouverts.bilan.middleware.TurnedScreenMiddleware",
    # Every route is closed unless its view says otherwise.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Pages about persons are for those who meet them.
    "droits_ouverts.config.web.porte.PortePersonnesMiddleware",
    "droits_ouverts.foundation.middleware.DomainErrorMiddleware",
    # Before a refusal becomes a page: a file that was put under another leads to it.
    "droits_ouverts.config.web.joint.DossierJointMiddleware",
    # What is read of a person, and what is refused, is written down with the answer. After the one above: it hears of a refusal before its page is made.
    "droits_ouverts.config.web.lecture.LectureMiddleware",
    # Nobody reads everybody: persons are counted by account and by day.
    "droits_ouverts.config.web.quota.QuotaMiddleware",
]

ROOT_URLCONF = "droits_ouverts.config.urls"
WSGI_APPLICATION = "droits_ouverts.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before the libraries' own folders, so that our sign-in pages replace theirs.
        "DIRS": [PACKAGE_DIR / "ui" / "templates", PACKAGE_DIR / "comptes" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "droits_ouverts.ui.context_processors.ui",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "droits_ouverts.ui.templatetags.ui"],
        },
    }
]

# --- data ---

SQLITE_OPTIONS: dict[str, Any] = {
    # A transaction that will write takes its lock at once: a busy database is a wait, never a failure half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000; PRAGMA secure_delete=ON;",
}


def database_from_environment(default: str) -> dict[str, Any]:
    """Return the entry of `DATABASES` for `DATABASE_URL`, with the options of its vendor."""
    config: dict[str, Any] = env.db("DATABASE_URL", default=default)
    if "sqlite" in config["ENGINE"]:
        config["OPTIONS"] = SQLITE_OPTIONS | config.get("OPTIONS", {})
    elif "postgresql" in config["ENGINE"]:
        # Django's own, which also says for whom it reads (docs/exploitation/lignes.md).
        config["ENGINE"] = "droits_ouverts.foundation.postgresql"
        config["OPTIONS"] = {"pool": True} | config.get("OPTIONS", {})
        config["CONN_MAX_AGE"] = 0
    return config


DATABASES = {"default": database_from_environment(f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
# Role of PostgreSQL that serves, which owns nothing; who owns the tables gives it what it needs, after each migration.
ROLE_APPLICATION = env.str("ROLE_APPLICATION", default="droits_ouverts_application")
# Whether the service refuses to open to a role of PostgreSQL that row security does not hold.
LIGNES_EXIGEES = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Folder of the sealing keys, outside the database and its backups.
COFFRE_CLES = Path(env.str("COFFRE_CLES", default=str(VAR_DIR / "cles")))
# Whether a first key is made when the folder holds none.
COFFRE_CREE_PREMIERE_CLE = False
# Key of the backups: apart from them, from the database and from the sealing keys.
SAUVEGARDE_CLE = Path(env.str("SAUVEGARDE_CLE", default=str(VAR_DIR / "sauvegarde.cle")))
# A remote service of the shape of "transit" that holds the key-encryption key: its address, the name of the key, the file of our token.
COFFRE_SERVICE_URL = env.str("COFFRE_SERVICE_URL", default="")
COFFRE_SERVICE_CLE = env.str("COFFRE_SERVICE_CLE", default="droits-ouverts")
COFFRE_SERVICE_JETON = env.str("COFFRE_SERVICE_JETON", default=str(VAR_DIR / "jeton-des-cles"))
# Who holds the key-encryption keys: that service if it has an address, else the folder above.
COFFRE_FOURNISSEUR = f"droits_ouverts.{'connectors.cles.client' if COFFRE_SERVICE_URL else 'coffre.dossier'}.from_settings"

# Months that the lines of the journal are kept before they may be purged: 36 at most.
JOURNAL_GARDE_MOIS = env.int("JOURNAL_GARDE_MOIS", default=regle("journal").terme.mois)
# Who visits the addresses that the catalogue cites.
VISITEUR = "droits_ouverts.connectors.liens.client.from_settings"
# Socket of the engine's worker process: the web workers never load OpenFisca.
MOTEUR_SOCKET = Path(env.str("MOTEUR_SOCKET", default=str(VAR_DIR / "moteur.sock")))
# Folder of the compiled months, and whether the engine builds the current and the next one when they lack.
PROGRAMMES_DIR = Path(env.str("PROGRAMMES_DIR", default=str(VAR_DIR / "programmes")))
PROGRAMMES_AU_DEPART = env.bool("PROGRAMMES_AU_DEPART", default=True)
# Folder of the compiled calculations of /api/calculate, and how many requests of one shape before it is compiled (0: never).
CALCULS_DIR = Path(env.str("CALCULS_DIR", default=str(VAR_DIR / "programmes" / "calculs")))
CALCULS_APRES = env.int("CALCULS_APRES", default=3)

# --- accounts ---

AUTH_USER_MODEL = "comptes.Compte"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["droits_ouverts.comptes.hashers.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email", "nom")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "droits_ouverts.comptes.validators.GuessableValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accueil"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "droits_ouverts.comptes.adapter.ClosedSignupAdapter"
ACCOUNT_FORMS = {
    "login": "droits_ouverts.comptes.web.forms.ConnexionForm",
    "change_password": "droits_ouverts.comptes.web.forms.MotDePasseForm",
    "reauthenticate": "droits_ouverts.comptes.web.forms.DeNouveauForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# allauth counts in the memory of each worker: passwords and codes are counted by `comptes.essais`, for all of them together.
ACCOUNT_RATE_LIMITS: dict[str, str] = {"login": "", "login_failed": "", "reauthenticate": "", "change_password": ""}
# Says that a device has signed in before: its mistakes are counted apart.
APPAREIL_COOKIE_NAME = "do_appareil"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# Identity providers (OpenID Connect): a JSON list of {code, nom, emetteur, client, secret, profil, amr, acr}.
OIDC_FOURNISSEURS: list[dict[str, Any]] = env.json("OIDC_FOURNISSEURS", default=[])
FOURNISSEURS_IDENTITE = "droits_ouverts.connectors.oidc.reglages.from_settings"
# Second factors: an application that gives codes, passkeys, ten codes on paper. Neither text message nor mail is a factor (CNIL, 20 March 2025).
DEUX_ETAPES_EXIGEES = env.bool("DEUX_ETAPES_EXIGEES", default=False)
MFA_ADAPTER = "droits_ouverts.comptes.facteurs.FacteursAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "droits_ouverts.comptes.web.forms_facteurs.CodeForm",
    "reauthenticate": "droits_ouverts.comptes.web.forms_facteurs.CodeDeNouveauForm",
    "activate_totp": "droits_ouverts.comptes.web.forms_facteurs.ApplicationForm",
    "add_webauthn": "droits_ouverts.comptes.web.forms_facteurs.CleForm",
    "login_webauthn": "droits_ouverts.comptes.web.forms_facteurs.CleEntrerForm",
    "authenticate_webauthn": "droits_ouverts.comptes.web.forms_facteurs.CleSecondeEtapeForm",
    "reauthenticate_webauthn": "droits_ouverts.comptes.web.forms_facteurs.CleDeNouveauForm",
    "edit_webauthn": "droits_ouverts.comptes.web.forms_facteurs.NomDeCleForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 10
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A code typed slowly is still taken half a minute later; it serves once.
MFA_TOTP_TOLERANCE = 1
# Days without use after which the holder of an account is told that it will be closed, a month later.
COMPTES_INACTIFS_JOURS = env.int("COMPTES_INACTIFS_JOURS", default=regle("compte_inactif").terme.jours)
# A link to replace a forgotten password serves for an hour.
PASSWORD_RESET_TIMEOUT = 3600
# A mail server that does not answer must not hold a page.
EMAIL_TIMEOUT = 10
# A password can be reset by mail only where mail leaves.
COURRIEL_ACTIF = bool(env.str("EMAIL_URL", default=""))

# --- language and time ---

LANGUAGE_CODE = "fr"
# Only languages in which every screen can be read (tests/house holds them to that): one that is half translated is announced wrongly to screen
# readers. A language is added in `ui/langues.py`.
LANGUAGES = [(langue.code, langue.nom) for langue in LANGUES]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
FORMAT_MODULE_PATH = ["droits_ouverts.ui.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"

# --- static files ---

STATIC_URL = "/statique/"
# Files of this service are for its own pages.
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT: Path | None = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "statique")))
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- safety ---

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # A form that begins a passage at an identity provider is redirected there.
        "form-action": [SELF, *sorted({"/".join(str(fournisseur.get("emetteur", "")).split("/")[:3]) for fournisseur in OIDC_FOURNISSEURS})],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        # Text becomes markup in one place, `ui/static/ui/confiance.js`, which refuses what could run.
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["default"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not `no-referrer`: browsers would then send `Origin: null` with our own forms, which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_ENGINE = "droits_ouverts.comptes.sessions"
SESSION_COOKIE_NAME = "do_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "do_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "droits_ouverts.foundation.web.views.csrf_failure"
LANGUAGE_COOKIE_NAME = "do_langue"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 30
# Files that somebody sends are judged in memory: none is written to the disk as it came.
FILE_UPLOAD_HANDLERS = ["droits_ouverts.foundation.envois.EnMemoire"]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# How many requests one account, or one address without an account, may send; 0 sets no limit. Static files are not counted.
REQUETES_PAR_SECONDE = env.int("REQUETES_PAR_SECONDE", default=10)
REQUETES_PAR_MINUTE = env.int("REQUETES_PAR_MINUTE", default=120)
REQUETES_PAR_HEURE = env.int("REQUETES_PAR_HEURE", default=3000)
# The counts are in this file, shared by the processes of one machine; in the database where several machines serve.
LIMITES_FICHIER = VAR_DIR / "limites.sqlite3"
LIMITES_EN_BASE = env.bool("LIMITES_EN_BASE", default=False)
# Whether the last address of `X-Forwarded-For` is the reader's, added by a proxy of ours; limits of rate count by it.
ADRESSE_DONNEE_PAR_LE_MANDATAIRE = False

# The API of data·inclusion, read by `droits-ouverts annuaire importer api`, and the token that it gave us.
DATA_INCLUSION_URL = env.str("DATA_INCLUSION_URL", default="https://api.data.inclusion.gouv.fr/api/v1")
DATA_INCLUSION_JETON = env.str("DATA_INCLUSION_JETON", default="")

# Token of those who read the measures and the details of health; where there is none, nobody does.
MESURES_JETON = env.str("MESURES_JETON", default="")

# --- what every page says of the product ---

# Address of the service as people type it, without its last slash: printed pages and sheets lead there.
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
# Where "Quitter vite" leads: a page that says nothing, `https://...` or an address of this service.
SORTIE_NEUTRE = env.str("SORTIE_NEUTRE", default="https://meteofrance.com/")
# Where a flaw is reported: addresses `mailto:` or `https:`, told in /.well-known/security.txt, which is not found without one; and the policy.
SECURITE_CONTACT: list[str] = env.list("SECURITE_CONTACT", default=[])
SECURITE_POLITIQUE = env.str("SECURITE_POLITIQUE", default="")
# Where the running source is offered to every user of the service (AGPL-3.0, section 13).
SOURCE_URL = env.str("SOURCE_URL", default="")
# A page of the components, for those who write screens.
CHARTE_OUVERTE = False
# Fictional accounts may be created, and their password printed.
DEMO_PERMISE = False

# Method, path and status only: a body, a header or a form value is never logged.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"sans_requete": {"()": "droits_ouverts.foundation.logs.WithoutRequestFilter"}},
    "formatters": {"ligne": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "ligne", "filters": ["sans_requete"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.db.backends": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Each PDF would tell its seven steps.
        "weasyprint": {"level": "WARNING"},
    },
}
