"""What screens read of orientations, each with its cost in queries. Always through the structures of the reader."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from droits_ouverts.coffre.errors import ErasedError
from droits_ouverts.coffre.services import open_sealed, prepare
from droits_ouverts.droits.services import all_droits
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.orientation import access, rules
from droits_ouverts.orientation.contextes import sheet_context, words_context
from droits_ouverts.orientation.enums import Demande, NatureCourriel, NatureSuiteEnvoi, StatutCourriel, StatutEnvoi
from droits_ouverts.orientation.errors import AgreementWithdrawnError, SheetClosedError
from droits_ouverts.orientation.fiche import Fiche
from droits_ouverts.orientation.gestes import is_leaving, is_withdrawn, position_of
from droits_ouverts.orientation.models import Courriel, Destinataire, Envoi, Orientation, RetraitAccord, SuiteEnvoi
from droits_ouverts.orientation.rules import Arret, Recul, Trajet
from droits_ouverts.orientation.services_courriels import AVEC_LIEN, EN_ATTENTE, given
from droits_ouverts.personnes.errors import ErasureAskedError
from droits_ouverts.personnes.selectors import identity_context, open_identity
from droits_ouverts.suivi.models import DroitSuivi

if TYPE_CHECKING:
    from droits_ouverts.bilan.models import Bilan
    from droits_ouverts.comptes.models import Compte

PAR_PAGE = 50
MESURES_MAX = 500
"""Sendings on which the figures of a service are counted: the last ones."""
TRAJET = ("orientation__demande", "envoyee_le", "parvenue_le", "repondue_le", "delai_promis", "statut")
VUES: dict[str, frozenset[str]] = {
    "attente": rules.ATTENDUS,
    "bloquees": frozenset({StatutEnvoi.IMPOSSIBLE.value, StatutEnvoi.EXPIREE.value}),
    "faites": frozenset({StatutEnvoi.FAITE.value, StatutEnvoi.ANNULEE.value}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneEnvoi:
    """One recipient as a list shows it."""

    envoi: Envoi
    nom: str
    droit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasLu:
    """One step of one recipient, its words open; `corrige`: taken back since."""

    suite: SuiteEnvoi
    mots: str
    corrige: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvoiLu:
    """One recipient as the page of an orientation shows it. `rappels`: reminders that really left; `a_appeler`: one was due, and none can leave."""

    envoi: Envoi
    pas: Sequence[PasLu]
    rappels: int
    prochaine_le: date | None
    a_appeler: bool
    incertain: bool
    refuse: bool
    en_attente: bool
    bloque: bool
    a_revenir: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrientationLue:
    """An orientation as its page shows it."""

    orientation: Orientation
    nom: str
    fiche: Fiche
    envois: Sequence[EnvoiLu]
    en_pause: bool
    retrait: RetraitAccord | None


def names_of_rights() -> dict[str, str]:
    """Return the name of each right, by its code. No query."""
    return {droit.code: droit.libelle for droit in all_droits()}


def right_to_send(actor: Compte, droit_suivi_id: uuid.UUID, *, on: date) -> DroitSuivi:
    """Return a followed right that the actor may send somewhere, with its person. Two queries. Raise `NotVisibleError` for any other."""
    droit = DroitSuivi.objects.select_related("personne__structure", "site").filter(pk=droit_suivi_id).first()
    if droit is None or not access.may_orient(actor, droit.structure_id, on=on):
        raise NotVisibleError
    return droit


def followed_from(actor: Compte, bilan: Bilan, code: str, *, on: date) -> DroitSuivi | None:
    """Return the right of this code that is followed for the person of a check-up, where the actor may send her. Two queries, none without a person."""
    if bilan.personne_id is None or not access.may_orient(actor, bilan.structure_id, on=on):
        return None
    return DroitSuivi.objects.of_structures([bilan.structure_id]).under_way().filter(personne=bilan.personne_id, droit=code).recent_first().first()


def sendings_of(actor: Compte, *, vue: str, on: date, page: int = 1) -> tuple[list[LigneEnvoi], bool]:
    """Return the recipients of the actor's orientations in a view, the oldest sending first, 50 a page, and whether there are more. Three queries."""
    rows = Envoi.objects.of_structures(access.structures_of(actor, on=on)).filter(statut__in=VUES.get(vue, rules.ATTENDUS))
    rows = rows.select_related("orientation__personne", "orientation__droit_suivi", "destinataire").order_by("envoyee_le", "pk")
    debut = (max(page, 1) - 1) * PAR_PAGE
    lus = list(rows[debut : debut + PAR_PAGE + 1])
    return _lines(lus[:PAR_PAGE]), len(lus) > PAR_PAGE


def _lines(envois: Iterable[Envoi]) -> list[LigneEnvoi]:
    rows, noms = list(envois), names_of_rights()
    prepare(identity_context(envoi.orientation.personne) for envoi in rows)
    lignes = []
    for envoi in rows:
        code = envoi.orientation.droit_suivi.droit
        with suppress(ErasedError):
            lignes.append(LigneEnvoi(envoi=envoi, nom=open_identity(envoi.orientation.personne).ecrite, droit=noms.get(code, code)))
    return lignes


def orientation_for(actor: Compte, orientation_id: uuid.UUID, *, on: date) -> OrientationLue:
    """Return an orientation with each recipient and its steps. Seven queries at most. Raise `NotVisibleError` for one of another structure."""
    lue = Orientation.objects.select_related("personne", "droit_suivi", "par", "structure", "retrait").filter(pk=orientation_id).first()
    if lue is None or not access.may_orient(actor, lue.structure_id, on=on):
        raise NotVisibleError
    arrets = [Arret(du=pause.du, au=pause.au) for pause in lue.pauses.all()]
    siens = Prefetch("courriels", queryset=Courriel.objects.filter(structure_id=lue.structure_id))
    pas = Prefetch("suites", queryset=SuiteEnvoi.objects.select_related("auteur"))
    envois = lue.envois.select_related("destinataire", "orientation", "blocage").prefetch_related(pas, "relances", siens).order_by("envoyee_le", "pk")
    return OrientationLue(
        orientation=lue,
        nom=open_identity(lue.personne).ecrite,
        fiche=open_sheet(lue),
        envois=[_read(envoi, arrets, actor=actor, on=on) for envoi in envois],
        en_pause=any(arret.au is None for arret in arrets),
        retrait=getattr(lue, "retrait", None),
    )


def _read(envoi: Envoi, arrets: Sequence[Arret], *, actor: Compte, on: date) -> EnvoiLu:
    rows = sorted(envoi.suites.all(), key=lambda row: row.rang)
    etat, courriels = position_of(envoi, rows), list(envoi.courriels.all())
    relances = [une for une in envoi.relances.all() if une.horloge_rang == etat.horloge_rang]
    rappels = given(envoi, relances, courriels)
    partis = {un.cle for un in courriels if un.nature == NatureCourriel.RELANCE and un.statut == StatutCourriel.PARTI}
    attendues = [une for une in relances if f"{envoi.pk}:{une.cle}" not in partis and (envoi.appele_le is None or envoi.appele_le < une.le)]
    derniere, dits = rows[-1], {un.statut for un in courriels}
    en_attente = any(un.nature in AVEC_LIEN and un.statut in EN_ATTENTE for un in courriels)
    return EnvoiLu(
        envoi=envoi,
        pas=steps_read(envoi, rows),
        rappels=len(partis),
        prochaine_le=None if en_attente else rules.next_reminder(etat, rappels=rappels, arrets=arrets, on=on),
        a_appeler=bool(attendues) and envoi.est_ouvert and not en_attente,
        incertain=StatutCourriel.INCERTAIN in dits,
        refuse=StatutCourriel.REFUSE in dits,
        en_attente=en_attente,
        bloque=hasattr(envoi, "blocage"),
        a_revenir=derniere.rang > 1 and derniere.auteur_id == actor.pk and derniere.nature == NatureSuiteEnvoi.PAS and derniere.voie != "compte",
    )


def steps_read(envoi: Envoi, rows: Sequence[SuiteEnvoi]) -> list[PasLu]:
    """Return the steps of one recipient in order, their words open. No query once the person's key is read."""
    corriges = {row.annule_id for row in rows if row.annule_id}
    return [PasLu(suite=row, mots=open_words(envoi, row), corrige=row.pk in corriges) for row in rows if row.nature == NatureSuiteEnvoi.PAS]


def open_words(envoi: Envoi, suite: SuiteEnvoi) -> str:
    """Open the words of a step. Raise the errors of `coffre`."""
    return open_sealed(suite.mots_scelles, context=words_context(envoi.orientation, envoi.pk, suite.rang)).decode() if suite.mots_scelles else ""


def open_sheet(orientation: Orientation) -> Fiche:
    """Open the sheet of an orientation. Raise the errors of `coffre`."""
    return Fiche.from_bytes(open_sealed(orientation.fiche_scellee, context=sheet_context(orientation)))


def sending_for(actor: Compte, envoi_id: uuid.UUID, *, on: date) -> Envoi:
    """Return a recipient of an orientation of the actor's structure. Two queries. Raise `NotVisibleError` for any other."""
    lus = Envoi.objects.filter(pk=envoi_id)
    envoi: Envoi | None = lus.select_related("orientation__personne", "orientation__droit_suivi", "orientation__structure", "destinataire", "blocage").first()
    if envoi is None or not access.may_orient(actor, envoi.structure_id, on=on):
        raise NotVisibleError
    return envoi


def check_may_leave(envoi: Envoi) -> None:
    """Raise `AgreementWithdrawnError`, `ErasureAskedError` where the sheet leaves no more. Two queries."""
    if is_withdrawn(envoi.orientation_id):
        raise AgreementWithdrawnError
    if is_leaving(envoi.orientation):
        raise ErasureAskedError


def received_by(actor: Compte, *, on: date) -> list[Envoi]:
    """Return what was sent to the actor's structures, what waits first, then the newest; nothing of anybody: the sheet is on its own page. Two queries."""
    rows = Envoi.objects.towards(access.structures_of(actor, on=on)).exclude(statut=StatutEnvoi.ANNULEE)
    lus = list(rows.select_related("structure").order_by("-envoyee_le", "pk")[: 4 * PAR_PAGE])
    return sorted(lus, key=lambda envoi: not envoi.est_ouvert)


def received_for(actor: Compte, envoi_id: uuid.UUID, *, on: date) -> tuple[Envoi, Fiche, Sequence[PasLu]]:
    """Return what was sent to the actor's structure, its sheet and its steps. Seven queries at most. Raise `NotVisibleError` for anything else.

    The list of services is the sender's own: it is not joined. Raise `SheetClosedError` where the service reads it no more. The sheet is opened in the name of the service: its key is the other structure's.
    """
    envoi = Envoi.objects.select_related("structure").filter(pk=envoi_id).first()
    if envoi is None or not access.may_answer(actor, envoi, on=on):
        raise NotVisibleError
    if envoi.lecture_fermee:
        raise SheetClosedError
    with as_service(Service.ORIENTATION):
        envoi.orientation = Orientation.objects.select_related("structure").get(pk=envoi.orientation_id, structure_id=envoi.structure_id)
        if is_leaving(envoi.orientation):
            raise NotVisibleError
        return envoi, open_sheet(envoi.orientation), steps_read(envoi, list(envoi.suites.order_by("rang")))


@as_service(Service.ORIENTATION)
def sheet_of_link(envoi: Envoi) -> Fiche:
    """Open the sheet for who holds a link whose code was typed (`services_liens.proven_link`). One query."""
    return open_sheet(envoi.orientation)


def recipients_of(structure_id: int, *, retires: bool = False) -> list[Destinataire]:
    """Return the services to which a structure sends people, by name. One query. The caller looked whether the actor may."""
    rows = Destinataire.objects.of_structures([structure_id]).filter(retire_le__isnull=not retires)
    return list(rows.select_related("vers_structure").order_by("nom"))


def recipient_for(actor: Compte, destinataire_id: int, *, on: date) -> Destinataire:
    """Return a service of the list of the actor's structure. Two queries. Raise `NotVisibleError` for any other."""
    trouve: Destinataire | None = Destinataire.objects.select_related("structure", "vers_structure").filter(pk=destinataire_id).first()
    if trouve is None or not access.may_orient(actor, trouve.structure_id, on=on):
        raise NotVisibleError
    return trouve


def measures_of(destinataires: Sequence[Destinataire], *, on: date) -> dict[int, Recul]:
    """Return how each service answers its structure, by its number: its last sendings. One query."""
    numeros = [un.pk for un in destinataires]
    if not numeros:
        return {}
    rows = Envoi.objects.of_structures({un.structure_id for un in destinataires}).filter(destinataire_id__in=numeros).order_by("-envoyee_le")
    trajets: dict[int, list[tuple[str, Trajet]]] = {numero: [] for numero in numeros}
    for numero, *trajet in rows.values_list("destinataire_id", *TRAJET):
        if len(trajets[numero]) < MESURES_MAX:
            trajets[numero].append(_path(*trajet))
    return {numero: rules.review(siens, on=on) for numero, siens in trajets.items()}


def measure_received(actor: Compte, *, on: date) -> Recul:
    """Return how the actor's structures answer what is sent to them: what those who send see too. Two queries.

    In the name of the service: what is closed is read no more by who answers, and counts all the same.
    """
    miennes = access.structures_of(actor, on=on)
    with as_service(Service.ORIENTATION):
        rows = Envoi.objects.towards(miennes).order_by("-envoyee_le").values_list(*TRAJET)[:MESURES_MAX]
        return rules.review([_path(*row) for row in rows], on=on)


@as_service(Service.ORIENTATION)
def measure_of_desk(envoi: Envoi, *, on: date) -> Recul:
    """Return how the desk that holds a link answers the structure that wrote to it: its own figures and no other's. One query."""
    rows = Envoi.objects.of_structures([envoi.structure_id]).filter(destinataire_id=envoi.destinataire_id).order_by("-envoyee_le")
    return rules.review([_path(*row) for row in rows.values_list(*TRAJET)[:MESURES_MAX]], on=on)


def _path(demande: str, envoyee: date, parvenue: date | None, repondue: date | None, promis: int | None, statut: str) -> tuple[str, Trajet]:
    trajet = Trajet(
        # Days in a box of mails are not the service's.
        envoyee_le=min(max(envoyee, parvenue or envoyee), repondue or date.max),
        repondue_le=repondue,
        delai_promis=rules.DELAI_USUEL if promis is None else promis,
        annulee=statut == StatutEnvoi.ANNULEE.value,
    )
    return str(Demande(demande).label), trajet
