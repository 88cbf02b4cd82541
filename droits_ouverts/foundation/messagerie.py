"""How a mail leaves, whoever wrote it: the connection is open before anything is touched, and what came of a mail is one of four things.

Never inside a transaction: what left cannot be taken back.
"""

from __future__ import annotations

import smtplib
from contextlib import suppress
from enum import StrEnum
from typing import Any, Self

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

PERMANENT, CA_VA = 500, 250


class Sortie(StrEnum):
    """What came of a mail. `incertain`: the connection broke while it was leaving; nobody knows whether it was taken, and it is not sent twice."""

    PARTI = "parti"
    REFUSE = "refuse"
    PLUS_TARD = "plus_tard"
    INCERTAIN = "incertain"


class Connexion:
    """A connection to the mail server, opened when it is first needed, closed at the end of the block."""

    def __init__(self) -> None:
        self._vers: Any = get_connection()  # a backend of Django has no type of its own
        self._ouverte = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_trace: object) -> None:
        self._close()

    def ready(self) -> bool:
        """Tell whether the connection serves before a mail is touched, opened again if the server closed it (421): what has not begun to leave is not uncertain."""
        if not self._ouverte:
            return self._open()
        if not isinstance(self._vers, EmailBackend):
            return True
        with suppress(smtplib.SMTPException, OSError):
            if self._vers.connection is not None and self._vers.connection.noop()[0] == CA_VA:
                return True
        self._close()
        return self._open()

    def send(self, message: EmailMessage) -> Sortie:
        """Send a mail and tell what came of it. After `INCERTAIN`, nothing more is sent on this connection."""
        message.connection = self._vers
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as refus:
            codes = [code for code, _texte in refus.recipients.values()]
            return Sortie.REFUSE if all(code >= PERMANENT for code in codes) else Sortie.PLUS_TARD
        except smtplib.SMTPSenderRefused:
            # Our own address is refused: whom it is for has nothing to do with it, and whoever runs this installation mends it.
            return Sortie.PLUS_TARD
        except smtplib.SMTPResponseException as refus:
            return Sortie.REFUSE if refus.smtp_code >= PERMANENT else Sortie.PLUS_TARD
        except (smtplib.SMTPException, OSError):
            return Sortie.INCERTAIN
        return Sortie.PARTI

    def _open(self) -> bool:
        try:
            self._vers.open()
        except (smtplib.SMTPException, OSError):
            return False
        self._ouverte = True
        return True

    def _close(self) -> None:
        self._ouverte = False
        with suppress(smtplib.SMTPException, OSError):
            self._vers.close()
