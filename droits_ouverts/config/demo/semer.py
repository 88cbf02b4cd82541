"""Make what is missing of the demo, through the verbs of each room. Once complete, reads only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from droits_ouverts.bilan import services, tasks
from droits_ouverts.bilan.departs import attach_bilan, save_urgent_needs
from droits_ouverts.bilan.enums import FormeBilan, StatutEstimation
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.ports import Moteur
from droits_ouverts.bilan.selectors import only_site_of, open_answers
from droits_ouverts.bilan.services_choix import choose_right, give_opinion
from droits_ouverts.comptes.models import Compte
from droits_ouverts.comptes.services import accept_charte, create_compte, replace_password
from droits_ouverts.config.demo import familles, familles_suite
from droits_ouverts.config.demo.corps import COMPTES, PROGRAMME_CODE, SITES, STRUCTURES
from droits_ouverts.config.demo.repondre import answers, birth, told
from droits_ouverts.config.demo.types import DEMO_CODE, DEMO_DOMAIN, DEMO_PASSWORD, CompteDemo, FamilleDemo, SiteDemo, StructureDemo
from droits_ouverts.droits.urgences import Besoin
from droits_ouverts.engine.parsing import parse
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.asking import subjects_to_ask
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.structures.models import Membre, Structure
from droits_ouverts.structures.services import add_membre, create_structure
from droits_ouverts.territoires.models import Programme, Site
from droits_ouverts.territoires.services import add_site, open_programme

FAMILLES: tuple[FamilleDemo, ...] = familles.FAMILLES + familles_suite.FAMILLES
AVANT = timedelta(days=180)
"""How long before the installation the fictional accounts joined: every check-up of the cast comes after."""
PAS = timedelta(minutes=2)
"""Between two screens of a check-up."""


@transaction.atomic
def seed_corps(*, on: date) -> None:
    """Make the programme, its sites, the bodies and the accounts."""
    programme = Programme.objects.filter(code=PROGRAMME_CODE).first() or open_programme(
        code=PROGRAMME_CODE,
        nom="Territoire Zéro Non-Recours, Métropole de Lyon",
        debut_le=date(2024, 1, 1),
        fin_le=date(2026, 12, 31),
        actor=None,
    )
    site_ids = {site.code: _site(programme, site).pk for site in SITES}
    structures = {structure.code: _structure(structure, [site_ids[code] for code in structure.sites]) for structure in STRUCTURES}
    for compte in COMPTES:
        _compte(compte, structures, on)


def seed_familles(*, on: date) -> int:
    """Make the families that are missing, each whole or not at all. Return how many were made."""
    la = _present()
    manquent = [famille for famille in FAMILLES if _key(famille) not in la]
    if manquent:
        comptes = {compte.email.partition("@")[0]: compte for compte in Compte.objects.filter(email__endswith=f"@{DEMO_DOMAIN}")}
        structures = dict(Structure.objects.values_list("code", "pk"))
        for famille in manquent:
            _famille(famille, comptes[famille.compte], structures[famille.structure], on)
    return len(manquent)


def seed_avis(*, moteur: Moteur) -> int:
    """Give the opinions that are missing, each beside an estimate that the engine makes now. Return how many still wait for the engine."""
    la, attendent = _present(), 0
    for famille in FAMILLES:
        bilan = la.get(_key(famille)) if famille.avis else None
        if bilan is None or bilan.avis.exists():
            continue
        horloge = _clock_from(bilan.updated_at)
        demandee = services.request_estimate(bilan_id=bilan.pk, actor=bilan.auteur, versions=tasks.versions_of_rules(), now=next(horloge))
        tasks.run_estimate(estimation=demandee, actor=bilan.auteur, moteur=moteur, clock=partial(next, horloge))
        demandee.refresh_from_db()
        if demandee.statut != StatutEstimation.FAITE:
            attendent += 1
            continue
        for avis in famille.avis:
            give_opinion(bilan_id=bilan.pk, actor=bilan.auteur, droit=avis.droit, statut=avis.statut, raison=avis.raison, now=next(horloge))
    return attendent


Key = tuple[str, str, str, bool]
"""How the seed finds a family again: the account, the structure, the first name, and whether the check-up is anonymous."""


def _key(famille: FamilleDemo) -> Key:
    return famille.compte, famille.structure, famille.nom, famille.anonyme


def _present() -> dict[Key, Bilan]:
    """The check-ups that the demo's accounts hold already."""
    bilans = Bilan.objects.filter(auteur__email__endswith=f"@{DEMO_DOMAIN}", structure__code__in=[structure.code for structure in STRUCTURES])
    la: dict[Key, Bilan] = {}
    for bilan in bilans.select_related("auteur", "structure").order_by("created_at"):
        demandeur = open_answers(bilan).demandeur
        local = bilan.auteur.email.partition("@")[0]
        la.setdefault((local, bilan.structure.code, demandeur.prenom if demandeur else "", bilan.anonyme), bilan)
    return la


@transaction.atomic
def _famille(famille: FamilleDemo, compte: Compte, structure_id: int, on: date) -> None:
    """Do a check-up as its account would have: the household, each subject in turn, then what the person chose."""
    jour = on - timedelta(days=famille.jours)
    horloge = _clock_from(timezone.make_aware(datetime.combine(jour, time(9))))
    bilan = _commencer(famille, compte, structure_id, jour, next(horloge))
    for personne in famille.personnes:
        services.add_person(
            bilan_id=bilan.pk, actor=compte, role=personne.place, prenom=personne.prenom, date_naissance=birth(personne, jour), now=next(horloge)
        )
    bilan.refresh_from_db()
    if famille.urgences:
        dites = {besoin.value: "oui" if besoin in famille.urgences else "non" for besoin in Besoin}
        save_urgent_needs(bilan_id=bilan.pk, actor=compte, reponses=dites, now=next(horloge))
    if famille.courte:
        dits = told(famille, open_answers(bilan))
        services.save_answers(bilan_id=bilan.pk, actor=compte, reponses=dits, sujet=None, now=next(horloge))
    else:
        _repondre(famille, bilan, compte, horloge)
    for choix in famille.choix:
        choose_right(
            bilan_id=bilan.pk,
            actor=compte,
            droit=choix.droit,
            decision=choix.decision,
            motif=choix.motif or "",
            mots=choix.mots,
            now=next(horloge),
        )
    if famille.accord:
        attach_bilan(bilan_id=bilan.pk, actor=compte, personne=Identite(prenom=famille.nom), accord_mode=famille.accord, accord_le=jour, now=next(horloge))
    if famille.remise:
        services.close_bilan(bilan_id=bilan.pk, actor=compte, now=next(horloge))


def _commencer(famille: FamilleDemo, compte: Compte, structure_id: int, jour: date, now: datetime) -> Bilan:
    forme = FormeBilan.COURT if famille.courte else FormeBilan.COMPLET
    site_id, mois = only_site_of(structure_id), months.of_date(jour)
    code = DEMO_CODE if famille.anonyme else ""
    return services.start_bilan(actor=compte, structure_id=structure_id, site_id=site_id, mois=mois, now=now, forme=forme, code=code)


def _repondre(famille: FamilleDemo, bilan: Bilan, compte: Compte, horloge: Iterator[datetime]) -> None:
    reponses = open_answers(bilan)
    vus: set[str] = set()
    while restants := [sujet for sujet in subjects_to_ask(parse(reponses.questionnaire(), reponses.mois)) if sujet.value not in vus]:
        if famille.jusqu_a is not None and len(vus) >= famille.jusqu_a:
            return
        sujet = restants[0]
        reponses = services.save_answers(bilan_id=bilan.pk, actor=compte, reponses=answers(famille, reponses, sujet), sujet=sujet, now=next(horloge))
        vus.add(sujet.value)


def _clock_from(at: datetime) -> Iterator[datetime]:
    """The moments of a check-up, each two minutes after the one before."""
    while True:
        yield at
        at += PAS


def _site(programme: Programme, site: SiteDemo) -> Site:
    return Site.objects.filter(code=site.code).first() or add_site(
        programme_id=programme.pk, code=site.code, nom=site.nom, commune_nom=site.commune_nom, commune_insee=site.commune_insee, actor=None
    )


def _structure(structure: StructureDemo, site_ids: list[int]) -> Structure:
    return Structure.objects.filter(code=structure.code).first() or create_structure(
        code=structure.code, nom=structure.nom, genre=structure.genre, site_ids=site_ids, actor=None
    )


def _compte(demo: CompteDemo, structures: dict[str, Structure], on: date) -> None:
    compte = Compte.objects.filter(email=demo.email).first()
    if compte is None:
        compte = create_compte(email=demo.email, nom=demo.nom, password=DEMO_PASSWORD, actor=None)
        accept_charte(compte=compte, on=on - AVANT)
    elif not compte.check_password(DEMO_PASSWORD):
        replace_password(compte_id=compte.pk, password=DEMO_PASSWORD, actor=None)
    for code in demo.structures:
        structure = structures[code]
        if not Membre.objects.present(on).filter(compte=compte, structure=structure).exists():
            add_membre(structure_id=structure.pk, compte_id=compte.pk, role=demo.role, profession=demo.profession, depuis_le=on - AVANT, actor=None, on=on)
