"""Three structures, those who ask, and one person for each relation, with words in her that are found nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.test import Client
from django.utils import timezone

from droits_ouverts.agenda.rules import Mots
from droits_ouverts.bilan import departs, services, tasks
from droits_ouverts.bilan.enums import DecisionChoix, MotifChoix, StatutAvis
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.rules import Reponse
from droits_ouverts.bilan.services_choix import choose_right, give_opinion
from droits_ouverts.comptes.sessions import OUVERTE, VUE, SessionStore
from droits_ouverts.engine.questionnaire.types import Role as Place
from droits_ouverts.personnes.enums import Finalite, ModeAccord, Portee
from droits_ouverts.personnes.models import Partage
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.personnes.services_partage import narrow, undo, withdraw
from droits_ouverts.structures.enums import Profession, Role
from tests.bilan.estimations import whole
from tests.factories import reperages
from tests.factories.agendas import an_absence, an_action, appointment
from tests.factories.courriers import a_letter
from tests.factories.orientations import a_service, oriented
from tests.factories.papiers import kept
from tests.factories.partages import shared
from tests.factories.reprises import a_table
from tests.factories.structures import CompteFactory, MembreFactory, StructureFactory
from tests.factories.veilles import newly, two_months
from tests.house.acces import politique
from tests.house.monde import suivre

if TYPE_CHECKING:
    from http.cookies import Morsel

    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.personnes.models import Personne
    from droits_ouverts.structures.models import Membre, Structure

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fiche:
    """A person of one relation: the numbers of her rows, and her marks by the scope that shows each ("" for what no scope ever shows)."""

    valeurs: dict[str, object]
    marques: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Sessions by actor, and persons by relation; `structures` are known by the names of the tables."""

    sessions: dict[str, Client]
    cookies: dict[str, dict[str, Morsel[str]]]
    fiches: dict[str, Fiche]
    structures: dict[str, dict[str, object]]
    marques: dict[str, tuple[str, str]] = field(default_factory=dict)


def stay_signed_in(monde: Population) -> None:
    """Make every session as fresh as if it had just been opened: a long proof outlives thirty minutes without a page, since what it writes is taken back."""
    maintenant = timezone.now().timestamp()
    for morceaux in monde.cookies.values():
        if settings.SESSION_COOKIE_NAME in morceaux:
            seance = SessionStore(morceaux[settings.SESSION_COOKIE_NAME].value)
            seance.update({OUVERTE: maintenant, VUE: maintenant})
            seance.save()


def population() -> Population:
    """Make everybody. About a thousand queries."""
    now = timezone.now()
    lieux = {nom: StructureFactory.create() for nom in ("nous", "voisins", "tiers")}
    tenants = {nom: MembreFactory.create(structure=lieu, role=Role.RESPONSABLE) for nom, lieu in lieux.items()}
    fiches = {relation.nom: _fiche(rang, relation, tenants, now) for rang, relation in enumerate(politique.relations().values())}
    demain = timezone.localtime(now).date() + timedelta(days=1)
    sessions = {acteur.nom: _session(acteur, lieux, timezone.localtime(now).date()) for acteur in politique.acteurs().values()}
    return Population(
        sessions=sessions,
        cookies={nom: dict(client.cookies) for nom, client in sessions.items()},
        fiches=fiches,
        structures={
            nom: {
                "structure_id": lieu.pk,
                "membre_id": tenants[nom].pk,
                "destinataire_id": a_service(tenants[nom], now=now).pk,
                "comparaison_id": two_months(tenants[nom], now=now).pk,
                "absence_id": an_absence(tenants[nom], None, demain, demain, now=now).pk,
                "campagne_id": reperages.campaign(tenants[nom], now=now).pk,
                "endroit_id": reperages.place(tenants[nom], now=now).pk,
                "tournee_id": (ronde := reperages.under_way(tenants[nom], now=now)).pk,
                "rencontre_id": reperages.met(tenants[nom], ronde, now=now).pk,
            }
            for nom, lieu in lieux.items()
        },
        marques={marque: (nom, portee) for nom, fiche in fiches.items() for marque, portee in fiche.marques.items()},
    )


def _session(acteur: politique.Acteur, lieux: dict[str, Structure], on: date) -> Client:
    client = Client(raise_request_exception=False)
    if acteur.nom == "anonyme":
        return client
    compte: Compte = CompteFactory.create()
    fin = {"jusqu_au": on - timedelta(days=1)} if acteur.nom == "ancien" else {}
    # Who is no longer a member anywhere was one of ours.
    for nom, role in zip(acteur.lieux or ("nous",), acteur.roles, strict=False):
        MembreFactory.create(compte=compte, structure=lieux[nom], role=Role(role), profession=Profession(acteur.profession), **fin)
    client.force_login(compte, backend=BACKEND)
    if acteur.nom == "suspendu":
        compte.is_active = False
        compte.save(update_fields=["is_active"])
    return client


def _fiche(rang: int, relation: politique.Relation, tenants: dict[str, Membre], now: datetime) -> Fiche:
    membre = tenants[relation.tient]
    avant = now - timedelta(days=60)
    signe = f"Zk{rang:02d}"
    marques = {
        f"{signe}Ix": "identite",
        f"{signe}Fx": "foyer",
        f"{signe}Nx": "notes",
        f"{signe}Mx": "",
        str(91000 + rang): "ressources",
        str(4100 + rang): "logement",
    }
    bilan = _bilan(membre, signe, rang, avant)
    nom = f"{signe}Ix" if relation.nom != "homonyme" else f"{signe}Ix partagee"
    departs.attach_bilan(
        bilan_id=bilan.pk,
        actor=membre.compte,
        personne=Identite(prenom=nom, nom="Exemple"),
        accord_mode=ModeAccord.ORAL,
        accord_le=avant.date(),
        now=avant,
    )
    bilan.refresh_from_db()
    assert bilan.personne is not None
    partage = _partage(relation, membre, bilan.personne, tenants, now)
    suivi = suivre(membre, bilan.personne, f"{signe}Nx", now=avant, droit="ars")
    envoi = oriented(membre, a_service(membre, f"Service {rang}", now=avant), droit_suivi=suivi, now=avant).envois.get()
    valeurs = {
        "orientation_id": envoi.orientation_id,
        "envoi_id": envoi.pk,
        "bilan_id": bilan.pk,
        "personne_id": bilan.personne_id,
        "estimation_id": bilan.estimations.earliest("pk").pk,
        "choix_id": bilan.choix.earliest("pk").pk,
        "partage_id": partage.pk,
        "rendez_vous_id": appointment(membre, bilan.personne, jour=avant.date(), mots=Mots(objet=f"{signe}Mx, au bureau."), now=avant).pk,
        "action_id": an_action(membre, bilan.personne, quoi=f"{signe}Mx à rappeler.", avant_le=avant.date(), now=avant).pk,
        "suivi_id": suivi.pk,
        "courrier_id": a_letter(membre, suivi, now=avant).pk,
        "reprise_id": a_table(membre, (f"{signe}Mx", "Exemple", "RSA", "ok"), now=avant).pk,
        "nouveau_id": newly(membre, bilan.personne, now=now).pk,
        "piece_id": suivi.pieces.earliest("pk").pk,
        "echeance_id": suivi.echeances.earliest("pk").pk,
        "changement_id": bilan.personne.changements.earliest("pk").pk,
        "document_id": kept(membre, bilan.personne, titre=f"{signe}Mx, son papier", now=now).pk,
    }
    return Fiche(valeurs=valeurs, marques=marques)


def _partage(relation: politique.Relation, membre: Membre, personne: Personne, tenants: dict[str, Membre], now: datetime) -> Partage:
    """The agreement of a relation, brought to its state. A person who never shared has one too, long over, with a structure apart."""
    if not relation.vers:
        avant = now - timedelta(days=60)
        ce_jour = timezone.localtime(avant).date()
        return shared(membre, personne, StructureFactory.create().pk, debut=ce_jour, fin=ce_jour, now=avant)
    # One that was narrowed had more before; one that is over or to come says so by its days.
    portees = {Portee(portee) for portee in relation.portees} | ({Portee.LOGEMENT, Portee.NOTES} if relation.nom == "restreinte" else set())
    quand = {"expiree": now - timedelta(days=60)}.get(relation.nom, now)
    debut = timezone.localtime(quand).date() + timedelta(days=5 if relation.nom == "a_venir" else 0)
    partage = shared(
        membre,
        personne,
        tenants[relation.vers].structure_id,
        portees,
        debut=debut,
        finalite=Finalite(relation.finalite),
        now=quand,
        fin=debut + timedelta(days=30),
    )
    if relation.nom == "restreinte":
        narrow(actor=membre.compte, partage_id=partage.pk, garder={Portee.IDENTITE}, mode=ModeAccord.ORAL, now=now)
    if relation.nom in {"retiree", "retablie"}:
        withdraw(actor=membre.compte, partage_id=partage.pk, mode=ModeAccord.ORAL, now=now)
    if relation.nom == "retablie":
        undo(actor=membre.compte, partage_id=partage.pk, now=now)
    return partage


def _bilan(membre: Membre, signe: str, rang: int, now: datetime) -> Bilan:
    """A check-up with a first name, an amount and a word of each scope."""
    actor = membre.compte
    bilan = services.start_bilan(actor=actor, structure_id=membre.structure_id, site_id=None, mois=f"{now:%Y-%m}", now=now)
    for place, prenom, naissance in ((Place.DEMANDEUR, f"{signe}Ix", date(1992, 3, 14)), (Place.ENFANT, f"{signe}Fx", date(2019, 5, 2))):
        services.add_person(bilan_id=bilan.pk, actor=actor, role=place, prenom=prenom, date_naissance=naissance, now=now)
    reponses = [Reponse(fait="salaire_annuel_n1", entite="p1", valeur=91000.0 + rang), Reponse(fait="loyer", entite="menage", valeur=4100.0 + rang)]
    services.save_answers(bilan_id=bilan.pk, actor=actor, reponses=reponses, sujet=None, now=now)
    departs.save_urgent_needs(bilan_id=bilan.pk, actor=actor, reponses={"violence": "oui", "soins": "oui"}, now=now)
    estimation = services.request_estimate(bilan_id=bilan.pk, actor=actor, versions=tasks.versions_of_rules(), now=now)
    services.store_estimate(estimation_id=estimation.pk, actor=actor, resultat=whole(), now=now)
    choose_right(bilan_id=bilan.pk, actor=actor, droit="rsa", decision=DecisionChoix.ECARTE, motif=MotifChoix.AUTRE, mots=f"{signe}Mx, dit-elle.", now=now)
    give_opinion(bilan_id=bilan.pk, actor=actor, droit="rsa", statut=StatutAvis.A_VERIFIER, raison=f"{signe}Nx, dit la professionnelle.", now=now)
    return bilan
