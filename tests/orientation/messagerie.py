"""A real mail server for tests, which takes, refuses, says later, or hangs up half-way."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

LIEN = re.compile(r"http://[\w.:]+(/reponse/lien/[\w-]+/)")


@dataclass
class Boite:
    """What a server received, and how it answers: a line for each recipient, a line for each message; `coupe`: it hangs up once it has the message.

    `sauf`: an address that it always takes. `ferme`: how many times more it says 421 and closes the connection.
    """

    port: int = 0
    recus: list[tuple[str, str, str, str]] = field(default_factory=list)
    rcpt: str = "250 OK"
    data: str = "250 OK"
    coupe: bool = False
    sauf: str = ""
    ferme: int = 0

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802  aiosmtpd's own name
        if self.ferme:
            self.ferme -= 1
            return "421 Closing"
        if self.rcpt.startswith("250") or address == self.sauf:
            envelope.rcpt_tos.append(address)
            return "250 OK"
        return self.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's own name
        if self.data.startswith("250") or envelope.rcpt_tos[0] == self.sauf:
            lu = message_from_bytes(envelope.content if isinstance(envelope.content, bytes) else b"", policy=policy.default)
            corps = lu.get_body()
            self.recus.append((envelope.rcpt_tos[0], str(lu["Subject"]), corps.get_content() if corps else "", str(lu["Message-ID"])))
        if self.coupe:
            assert server.transport is not None
            server.transport.abort()
        return "250 OK" if envelope.rcpt_tos[0] == self.sauf else self.data

    @property
    def liens(self) -> list[str]:
        """The links of the mails, in order."""
        return [trouve.group(1) for _a, _sujet, texte, _id in self.recus if (trouve := LIEN.search(texte))]


@contextmanager
def messagerie(settings: Settings) -> Iterator[Boite]:
    """Serve mail on a free port of this machine, and make the service use it."""
    boite = Boite()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        boite.port = probe.getsockname()[1]
    controller = Controller(boite, hostname="127.0.0.1", port=boite.port)
    controller.start()
    use(settings, boite.port)
    try:
        yield boite
    finally:
        controller.stop()


def use(settings: Settings, port: int) -> None:
    """Make the service send its mail to this port."""
    settings.COURRIEL_ACTIF, settings.EMAIL_BACKEND = True, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.DEFAULT_FROM_EMAIL = "127.0.0.1", port, "droits@exemple.test"
    settings.EMAIL_TIMEOUT = 5
