"""What one import writes, lot by lot: rows compared with those that are here, corrections laid over, differences told, rows set aside with their reason."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import DateField, Field, JSONField, Q

from droits_ouverts.annuaire import correspondance
from droits_ouverts.annuaire.cellules import Lu, RejeteError
from droits_ouverts.annuaire.enums import Gravite, Motif, StatutImport
from droits_ouverts.annuaire.lecture import Ligne
from droits_ouverts.annuaire.models import Correction, EtatAvant, Import, Lieu, Quarantaine, Service

NOMS_MAX, TEXTE_MAX, COLONNES_MAX = 100, 200, 60
"""Names and texts kept of a difference: it is read, not computed with."""
QUARANTAINE_MAX: Final = 5_000
"""Cells told one by one; the others are counted. Rows set aside are all kept."""
PART_MAX, ABSENTS_MIN = 0.3, 20
"""Beyond this share of a source (and this number), what is gone is not marked: a file may lack its end."""
MODELES: Final[dict[str, type[Lieu | Service]]] = {"lieu": Lieu, "service": Service}
_COMMUNS = "nom presentation telephone courriel site_web horaires commune code_postal code_insee adresse latitude longitude thematiques droits langues accessible maj_le"
CHAMPS: Final = {
    "lieu": (*_COMMUNS.split(), "siret", "producteur", "reseaux", "acceslibre"),
    "service": (*_COMMUNS.split(), "gratuit", "frais", "sans_rdv", "publics", "conditions", "lien", "a_distance", "zones"),
}
TECHNIQUES: Final = {"lieu": ("brut", "empreinte", "vu_par", "absent_le", "a_ranger"), "service": ("brut", "empreinte", "vu_par", "absent_le", "lieu")}


class Ecriture:
    """The writing of one import. `comptes`: how many of each outcome; `difference`: names and fields, bounded."""

    def __init__(self, passage: Import) -> None:
        self.passage = passage
        self.comptes: Counter[str] = Counter(passage.comptes)
        self.difference: dict[str, list[Any]] = {
            "nouveaux": [],
            "modifies": [],
            "absents": [],
            "revenus": [],
            "conserves": [],
            "colonnes": [],
            **passage.difference,
        }
        self._on = passage.commence_at.date()
        self._vus: dict[str, set[str]] = {"lieu": set(), "service": set()}
        """Of a dry run, which writes nowhere what it saw."""

    # rows of the file

    def write(self, lignes: Sequence[Ligne]) -> None:
        """Write a lot, in the caller's transaction."""
        lus: dict[str, dict[str, tuple[int, Lu]]] = {"lieu": {}, "service": {}}
        rejets: list[Quarantaine] = []
        for ligne in lignes:
            self.comptes["lues"] += 1
            rejets += self._read(ligne, lus)
        for genre in ("lieu", "service"):
            rejets += self._apply(genre, lus[genre])
        self.comptes["ecartees"] += sum(rejet.gravite == Gravite.ECARTEE for rejet in rejets)
        self.comptes["reserves"] += sum(rejet.gravite == Gravite.RESERVE for rejet in rejets)
        trop = self.comptes["reserves"] > QUARANTAINE_MAX
        Quarantaine.objects.bulk_create(rejet for rejet in rejets if rejet.gravite == Gravite.ECARTEE or not trop)

    def _read(self, ligne: Ligne, lus: dict[str, dict[str, tuple[int, Lu]]]) -> list[Quarantaine]:
        if ligne.brut is None:
            return [self._aside(ligne.rang, ligne.motif or Motif.ILLISIBLE)]
        try:
            trouves = correspondance.read(ligne.brut)
        except RejeteError as error:
            return [self._aside(ligne.rang, error.motif, brut=correspondance.nameless(ligne.brut), champ=error.champ)]
        self._columns(ligne.brut)
        rejets = []
        for lu in trouves:
            self._note_day(lu.champs["maj_le"])
            rejets += [self._aside(ligne.rang, motif, lu=lu, champ=champ, gravite=Gravite.RESERVE) for champ, motif in lu.reserves]
            if lu.identifiant not in lus[lu.genre]:
                lus[lu.genre][lu.identifiant] = (ligne.rang, lu)
            elif not lu.repete:
                rejets.append(self._aside(ligne.rang, Motif.EN_DOUBLE, lu=lu, brut=lu.brut))
        return rejets

    def _note_day(self, jour: date | None) -> None:
        """Keep the day of the newest row of the file: it says nothing of what is newer here."""
        if jour is not None and jour <= self._on:
            self.comptes["dernier_jour"] = max(self.comptes["dernier_jour"], jour.toordinal())

    def _is_older(self, lu: Lu, ici: dict[str, Any]) -> bool:
        """Tell whether a row says what was true before what is here. A day to come is a mistake of the source: it holds nothing back."""
        jour, maj_le = lu.champs["maj_le"], ici["maj_le"]
        return jour is not None and maj_le is not None and jour < maj_le <= self._on

    def _columns(self, brut: dict[str, Any]) -> None:
        nouvelles = correspondance.unknown_columns(brut) - set(self.difference["colonnes"])
        if nouvelles and len(self.difference["colonnes"]) < COLONNES_MAX:
            self.difference["colonnes"] = sorted({*self.difference["colonnes"], *(nom[:64] for nom in nouvelles)})[:COLONNES_MAX]

    def _apply(self, genre: str, lus: dict[str, tuple[int, Lu]]) -> list[Quarantaine]:
        """Compare with what is here, and write what changed."""
        if not lus:
            return []
        self.comptes[f"vu_{genre}"] += len(lus)
        modele = MODELES[genre]
        ici = {
            un["identifiant"]: un
            for un in modele.objects.filter(source=self.passage.source_id, identifiant__in=list(lus)).values(
                "pk", "identifiant", "empreinte", "absent_le", "vu_par_id", "maj_le"
            )
        }
        lieux = self._places(lus) if genre == "service" else {}
        rejets: list[Quarantaine] = []
        semblables: list[int] = []
        vus: dict[int, list[int]] = {}
        a_ecrire: list[tuple[Lu, dict[str, Any] | None]] = []
        for identifiant, (rang, lu) in lus.items():
            avant = ici.get(identifiant)
            if identifiant in self._vus[genre] or (avant is not None and avant["vu_par_id"] == self.passage.pk):
                if not lu.repete:
                    rejets.append(self._aside(rang, Motif.EN_DOUBLE, lu=lu))
                continue
            if genre == "service" and lu.lieu not in lieux:
                rejets.append(self._aside(rang, Motif.LIEU_INCONNU, lu=lu, champ="structure_id", brut=lu.brut))
                continue
            if self.passage.essai:
                self._vus[genre].add(identifiant)
            ancienne = avant is not None and self._is_older(lu, avant)
            if avant is not None and (ancienne or (avant["empreinte"] == lu.empreinte and avant["absent_le"] is None)):
                vus.setdefault(avant["vu_par_id"], []).append(avant["pk"])
                if ancienne:
                    self.comptes["plus_anciennes"] += 1
                    rejets.append(self._aside(rang, Motif.PLUS_ANCIENNE, lu=lu, champ="date_maj"))
                else:
                    semblables.append(avant["pk"])
            else:
                a_ecrire.append((lu, avant))
        self.comptes["inchanges"] += len(semblables)
        etat = {"vus": [[passage, pks] for passage, pks in vus.items()]} | self._save(genre, a_ecrire, lieux)
        if not self.passage.essai:
            modele.objects.filter(pk__in=[pk for pks in vus.values() for pk in pks]).update(vu_par=self.passage)
            self._stood(genre, etat)
        return rejets

    def _places(self, lus: dict[str, tuple[int, Lu]]) -> dict[str, int]:
        demandes = {lu.lieu for _, lu in lus.values()}
        connus = dict(Lieu.objects.filter(source=self.passage.source_id, identifiant__in=list(demandes)).values_list("identifiant", "pk"))
        return connus | dict.fromkeys(demandes & self._vus["lieu"] - connus.keys(), 0)

    def _save(self, genre: str, a_ecrire: list[tuple[Lu, dict[str, Any] | None]], lieux: dict[str, int]) -> dict[str, Any]:
        """Write rows that are new or changed, our corrections over them; return what stood there."""
        modele = MODELES[genre]
        anciens = modele.objects.in_bulk([avant["pk"] for _, avant in a_ecrire if avant])
        corrections = corrections_of(genre, list(anciens))
        lignes: list[dict[str, Any]] = []
        for lu, avant in a_ecrire:
            ligne: dict[str, Any] = {"source_id": self.passage.source_id, "identifiant": lu.identifiant, "brut": lu.brut, "empreinte": lu.empreinte}
            ligne |= lu.champs
            ligne |= {"vu_par_id": self.passage.pk, "absent_le": None}
            siennes = corrections.get(avant["pk"], []) if avant else []
            ligne |= {une.champ: une.valeur for une in siennes}
            ligne |= {"lieu_id": lieux[lu.lieu]} if genre == "service" else {"a_ranger": True}
            self._tell(genre, ligne, anciens.get(avant["pk"]) if avant else None)
            self._tell_kept(genre, ligne, lu, siennes)
            lignes.append(ligne)
        if self.passage.essai or not lignes:
            return {}
        upsert(modele, lignes, [*CHAMPS[genre], *TECHNIQUES[genre]])
        if genre == "service":
            quittes = {ancien.lieu_id for ancien in anciens.values() if isinstance(ancien, Service)}
            Lieu.objects.filter(pk__in={*quittes, *(ligne["lieu_id"] for ligne in lignes)}, a_ranger=False).update(a_ranger=True)
        return {"changes": [as_it_was(genre, un) for un in anciens.values()], "crees": [lu.identifiant for lu, avant in a_ecrire if avant is None]}

    def _stood(self, genre: str, etat: dict[str, Any]) -> None:
        if any(etat.values()):
            EtatAvant.objects.create(passage=self.passage, genre=genre, contenu={quoi: valeur for quoi, valeur in etat.items() if valeur})

    # what is told of it

    def _tell(self, genre: str, ligne: dict[str, Any], ancien: Lieu | Service | None) -> None:
        nom, commune = ligne["nom"], ligne["commune"]
        if ancien is None or ancien.absent_le is not None:
            self.comptes[f"arrives_{genre}"] += 1
        if ancien is None:
            self._name("nouveaux", genre, nom, commune)
            return
        if ancien.absent_le is not None:
            self._name("revenus", genre, nom, commune)
        changes = [[champ, _short(getattr(ancien, champ)), _short(ligne[champ])] for champ in CHAMPS[genre] if getattr(ancien, champ) != ligne[champ]]
        if changes:
            self._name("modifies", genre, nom, commune, changes)
        elif ancien.absent_le is None:
            self.comptes["inchanges"] += 1

    def _tell_kept(self, genre: str, ligne: dict[str, Any], lu: Lu, corrections: Sequence[Correction]) -> None:
        """Tell where the source now says something else than on the day it was corrected here: ours stays, both are shown."""
        autres = [
            [une.champ, _short(une.valeur), _short(lu.champs.get(une.champ))] for une in corrections if lu.champs.get(une.champ) not in (une.avant, une.valeur)
        ]
        if autres:
            self._name("conserves", genre, ligne["nom"], ligne["commune"], autres)

    def _name(self, quoi: str, genre: str, nom: str, commune: str, changes: list[list[str]] | None = None) -> None:
        self.comptes[quoi] += 1
        if len(self.difference[quoi]) < NOMS_MAX:
            self.difference[quoi].append({"genre": genre, "nom": nom, "commune": commune, "champs": changes or []})

    def _aside(
        self, rang: int, motif: Motif, *, lu: Lu | None = None, brut: dict[str, Any] | None = None, champ: str = "", gravite: Gravite = Gravite.ECARTEE
    ) -> Quarantaine:
        identifiant = lu.identifiant if lu else str((brut or {}).get("id") or "")
        nom = str(lu.champs["nom"] if lu else (brut or {}).get("nom") or "")
        return Quarantaine(passage=self.passage, rang=rang, identifiant=identifiant[:200], nom=nom[:300], champ=champ, motif=motif, gravite=gravite, brut=brut)

    # the end

    def retry(self, *, now: datetime) -> None:
        """Take again the services whose place came after them: later in the file, or in a file of places alone."""
        if not self.comptes["vu_lieu"]:
            return
        attendent = Quarantaine.objects.filter(passage__source=self.passage.source_id, motif=Motif.LIEU_INCONNU, reprise_at__isnull=True)
        siennes = Q(passage=self.passage)
        # What a dry run set aside, or an import that was taken back, was never in the directory.
        attendent = attendent.filter(siennes if self.comptes["vu_service"] else siennes | (Q(passage__essai=False) & ~Q(passage__statut=StatutImport.ANNULE)))
        dernier = 0
        while lot := list(attendent.filter(pk__gt=dernier).order_by("pk")[:500]):
            dernier = lot[-1].pk
            with transaction.atomic():
                lus = {lu.identifiant: (un.rang, lu) for un in lot if un.brut for lu in correspondance.read(un.brut) if lu.genre == "service"}
                manquent = {rejet.identifiant for rejet in self._apply("service", lus)}
                pris = [un for un in lot if un.identifiant not in manquent]
                self.comptes["vu_service"] -= len(lus)
                self.comptes["repris"] += len(pris)
                ecrites = [un.pk for un in pris if not self.passage.essai or un.passage_id == self.passage.pk]
                Quarantaine.objects.filter(pk__in=ecrites).update(reprise_at=now)
                if not self.passage.essai:
                    self._stood("service", {"repris": ecrites})

    def mark_absent(self, *, on: date, anyway: bool) -> None:
        """Mark what the source no longer gives, of the kinds that the file holds. Nothing is erased, and nothing is marked where too much is gone."""
        if not self.passage.complet:
            return
        jour = date.fromordinal(self.comptes["dernier_jour"]) if self.comptes["dernier_jour"] else None
        for genre, modele in MODELES.items():
            if not self.comptes[f"vu_{genre}"]:
                continue
            ici = modele.objects.filter(source=self.passage.source_id, absent_le__isnull=True)
            # A dry run marked nothing as seen.
            pas_vus = [un for un in ici.exclude(vu_par=self.passage).values_list("pk", "identifiant", "maj_le") if un[1] not in self._vus[genre]]
            partis = [pk for pk, _, maj_le in pas_vus if jour is None or maj_le is None or not jour < maj_le <= self._on]
            self.comptes["absents_recents"] += len(pas_vus) - len(partis)
            # A file whose rows are older than those here tells nothing of what came after it.
            ancien = self.comptes["plus_anciennes"] and jour is not None and ici.filter(maj_le__gt=jour, maj_le__lte=self._on).exists()
            avant = ici.count() - (0 if self.passage.essai else self.comptes[f"arrives_{genre}"])
            if ancien or (not anyway and len(partis) > max(ABSENTS_MIN, PART_MAX * avant)):
                self.comptes["absents_recents" if ancien else "absents_retenus"] += len(partis)
                continue
            self._absent(genre, partis, on)

    @transaction.atomic
    def _absent(self, genre: str, partis: list[int], on: date) -> None:
        for debut in range(0, len(partis), 500):
            lot = partis[debut : debut + 500]
            for objet in MODELES[genre].objects.filter(pk__in=lot):
                self._name("absents", genre, objet.nom, objet.commune)
            if self.passage.essai:
                continue
            MODELES[genre].objects.filter(pk__in=lot).update(absent_le=on)
            self._stood(genre, {"absents": lot})
            touches: Iterable[int] = lot if genre == "lieu" else Service.objects.filter(pk__in=lot).values_list("lieu_id", flat=True)
            Lieu.objects.filter(pk__in=list(touches)).update(a_ranger=True)


def corrections_of(genre: str, pks: Sequence[int]) -> dict[int, list[Correction]]:
    """Return what is known better here, by row: it stays over what the source says. One query."""
    if not pks:
        return {}
    actives = Correction.objects.filter(retiree_at__isnull=True)
    trouvees: dict[int, list[Correction]] = {}
    for une in actives.filter(service_id__in=pks) if genre == "service" else actives.filter(lieu_id__in=pks, service__isnull=True):
        trouvees.setdefault((une.service_id if genre == "service" else une.lieu_id) or 0, []).append(une)
    return trouvees


def source_value(fiche: Lieu | Service, champ: str) -> Any:  # noqa: ANN401  a value of a column
    """Return what the source says of a field, read again from its record."""
    genre = "service" if isinstance(fiche, Service) else "lieu"
    return value_of(fiche.brut, genre, champ, getattr(fiche, champ))


def value_of(brut: dict[str, Any], genre: str, champ: str, sinon: object) -> Any:  # noqa: ANN401  same reason
    """Return a field as a record tells it, `sinon` where the record tells nothing."""
    try:
        lus = [lu for lu in correspondance.read(brut) if lu.genre == genre]
    except RejeteError:
        lus = []
    return lus[0].champs.get(champ, sinon) if lus else sinon


def as_it_was(genre: str, fiche: Lieu | Service) -> dict[str, Any]:
    """Return the columns of a row that an import may change, as JSON holds them."""
    champs = [fiche._meta.get_field(nom) for nom in (*CHAMPS[genre], *TECHNIQUES[genre])]  # noqa: SLF001  Django's own name
    valeurs = {champ.attname: getattr(fiche, champ.attname) for champ in champs if isinstance(champ, Field)}
    return {"identifiant": fiche.identifiant} | {nom: valeur.isoformat() if isinstance(valeur, date) else valeur for nom, valeur in valeurs.items()}


def upsert(modele: type[Lieu | Service], lignes: Sequence[dict[str, Any]], changes: Sequence[str]) -> None:
    """Add rows (values by column), or change `changes` of those that are here under the same source and number.

    Django's own way compiles each statement again, and makes an object of each row: five times as slow. PostgreSQL reads a lot as one JSON.
    """
    meta, ops = modele._meta, connection.ops  # noqa: SLF001  Django's own names
    champs: list[Any] = [champ for champ in meta.concrete_fields if not champ.primary_key]
    colonnes: dict[str, str] = {champ.name: ops.quote_name(champ.column) for champ in champs}
    noms, table = ", ".join(colonnes.values()), ops.quote_name(meta.db_table)
    suite = "ON CONFLICT (source_id, identifiant) DO UPDATE SET " + ", ".join(f"{colonnes[un]} = excluded.{colonnes[un]}" for un in changes)
    defauts = [(champ.attname, champ.get_default()) for champ in champs]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lot = json.dumps([{nom: ligne.get(nom, defaut) for nom, defaut in defauts} for ligne in lignes], default=_written)
            cursor.execute(f"INSERT INTO {table} ({noms}) SELECT {noms} FROM json_populate_recordset(NULL::{table}, %s::json) {suite}", [lot])  # noqa: S608  names of ours, values apart
            return
        ecrivains = [_writer(champ) for champ in champs]
        cursor.executemany(
            f"INSERT INTO {table} ({noms}) VALUES ({', '.join(['%s'] * len(champs))}) {suite}",  # noqa: S608  same reason
            [[ecrire(ligne.get(nom, defaut)) for (nom, defaut), ecrire in zip(defauts, ecrivains, strict=True)] for ligne in lignes],
        )


def _written(valeur: object) -> str:
    """Return what JSON has no word for as its text: a day."""
    return valeur.isoformat() if isinstance(valeur, date) else str(valeur)


def _writer(champ: Any) -> Callable[[Any], Any]:  # noqa: ANN401  a column, a value
    """Return what makes a value ready for the database: a list or a record as JSON, a day as it writes them, a member of a list as its text."""
    if isinstance(champ, JSONField):
        vide = connection.ops.adapt_json_value([], None)
        return lambda valeur: (
            connection.ops.adapt_json_value(valeur, None) if valeur else vide if valeur == [] else connection.ops.adapt_json_value(valeur, None)
        )
    if isinstance(champ, DateField):
        return connection.ops.adapt_datefield_value
    return str if champ.choices else lambda valeur: valeur


def _short(valeur: object) -> str:
    if isinstance(valeur, list):
        return ", ".join(map(str, valeur))[:TEXTE_MAX]
    return "" if valeur is None else str(valeur)[:TEXTE_MAX]
