"""Two adults who live together, each with a file of her own in the same structure, and words that are found nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils import timezone

from droits_ouverts.bilan import departs, services, tasks
from droits_ouverts.bilan.enums import DecisionChoix, MotifChoix, StatutAvis
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.rules import Reponse
from droits_ouverts.bilan.services_choix import choose_right, give_opinion
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Role as Place
from droits_ouverts.personnes.enums import ModeAccord, MotifUrgence, Moyen, SuiteRectification
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.personnes.rules_contact import Contact
from droits_ouverts.personnes.rules_rectification import Contenu
from droits_ouverts.personnes.services_droits import note_rectification, rectify_identity, set_contact
from droits_ouverts.personnes.services_urgence import ask_opening
from droits_ouverts.structures.models import Membre
from tests.bilan.estimations import whole
from tests.factories.structures import MembreFactory

NAISSANCES = {"Awa": date(1992, 3, 14), "Karim": date(1990, 7, 2)}
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Somebody of the household: her rows, and her marks by what each is about."""

    personne: Personne
    bilan: Bilan
    marques: dict[str, str]


def dossier(membre: Membre, qui: str, conjoint: str, *, now: datetime = NOW) -> Dossier:
    """A file with something of each kind; the check-up describes the other adult too, whose health and residence were told."""
    actor, signe = membre.compte, f"Zq{qui}"
    marques = {sorte: f"{signe}{sorte}" for sorte in ("telephone", "discretion", "mots", "avis", "correction", "urgence", "nom")}
    bilan = services.start_bilan(actor=actor, structure_id=membre.structure_id, site_id=None, mois=f"{now:%Y-%m}", now=now)
    for place, prenom in ((Place.DEMANDEUR, qui), (Place.CONJOINT, conjoint)):
        services.add_person(bilan_id=bilan.pk, actor=actor, role=place, prenom=prenom, date_naissance=NAISSANCES[prenom], now=now)
    reponses = [
        Reponse(fait="salaire_net", entite="p1", valeur=1234.0),
        Reponse(fait="taux_incapacite", entite="p1", valeur=FAITS["taux_incapacite"].choix[1].valeur),
        Reponse(fait="salaire_net", entite="p2", valeur=1777.0),
        Reponse(fait="nationalite", entite="p2", valeur="hors_ue"),
        Reponse(fait="taux_incapacite", entite="p2", valeur=FAITS["taux_incapacite"].choix[2].valeur),
        Reponse(fait="loyer", entite="menage", valeur=567.0),
    ]
    services.save_answers(bilan_id=bilan.pk, actor=actor, reponses=reponses, sujet=None, now=now)
    departs.save_urgent_needs(bilan_id=bilan.pk, actor=actor, reponses={"violence": "oui"}, now=now)
    estimation = services.request_estimate(bilan_id=bilan.pk, actor=actor, versions=tasks.versions_of_rules(), now=now)
    services.store_estimate(estimation_id=estimation.pk, actor=actor, resultat=whole(), now=now)
    choose_right(bilan_id=bilan.pk, actor=actor, droit="rsa", decision=DecisionChoix.ECARTE, motif=MotifChoix.AUTRE, mots=marques["mots"], now=now)
    give_opinion(bilan_id=bilan.pk, actor=actor, droit="rsa", statut=StatutAvis.A_VERIFIER, raison=f"{marques['avis']}, dit-elle.", now=now)
    departs.attach_bilan(
        bilan_id=bilan.pk,
        actor=actor,
        personne=Identite(prenom=qui, nom=marques["nom"], naissance=NAISSANCES[qui].isoformat()),
        accord_mode=ModeAccord.ORAL,
        accord_le=timezone.localtime(now).date(),
        now=now,
    )
    bilan.refresh_from_db()
    personne = bilan.personne
    assert personne is not None
    contact = Contact(
        telephone=marques["telephone"], adresse="2 rue Neuve", permis=tuple(Moyen.values), de_heure=0, a_heure=24, discretion=marques["discretion"]
    )
    set_contact(actor=actor, personne_id=personne.pk, contact=contact, now=now)
    rectify_identity(
        actor=actor,
        personne_id=personne.pk,
        identite=Identite(prenom=qui, nom=marques["nom"], naissance=NAISSANCES[qui].isoformat(), langue="en"),
        pourquoi="Sa langue.",
        now=now,
    )
    note = Contenu(apres=marques["correction"], pourquoi="Dit aujourd’hui.")
    note_rectification(actor=actor, personne_id=personne.pk, bilan=bilan.pk, suite=SuiteRectification.NOTEE, contenu=note, now=now)
    ailleurs = MembreFactory.create()
    ask_opening(
        actor=ailleurs.compte,
        structure_id=membre.structure_id,
        nom=marques["nom"],
        naissance=NAISSANCES[qui],
        motif=MotifUrgence.DANGER,
        raison=marques["urgence"],
        now=now,
    )
    personne.refresh_from_db()
    return Dossier(personne=personne, bilan=bilan, marques=marques)
