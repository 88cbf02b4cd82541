"""The verbs of an import: take a table, say what its columns and words mean, try it, do it by batches. Each is one transaction and one line of the journal.

What a row does is done by the verbs of the screens, each with its own line. Undoing is in `services_annulation`.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from droits_ouverts.coffre.services import destroy_keys, open_sealed, seal
from droits_ouverts.foundation.errors import DomainError, ForbiddenError, NotVisibleError
from droits_ouverts.journal.services import record
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.personnes.services import create_person
from droits_ouverts.reprise import access, essai, rules
from droits_ouverts.reprise.contextes import subject, table_context, trial_context
from droits_ouverts.reprise.enums import Sort, Statut
from droits_ouverts.reprise.errors import NotReadyError, TableRefusedError
from droits_ouverts.reprise.models import Correspondance, LigneReprise, Reprise
from droits_ouverts.reprise.rules import Rangee, Reglages
from droits_ouverts.suivi.enums import Origine
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.rules import ANNULE
from droits_ouverts.suivi.services import move_right, open_right

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

FINALITE = "accompagnement"
PAR_LOT = 10
"""Rows of one transaction: a cut loses ten at most, which are done again."""


@transaction.atomic
def receive(*, actor: Compte, structure_id: int, lignes: Sequence[Sequence[str]], now: datetime) -> Reprise:
    """Take the rows of a table, its first one the headers; social security numbers are left out before anything is kept. Raise `TableRefusedError`."""
    if not access.may_import(actor, structure_id, on=_day(now)):
        raise ForbiddenError
    pleines = [ligne for ligne in lignes if any(cellule.strip() for cellule in ligne)]
    if not 2 <= len(pleines) <= rules.LIGNES_MAX + 1 or len(pleines[0]) > rules.COLONNES_MAX:
        raise TableRefusedError
    propres, refusees = rules.without_nir(pleines)
    reprise = Reprise(structure_id=structure_id, par=actor, lignes=len(propres) - 1, created_at=now, reglages={"refusees": refusees})
    reprise.tableau_scelle = seal(_written(propres), context=table_context(reprise))
    reprise.save(force_insert=True)
    note(actor, "recevoir_tableau", reprise)
    return reprise


@transaction.atomic
def set_columns(*, actor: Compte, reprise_id: uuid.UUID, colonnes: Sequence[str], accord_mode: str, accord_le: date | None, now: datetime) -> Reprise:
    """Say what each column is, and the agreement that goes for the whole file. What nobody asked for is erased from what is kept. Raise `NotReadyError`."""
    reprise = locked(actor, reprise_id, now, Statut.COLONNES)
    lignes = open_table(reprise)
    gardees = [rang for rang, champ in enumerate(colonnes) if champ and rang < len(lignes[0])]
    reduites = [[ligne[rang] if rang < len(ligne) else "" for rang in gardees] for ligne in lignes]
    connue = _known(reprise, actor, now)
    connue.colonnes |= {rules.bare(entete): champ for entete, champ in zip(lignes[0], colonnes, strict=False)}
    connue.save()
    reprise.tableau_scelle = seal(_written(reduites), context=table_context(reprise))
    reprise.reglages |= {
        "colonnes": [colonnes[rang] for rang in gardees],
        "accord_mode": accord_mode,
        "accord_le": accord_le.isoformat() if accord_le else "",
    }
    reprise.statut = Statut.VALEURS
    reprise.save()
    note(actor, "confirmer_colonnes", reprise)
    return reprise


@transaction.atomic
def set_values(*, actor: Compte, reprise_id: uuid.UUID, droits: Mapping[str, str], etats: Mapping[str, str], now: datetime) -> Reprise:
    """Say which right and which state each word means, and try every row. Raise `NotReadyError`."""
    reprise = locked(actor, reprise_id, now, Statut.VALEURS)
    connue = _known(reprise, actor, now)
    connue.droits |= {mot: code for mot, code in droits.items() if code}
    connue.etats |= {mot: etat for mot, etat in etats.items() if etat}
    connue.save()
    reprise.reglages |= {"droits": dict(droits), "etats": dict(etats), "choix": {}}
    reprise.statut = Statut.ESSAI
    _tried(actor, reprise, now)
    note(actor, "essayer_reprise", reprise)
    return reprise


@transaction.atomic
def set_choices(*, actor: Compte, reprise_id: uuid.UUID, choix: Mapping[str, str], now: datetime) -> Reprise:
    """Say who doubtful rows are about, and try again. Raise `NotReadyError`."""
    reprise = locked(actor, reprise_id, now, Statut.ESSAI)
    reprise.reglages["choix"] = {**reprise.reglages.get("choix", {}), **choix}
    _tried(actor, reprise, now)
    note(actor, "essayer_reprise", reprise)
    return reprise


@transaction.atomic
def begin(*, actor: Compte, reprise_id: uuid.UUID, now: datetime) -> Reprise:
    """Begin to import what the trial said. Raise `NotReadyError`."""
    reprise = locked(actor, reprise_id, now, Statut.ESSAI)
    reprise.statut, reprise.faites = Statut.EN_COURS, 0
    reprise.save(update_fields=["statut", "faites"])
    note(actor, "importer_tableau", reprise)
    return reprise


@transaction.atomic
def advance(*, actor: Compte, reprise_id: uuid.UUID, now: datetime) -> Reprise:
    """Import the next ten rows; at the end, erase the table. Cut anywhere, it begins again after the last row that was done. Raise `NotReadyError`."""
    reprise = locked(actor, reprise_id, now, Statut.EN_COURS)
    essais = {verdict.rang: verdict for verdict in open_trial(reprise)}
    rangees = rows_of(reprise, on=_day(now))
    faites = {ligne.rang: ligne for ligne in LigneReprise.objects.filter(reprise=reprise)}
    a_faire = [rangee for rangee in rangees if rangee.rang not in faites]
    for rangee in a_faire[:PAR_LOT]:
        ligne = LigneReprise(reprise=reprise, rang=rangee.rang)
        try:
            with transaction.atomic():
                _done(actor, reprise, rangee, essais.get(rangee.rang), ligne, faites, now)
        except DomainError as refus:
            ligne = LigneReprise(reprise=reprise, rang=rangee.rang, refus=refus.code[:40])
        ligne.save(force_insert=True)
        faites[rangee.rang] = ligne
    reprise.faites = len(faites)
    if len(a_faire) <= PAR_LOT:
        reprise.statut, reprise.finie_at, reprise.tableau_scelle, reprise.essai_scelle = Statut.FAITE, now, "", ""
        note(actor, "finir_reprise", reprise)
        forget_tables([reprise], purpose=FINALITE, now=now)
    reprise.save()
    return reprise


@transaction.atomic
def give_up(*, actor: Compte, reprise_id: uuid.UUID, now: datetime) -> None:
    """Erase a table that nobody imports. Raise `NotReadyError` once rows were imported: it is undone instead."""
    reprise = locked(actor, reprise_id, now, Statut.COLONNES, Statut.VALEURS, Statut.ESSAI)
    note(actor, "abandonner_reprise", reprise)
    forget_tables([reprise], purpose=FINALITE, now=now)
    reprise.delete()


def forget_tables(reprises: Iterable[Reprise], *, purpose: str, now: datetime) -> None:
    """Destroy the keys of these tables: what they said opens nowhere any more, backups included. In a transaction. What was imported is not touched."""
    for structure_id, groupe in groupby(sorted(reprises, key=lambda une: une.structure_id), key=lambda une: une.structure_id):
        destroy_keys([subject(une) for une in groupe], structure=structure_id, actor=None, purpose=purpose, now=now)


def open_table(reprise: Reprise) -> list[list[str]]:
    """Open the rows of a table, its headers first. Raise the errors of `coffre`."""
    lues: list[list[str]] = json.loads(open_sealed(reprise.tableau_scelle, context=table_context(reprise)))
    return lues


def open_trial(reprise: Reprise) -> list[essai.Verdict]:
    """Open what the trial said. Raise the errors of `coffre`."""
    return essai.from_bytes(open_sealed(reprise.essai_scelle, context=trial_context(reprise))) if reprise.essai_scelle else []


def rows_of(reprise: Reprise, *, on: date) -> list[Rangee]:
    """Return the rows of a table as its settings make us understand them."""
    entetes, *lignes = open_table(reprise)
    dit = reprise.reglages
    reglages = Reglages(
        colonnes=dit["colonnes"],
        droits=dit.get("droits", {}),
        etats=dit.get("etats", {}),
        accord_mode=dit.get("accord_mode", ""),
        accord_le=date.fromisoformat(dit["accord_le"]) if dit.get("accord_le") else None,
    )
    return rules.read_rows(entetes, lignes, reglages, today=on)


def locked(actor: Compte, reprise_id: uuid.UUID, now: datetime, *statuts: Statut) -> Reprise:
    """Return an import of the actor's, locked until the transaction ends. Raise `NotVisibleError`, `NotReadyError` where it stands elsewhere."""
    reprise: Reprise | None = Reprise.objects.select_for_update().filter(pk=reprise_id).first()
    if reprise is None or not access.may_import(actor, reprise.structure_id, on=_day(now)):
        raise NotVisibleError
    if reprise.statut not in statuts:
        raise NotReadyError
    return reprise


def _done(
    actor: Compte, reprise: Reprise, rangee: Rangee, vu: essai.Verdict | None, ligne: LigneReprise, faites: Mapping[int, LigneReprise], now: datetime
) -> None:
    """Do what the trial said of a row, where it would still say the same."""
    if vu is None or vu.sort not in {Sort.CREER, Sort.RECONNUE}:
        ligne.refus = vu.sort if vu else Sort.REFUSEE.value
        return
    on = _day(now)
    personne_id = vu.personne_id
    if personne_id is None and vu.comme is not None:
        avant = faites.get(vu.comme)
        personne_id = avant.personne_id if avant else None
        if personne_id is None:
            ligne.refus = Sort.REFUSEE.value
            return
    if personne_id is None:
        choisi = str(reprise.reglages.get("choix", {}).get(str(rangee.rang), ""))
        nouvelles = {une.personne_id for une in faites.values() if une.creee and une.personne_id}
        if essai.looked_up(actor, reprise.structure_id, rangee, None, choisi, on=on, nouvelles=nouvelles).sort != Sort.CREER:
            ligne.refus = "change_depuis"
            return
        personne_id = create_person(
            actor=actor,
            structure_id=reprise.structure_id,
            identite=Identite(prenom=rangee.prenom, nom=rangee.nom, naissance=rangee.naissance),
            accord_mode=ModeAccord(rangee.accord_mode),
            accord_le=rangee.accord_le or on,
            now=now,
        ).pk
        ligne.creee = True
    ligne.personne_id = personne_id
    if rangee.droit:
        _follow(actor, reprise, rangee, ligne, personne_id, now)


def _follow(actor: Compte, reprise: Reprise, rangee: Rangee, ligne: LigneReprise, personne_id: int, now: datetime) -> None:
    suivi = DroitSuivi.objects.of_structures([reprise.structure_id]).of_person(personne_id).filter(droit=rangee.droit).first()
    if suivi is not None and suivi.etat == rangee.etat:
        return
    suivi_deja = suivi is not None and suivi.etat != ANNULE
    etapes = essai.steps_of(rangee, [rangee.etat] if suivi_deja else rangee.chemin, on=_day(now))
    ligne.rang_avant = suivi.rang if suivi is not None else 0
    if suivi is None or not suivi_deja:
        suivi = open_right(actor=actor, personne_id=personne_id, droit=rangee.droit, saisie=etapes.pop(0), now=now, origine=Origine.IMPORT)
    for saisie in etapes:
        rang = move_right(droit_suivi_id=suivi.pk, actor=actor, rang_vu=suivi.rang, saisie=saisie, now=now).rang
        suivi.rang = rang
    ligne.droit_suivi, ligne.rang_apres = suivi.pk, suivi.rang


def _tried(actor: Compte, reprise: Reprise, now: datetime) -> None:
    verdicts = essai.tried(actor, reprise.structure_id, rows_of(reprise, on=_day(now)), reprise.reglages.get("choix", {}), now=now)
    reprise.essai_scelle = seal(essai.to_bytes(verdicts), context=trial_context(reprise))
    reprise.save()


def _known(reprise: Reprise, actor: Compte, now: datetime) -> Correspondance:
    connue: Correspondance = Correspondance.objects.filter(structure_id=reprise.structure_id).first() or Correspondance(structure_id=reprise.structure_id)
    connue.par, connue.at = actor, now
    return connue


def note(actor: Compte, verb: str, reprise: Reprise) -> None:
    """Write the journal's line of a verb, in its transaction."""
    record(actor=actor, verb=verb, thing_kind="reprise", thing_id=reprise.pk, purpose=FINALITE, structure=reprise.structure_id)


def _written(lignes: Sequence[Sequence[str]]) -> bytes:
    return json.dumps(lignes, ensure_ascii=False, separators=(",", ":")).encode()


def _day(now: datetime) -> date:
    return timezone.localtime(now).date()
