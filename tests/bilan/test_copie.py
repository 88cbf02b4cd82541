"""The copy of a person: every column of the database is in it or has its reason, each thing is found by its mark, nothing of another adult's secrets."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from droits_ouverts.agenda.services import make_appointment
from droits_ouverts.agenda.services_actions import AFaire, do_action, note_action
from droits_ouverts.agenda.services_suite import note_outcome, put_off, take_back
from droits_ouverts.bilan import ouvertures, services
from droits_ouverts.bilan.services import remake_estimate
from droits_ouverts.bilan.web import copie, copie_pdf
from droits_ouverts.carnet.rules import Mots
from droits_ouverts.carnet.services import give_page, open_page, revoke_page
from droits_ouverts.conservation.enums import MotifReserve
from droits_ouverts.conservation.models import Preavis
from droits_ouverts.conservation.services import lift_hold, note_contact, set_hold
from droits_ouverts.courriers.models import Courrier
from droits_ouverts.courriers.services import print_letter, put_away
from droits_ouverts.documents.enums import DureeLien, Nature
from droits_ouverts.documents.services import describe_document
from droits_ouverts.documents.services_liens import give_link, revoke_link
from droits_ouverts.ecarts.tasks import run_waiting
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.enums import ModeAccord, Obstacle, Portee
from droits_ouverts.personnes.models import OuvertureUrgente, Rapprochement
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.personnes.rules_contact import Contact
from droits_ouverts.personnes.rules_rectification import Contenu
from droits_ouverts.personnes.services_droits import ask_erasure, cancel_erasure
from droits_ouverts.personnes.services_partage import narrow, withdraw
from droits_ouverts.personnes.services_rapprochement import reunite, separate
from droits_ouverts.personnes.services_urgence import decide_opening
from droits_ouverts.reperage.services_liens import link_encounter
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi import services as services_right
from droits_ouverts.suivi.models import Changement, DroitSuivi, Echeance
from droits_ouverts.suivi.rules import Montants
from droits_ouverts.suivi.services_suite import ask_paper, note_call, note_change_of_life, set_change_aside, settle_clock, settle_paper
from droits_ouverts.veille.models import DroitNouveau
from droits_ouverts.veille.services import note_call as note_law_call
from tests.bilan.faux import FauxMoteur
from tests.factories.agendas import wanted
from tests.factories.courriers import a_letter
from tests.factories.foyers import NOW, Dossier, dossier
from tests.factories.orientations import everything
from tests.factories.papiers import kept
from tests.factories.partages import person_of, shared
from tests.factories.reperages import met, place, under_way
from tests.factories.structures import MembreFactory, SiteFactory
from tests.factories.suivis import followed, moved, said
from tests.factories.veilles import TwoLaws, answered, compared

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TITRE, MENTION = "Zqpapier de la banque", "Zqmention pour le loyer"
TABLE = Path(__file__).with_name("copie_colonnes.csv")


@pytest.fixture
def membre(db: None) -> Membre:
    return MembreFactory.create(role=Role.RESPONSABLE)


@pytest.fixture
def awa(membre: Membre) -> Dossier:
    """Awa, of whom something of each kind is held."""
    elle = dossier(membre, "Awa", "Karim")
    actor, numero = membre.compte, elle.personne.pk
    elle.bilan.site = SiteFactory.create()
    elle.bilan.save(update_fields=["site"])
    remake_estimate(bilan_id=elle.bilan.pk, actor=actor, estimation_id=elle.bilan.estimations.earliest("pk").pk, versions={"x": "1"}, now=NOW)
    partage = shared(membre, elle.personne, MembreFactory.create().structure_id, debut=NOW.date(), now=NOW)
    narrow(actor=actor, partage_id=partage.pk, garder={Portee.IDENTITE}, mode=ModeAccord.ORAL, now=NOW)
    withdraw(actor=actor, partage_id=partage.pk, mode=ModeAccord.ORAL, now=NOW)
    decide_opening(actor=actor, urgence_id=OuvertureUrgente.objects.get(personne=elle.personne).pk, accordee=True, now=NOW)
    ask_erasure(actor=actor, personne_id=numero, mode=ModeAccord.ORAL, obstacle=Obstacle.AUCUN, now=NOW)
    cancel_erasure(actor=actor, personne_id=numero, now=NOW)
    note_contact(actor=actor, genre="personne", sujet_id=numero, le=NOW.date(), now=NOW)
    set_hold(actor=actor, genre="personne", sujet_id=numero, motif=MotifReserve.RECOURS, now=NOW)
    lift_hold(actor=actor, genre="personne", sujet_id=numero, now=NOW)
    agenda_of(membre, elle)
    _followed(membre, elle)
    everything(membre, elle.personne, now=NOW)
    papier = kept(membre, elle.personne, titre=TITRE, sujet=("droit_suivi", str(elle.bilan.pk)), now=NOW)
    describe_document(
        actor=actor, personne_id=numero, document_id=papier.pk, nature=Nature.BANQUE, titre=TITRE, expire_le=NOW.date() + timedelta(days=400), now=NOW
    )
    lien = give_link(actor=actor, personne_id=numero, document_id=papier.pk, duree=DureeLien.UN_JOUR, mention=MENTION, now=NOW).lien
    revoke_link(actor=actor, personne_id=numero, document_id=papier.pk, lien_id=lien.pk, now=NOW)
    code = give_page(actor=actor, personne_id=numero, mots=Mots(qui="Inès", numero="04 00 00 00 00"), malgre_le_risque=True, now=NOW).code
    open_page(code, now=NOW)
    revoke_page(actor=actor, personne_id=numero, now=NOW)
    _law(membre, elle)
    reponses = {"age": "de_26_a_44", "langue": "ar", "situation": "emploi", "objet": "logement", "suite": "bilan_refuse", "raison": "pas_le_moment"}
    rencontre = met(membre, under_way(membre, now=NOW), endroit=place(membre, now=NOW).pk, now=NOW, **reponses)
    link_encounter(actor=actor, personne_id=numero, rencontre_id=rencontre.pk, accord_mode="oral", accord_le=NOW.date(), now=NOW)
    Preavis.objects.create(structure=membre.structure, genre="bilan", sujet_id=str(elle.bilan.pk), terme=NOW.date(), donne_le=NOW.date())
    _two_files(membre, elle)
    return elle


def _law(membre: Membre, elle: Dossier) -> None:
    """An answer that she gave by herself, and two months of law read for her: one right settled; one reading that could not be."""
    actor = membre.compte
    answered(membre, elle.personne, "non", now=NOW)
    answered(membre, elle.personne, a_sa_demande=True, now=NOW)
    services.close_bilan(bilan_id=elle.bilan.pk, actor=actor, now=NOW)
    compared(membre, TwoLaws(), now=NOW)
    compared(membre, TwoLaws(echoue=True), avant="2026-09", now=NOW)
    note_law_call(actor=actor, nouveau_id=DroitNouveau.objects.earliest("pk").pk, suite="injoignable", vu="", now=NOW)


def _two_files(membre: Membre, elle: Dossier) -> None:
    """Another file of hers that was put under this one, and one that was separated again."""
    autre, separee = person_of(membre, "Awah"), person_of(membre, "Ava")
    reunite(actor=membre.compte, gardee_id=elle.personne.pk, jointe_id=autre.pk, now=NOW)
    lien = reunite(actor=membre.compte, gardee_id=elle.personne.pk, jointe_id=separee.pk, now=NOW)
    separate(actor=membre.compte, rapprochement_id=lien.pk, now=NOW)
    Rapprochement.objects.filter(jointe=autre).update(contact_redit_at=NOW)
    elle.personne.refresh_from_db()


def agenda_of(membre: Membre, elle: Dossier) -> None:
    """Appointments of a series about a followed right: one held then taken back, one put off; an action that is done."""
    actor = membre.compte
    valeurs = {"jour": NOW.date(), "heure": time(7), "rythme": "hebdomadaire", "jusqu_au": NOW.date() + timedelta(days=7)}
    sujet = ("droit_suivi", "6d1a6a30-0000-4000-8000-000000000000")
    numero = elle.personne.pk
    un, autre = make_appointment(actor=actor, structure_id=membre.structure_id, personne_id=numero, voulu=wanted(actor, **valeurs), now=NOW, sujet=sujet)
    note_outcome(actor=actor, rendez_vous_id=un.pk, vers="tenu", note_ecrite="Venue avec sa sœur.", rang_vu=0, now=NOW)
    take_back(actor=actor, rendez_vous_id=un.pk, rang_vu=1, now=NOW)
    put_off(actor=actor, rendez_vous_id=autre.pk, voulu=wanted(actor), rang_vu=0, now=NOW)
    voulue = AFaire(quoi="Apporter le bail", qui="personne", responsable=actor.pk, avant_le=NOW.date())
    action = note_action(actor=actor, structure_id=membre.structure_id, personne_id=numero, voulue=voulue, now=NOW, sujet=sujet)
    do_action(actor=actor, action_id=action.pk, now=NOW)


def _followed(membre: Membre, elle: Dossier) -> None:
    """Something in each column of the ledger: a right refused by silence, then paid and kept; one that she gave up; papers, a call, clocks, changes."""
    actor, le = membre.compte, NOW.date()
    avant = NOW - timedelta(days=1)
    montants = Montants(verse=Decimal(181))
    tenu = followed(membre, elle.personne, "choisi", "depose", "silence", "accorde", "verse", "maintenu", now=avant, recu_le=None)
    services_right.correct_last(droit_suivi_id=tenu.pk, actor=actor, rang_vu=6, mots="Erreur.", now=avant)
    moved(membre, tenu, [said("maintenu", le, debut_le=le, fin_le=le + timedelta(days=90), montants=montants, mots="Mots.")], now=NOW)
    run_waiting(moteur=FauxMoteur(), clock=lambda: NOW)
    attendu = followed(membre, elle.personne, "depose", "refuse", droit="aah", now=avant, notifie_le=le - timedelta(days=1))
    _letters(membre, attendu)
    moved(membre, attendu, [said("recours", le, recu_le=le), said("en_instruction", le, complet_le=le)], now=NOW)
    followed(membre, elle.personne, "verse", droit="apa_domicile", now=avant)
    followed(membre, elle.personne, "choisi", "depose", "renonce", droit="ars", now=avant, motif_pro="numerique")
    papiers = [ask_paper(droit_suivi_id=tenu.pk, actor=actor, nature="identite", precision="Carte.", avant_le=le, now=NOW) for _ in range(2)]
    settle_paper(piece_id=papiers[0].pk, actor=actor, suite="donnee", now=NOW)
    settle_paper(piece_id=papiers[1].pk, actor=actor, suite="sans_objet", now=NOW)
    note_call(droit_suivi_id=tenu.pk, actor=actor, mois=1, resultat="toujours_verse", now=NOW)
    premiere, seconde = Echeance.objects.filter(droit_suivi=tenu, nature="appel").order_by("due_le")[:2]
    settle_clock(echeance_id=premiere.pk, actor=actor, reglement="deplacee", jour=le + timedelta(days=3), raison="Raison.", now=NOW)
    settle_clock(echeance_id=seconde.pk, actor=actor, reglement="faite", now=NOW)
    Echeance.objects.filter(droit_suivi=attendu).update(prudence_le=le)
    change = note_change_of_life(personne_id=elle.personne.pk, actor=actor, nature="emploi", le=le, now=NOW)
    set_change_aside(changement_id=change.pk, actor=actor, ecarte=True, now=NOW)
    Changement.objects.filter(pk=change.pk).update(bilan=elle.bilan)
    DroitSuivi.objects.filter(pk=tenu.pk).update(site=SiteFactory.create(), bilan=elle.bilan)


def _letters(membre: Membre, refuse: DroitSuivi) -> None:
    """A letter that left, printed; another one that was put away."""
    lettre, autre = a_letter(membre, refuse, "recours", 0), a_letter(membre, refuse, "motifs")
    print_letter(droit_suivi_id=refuse.pk, courrier_id=lettre.pk, actor=membre.compte, now=NOW)
    Courrier.objects.filter(pk=lettre.pk).update(envoye_le=NOW.date())
    put_away(droit_suivi_id=refuse.pk, courrier_id=autre.pk, actor=membre.compte, retire=True, now=NOW)


@pytest.fixture
def session(membre: Membre) -> Client:
    client = Client()
    client.force_login(membre.compte, backend=BACKEND)
    return client


def written(elle: Dossier) -> dict[str, Any]:
    with override("fr"):
        contenu = copie.whole(elle.personne, now=NOW).json()
    assert isinstance(contenu, dict)
    return json.loads(json.dumps(contenu))  # type: ignore[no-any-return]  # a JSON object


def at(contenu: object, chemin: str) -> Iterator[object]:
    """What stands at a path ("bilans[].choix[].droit"), in each element of its lists."""
    trouve: list[object] = [contenu]
    for pas in chemin.split("."):
        nom, liste = pas.removesuffix("[]"), pas.endswith("[]")
        suivants = [un[nom] for un in trouve if isinstance(un, dict) and nom in un]
        trouve = [element for un in suivants for element in un] if liste else suivants
    yield from trouve


def table() -> dict[tuple[str, str], tuple[str, str]]:
    found: dict[tuple[str, str], tuple[str, str]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            for colonne in line["colonnes"].split():
                found[line["modele"], colonne] = (line["copie"], line["raison"])
    return found


def columns() -> set[tuple[str, str]]:
    models = [model for model in apps.get_models() if model.__module__.startswith("droits_ouverts.")]
    return {(model._meta.label, field.column) for model in models for field in model._meta.concrete_fields}


def unsorted(held: Iterable[tuple[str, str]], sorted_: dict[tuple[str, str], tuple[str, str]]) -> list[tuple[str, str]]:
    """Columns of the database that the table neither places in the copy nor leaves out with a reason."""
    return sorted(one for one in held if not any(any(sorted_.get(key, ("", ""))) for key in (one, (one[0], "*"))))


class TestEachColumn:
    def test_is_in_the_copy_or_has_its_reason(self) -> None:
        assert unsorted(columns(), table()) == []

    def test_of_the_table_exists(self) -> None:
        labels = {label for label, _ in columns()}
        assert [one for one in table() if one not in columns() and not (one[1] == "*" and one[0] in labels)] == []

    def test_forgotten_is_named(self) -> None:
        moins = {key: value for key, value in table().items() if key != ("bilan.Choix", "mots_scelles")}

        assert unsorted(columns(), moins) == [("bilan.Choix", "mots_scelles")]

    def test_that_is_placed_is_really_there(self, awa: Dossier) -> None:
        contenu = written(awa)
        vides = [(one, chemin) for one, (chemin, _) in table().items() if chemin and all(valeur in ("", None, []) for valeur in at(contenu, chemin))]

        assert vides == []

    @pytest.mark.parametrize("valeur", [Identite, Contact, Contenu])
    def test_of_an_envelope_too(self, awa: Dossier, valeur: type[Any]) -> None:
        contenu = written(awa)
        lieu = {Identite: contenu["personne"], Contact: contenu["contact"] | {"de_heure": 0, "a_heure": 0}, Contenu: contenu["rectifications"][0]}[valeur]

        assert {field.name for field in fields(valeur)} - set(lieu) == set()


class TestContent:
    def test_every_mark_of_hers_is_found(self, awa: Dossier) -> None:
        texte = json.dumps(written(awa), ensure_ascii=False)

        assert [sorte for sorte, marque in awa.marques.items() if marque not in texte] == []
        assert TITRE in texte
        assert MENTION in texte

    def test_a_copy_that_forgets_something_is_seen(self, awa: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(copie, "_opinion", lambda bilan, avis: copie.Noeud(code="avis", titre="", valeur={}))

        assert awa.marques["avis"] not in json.dumps(written(awa))

    def test_questions_and_answers_are_in_words(self, awa: Dossier) -> None:
        reponses = {une["fait"]: une for une in written(awa)["bilans"][0]["reponses"] if une["sur"] in {"p1", "menage"}}

        assert reponses["loyer"]["question"].startswith("Quel est votre loyer") or "loyer" in reponses["loyer"]["question"].lower()
        assert "567" in reponses["loyer"]["reponse"]

    def test_says_who_opened_it_and_how_long_it_is_kept(self, awa: Dossier) -> None:
        contenu = written(awa)

        assert any("a demandé à ouvrir ce dossier en urgence" in une["actes"] for une in contenu["ouvertures"])
        assert all(duree["regle"] for duree in contenu["conservation"])

    def test_each_act_has_its_words(self, awa: Dossier) -> None:
        """An act said by the plainest word would tell her nothing of what was done."""
        verbes = set(Ligne.objects.filter(thing_kind="personne", thing_id=str(awa.personne.pk)).values_list("verb", flat=True))

        assert verbes - set(ouvertures.ACTES) == set()


class TestOfAnotherAdult:
    def test_what_only_he_could_tell_is_left_out(self, awa: Dossier) -> None:
        bilan = written(awa)["bilans"][0]
        for reponses in (bilan["reponses"], bilan["estimations"][-1]["reponses_d_alors"]):
            faits = {(une["sur"], une["fait"]) for une in reponses}
            assert {("p1", "taux_incapacite"), ("p2", "salaire_net")} <= faits
            assert not {("p2", "taux_incapacite"), ("p2", "nationalite")} & faits

    def test_a_rule_that_lets_it_through_is_seen(self, awa: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(copie, "is_his_alone", lambda fait: False)

        assert ("p2", "taux_incapacite") in {(une["sur"], une["fait"]) for une in written(awa)["bilans"][0]["reponses"]}

    @pytest.mark.parametrize(("naissance", "mois", "ans"), [("2008-11-27", "2026-11", 18), ("2008-12-01", "2026-11", 17), ("", "2026-11", 0)])
    def test_a_grown_child_is_one(self, naissance: str, mois: str, ans: int) -> None:
        assert copie._age(naissance, mois) == ans


class TestPaper:
    def test_each_line_has_its_french_and_hers(self, awa: Dossier) -> None:
        with override("fr"):
            ici = copie.whole(awa.personne, now=NOW)
        with override("ar"):
            ailleurs = copie.whole(awa.personne, now=NOW)
        lignes = list(copie_pdf.lines(ici, ailleurs))

        assert next(ligne.autre_titre for ligne in lignes if ligne.titre == "Numéro sûr") == "رقم آمن"
        assert awa.marques["mots"] in " ".join(ligne.texte for ligne in lignes)


class TestGiving:
    @pytest.mark.parametrize(("forme", "genre"), [("pdf", "application/pdf"), ("json", "application/json")])
    def test_is_traced_and_its_name_tells_nothing(self, session: Client, awa: Dossier, forme: str, genre: str) -> None:
        reponse = session.post(reverse("personnes:copie", args=[awa.personne.pk]), {"forme": forme})

        assert reponse["Content-Type"] == genre
        assert reponse.content.startswith(b"%PDF-" if forme == "pdf" else b"{")
        assert reponse["Content-Disposition"] == f'attachment; filename="document.{forme}"'
        assert reponse["Cache-Control"] == "no-store" or "no-store" in reponse["Cache-Control"]
        assert Ligne.objects.filter(verb="donner_copie", thing_id=str(awa.personne.pk)).count() == 1

    def test_asks_for_a_fresh_proof(self, session: Client, awa: Dossier) -> None:
        adresse = reverse("personnes:copie", args=[awa.personne.pk])
        with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=True):
            assert session.get(adresse).headers["Location"].startswith("/compte/confirmer/")
            assert session.post(adresse, {"forme": "json"}).headers["Location"].startswith("/compte/confirmer/")

        assert not Ligne.objects.filter(verb="donner_copie").exists()

    def test_is_given_by_nobody_who_only_reads_a_part(self, membre: Membre, awa: Dossier) -> None:
        """An agreement opens a page, never a copy; nothing that was shared can be taken away whole."""
        lecteur = MembreFactory.create()
        shared(membre, awa.personne, lecteur.structure_id, debut=timezone.localdate(), now=timezone.now())
        client = Client()
        client.force_login(lecteur.compte, backend=BACKEND)

        assert client.get(reverse("personnes:partagee", args=[awa.personne.pk, "accompagnement"])).status_code == 200
        assert client.post(reverse("personnes:copie", args=[awa.personne.pk]), {"forme": "json"}).status_code == 404

    def test_page_says_what_is_in_it(self, session: Client, awa: Dossier) -> None:
        texte = session.get(reverse("personnes:copie", args=[awa.personne.pk])).content.decode()

        assert "peut-elle l’emporter sans danger" in texte
        assert awa.marques["discretion"] in texte
