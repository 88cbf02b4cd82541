"""What one import writes, lot by lot: rows compared with those that are here, corrections laid over, differences told, rows set aside with their reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import DateField, JSONField

from droits_ouverts.annuaire import correspondance
from droits_ouverts.annuaire.cellules import Lu, RejeteError
from droits_ouverts.annuaire.enums import Gravite, Motif
from droits_ouverts.annuaire.lecture import Ligne
from droits_ouverts.annuaire.models import Correction, Import, Lieu, Quarantaine, Service

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
        self.difference: dict[str, list[Any]] = {"nouveaux": [], "modifies": [], "absents": [], "revenus": [], "colonnes": [], **passage.difference}
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
            return [self._aside(ligne.rang, error.motif, brut=ligne.brut, champ=error.champ)]
        self._columns(ligne.brut)
        rejets = []
        for lu in trouves:
            rejets += [self._aside(ligne.rang, motif, lu=lu, champ=champ, gravite=Gravite.RESERVE) for champ, motif in lu.reserves]
            if lu.identifiant not in lus[lu.genre]:
                lus[lu.genre][lu.identifiant] = (ligne.rang, lu)
            elif not lu.repete:
                rejets.append(self._aside(ligne.rang, Motif.EN_DOUBLE, lu=lu, brut=ligne.brut))
        return rejets

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
                "pk", "identifiant", "empreinte", "absent_le", "vu_par_id"
            )
        }
        lieux = self._places(lus) if genre == "service" else {}
        rejets: list[Quarantaine] = []
        semblables: list[int] = []
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
            if avant is not None and avant["empreinte"] == lu.empreinte and avant["absent_le"] is None:
                semblables.append(avant["pk"])
            else:
                a_ecrire.append((lu, avant))
        self.comptes["inchanges"] += len(semblables)
        if not self.passage.essai:
            modele.objects.filter(pk__in=semblables).update(vu_par=self.passage)
        self._save(genre, a_ecrire, lieux)
        return rejets

    def _places(self, lus: dict[str, tuple[int, Lu]]) -> dict[str, int]:
        demandes = {lu.lieu for _, lu in lus.values()}
        connus = dict(Lieu.objects.filter(source=self.passage.source_id, identifiant__in=list(demandes)).values_list("identifiant", "pk"))
        return connus | dict.fromkeys(demandes & self._vus["lieu"] - connus.keys(), 0)

    def _save(self, genre: str, a_ecrire: list[tuple[Lu, dict[str, Any] | None]], lieux: dict[str, int]) -> None:
        modele = MODELES[genre]
        anciens = modele.objects.in_bulk([avant["pk"] for _, avant in a_ecrire if avant])
        corrections = self._corrections(genre, list(anciens))
        lignes: list[dict[str, Any]] = []
        for lu, avant in a_ecrire:
            ligne: dict[str, Any] = {"source_id": self.passage.source_id, "identifiant": lu.identifiant, "brut": lu.brut, "empreinte": lu.empreinte}
            ligne |= lu.champs
            ligne |= {"vu_par_id": self.passage.pk, "absent_le": None}
            ligne |= corrections.get(avant["pk"], {}) if avant else {}
            ligne |= {"lieu_id": lieux[lu.lieu]} if genre == "service" else {"a_ranger": True}
            self._tell(genre, ligne, anciens.get(avant["pk"]) if avant else None)
            lignes.append(ligne)
        if self.passage.essai or not lignes:
            return
        _upsert(modele, lignes, [*CHAMPS[genre], *TECHNIQUES[genre]])
        if genre == "service":
            quittes = {ancien.lieu_id for ancien in anciens.values() if isinstance(ancien, Service)}
            Lieu.objects.filter(pk__in={*quittes, *(ligne["lieu_id"] for ligne in lignes)}, a_ranger=False).update(a_ranger=True)

    def _corrections(self, genre: str, pks: list[int]) -> dict[int, dict[str, Any]]:
        """What is known better here, by row: it stays over what the source says."""
        if not pks:
            return {}
        actives = Correction.objects.filter(retiree_at__isnull=True)
        actives = actives.filter(service_id__in=pks) if genre == "service" else actives.filter(lieu_id__in=pks, service__isnull=True)
        trouvees: dict[int, dict[str, Any]] = {}
        for une in actives:
            pk = une.service_id if genre == "service" else une.lieu_id
            trouvees.setdefault(pk or 0, {})[une.champ] = une.valeur
        return trouvees

    # what is told of it

    def _tell(self, genre: str, ligne: dict[str, Any], ancien: Lieu | Service | None) -> None:
        nom, commune = ligne["nom"], ligne["commune"]
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
        if self.passage.essai or not self.comptes["vu_lieu"]:
            return
        attendent = Quarantaine.objects.filter(passage__source=self.passage.source_id, motif=Motif.LIEU_INCONNU, reprise_at__isnull=True)
        if self.comptes["vu_service"]:
            attendent = attendent.filter(passage=self.passage)
        dernier = 0
        while lot := list(attendent.filter(pk__gt=dernier).order_by("pk")[:500]):
            dernier = lot[-1].pk
            with transaction.atomic():
                lus = {lu.identifiant: (un.rang, lu) for un in lot if un.brut for lu in correspondance.read(un.brut) if lu.genre == "service"}
                manquent = {rejet.identifiant for rejet in self._apply("service", lus)}
                pris = [un.pk for un in lot if un.identifiant not in manquent]
                self.comptes["vu_service"] -= len(lus)
                self.comptes["repris"] += len(pris)
                Quarantaine.objects.filter(pk__in=pris).update(reprise_at=now)

    def mark_absent(self, *, on: date, anyway: bool) -> None:
        """Mark what the source no longer gives, of the kinds that the file holds. Nothing is erased, and nothing is marked where too much is gone."""
        if not self.passage.complet:
            return
        for genre, modele in MODELES.items():
            if not self.comptes[f"vu_{genre}"]:
                continue
            ici = modele.objects.filter(source=self.passage.source_id, absent_le__isnull=True)
            # A dry run marked nothing as seen.
            pks = list(ici.exclude(vu_par=self.passage).values_list("pk", "identifiant"))
            partis = [pk for pk, identifiant in pks if identifiant not in self._vus[genre]]
            if not anyway and len(partis) > max(ABSENTS_MIN, PART_MAX * ici.count()):
                self.comptes["absents_retenus"] += len(partis)
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
            touches: Iterable[int] = lot if genre == "lieu" else Service.objects.filter(pk__in=lot).values_list("lieu_id", flat=True)
            Lieu.objects.filter(pk__in=list(touches)).update(a_ranger=True)


def _upsert(modele: type[Lieu | Service], lignes: Sequence[dict[str, Any]], changes: Sequence[str]) -> None:
    """Add rows (values by column), or change `changes` of those that are here under the same source and number.

    Django's own way compiles each statement again, and makes an object of each row: five times as slow.
    """
    meta, ops = modele._meta, connection.ops  # noqa: SLF001  Django's own names
    champs: list[Any] = [champ for champ in meta.concrete_fields if not champ.primary_key]
    colonnes: dict[str, str] = {champ.name: ops.quote_name(champ.column) for champ in champs}
    noms = list(colonnes.values())
    poses = ", ".join(f"{colonnes[un]} = excluded.{colonnes[un]}" for un in changes)
    sql = (
        f"INSERT INTO {ops.quote_name(meta.db_table)} ({', '.join(noms)}) VALUES ({', '.join(['%s'] * len(noms))}) "  # noqa: S608  names of ours, values apart
        f"ON CONFLICT (source_id, identifiant) DO UPDATE SET {poses}"
    )
    ecrits = [(champ.attname, champ.get_default(), _writer(champ)) for champ in champs]
    with connection.cursor() as cursor:
        cursor.executemany(sql, [[ecrire(ligne.get(nom, defaut)) for nom, defaut, ecrire in ecrits] for ligne in lignes])


def _writer(champ: Any) -> Callable[[Any], Any]:  # noqa: ANN401  a column, a value
    """Return what makes a value ready for the database: a list or a record as JSON, a day as it writes them, a member of a list as its text."""
    if isinstance(champ, JSONField):
        return lambda valeur: connection.ops.adapt_json_value(valeur, None)
    if isinstance(champ, DateField):
        return connection.ops.adapt_datefield_value
    return str if champ.choices else lambda valeur: valeur


def _short(valeur: object) -> str:
    if isinstance(valeur, list):
        return ", ".join(map(str, valeur))[:TEXTE_MAX]
    return "" if valeur is None else str(valeur)[:TEXTE_MAX]
