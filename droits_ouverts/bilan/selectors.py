"""What the screens of the check-up read, each with its cost in queries."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from django.conf import settings

from droits_ouverts.bilan import access
from droits_ouverts.bilan.enums import DecisionChoix, StatutAvis, StatutBilan
from droits_ouverts.bilan.models import Avis, Bilan, Choix, Estimation
from droits_ouverts.bilan.rules import Reponses
from droits_ouverts.coffre.errors import ErasedError
from droits_ouverts.coffre.services import Context, Sujet, open_sealed, prepare
from droits_ouverts.engine.serialize import estimation_from_dict
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.foundation.langue import month_name
from droits_ouverts.personnes.dossiers import files_of
from droits_ouverts.structures import selectors as structures
from droits_ouverts.structures.models import Structure

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.engine import results
    from droits_ouverts.personnes.models import Personne

PAR_PAGE = 50
NOTEES = frozenset({"catalogue"})
"""Versions that an estimate notes without depending on them: another catalogue (an address, a paper to bring) asks for no new computation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneBilan:
    """One line of the list of check-ups."""

    id: uuid.UUID
    prenom: str
    personnes: int
    mois: str
    termine: bool
    structure: str
    updated_at: datetime
    accord_mode: str = ""
    accord_le: date | None = None


def bilan_for(actor: Compte, bilan_id: uuid.UUID, *, on: date) -> Bilan:
    """Return a check-up that the actor may open. Two queries. Raise `NotVisibleError` for any other."""
    bilan = Bilan.objects.select_related("structure", "personne").filter(pk=bilan_id).first()
    if bilan is None or not access.may_open(actor, bilan, on=on):
        raise NotVisibleError
    return bilan


def my_structures(actor: Compte, *, on: date) -> list[Structure]:
    """Return the structures in which the actor may do check-ups, by name. Two queries, whatever their number."""
    miennes = set(access.may_start_in(actor, on=on))
    return [structure for structure in structures.structures_of(actor, on=on) if structure.pk in miennes]


def only_site_of(structure_id: int) -> int | None:
    """Return the site where a structure acts, None where it acts on none or on several. One query."""
    sites = list(Structure.objects.filter(pk=structure_id).values_list("sites", flat=True)[:2])
    return sites[0] if len(sites) == 1 else None


def sites_of(structure_ids: list[int]) -> dict[int, list[tuple[int, str]]]:
    """Return the sites where each structure acts: number and name, by name. One query."""
    rows = Structure.objects.filter(pk__in=structure_ids, sites__isnull=False).order_by("sites__nom").values_list("pk", "sites", "sites__nom")
    sites: dict[int, list[tuple[int, str]]] = {}
    for structure_id, site_id, nom in rows:
        sites.setdefault(structure_id, []).append((site_id, nom))
    return sites


def list_bilans(actor: Compte, *, on: date, limite: int = PAR_PAGE) -> list[LigneBilan]:
    """Return the last check-ups of the actor's structures, the last touched first, `limite` at most. Three queries in a page.

    An anonymous one is found by its code only.
    """
    miennes = access.may_start_in(actor, on=on)
    return _lines(Bilan.objects.of_structures(miennes).filter(anonyme=False).select_related("structure").recent_first()[:limite])


def bilans_of_person(personne: Personne, *, limite: int = PAR_PAGE) -> list[LigneBilan]:
    """Return the check-ups of a person whom the actor may open, in the structure that holds her, the last touched first. Two queries in a page."""
    return _lines(
        Bilan.objects.of_structures([personne.structure_id]).filter(personne_id__in=files_of(personne)).select_related("structure").recent_first()[:limite]
    )


def _lines(bilans: Iterable[Bilan]) -> list[LigneBilan]:
    """Return the lines of these check-ups, their keys read at once; one whose key was destroyed has none."""
    rows = list(bilans)
    prepare(answers_context(bilan) for bilan in rows)
    lignes = []
    for bilan in rows:
        with suppress(ErasedError):
            lignes.append(_line(bilan))
    return lignes


def _line(bilan: Bilan) -> LigneBilan:
    reponses = open_answers(bilan)
    demandeur = reponses.demandeur
    return LigneBilan(
        id=bilan.pk,
        prenom=demandeur.prenom if demandeur else "",
        personnes=len(reponses.membres),
        mois=month_name(bilan.mois),
        termine=bilan.statut == StatutBilan.TERMINE,
        structure=str(bilan.structure),
        updated_at=bilan.updated_at,
        accord_mode=str(bilan.get_accord_mode_display()),
        accord_le=bilan.accord_le,
    )


def latest_estimate(bilan: Bilan) -> Estimation | None:
    """Return the last estimate that the engine answered, whatever changed since; not one made again from older answers. One query."""
    return bilan.estimations.done().of_answers().latest_first().first()


def kept_estimates(bilan: Bilan) -> list[Estimation]:
    """Return the estimates that are done, the last first, those made again included. One query."""
    return list(bilan.estimations.done().latest_first())


def kept_estimate(bilan: Bilan, estimation_id: int) -> Estimation:
    """Return one estimate of a check-up that is done. One query. Raise `NotVisibleError` for any other."""
    ligne = bilan.estimations.done().filter(pk=estimation_id).first()
    if ligne is None:
        raise NotVisibleError
    ligne.bilan = bilan
    return ligne


def remade_under(estimation: Estimation, versions: Mapping[str, str]) -> Estimation | None:
    """Return the estimate of the same old answers under these rules, done or asked for. One query."""
    empreinte = digest(open_situation(estimation), versions, refaite_de=estimation.pk)
    return estimation.refaites.filter(empreinte=empreinte).latest_first().first()


def open_situation(estimation: Estimation) -> dict[str, object]:
    """Open the household that an estimate was made for, without names, as the engine read it; that of today for one kept before answers were.

    No query if its check-up is loaded. Raise the errors of `coffre`.
    """
    if not estimation.situation_scellee:
        return open_answers(estimation.bilan).questionnaire()
    contenu: dict[str, object] = json.loads(open_sealed(estimation.situation_scellee, context=situation_context(estimation)))
    return contenu


def open_answers(bilan: Bilan) -> Reponses:
    """Open the envelope of a check-up. One query the first time in a request. Raise the errors of `coffre`."""
    return Reponses.from_bytes(open_sealed(bilan.reponses_scellees, context=answers_context(bilan)))


def open_results(estimation: Estimation) -> results.Estimation:
    """Open the results of an estimate that is done. No query if its check-up is loaded. Raise the errors of `coffre`."""
    return estimation_from_dict(json.loads(open_sealed(estimation.resultats_scelles, context=results_context(estimation))))


def estimate_of(bilan: Bilan, reponses: Reponses, versions: Mapping[str, str]) -> Estimation | None:
    """Return the estimate of these very answers under these rules, done or asked for. One query."""
    return bilan.estimations.filter(empreinte=fingerprint(reponses, versions)).latest_first().first()


def fingerprint(reponses: Reponses, versions: Mapping[str, str]) -> str:
    """Keyed digest of a household (without names) and of the versions of the rules, in hexadecimal.

    Keyed by `SECRET_KEY`, so that a household cannot be guessed from the row by trying answers.
    """
    return digest(reponses.questionnaire(), versions)


def digest(questionnaire: Mapping[str, object], versions: Mapping[str, str], *, refaite_de: int | None = None) -> str:
    """Keyed digest of a household as the engine reads it. What is only recorded (`NOTEES`) does not count: no amount depends on it."""
    comptees = {nom: version for nom, version in versions.items() if nom not in NOTEES}
    contenu = json.dumps([dict(questionnaire), comptees, *([refaite_de] if refaite_de else [])], sort_keys=True, ensure_ascii=False).encode()
    return hmac.new(b"bilan.estimation|" + settings.SECRET_KEY.encode(), contenu, hashlib.sha256).hexdigest()


def answers_context(bilan: Bilan) -> Context:
    """What the answers' envelope is bound to."""
    return Context(structure=bilan.structure_id, kind="bilan.bilan", id=str(bilan.pk), field="reponses_scellees", sujet=Sujet("bilan", bilan.pk))


def results_context(estimation: Estimation) -> Context:
    """What the results' envelope is bound to."""
    return Context(
        structure=estimation.bilan.structure_id, kind="bilan.estimation", id=estimation.pk, field="resultats_scelles", sujet=Sujet("bilan", estimation.bilan_id)
    )


def situation_context(estimation: Estimation) -> Context:
    """What the envelope of the answers of then is bound to."""
    return Context(
        structure=estimation.bilan.structure_id, kind="bilan.estimation", id=estimation.pk, field="situation_scellee", sujet=Sujet("bilan", estimation.bilan_id)
    )


def choices_of(bilan: Bilan) -> dict[str, Choix]:
    """Return the choice in force for each right, by code; a right that has none, or whose choice was taken back, is not there. One query."""
    dernieres: dict[str, Choix] = {}
    for choix in bilan.choix.latest_first():
        dernieres.setdefault(choix.droit, choix)
    return {droit: choix for droit, choix in dernieres.items() if choix.decision != DecisionChoix.AUCUNE}


def opinions_of(bilan: Bilan) -> dict[str, Avis]:
    """Return the professional's opinion in force for each right, by code, its author loaded; one that was withdrawn is not there. One query."""
    derniers: dict[str, Avis] = {}
    for avis in bilan.avis.select_related("auteur").latest_first():
        derniers.setdefault(avis.droit, avis)
    return {droit: avis for droit, avis in derniers.items() if avis.statut != StatutAvis.RETIRE}


def words_of(choix: Choix, bilan: Bilan) -> str:
    """Open the person's own words, empty where she left none. No query. Raise the errors of `coffre`."""
    choix.bilan = bilan
    return open_sealed(choix.mots_scelles, context=words_context(choix)).decode() if choix.mots_scelles else ""


def reason_of(avis: Avis, bilan: Bilan) -> str:
    """Open the reason of an opinion, empty for a withdrawal. No query. Raise the errors of `coffre`."""
    avis.bilan = bilan
    return open_sealed(avis.raison_scellee, context=reason_context(avis)).decode() if avis.raison_scellee else ""


def words_context(choix: Choix) -> Context:
    """What the envelope of the person's words is bound to: a row is never changed, so that it is sealed before it has a number."""
    return Context(structure=choix.bilan.structure_id, kind="bilan.choix", id=_moment(choix), field="mots_scelles", sujet=Sujet("bilan", choix.bilan_id))


def reason_context(avis: Avis) -> Context:
    """What the envelope of an opinion's reason is bound to."""
    return Context(structure=avis.bilan.structure_id, kind="bilan.avis", id=_moment(avis), field="raison_scellee", sujet=Sujet("bilan", avis.bilan_id))


def _moment(ligne: Choix | Avis) -> str:
    return f"{ligne.bilan_id}/{ligne.droit}/{ligne.fait_at.astimezone(UTC).isoformat()}"
