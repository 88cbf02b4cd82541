"""A service opened to people: every secret comes from the environment, the demo is refused, HTTPS only."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from droits_ouverts.config.settings.base import *  # noqa: F403  settings of a use extend the shared ones
from droits_ouverts.config.settings.base import CONTENT_SECURITY_POLICY, env

SECRET_KEY = env.str("SECRET_KEY", default="")
if len(SECRET_KEY) < 50:
    message = "SECRET_KEY manque ou compte moins de 50 caractères. Une clé se fabrique par : python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
    raise ImproperlyConfigured(message)

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if not ALLOWED_HOSTS:
    message = "ALLOWED_HOSTS manque : donnez le nom du service, par exemple ALLOWED_HOSTS=droits.exemple.fr"
    raise ImproperlyConfigured(message)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if "*" not in host]
# The first name that is one (not ".exemple.fr" nor "*") is the address of the service, unless another is given.
SITE_URL = env.str("SITE_URL", default=next((f"https://{host}" for host in ALLOWED_HOSTS if host[:1] not in {".", "*"}), "")).rstrip("/")
if not SITE_URL.startswith("https://"):
    message = "SITE_URL manque : donnez l’adresse du service, par exemple SITE_URL=https://droits.exemple.fr"
    raise ImproperlyConfigured(message)

DEUX_ETAPES_EXIGEES = env.bool("DEUX_ETAPES_EXIGEES", default=True)
LIGNES_EXIGEES = True
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# A program that speaks in clear is told so (`ApiEnClairMiddleware`): led to HTTPS, it would send its next request in clear too.
SECURE_REDIRECT_EXEMPT = [r"^sante/(pret/)?$", r"^mesures/$", r"^api/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
if env.bool("DERRIERE_UN_MANDATAIRE", default=False):
    # Only where the reverse proxy always sets this header itself: a client could otherwise claim to be on HTTPS.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # And the last address of `X-Forwarded-For`, which it adds: the proxy's own would count every reader as one.
    ADRESSE_DONNEE_PAR_LE_MANDATAIRE = True
CONTENT_SECURITY_POLICY = {"DIRECTIVES": CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"upgrade-insecure-requests": True}}
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-do_session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-do_csrf"
LANGUAGE_COOKIE_SECURE = True
APPAREIL_COOKIE_NAME = "__Host-do_appareil"

EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
    DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL")
