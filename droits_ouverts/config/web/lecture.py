"""Every answer that shows something of a person leaves one line in the journal, and every refusal on those pages leaves one too.

A page that is read (GET) is read in one transaction with its line: there is no reading without it, a stop in the middle included. An act (POST) leaves
its own line by its verb, and a reading line only where no verb wrote one; it is committed before the answer leaves. Calculations are asked outside any
transaction, so that nobody waits for them. A page that nobody listed here is still written down, under the plainest verb.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.urls import Resolver404, resolve
from django.utils import timezone

from droits_ouverts.agenda.models import Action, RendezVous
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.comptes.models import Compte
from droits_ouverts.config.web.porte import PERSONNELLES, note_refusal
from droits_ouverts.foundation.errors import DomainError
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.journal.services import is_identifier, noting, record, record_refusal
from droits_ouverts.orientation.models import Envoi, Orientation
from droits_ouverts.personnes.enums import Finalite
from droits_ouverts.personnes.models import Partage, Personne
from droits_ouverts.personnes.selectors_partage import agreement_read_by
from droits_ouverts.structures import access
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.veille.models import ComparaisonLois

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase
    from django.urls import ResolverMatch

    from droits_ouverts.foundation.types import GetResponse
    from droits_ouverts.journal.models import Ligne

BILAN, ACCOMPAGNEMENT, DROIT_D_ACCES, CONSERVATION = "bilan_des_droits", "accompagnement", "droit_d_acces", "conservation"
ORIENTATION, CHANGEMENT_DE_LOI = "orientation", "changement_de_loi"
REFUS = frozenset({403, 404, 429})
SHOWN = frozenset({422, 503})
"""Answers besides 2xx that show the page again: a form with its mistakes, a calculation to ask again."""


@dataclass(frozen=True, slots=True)
class Lecture:
    """How reading a page is called, and what for."""

    verb: str
    purpose: str = BILAN


LECTURES: dict[str, Lecture] = {
    "accueil": Lecture("lister_bilans"),
    "bilan:list": Lecture("lister_bilans"),
    "bilan:resultats": Lecture("lire_resultats"),
    "bilan:estimation": Lecture("lire_resultats"),
    "bilan:historique": Lecture("lire_historique"),
    "bilan:comparer": Lecture("lire_historique"),
    "bilan:gardee": Lecture("lire_historique"),
    "bilan:fiche": Lecture("lire_fiche"),
    "bilan:fiche_pdf": Lecture("imprimer_fiche"),
    "bilan:tourne": Lecture("montrer_ecran"),
    "bilan:ouvertures": Lecture("lire_ouvertures", DROIT_D_ACCES),
    "personnes:ouvertures": Lecture("lire_ouvertures", DROIT_D_ACCES),
    "personnes:copie": Lecture("lire_personne", DROIT_D_ACCES),
    "personnes:urgences": Lecture("lister_urgences", "urgence"),
    "personnes:urgence_lire": Lecture("lire_en_urgence", "urgence"),
    "personnes:liste": Lecture("lister_personnes", ACCOMPAGNEMENT),
    "personnes:chercher": Lecture("chercher_personne", ACCOMPAGNEMENT),
    "personnes:nouvelle": Lecture("chercher_personne", ACCOMPAGNEMENT),
    "personnes:reunir": Lecture("chercher_dossier", ACCOMPAGNEMENT),
    "personnes:personne": Lecture("lire_personne", ACCOMPAGNEMENT),
    "personnes:partagees": Lecture("lister_personnes_partagees", ACCOMPAGNEMENT),
    "conservation:liste": Lecture("lister_echeances", CONSERVATION),
    "conservation:personne": Lecture("lire_echeance", CONSERVATION),
    "conservation:bilan": Lecture("lire_echeance", CONSERVATION),
    "suivi:liste": Lecture("lister_droits_suivis", ACCOMPAGNEMENT),
    "suivi:a_faire": Lecture("lister_a_faire", ACCOMPAGNEMENT),
    "suivi:bloques": Lecture("lister_bloques", ACCOMPAGNEMENT),
    "suivi:tableau": Lecture("telecharger_droits_suivis", ACCOMPAGNEMENT),
    "suivi:personne": Lecture("lire_chemin", ACCOMPAGNEMENT),
    "personnes:partagee": Lecture("lire_part_partagee", ACCOMPAGNEMENT),
    "orientation:liste": Lecture("lister_orientations", ORIENTATION),
    "orientation:recues": Lecture("lister_orientations_recues", ORIENTATION),
    "orientation:recue": Lecture("lire_orientation_recue", ORIENTATION),
    "orientation:envoyer": Lecture("preparer_orientation", ORIENTATION),
    "orientation:bordereau": Lecture("imprimer_orientation", ORIENTATION),
    "orientation:fichier": Lecture("exporter_orientation", ORIENTATION),
    "courriers:liste": Lecture("lister_courriers", ACCOMPAGNEMENT),
    "courriers:courrier": Lecture("lire_courrier", ACCOMPAGNEMENT),
    "reprise:essai": Lecture("essayer_tableau", ACCOMPAGNEMENT),
    "reprise:colonnes": Lecture("lire_tableau", ACCOMPAGNEMENT),
    "reprise:valeurs": Lecture("lire_tableau", ACCOMPAGNEMENT),
    "veille:comparaison": Lecture("lire_droits_nouveaux", CHANGEMENT_DE_LOI),
    "veille:doutes": Lecture("lire_droits_nouveaux", CHANGEMENT_DE_LOI),
    "veille:accord": Lecture("lire_personne", CHANGEMENT_DE_LOI),
    "bilan:papiers": Lecture("lister_papiers"),
    "bilan:papier": Lecture("lire_papier"),
    "documents:renouveler": Lecture("lister_papiers", ACCOMPAGNEMENT),
    "documents:liste": Lecture("lister_papiers", ACCOMPAGNEMENT),
    "documents:ajouter": Lecture("lister_papiers", ACCOMPAGNEMENT),
    "documents:papier": Lecture("lire_papier", ACCOMPAGNEMENT),
    "documents:telecharger": Lecture("telecharger_papier", ACCOMPAGNEMENT),
    "documents:page": Lecture("lire_papier", ACCOMPAGNEMENT),
    "documents:confier": Lecture("lire_papier", ACCOMPAGNEMENT),
    "carnet:donner": Lecture("lire_personne", ACCOMPAGNEMENT),
    "reperage:personne": Lecture("lire_rencontres_liees", ACCOMPAGNEMENT),
}
"""Pages that are called otherwise than the room's plainest reading (`lire_bilan`, `lire_personne`, `lire_partage`)."""

RIEN: dict[str, str] = {
    "bilan:start": "asks how to begin: nobody is there yet",
    "bilan:reprendre": "asks for a code: what it finds is another page",
    "documents:page": "a page of the paper whose reading was just written down: its address is signed for whoever reads it, for ten minutes",
    "bilan:rendre": "asks for the number that gives the device back",
    "agenda:nouveau": "asks when a team meets: nobody is there yet",
    "agenda:action_nouvelle": "asks what a team has to do: same",
    "agenda:abonnement": "opens or closes the address of one's own hours",
    "agenda:venues": "the appointments of a team in numbers, none under five",
    "agenda:resume": "how often one's own mail of counts comes",
    "reprise:liste": "the imports of a structure, in numbers",
    "reprise:reprise": "what an import did, in numbers of rows",
    "reprise:exporter": "asks for columns; what goes out is written down by its own verb",
    "veille:liste": "the comparisons of a structure, in numbers",
    "reperage:accueil": "rounds of a team: nobody who was met",
    "reperage:nouvelle": "asks when a team goes out",
    "reperage:tournee": "encounters without a name, and counters",
    "reperage:noter": "same: shown again where an answer is refused",
    "reperage:compte_rendu": "what a round counted, and words about places",
    "reperage:campagnes": "whom a structure looks for, never whom it met",
    "reperage:campagne_nouvelle": "asks what a campaign is",
    "reperage:campagne": "its places, and counts",
    "reperage:endroits": "streets and buildings",
    "reperage:compter": "a sum",
    "orientation:services": "the services of a structure and how they answer, in numbers",
    "orientation:service_ajouter": "asks what a service is",
    "orientation:service": "a service, its code, how it answers, in numbers",
}
"""Pages of those rooms that show nothing of anybody, each with its reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chose:
    """What a page is about, and the structure that holds it: its chain gets the line."""

    kind: str
    id: object
    structure_id: int | None
    partage_id: int | None = None


class LectureMiddleware:
    """Write the line of a reading, or of a refusal. Listed after `DomainErrorMiddleware`, so that it hears of a refusal first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the view does, once its line is written."""
        match = _personal(request)
        if match is None or not isinstance(request.user, Compte):
            return self.get_response(request)
        # A reading is one transaction with its line. What computes is never a GET.
        with noting() as lignes, transaction.atomic() if request.method == "GET" else nullcontext():
            response = self.get_response(request)
            if not connection.needs_rollback:
                _leave(request, match, response, lignes)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Keep the code of a refusal for its line; another middleware makes the page."""
        if isinstance(exception, DomainError):
            note_refusal(request, exception.code)
        return None


def reading_of(match: ResolverMatch) -> Lecture:
    """Return how reading a page is called: as listed, or the plainest reading of what it is about."""
    listed = LECTURES.get(match.view_name)
    if listed is not None:
        return listed
    if "partage_id" in match.kwargs:
        return Lecture("lire_partage", ACCOMPAGNEMENT)
    if "agenda" in match.namespaces:
        return Lecture("lire_agenda", ACCOMPAGNEMENT)
    if match.namespace == "orientation":
        return Lecture("lire_orientation", ORIENTATION)
    if "suivi_id" in match.kwargs:
        return Lecture("lire_droit_suivi", ACCOMPAGNEMENT)
    return Lecture("lire_personne", ACCOMPAGNEMENT) if "personne_id" in match.kwargs else Lecture("lire_bilan")


def _personal(request: HttpRequest) -> ResolverMatch | None:
    """Return the address if its page may show something of a person."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    return match if match.view_name in LECTURES or PERSONNELLES.intersection(match.namespaces) else None


def _leave(request: HttpRequest, match: ResolverMatch, response: HttpResponseBase, lignes: list[Ligne]) -> None:
    motif = getattr(request, "refus", "")
    if motif and response.status_code in REFUS:
        _refused(request, match, motif)
    elif not motif and request.method in {"GET", "POST"} and _shows(match, response) and not lignes:
        _read(request, match)


def _shows(match: ResolverMatch, response: HttpResponseBase) -> bool:
    return (200 <= response.status_code < 300 or response.status_code in SHOWN) and match.view_name not in RIEN


def _read(request: HttpRequest, match: ResolverMatch) -> None:
    lecture, actor = reading_of(match), request.user
    assert isinstance(actor, Compte)  # noqa: S101  the middleware has looked: this narrows the type
    chose = _thing(match.kwargs, actor)
    if chose is None:
        return
    with _written():
        record(
            actor=actor,
            verb=lecture.verb,
            thing_kind=chose.kind,
            thing_id=chose.id,
            purpose=_purpose(match, lecture),
            structure=chose.structure_id,
            partage=chose.partage_id,
        )


def _refused(request: HttpRequest, match: ResolverMatch, motif: str) -> None:
    lecture, actor = reading_of(match), request.user
    assert isinstance(actor, Compte)  # noqa: S101  the middleware has looked: this narrows the type
    chose = _thing(match.kwargs, actor) or Chose(kind="compte", id=actor.pk, structure_id=None)
    verb = lecture.verb if request.method in {"GET", "HEAD"} else f"agir_{chose.kind}"
    with _written():
        record_refusal(
            actor=actor, verb=verb, thing_kind=chose.kind, thing_id=chose.id, purpose=_purpose(match, lecture), structure=chose.structure_id, motif=motif
        )


def _written() -> AbstractContextManager[object]:
    """Return the transaction of a line: the reading's own, else a new one."""
    return nullcontext() if connection.in_atomic_block else transaction.atomic()


def _purpose(match: ResolverMatch, lecture: Lecture) -> str:
    """Return what the person agreed to, where the address says it; else the page's own purpose."""
    finalite = match.kwargs.get("finalite")
    return str(finalite) if finalite in Finalite.values else lecture.purpose


@as_service(Service.TENANT)
def _thing(kwargs: dict[str, Any], actor: Compte) -> Chose | None:
    """Return what a page is about. One query, two for what somebody of another structure reads; None for a list of somebody who meets nobody."""
    if "bilan_id" in kwargs:
        return _held("bilan", kwargs["bilan_id"], Bilan.objects.filter(pk=kwargs["bilan_id"]).values_list("structure_id", flat=True))
    for nom, kind, modele in (
        ("orientation_id", "orientation", Orientation),
        ("envoi_id", "envoi", Envoi),
        ("suivi_id", "droit_suivi", DroitSuivi),
        ("comparaison_id", "comparaison_lois", ComparaisonLois),
    ):
        if nom in kwargs:
            return _held(kind, kwargs[nom], modele.objects.filter(pk=kwargs[nom]).values_list("structure_id", flat=True))
    if "partage_id" in kwargs:
        return _held("partage", kwargs["partage_id"], Partage.objects.filter(pk=kwargs["partage_id"]).values_list("de_structure_id", flat=True))
    if "personne_id" in kwargs:
        partage = None
        if kwargs.get("finalite") in Finalite.values:
            partage = agreement_read_by(actor, kwargs["personne_id"], kwargs["finalite"])
        return _held("personne", kwargs["personne_id"], Personne.objects.filter(pk=kwargs["personne_id"]).values_list("structure_id", flat=True), partage)
    if "rendez_vous_id" in kwargs:
        return _of_agenda("rendez_vous", RendezVous, kwargs["rendez_vous_id"])
    if "action_id" in kwargs:
        return _of_agenda("action", Action, kwargs["action_id"])
    miennes = access.structures_for_check_ups(actor, timezone.localdate())
    if not miennes:
        return None
    return Chose(kind="structure", id=miennes[0], structure_id=miennes[0]) if len(miennes) == 1 else Chose(kind="compte", id=actor.pk, structure_id=None)


def _of_agenda(kind: str, modele: type[RendezVous | Action], numero: object) -> Chose:
    """Return the person whom an appointment or an action is about, or the thing itself where it is the team's."""
    trouve = modele.objects.filter(pk=numero).values_list("structure_id", "personne_id").first()
    structure_id, personne_id = trouve or (None, None)
    return Chose(kind="personne" if personne_id else kind, id=personne_id or numero, structure_id=structure_id)


def _held(kind: str, numero: object, structures: Iterable[int], partage: int | None = None) -> Chose:
    """Return a thing with its structure; a number that no row can have is told as none."""
    return Chose(kind=kind, id=numero if is_identifier(numero) else 0, structure_id=next(iter(structures), None), partage_id=partage)
