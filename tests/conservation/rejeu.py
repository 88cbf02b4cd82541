"""Years lived day by day: people met, followed, held, forgotten. An oracle written apart, in plain days, says each morning who must still be there.

Nothing of the rule is imported here but its verbs: months are counted again, notices and holds kept in words of their own.
"""

from __future__ import annotations

import heapq
import random
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import time_machine

from droits_ouverts.bilan.models import Avis, Bilan, Choix, Estimation
from droits_ouverts.coffre.models import CleSujet, IndexAveugle
from droits_ouverts.conservation import nuit, purge, services
from droits_ouverts.conservation.enums import MotifReserve
from droits_ouverts.conservation.faits import totals
from droits_ouverts.conservation.models import Preavis
from droits_ouverts.journal import purge as journal
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.models import Partage, Personne, SuitePartage
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.conservation.restes import restes
from tests.conservation.techniques import Techniques
from tests.factories.structures import MembreFactory, StructureFactory

PARIS = ZoneInfo("Europe/Paris")
DEBUT = date(2020, 1, 1)
UN_JOUR, PREAVIS = timedelta(days=1), timedelta(days=30)
TOT, NUIT, TARD = (0, 15), (3, 0), (23, 45)
DROITS = ("rsa", "css", "aah")
GESTES = ("reponses", "choix", "avis", "estimation", "contact", "partage", "bilan", "reserve", "rien")
POIDS = (5, 4, 2, 2, 3, 2, 2, 3, 1)


def plus(jour: date, mois: int) -> date:
    """The same day of a later month, else its last day: counted by hand."""
    an, m = jour.year + (jour.month - 1 + mois) // 12, (jour.month - 1 + mois) % 12 + 1
    dernier = (date(an + m // 12, m % 12 + 1, 1) - UN_JOUR).day
    return date(an, m, min(jour.day, dernier))


@dataclass(slots=True)
class Attendu:
    """What the oracle knows of a file."""

    genre: str
    numero: str
    structure: int
    dernier: date
    bilans: list[uuid.UUID] = field(default_factory=list)
    reserve: bool = False
    levee: date | None = None
    annonce: tuple[date, date] | None = None
    partages: list[int] = field(default_factory=list)

    @property
    def cle(self) -> tuple[str, str]:
        return self.genre, self.numero

    @property
    def terme(self) -> date:
        fin = plus(self.dernier, 24 if self.bilans else 3)
        return max(fin, self.levee + PREAVIS) if self.levee else fin


@dataclass(slots=True, kw_only=True)
class Constat:
    """What a replay saw."""

    jours: int = 0
    dossiers: int = 0
    effaces: int = 0
    annonces: int = 0
    reserves: int = 0
    techniques: int = 0
    lignes: int = 0
    tot: list[str] = field(default_factory=list)
    tard: list[str] = field(default_factory=list)
    preavis: list[str] = field(default_factory=list)
    restes: list[str] = field(default_factory=list)
    faits: list[str] = field(default_factory=list)

    @property
    def fautes(self) -> list[str]:
        return [*self.tot, *self.tard, *self.preavis, *self.restes, *self.faits]


class Rejeu:
    """A world of one seed; `play` lives it and tells what went wrong."""

    def __init__(self, graine: int, *, dossiers: int, jours: int, structures: int = 3, arrivees: int | None = None, calmes: bool = True) -> None:
        """`arrivees`: days in which people come; without `calmes`, a night is played only where the oracle awaits something within a day of it."""
        self.hasard = random.Random(graine)  # noqa: S311  a seeded draw, not a secret
        self.combien, self.jours, self.arrivees, self.calmes = dossiers, jours, arrivees or jours, calmes
        self.membres: list[Membre] = [
            MembreFactory.create(structure=StructureFactory.create(), role=Role.RESPONSABLE, depuis_le=date(2019, 1, 1)) for _ in range(structures)
        ]
        self.seconde = MembreFactory.create(role=Role.PILOTE, depuis_le=date(2019, 1, 1)).compte
        self.ailleurs = StructureFactory.create()
        self.vivants: dict[tuple[str, str], Attendu] = {}
        self.agenda: list[tuple[date, int, tuple[str, str]]] = []
        self.rang = 0
        self.comptes: Counter[tuple[int, str, str, str, str, str]] = Counter()
        self.choisis: dict[tuple[uuid.UUID, str], tuple[int, str, str, str, str, str]] = {}
        self.techniques = Techniques(self.hasard, self.membres[0], dossiers=max(dossiers // 20, 3), jours=self.arrivees, debut=DEBUT)
        self.partis: set[tuple[str, str]] = set()
        self.vu = Constat()

    def play(self, *, jusqu_a: str = "") -> Constat:
        """Live every day: what happens before the night's work, the night, what happens after."""
        arrivees = sorted(self.hasard.randrange(self.arrivees) for _ in range(self.combien))
        for n in range(self.jours):
            jour = DEBUT + n * UN_JOUR
            with self._at(jour, TOT):
                self._events(jour, TOT)
            if self.calmes or n % 300 == 0 or self._is_near(jour):
                with self._at(jour, NUIT):
                    self._night(jour, n)
            with self._at(jour, TARD):
                while arrivees and arrivees[0] == n:
                    arrivees.pop(0)
                    self._arrive(jour)
                self._events(jour, TARD)
                self.techniques.day(jour)
            if jusqu_a and getattr(self.vu, jusqu_a):
                break
        self._end()
        return self.vu

    # the night

    def _is_near(self, jour: date) -> bool:
        veille = jour - UN_JOUR
        termes = {un.terme for un in self.vivants.values()}
        jours = termes | {terme - PREAVIS for terme in termes} | self.techniques.days()
        return not jours.isdisjoint({veille, jour, jour + UN_JOUR})

    def _night(self, jour: date, n: int) -> None:
        now = datetime(jour.year, jour.month, jour.day, *NUIT, tzinfo=PARIS)
        if n % 300 == 0:
            demande = purge.ask(actor=self.membres[0].compte, on=jour, now=now, chaque_nuit=True)
            purge.approve(actor=self.seconde, empreinte=demande.empreinte, on=jour, now=now)
        for membre in self.membres:
            services.give_notices(membre.structure_id, on=jour)
        self.techniques.before_night(jour)
        purge.run_night(now)
        nuit.sweep(now, dry_run=False)
        if self.calmes and jour.day == 1:
            self._journal(jour, now)
        self._compare(jour)
        self.vu.techniques += self.techniques.compare(jour, self.vu.tot, self.vu.tard)
        self.vu.jours += 1

    def _journal(self, jour: date, now: datetime) -> None:
        """Purge the journal of what is older than twelve months, and look at what is left."""
        limite = datetime.combine(plus(jour, -12), time.min, PARIS)
        gardees = Ligne.objects.filter(at__gte=limite).count()
        partent = journal.purge(before=limite.date(), now=now)
        if Ligne.objects.filter(at__lt=limite).exists():
            self.vu.tard.append(f"{jour} journal : une ligne de plus de douze mois")
        if Ligne.objects.filter(at__gte=limite).count() != gardees + len(partent):
            self.vu.tot.append(f"{jour} journal : une ligne de moins de douze mois a disparu")
        self.vu.lignes += sum(partent.values())

    def _compare(self, jour: date) -> None:
        annonces = {cle for cle, un in self.vivants.items() if self._announce(un, jour)}
        dites = {(genre, numero) for genre, numero in Preavis.objects.filter(donne_le=jour).values_list("genre", "sujet_id")}
        dus = {cle for cle, un in self.vivants.items() if self._is_due(un, jour)}
        la = self._there()
        self.vu.annonces += len(annonces)
        self.vu.preavis += [f"{jour} {cle} : préavis {'manquant' if cle in annonces else 'de trop'}" for cle in (annonces ^ dites) - dus]
        self.vu.tot += [f"{jour} {cle} : effacé avant l’heure" for cle in self.vivants.keys() - dus - la]
        self.vu.tard += [f"{jour} {cle} : gardé un jour de trop" for cle in dus & la]
        for cle in dus:
            un = self.vivants.pop(cle)
            self.partis |= {cle} | {("bilan", str(numero)) for numero in un.bilans}
        # What went wrong is told once.
        for cle in self.vivants.keys() - la:
            del self.vivants[cle]
        self.vu.effaces += len(dus)

    def _announce(self, un: Attendu, jour: date) -> bool:
        if (un.annonce and un.annonce[0] == un.terme) or jour < un.terme - PREAVIS:
            return False
        un.annonce = (un.terme, jour)
        return True

    def _is_due(self, un: Attendu, jour: date) -> bool:
        return not un.reserve and jour >= un.terme and un.annonce is not None and un.annonce[0] == un.terme and un.annonce[1] + PREAVIS <= jour

    def _there(self) -> set[tuple[str, str]]:
        personnes = {("personne", str(pk)) for pk in Personne.objects.values_list("pk", flat=True)}
        return personnes | {("bilan", str(pk)) for pk in Bilan.objects.filter(personne=None, anonyme=False).values_list("pk", flat=True)}

    # the days

    def _arrive(self, jour: date) -> None:
        membre, at = self.hasard.choice(self.membres), self._moment(jour, TARD)
        self.vu.dossiers += 1
        tirage = self.hasard.random()
        if tirage < 0.12:
            un = Attendu("bilan", str(uuid.uuid4()), membre.structure_id, jour)
            self._bilan(un, membre, at, numero=uuid.UUID(un.numero))
        else:
            personne = Personne.objects.create(structure=membre.structure, identite_scellee="do2.x", accord_le=jour, accord_mode="oral", created_at=at)
            un = Attendu("personne", str(personne.pk), membre.structure_id, jour)
            self._key(un.structure, "personne", un.numero, at)
            IndexAveugle.objects.create(structure_id=un.structure, champ="identite", empreinte="e", genre="personne", sujet_id=un.numero)
            if tirage < 0.85:
                self._bilan(un, membre, at)
        self.vivants[un.cle] = un
        self._next(un, jour)

    def _next(self, un: Attendu, jour: date) -> None:
        """Come back some day; often on a day that counts: the last before the term, the term itself, around the notice."""
        pres = [un.terme + timedelta(days=n) for n in (-31, -30, -29, -1, 0)]
        quand = self.hasard.choice(pres) if self.hasard.random() < 0.35 else jour + timedelta(days=self.hasard.randint(1, 900))
        self.rang += 1
        heapq.heappush(self.agenda, (max(quand, jour + UN_JOUR), self.rang, un.cle))

    def _events(self, jour: date, heure: tuple[int, int]) -> None:
        """Half of what happens on a day is before the night's work, half is at its very end."""
        tot = heure == TOT
        while self.agenda and self.agenda[0][0] <= jour and (not tot or self.agenda[0][1] % 2 == 0):
            _, _, cle = heapq.heappop(self.agenda)
            un = self.vivants.get(cle)
            if un is not None:
                self._happen(un, jour, self._moment(jour, heure))
                self._next(un, jour)

    def _happen(self, un: Attendu, jour: date, at: datetime) -> None:
        membre = next(membre for membre in self.membres if membre.structure_id == un.structure)
        geste = self.hasard.choices(GESTES, POIDS)[0]
        if geste == "contact":
            services.note_contact(actor=membre.compte, genre=un.genre, sujet_id=un.numero, le=jour, now=at)
        elif geste == "bilan" and un.genre == "personne":
            self._bilan(un, membre, at)
        elif geste == "partage" and un.genre == "personne":
            self._share(un, membre, jour, at)
        elif geste == "reserve":
            self._hold(un, membre, jour, at)
            return
        elif geste in {"reponses", "choix", "avis", "estimation"} and un.bilans:
            if not self._on_bilan(geste, un, membre, at):
                return
        else:
            return
        un.dernier = jour

    def _on_bilan(self, geste: str, un: Attendu, membre: Membre, at: datetime) -> bool:
        """Do something in a check-up; tell whether the person was there."""
        bilan = Bilan.objects.get(pk=self.hasard.choice(un.bilans))
        if geste == "reponses":
            Bilan.objects.filter(pk=bilan.pk).update(updated_at=at)
        elif geste == "choix":
            droit, decision = self.hasard.choice(DROITS), self.hasard.choice(("voulu", "ecarte", "aucune"))
            Choix.objects.create(bilan=bilan, droit=droit, decision=decision, motif="autre" if decision == "ecarte" else "", auteur=membre.compte, fait_at=at)
            ancien = self.choisis.pop((bilan.pk, droit), None)
            self.comptes.subtract([ancien] if ancien else [])
            if decision != "aucune":
                case = (un.structure, bilan.mois, "choix", droit, decision, "autre" if decision == "ecarte" else "")
                self.choisis[bilan.pk, droit] = case
                self.comptes[case] += 1
        else:
            estimation = Estimation.objects.create(bilan=bilan, empreinte=uuid.uuid4().hex, demandee_at=at)
            if geste == "avis":
                Avis.objects.create(
                    bilan=bilan, estimation=estimation, droit="aspa", statut="a_verifier", raison_scellee="do2.x", auteur=membre.compte, fait_at=at
                )
                cle = (bilan.pk, "avis")
                if cle not in self.choisis:
                    self.choisis[cle] = (un.structure, bilan.mois, "avis", "aspa", "a_verifier", "")
                    self.comptes[self.choisis[cle]] += 1
            return False
        return True

    def _share(self, un: Attendu, membre: Membre, jour: date, at: datetime) -> None:
        if un.partages and self.hasard.random() < 0.5:
            SuitePartage.objects.create(partage_id=un.partages[-1], nature="retire", mode="oral", par=membre.compte, at=at)
            return
        un.partages.append(
            Partage.objects.create(
                personne_id=int(un.numero),
                de_structure_id=un.structure,
                vers_structure=self.ailleurs,
                portees="identite",
                finalite="accompagnement",
                debut=jour,
                fin=jour + PREAVIS,
                accord_mode="oral",
                langue="fr",
                enregistre_par=membre.compte,
                created_at=at,
            ).pk
        )

    def _hold(self, un: Attendu, membre: Membre, jour: date, at: datetime) -> None:
        if un.reserve:
            services.lift_hold(actor=membre.compte, genre=un.genre, sujet_id=un.numero, now=at)
            un.reserve, un.levee = False, jour
        else:
            services.set_hold(actor=membre.compte, genre=un.genre, sujet_id=un.numero, motif=MotifReserve.RECOURS, now=at)
            un.reserve = True
            self.vu.reserves += 1

    def _bilan(self, un: Attendu, membre: Membre, at: datetime, *, numero: uuid.UUID | None = None) -> None:
        numero = numero or uuid.uuid4()
        Bilan.objects.create(
            pk=numero,
            structure_id=un.structure,
            auteur=membre.compte,
            mois=f"{at:%Y-%m}",
            personne_id=int(un.numero) if un.genre == "personne" else None,
            reponses_scellees="do2.x",
            created_at=at,
            updated_at=at,
        )
        self._key(un.structure, "bilan", str(numero), at)
        un.bilans.append(numero)
        self.comptes[un.structure, f"{at:%Y-%m}", "bilan", "", "en_cours", ""] += 1

    def _key(self, structure: int, genre: str, numero: str, at: datetime) -> None:
        CleSujet.objects.create(structure_id=structure, genre=genre, sujet_id=numero, enveloppe="x", cle_id="k1", created_at=at)

    def _at(self, jour: date, heure: tuple[int, int]) -> time_machine.travel:
        return time_machine.travel(self._moment(jour, heure).astimezone(UTC), tick=False)

    def _moment(self, jour: date, heure: tuple[int, int]) -> datetime:
        return datetime(jour.year, jour.month, jour.day, *heure, tzinfo=PARIS)

    def _end(self) -> None:
        gardees = self.comptes + self.techniques.anonymes
        trouvees = totals([membre.structure_id for membre in self.membres])
        self.vu.faits += [f"{case} : {gardees[case]} attendus, {trouvees[case]} comptés" for case in gardees | trouvees if gardees[case] != trouvees[case]]
        self.vu.restes += restes(self.partis)
