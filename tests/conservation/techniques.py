"""Rows that hold no file, lived day by day beside them: invitations, sessions, guesses, counts, reports, anonymous check-ups and accounts."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from droits_ouverts.bilan.models import Bilan
from droits_ouverts.coffre.models import CleSujet
from droits_ouverts.comptes.models import Compte, Essai, Seance
from droits_ouverts.comptes.tasks import review_inactive
from droits_ouverts.droits.models import Signalement
from droits_ouverts.personnes.models import LectureDuJour
from droits_ouverts.structures.models import Invitation, Membre

PARIS = ZoneInfo("Europe/Paris")
GARDES = {"invitation": 30, "lecture": 7, "essai": 1, "seance": 1, "anonyme": 90}
"""Days that each is kept, said again."""


def _moment(jour: date) -> datetime:
    return datetime.combine(jour, time(23, 40), PARIS)


class Techniques:
    """Makes a row of each kind now and then, and knows the morning on which it must be gone."""

    def __init__(self, hasard: Random, membre: Membre, *, dossiers: int, jours: int, debut: date) -> None:
        self.hasard, self.membre = hasard, membre
        self.jours = Counter(debut + timedelta(days=hasard.randrange(jours)) for _ in range(dossiers))
        self.attendus: dict[str, dict[object, date]] = {nom: {} for nom in (*GARDES, "signalement", "compte")}
        self.anonymes: Counter[tuple[int, str, str, str, str, str]] = Counter()

    def day(self, jour: date) -> None:
        """Make the rows of this day, at its very end."""
        for _ in range(self.jours[jour]):
            for nom, pk in self._made(jour).items():
                self.attendus[nom][pk] = jour + timedelta(days=GARDES[nom]) if nom in GARDES else self._months(nom, jour)

    def _made(self, jour: date) -> dict[str, object]:
        at, n = _moment(jour), uuid.uuid4()
        compte = Compte.objects.create(email=f"{n}@exemple.test", nom="Sacha", last_login=at)
        Compte.objects.filter(pk=compte.pk).update(created_at=at)
        Membre.objects.create(compte=compte, structure=self.membre.structure, role="mediateur", depuis_le=jour)
        invitation = Invitation.objects.create(
            structure=self.membre.structure,
            email=f"{n}@exemple.test",
            nom="Sacha",
            role="mediateur",
            profession="autre",
            empreinte=n.hex,
            invitante=self.membre.compte,
            envoyee_at=at,
            expire_at=at + timedelta(days=7),
        )
        anonyme = Bilan.objects.create(
            pk=n,
            structure=self.membre.structure,
            auteur=self.membre.compte,
            mois=f"{jour:%Y-%m}",
            anonyme=True,
            code_reprise=n.hex,
            efface_le=jour + timedelta(days=90),
            reponses_scellees="do2.x",
            created_at=at,
            updated_at=at,
        )
        CleSujet.objects.create(structure_id=self.membre.structure_id, genre="bilan", sujet_id=str(n), enveloppe="x", cle_id="k1", created_at=at)
        self.anonymes[self.membre.structure_id, f"{jour:%Y-%m}", "bilan", "", "en_cours", ""] += 1
        seance = Seance.objects.create(session_key=n.hex, session_data="x", expire_date=at)
        return {
            "invitation": invitation.pk,
            "lecture": LectureDuJour.objects.create(compte=compte, jour=jour, chose=str(n)).pk,
            "essai": Essai.objects.create(cle=n.hex, at=at).pk,
            "seance": seance.pk,
            "anonyme": anonyme.pk,
            "signalement": Signalement.objects.create(droit="rsa", empreinte="x", signale_le=jour).pk,
            "compte": compte.pk,
        }

    def _months(self, nom: str, jour: date) -> date:
        mois = jour.month - 1 + {"signalement": 24, "compte": 18}[nom]
        premier = date(jour.year + mois // 12, mois % 12 + 1, 1)
        suivant = date(premier.year + premier.month // 12, premier.month % 12 + 1, 1)
        return premier.replace(day=min(jour.day, (suivant - timedelta(days=1)).day))

    def days(self) -> set[date]:
        """The mornings on which something must be gone, or an account is warned and closed."""
        fins = {fin for attendus in self.attendus.values() for fin in attendus.values()}
        comptes = {jour for jour in self.jours if self.jours[jour]}
        return fins | {jour + timedelta(days=n) for jour in comptes for n in (180, 210)}

    def before_night(self, jour: date) -> None:
        """Warn and close the accounts that nobody uses, as its own command does."""
        review_inactive(on=jour, days=180, dry_run=False)

    def compare(self, jour: date, tot: list[str], tard: list[str]) -> int:
        """Hold each table to what must be there; return how many rows went today."""
        partis = 0
        for nom, lire in TABLES.items():
            la = set(lire())
            attendus = self.attendus[nom]
            dus = {pk for pk, fin in attendus.items() if fin <= jour}
            tot += [f"{jour} {nom} {pk} : effacé avant l’heure" for pk in attendus.keys() - dus - la]
            tard += [f"{jour} {nom} {pk} : gardé un jour de trop" for pk in dus & la]
            for pk in dus | (attendus.keys() - la):
                del attendus[pk]
            partis += len(dus)
        return partis


TABLES: dict[str, Callable[[], Any]] = {
    "invitation": lambda: Invitation.objects.values_list("pk", flat=True),
    "lecture": lambda: LectureDuJour.objects.values_list("pk", flat=True),
    "essai": lambda: Essai.objects.values_list("pk", flat=True),
    "seance": lambda: Seance.objects.values_list("pk", flat=True),
    "anonyme": lambda: Bilan.objects.filter(anonyme=True).values_list("pk", flat=True),
    "signalement": lambda: Signalement.objects.values_list("pk", flat=True),
    "compte": lambda: Compte.objects.exclude(email__endswith="efface.invalid").values_list("pk", flat=True),
}
