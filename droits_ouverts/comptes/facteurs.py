"""Second factors, by allauth: their secrets are sealed, a code serves once, and guesses at codes are counted like passwords."""

from __future__ import annotations

import time

from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import transaction
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from droits_ouverts.coffre.services import Context, open_sealed, seal
from droits_ouverts.comptes.models import Compte
from droits_ouverts.ui.qr import qr_svg

CONTEXT = Context(structure="installation", kind="compte", id="tous", field="second_facteur")
"""allauth does not say whose secret it asks us to seal: the seal holds it to this field, the row names the account."""


class FacteursAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """What we ask of allauth's second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Ce code ne va pas. Attendez le suivant, ou prenez un code de secours qui n’a pas encore servi."),
    }

    def encrypt(self, text: str) -> str:
        """Seal the secret of an application or the seed of recovery codes."""
        return seal(text.encode(), context=CONTEXT)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed. Raise as `coffre.services.open_sealed`."""
        return open_sealed(encrypted_text, context=CONTEXT).decode()

    def build_totp_svg(self, url: str) -> SafeString:
        """Return our own QR code, which carries no style of its own."""
        return mark_safe(qr_svg(url))  # noqa: S308  made of the coordinates of its modules

    def get_totp_issuer(self) -> str:
        """Return the name that the application shows."""
        return "Droits Ouverts"

    def generate_authenticator_name(self, user: Compte, type: str) -> str:  # noqa: A002  allauth's own signature
        """Return a name for a new passkey, which its holder may change."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return str(_("Clé d’accès %(numero)d") % {"numero": number})


@transaction.atomic
def use_step(authenticator: Authenticator, code: str) -> bool:
    """Tell whether this code of an application was never used, and note it: nobody who saw it typed can type it again.

    The code is known to be right. Whatever worker sees it second refuses it.
    """
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret = FacteursAdapter().decrypt(row.data["secret"])
    now = int(time.time()) // app_settings.TOTP_PERIOD
    reach = range(now - app_settings.TOTP_TOLERANCE, now + app_settings.TOTP_TOLERANCE + 1)
    step = next((step for step in reach if format_hotp_value(hotp_value(secret, step)) == code.strip()), None)
    if step is None or step <= row.data.get("dernier_pas", 0):
        return False
    row.data["dernier_pas"] = step
    row.save(update_fields=["data"])
    authenticator.data = row.data
    return True
