"""What makes a password acceptable, and how long things last. Pure; the source is cited.

Source: CNIL, délibération n° 2022-100 du 21 juillet 2022 (recommandation relative aux mots de passe): at least 50 bits where guesses are
slowed, no periodic change, a list of passwords that are too known.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from datetime import date
from typing import Literal

from droits_ouverts.foundation.conservation import regle

PASSWORD_BITS = 50
"""Bits of a password, as the CNIL counts them, where guesses are slowed."""
PASSWORD_DISTINCT = 6
"""Different signs at least: `aaaaaaaaaaaaaaaa` has bits on paper only."""
PASSWORD_MAX = 1024
"""Characters at most: the CNIL and OWASP ask that 64 be allowed; nobody types a thousand."""

_CLASSES: tuple[tuple[str, int], ...] = ((r"[a-z]", 26), (r"[A-Z]", 26), (r"[0-9]", 10), (r"[^a-zA-Z0-9]", 33))
_LEET = str.maketrans("013457@$!", "oieastasi")
_ROWS = ("azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890123456789")
DENIED_CORES = frozenset(
    [
        "motdepasse",
        "motdepass",
        "monmotdepasse",
        "lemotdepasse",
        "nouveaumotdepasse",
        "password",
        "mypassword",
        "passw",
        "passwd",
        "passe",
        "pass",
        "changeme",
        "changezmoi",
        "bienvenue",
        "bonjour",
        "soleil",
        "doudou",
        "loulou",
        "chouchou",
        "jetaime",
        "jetaimefort",
        "iloveyou",
        "welcome",
        "letmein",
        "admin",
        "administrateur",
        "administrator",
        "utilisateur",
        "utilisatrice",
        "compte",
        "connexion",
        "secret",
        "secrete",
        "invite",
        "test",
        "testtest",
        "azerty",
        "azertyuiop",
        "qwerty",
        "qwertyuiop",
        "qwertz",
        "marseille",
        "lyon",
        "lyonnais",
        "metropole",
        "metropoledelyon",
        "venissieux",
        "villeurbanne",
        "france",
        "paris",
        "liberte",
        "egalite",
        "fraternite",
        "libertegalitefraternite",
        "droitsouverts",
        "droitouvert",
        "droits",
        "bilandesdroits",
        "nonrecours",
        "zerononrecours",
        "tznr",
        "association",
        "mediation",
        "mediateur",
        "mediatrice",
        "ambassadeur",
        "ambassadrice",
        "conseildepartemental",
        "ccas",
        "caf",
        "rsa",
        "solidarite",
        "social",
        "accueil",
        "bureau",
        "travail",
        "printemps",
        "ete",
        "automne",
        "hiver",
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
    ]
)
"""Words that, alone with digits and signs around them, make a password known to everybody here."""


def theoretical_bits(password: str) -> float:
    """Return log2 of the number of passwords of this length in the classes of signs that it uses (CNIL 2022-100)."""
    alphabet = sum(size for pattern, size in _CLASSES if re.search(pattern, password))
    return len(password) * math.log2(alphabet) if alphabet else 0.0


def is_guessable(password: str) -> bool:
    """Tell whether a password is a known word with digits around it, a row of the keyboard, one pattern over and over, or too few signs."""
    plain = _plain(password)
    if len(set(plain)) < PASSWORD_DISTINCT or theoretical_bits(password) < PASSWORD_BITS:
        return True
    core = re.sub(r"^[^a-z]+|[^a-z]+$", "", plain)
    words = {re.sub(r"[^a-z]", "", text) for text in (core, core.translate(_LEET))}
    halves = {word[: len(word) // 2] for word in words if word == word[: len(word) // 2] * 2}
    return bool((words | halves) & DENIED_CORES) or _is_pattern(plain)


def _plain(password: str) -> str:
    """Lower case, without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", password.lower()) if not unicodedata.combining(sign))


def _is_pattern(plain: str) -> bool:
    """Tell whether one short group is repeated all along, or most signs follow one another on a row of the keyboard."""
    for size in range(1, len(plain) // 2 + 1):
        if (plain[:size] * (len(plain) // size + 1))[: len(plain)] == plain:
            return True
    steps = [pair for pair in itertools.pairwise(plain) if pair[0] != " "]
    followed = sum(any("".join(pair) in row or "".join(pair[::-1]) in row for row in _ROWS) for pair in steps)
    return bool(steps) and followed / len(plain) > 0.7


SESSION_IDLE_SECONDS = 30 * 60
"""Without a request for this long, a session ends."""
SESSION_SECONDS = 12 * 3600
"""A session ends after this long, whatever was done."""
SEEN_EVERY_SECONDS = 60
FRESH_SECONDS = 5 * 60
"""How long a proof of identity allows what is serious: roles, second factor, sharing, exports, erasure."""


def is_over(*, opened: float, seen: float, now: float) -> bool:
    """Tell whether a session opened and last seen at these instants (seconds since 1970) is over."""
    return now - seen > SESSION_IDLE_SECONDS or now - opened > SESSION_SECONDS


def is_recent(*, proved: float, now: float) -> bool:
    """Tell whether a proof given at this instant still allows what is serious. One from the future allows nothing."""
    return 0 <= now - proved <= FRESH_SECONDS


CHARTE_VERSION = "2026-11"
"""Of the charter's text (`templates/comptes/_charte.html`). Changed with it: everybody is asked again."""
INACTIVE_WARNING_DAYS = PREAVIS.jours if (PREAVIS := regle("compte_inactif").preavis) else 0
"""Between the warning and the closing of an account that nobody uses."""


def inactivity(*, used: date, warned: date | None, on: date, days: int) -> Literal["rien", "avertir", "fermer"]:
    """Tell what the night owes an account last used on that day: a warning after `days` without use, then a month, then its end.

    A warning from before its last use warned of nothing.
    """
    if (on - used).days < days:
        return "rien"
    if warned is None or warned < used:
        return "avertir"
    return "fermer" if (on - warned).days >= INACTIVE_WARNING_DAYS else "rien"
