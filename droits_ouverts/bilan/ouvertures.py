"""Who opened a person's file, said in plain words: lines of the journal gathered by whoever acted, for what, on one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.signals import dossier_compose
from droits_ouverts.comptes.models import Compte
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.journal.enums import Issue
from droits_ouverts.journal.selectors import LIGNES_MAX, openings_of
from droits_ouverts.personnes.dossiers import files_of, links_of
from droits_ouverts.personnes.models import Partage, Personne
from droits_ouverts.structures.models import Membre

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from droits_ouverts.journal.models import Ligne

_LU, _ECRIT, _CALCULE = gettext_lazy("a lu le bilan"), gettext_lazy("a noté des réponses"), gettext_lazy("a fait calculer les droits")
_PARTAGE, _FICHE, _NOM = (
    gettext_lazy("a lu ou noté un partage"),
    gettext_lazy("a lu ou imprimé la fiche"),
    gettext_lazy("a gardé le bilan au nom de la personne"),
)

ACTES: dict[str, str | Promise] = {
    "lire_bilan": _LU,
    "lire_resultats": _LU,
    "lire_historique": _LU,
    "reprendre_par_code": gettext_lazy("a rouvert le bilan par son code"),
    "lire_fiche": _FICHE,
    "imprimer_fiche": _FICHE,
    "terminer_bilan": gettext_lazy("a remis la fiche"),
    **dict.fromkeys(("comparer_dossiers", "chercher_dossier"), gettext_lazy("a regardé si elle a deux dossiers")),
    "reunir_dossiers": gettext_lazy("a noté que deux dossiers sont les siens : ils se lisent ensemble"),
    "separer_dossiers": gettext_lazy("a séparé deux dossiers qui étaient lus ensemble"),
    "lire_personne": gettext_lazy("a lu la page de la personne"),
    "lire_part_partagee": gettext_lazy("a lu la part que la personne partage"),
    "lire_ouvertures": gettext_lazy("a lu cette liste"),
    "montrer_ecran": gettext_lazy("a tourné l’écran vers la personne"),
    "choisir_droit": gettext_lazy("a noté un choix de la personne"),
    "donner_avis": gettext_lazy("a donné ou retiré un avis"),
    "retirer_avis": gettext_lazy("a donné ou retiré un avis"),
    "retirer_un_prenom": gettext_lazy("a retiré du bilan le prénom d’une personne effacée à sa demande"),
    "donner_copie": gettext_lazy("a remis à la personne la copie de son dossier"),
    "noter_comment_joindre": gettext_lazy("a noté comment la joindre"),
    "demander_urgence": gettext_lazy("a demandé à ouvrir ce dossier en urgence"),
    "accorder_urgence": gettext_lazy("a accepté une ouverture d’urgence, pour quatre heures"),
    "refuser_urgence": gettext_lazy("a refusé une ouverture d’urgence"),
    "lire_en_urgence": gettext_lazy("a lu le dossier en urgence"),
    **dict.fromkeys(("rectifier_identite", "noter_rectification", "refuser_rectification"), gettext_lazy("a noté une correction demandée")),
    **dict.fromkeys(("demander_effacement", "refuser_effacement", "annuler_effacement"), gettext_lazy("a noté une demande d’effacement")),
    **dict.fromkeys(("lire_papier", "telecharger_papier", "lister_papiers"), gettext_lazy("a lu ses papiers, ou leur liste")),
    **dict.fromkeys(
        ("ajouter_papier", "decrire_papier", "garder_papier", "retirer_papier", "remettre_papier"), gettext_lazy("a ajouté, décrit, gardé ou retiré un papier")
    ),
    **dict.fromkeys(("confier_papier", "revoquer_lien_papier"), gettext_lazy("a confié un papier par un lien, ou annulé ce lien")),
    **dict.fromkeys(("donner_page", "fermer_page"), gettext_lazy("a donné à la personne un code pour sa page, ou l’a fermée")),
    **dict.fromkeys(("lier_rencontre", "delier_rencontre"), gettext_lazy("a lié une rencontre d’avant à ce dossier, ou l’a déliée")),
    "lire_droits_nouveaux": gettext_lazy("a lu à qui une loi qui change pourrait ouvrir un droit"),
    "lire_rencontres_liees": gettext_lazy("a lu les rencontres liées à ce dossier"),
    "ouvrir_page": gettext_lazy("a montré sa page à qui avait son code"),
    "ouvrir_papier_confie": gettext_lazy("a donné un papier à qui avait son lien et son code"),
    "noter_contact": gettext_lazy("a noté un contact avec la personne"),
    "annoncer_echeance": gettext_lazy("a annoncé que ce dossier vient à terme"),
    "lire_echeance": gettext_lazy("a regardé combien de temps ce dossier est gardé"),
    **dict.fromkeys(("mettre_en_reserve", "lever_reserve"), gettext_lazy("a mis ce dossier en réserve, ou levé sa réserve")),
    "lire_agenda": gettext_lazy("a lu son agenda"),
    **dict.fromkeys(
        ("prendre_rendez_vous", "changer_rendez_vous", "reporter_rendez_vous", "retirer_rendez_vous", "arreter_serie", "defaire_rendez_vous"),
        gettext_lazy("a pris, changé ou reporté un rendez-vous"),
    ),
    "noter_issue_rendez_vous": gettext_lazy("a noté ce qu’il est advenu d’un rendez-vous"),
    **dict.fromkeys(
        ("noter_action", "changer_action", "faire_action", "defaire_action", "retirer_action", "remettre_action"),
        gettext_lazy("a noté ce qu’il y a à faire, ou ce qui est fait"),
    ),
    "donner_carte": gettext_lazy("a remis à la personne la carte de ses dates"),
    **dict.fromkeys(("orienter", "orienter_aussi"), gettext_lazy("l’a orientée vers un service, avec son accord")),
    **dict.fromkeys(("noter_reponse", "repondre", "repondre_par_lien"), gettext_lazy("a noté la réponse d’un service")),
    **dict.fromkeys(
        ("lire_orientation", "preparer_orientation", "imprimer_orientation", "exporter_orientation"), gettext_lazy("a lu ou imprimé une orientation")
    ),
    "lire_courrier": gettext_lazy("a lu un de ses courriers"),
    **dict.fromkeys(
        (
            *("preparer_courrier", "ecrire_courrier", "imprimer_courrier", "noter_depart_courrier"),
            *("reprendre_depart_courrier", "retirer_courrier", "remettre_courrier"),
        ),
        gettext_lazy("a préparé un courrier avec elle"),
    ),
    "enregistrer_gain": gettext_lazy("a recalculé ce que ses droits apportent"),
    **dict.fromkeys(("noter_accord_rappel", "annuler_accord_rappel"), gettext_lazy("a noté si on peut la rappeler quand une loi change")),
    "relire_bilan_deux_lois": gettext_lazy("a relu ses réponses avec une loi qui change"),
    **dict.fromkeys(("noter_rappel", "reprendre_rappel"), gettext_lazy("a noté un rappel à propos d’une loi qui change")),
    "donner_cas_anonyme": gettext_lazy("a donné, avec son accord, un cas de test sans son nom"),
    **dict.fromkeys(("lire_tableau", "essayer_tableau"), gettext_lazy("a relu un tableau avant de le reprendre")),
    "lire_orientation_recue": gettext_lazy("a lu la fiche qu’elle a accepté de partager"),
    "ouvrir_lien": gettext_lazy("a ouvert, pour un service, la fiche qu’elle a accepté de partager"),
    **dict.fromkeys(("noter_silence", "clore_envoi"), gettext_lazy("a noté qu’un service n’avait pas répondu")),
    "relancer": gettext_lazy("a relancé un service qui n’avait pas répondu"),
    **dict.fromkeys(("envoyer_courriel", "faire_lien", "demander_lien"), gettext_lazy("a écrit à un service, sans rien dire d’elle dans le message")),
    "appeler_service": gettext_lazy("a noté un appel à un service"),
    **dict.fromkeys(("annuler_envoi", "retirer_accord"), gettext_lazy("a repris une orientation : le service ne lit plus sa fiche")),
    **dict.fromkeys(("reprendre_appel", "retablir_accord"), gettext_lazy("a repris ce qui était noté par erreur")),
    "corriger_reponse": gettext_lazy("a repris une réponse notée par erreur"),
    **dict.fromkeys(("suspendre_relances", "reprendre_relances"), gettext_lazy("a suspendu ou repris les rappels à un service")),
    **dict.fromkeys(("prevoir_relais", "noter_relais"), gettext_lazy("a prévu ou noté un appel à trois ou une visite ensemble")),
    **dict.fromkeys(("lire_droit_suivi", "lire_chemin", "telecharger_droits_suivis"), gettext_lazy("a lu où en sont ses droits")),
    **dict.fromkeys(("ouvrir_suivi", "suivre_choix", "noter_etape"), gettext_lazy("a noté où en est un droit")),
    "corriger_etape": gettext_lazy("a repris une étape notée par erreur"),
    "confier_droit": gettext_lazy("a confié la suite d’un droit à quelqu’un"),
    **dict.fromkeys(("demander_piece", "donner_piece"), gettext_lazy("a noté un papier demandé ou donné")),
    **dict.fromkeys(("noter_appel", "regler_echeance"), gettext_lazy("a noté un appel, ou ce qu’il fait d’une échéance")),
    **dict.fromkeys(("noter_changement", "ecarter_changement"), gettext_lazy("a noté un changement dans sa vie")),
    **dict.fromkeys(("creer_personne", "rattacher_bilan"), _NOM),
    **dict.fromkeys(("lire_partage", "partager", "restreindre_partage", "retirer_partage", "retablir_partage"), _PARTAGE),
    **dict.fromkeys(("demander_estimation", "refaire_estimation", "enregistrer_estimation", "noter_estimation_echouee"), _CALCULE),
    **dict.fromkeys(
        ("commencer_bilan", "enregistrer_reponses", "enregistrer_urgences", "ajouter_personne", "modifier_personne", "retirer_personne", "remettre_personne"),
        _ECRIT,
    ),
}
"""Words of each act; one that is not here is said plainly (`AUTRE`)."""
AUTRE = gettext_lazy("a travaillé sur ce dossier")

POURQUOI: dict[str, str | Promise] = {
    "bilan_des_droits": gettext_lazy("faire le bilan des droits"),
    "accompagnement": gettext_lazy("l’accompagner dans ses démarches"),
    "aller_vers": gettext_lazy("la rencontrer là où elle vit"),
    "instruction": gettext_lazy("étudier une demande qu’elle fait"),
    "orientation": gettext_lazy("la recevoir après une orientation"),
    "droit_d_acces": gettext_lazy("lui montrer qui a ouvert son dossier"),
    "droits_de_la_personne": gettext_lazy("répondre à ce qu’elle demande de son dossier"),
    "changement_de_loi": gettext_lazy("voir si une loi qui change lui ouvre un droit"),
    "urgence": gettext_lazy("une urgence"),
    "conservation": gettext_lazy("appliquer les durées de conservation"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Somebody, one day, for one purpose: `actes` are what was done, each once, in the order in which it was done first."""

    qui: str
    structure: str
    pourquoi: str
    debut: datetime
    fin: datetime
    actes: tuple[str, ...]
    refuse: bool

    @property
    def un_instant(self) -> bool:
        """Whether it lasted less than a minute as hours are shown."""
        return self.debut.replace(second=0, microsecond=0) == self.fin.replace(second=0, microsecond=0)


def passages_of_person(personne: Personne, *, limite: int = LIGNES_MAX) -> list[Passage]:
    """Return who opened a person's page, her check-ups, her sharings, her rights or where she was sent, the last first, in `limite` lines at most. Eight queries at most."""
    siens = files_of(personne)
    bilans = Bilan.objects.of_structures([personne.structure_id]).filter(personne_id__in=siens).values_list("pk", flat=True)
    partages = Partage.objects.filter(personne_id__in=siens, de_structure_id=personne.structure_id).values_list("pk", flat=True)
    ailleurs: list[tuple[Any, Any]] = [
        recu for numero in siens for recu in dossier_compose.send(sender=Personne, structure_id=personne.structure_id, personne_id=numero)
    ]
    plus = [chose for _recepteur, choses in ailleurs for chose in choses]
    plus += [("personne", numero) for numero in siens if numero != personne.pk] + links_of(personne)
    aussi = [*(("bilan", pk) for pk in bilans), *(("partage", pk) for pk in partages), *plus]
    return said(openings_of("personne", personne.pk, structure_id=personne.structure_id, aussi=aussi, limite=limite), str(personne.structure))


def passages_of_bilan(bilan: Bilan) -> list[Passage]:
    """Return who opened a check-up, the last first. Four queries at most."""
    return said(openings_of("bilan", bilan.pk, structure_id=bilan.structure_id), str(bilan.structure))


def said(lignes: Iterable[Ligne], tenue_par: str) -> list[Passage]:
    """Gather the lines (the last first) and name who acted; `tenue_par` is the structure that holds the file. Three queries at most."""
    lignes = list(lignes)
    noms = Compte.objects.in_bulk({ligne.actor_id for ligne in lignes if ligne.actor_id})
    ailleurs = _elsewhere(lignes)
    return [_passage(list(groupe), noms, ailleurs, tenue_par) for _cle, groupe in groupby(lignes, key=_together)]


def _together(ligne: Ligne) -> tuple[object, ...]:
    return ligne.actor_id, ligne.purpose, ligne.issue, ligne.partage_id, timezone.localtime(ligne.at).date()


def _passage(groupe: list[Ligne], noms: Mapping[int, Compte], ailleurs: Mapping[tuple[int, int | None], str], tenue_par: str) -> Passage:
    derniere, premiere = groupe[0], groupe[-1]
    refuse = derniere.issue == Issue.REFUSE
    actes = [_("a voulu ouvrir ce dossier")] if refuse else [str(ACTES.get(ligne.verb, AUTRE)) for ligne in reversed(groupe)]
    actor = derniere.actor_id
    return Passage(
        qui=_("Le service lui-même") if actor is None else str(noms[actor]) if actor in noms else _("Un compte qui n’existe plus"),
        structure="" if actor is None else ailleurs.get((actor, derniere.partage_id), tenue_par),
        # The purpose is the page's: whoever was refused told none.
        pourquoi="" if refuse else str(POURQUOI.get(derniere.purpose, "")),
        debut=premiere.at,
        fin=derniere.at,
        actes=tuple(dict.fromkeys(actes)),
        refuse=refuse,
    )


@as_service(Service.TENANT)
def _elsewhere(lignes: list[Ligne]) -> dict[tuple[int, int | None], str]:
    """Return the structure of those who don't work in the one that holds the file: by the sharing, else by where they work. Two queries at most."""
    if not lignes:
        return {}
    tenue_par = lignes[0].structure_id
    partages = {ligne.partage_id for ligne in lignes if ligne.partage_id}
    lectrices = {p.pk: str(p.vers_structure) for p in Partage.objects.filter(pk__in=partages, de_structure_id=tenue_par).select_related("vers_structure")}
    comptes = {ligne.actor_id for ligne in lignes if ligne.actor_id}
    travail: dict[int, list[Membre]] = {}
    for membre in Membre.objects.filter(compte_id__in=comptes).select_related("structure").order_by("structure__nom"):
        travail.setdefault(membre.compte_id, []).append(membre)
    trouvees: dict[tuple[int, int | None], str] = {}
    for ligne in lignes:
        siens = travail.get(ligne.actor_id or 0, [])
        if ligne.actor_id and ligne.partage_id in lectrices:
            trouvees[ligne.actor_id, ligne.partage_id] = lectrices[ligne.partage_id]
        elif ligne.actor_id and all(membre.structure_id != tenue_par for membre in siens):
            trouvees[ligne.actor_id, ligne.partage_id] = ", ".join(dict.fromkeys(str(membre.structure) for membre in siens)) or _("aucune structure")
    return trouvees
