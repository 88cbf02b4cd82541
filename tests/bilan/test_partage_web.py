"""The pages of an agreement to share, and what another structure reads by it: scope by scope, and not one word more."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from droits_ouverts.bilan import departs, portees, selectors, services, tasks
from droits_ouverts.bilan.enums import DecisionChoix, StatutAvis
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.rules import Reponse
from droits_ouverts.bilan.services_choix import choose_right, give_opinion
from droits_ouverts.bilan.web import vue_partagee
from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.droits.urgences import Besoin
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.personnes.enums import ModeAccord, Portee
from droits_ouverts.personnes.models import Partage, Personne
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.personnes.services_partage import withdraw
from droits_ouverts.structures.models import Membre
from tests.bilan.estimations import whole
from tests.factories.partages import shared
from tests.factories.structures import MembreFactory

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

pytestmark = pytest.mark.django_db


@pytest.fixture
def lecteur() -> Membre:
    return MembreFactory.create()


@pytest.fixture
def personne(foyer: Bilan, ines: Compte) -> Personne:
    """Safi, to whom a check-up with an answer of each subject was attached."""
    now = timezone.now()
    dites = {
        "p1": {"salaire_net": 1234.0, "enceinte": True, "statut_marital": "veuf"},
        "menage": {"loyer": 567.0},
    }
    dites["p1"] |= {fait: FAITS[fait].choix[1].valeur for fait in ("taux_incapacite", "nationalite")}
    reponses = [Reponse(fait=fait, entite=entite, valeur=valeur) for entite, faits in dites.items() for fait, valeur in faits.items()]
    services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=reponses, sujet=None, now=now)
    departs.save_urgent_needs(bilan_id=foyer.pk, actor=ines, reponses={"violence": "oui", "toit": "oui"}, now=now)
    estimation = services.request_estimate(bilan_id=foyer.pk, actor=ines, versions=tasks.versions_of_rules(), now=now)
    services.store_estimate(estimation_id=estimation.pk, actor=ines, resultat=whole(), now=now)
    choose_right(bilan_id=foyer.pk, actor=ines, droit="rsa", decision=DecisionChoix.VOULU, motif="", mots="", now=now)
    give_opinion(bilan_id=foyer.pk, actor=ines, droit="rsa", statut=StatutAvis.A_VERIFIER, raison="Un avis de professionnelle.", now=now)
    departs.attach_bilan(
        bilan_id=foyer.pk,
        actor=ines,
        personne=Identite(prenom="Safi", nom="Exemple", langue="ar"),
        accord_mode=ModeAccord.ORAL,
        accord_le=timezone.localdate(),
        now=now,
    )
    return Personne.objects.get()


@pytest.fixture
def partage(membre: Membre, lecteur: Membre, personne: Personne) -> Partage:
    return agree(membre, personne, lecteur, {Portee.IDENTITE, Portee.LOGEMENT})


def agree(membre: Membre, personne: Personne, lecteur: Membre, portees: set[Portee]) -> Partage:
    return shared(membre, personne, lecteur.structure_id, portees, debut=timezone.localdate(), now=timezone.now())


def session_of(membre: Membre) -> Client:
    client = Client()
    client.force_login(membre.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def words(body: bytes) -> str:
    return re.sub(r"\s+", " ", BeautifulSoup(body, "html.parser").get_text(" "))


MARQUES: dict[Portee, tuple[str, ...]] = {
    Portee.IDENTITE: ("Safi", "14 mars 1992"),
    Portee.FOYER: ("Moussa", "2 mai 2019", "Veuf ou veuve"),
    Portee.RESSOURCES: ("1 234 €",),
    Portee.LOGEMENT: ("567 €", "Besoin urgent d’un toit"),
    Portee.DROITS: ("Prime d’activité", "Probable"),
    Portee.DEMARCHES: ("Je le veux",),
    Portee.SANTE: (FAITS["taux_incapacite"].choix[1].libelle.replace("\xa0", " "),),
    Portee.SEJOUR: ("nationalité",),
    Portee.VIOLENCES: ("Violences subies",),
    Portee.NOTES: ("Un avis de professionnelle.",),
}
"""What each scope shows of Safi, which no other one shows."""


class TestReading:
    @pytest.mark.parametrize("portee", list(MARQUES))
    def test_each_scope_shows_its_own_and_nothing_of_the_others(self, membre: Membre, lecteur: Membre, personne: Personne, portee: Portee) -> None:
        agree(membre, personne, lecteur, {portee})

        answer = session_of(lecteur).get(f"/personnes/partagees/{personne.pk}/accompagnement/")

        lu = words(answer.content).replace("\u202f", " ").replace("\xa0", " ")
        assert answer.status_code == 200
        for mot in MARQUES[portee]:
            assert mot in lu
        autres = [mot for autre, mots in MARQUES.items() if autre is not portee for mot in mots]
        assert [mot for mot in autres if mot in lu] == []

    def test_a_withdrawal_shuts_the_page_at_the_next_request(self, membre: Membre, lecteur: Membre, personne: Personne, partage: Partage) -> None:
        client, adresse = session_of(lecteur), f"/personnes/partagees/{personne.pk}/accompagnement/"
        assert client.get(adresse).status_code == 200

        withdraw(actor=membre.compte, partage_id=partage.pk, mode=ModeAccord.ORAL, now=timezone.now())

        assert client.get(adresse).status_code == 404
        assert "Safi" not in words(client.get("/personnes/partagees/").content)

    def test_the_reader_opens_nothing_else_of_hers(self, lecteur: Membre, personne: Personne, partage: Partage, foyer: Bilan) -> None:
        client = session_of(lecteur)

        for adresse in (f"/personnes/{personne.pk}/", f"/personnes/{personne.pk}/partager/", f"/personnes/partages/{partage.pk}/", f"/bilan/{foyer.pk}/"):
            assert client.get(adresse).status_code == 404

    def test_she_may_say_no_more_to_the_reader(self, lecteur: Membre, membre: Membre, personne: Personne, partage: Partage) -> None:
        answer = session_of(lecteur).post(f"/personnes/partages/{partage.pk}/retirer/", follow=True)

        assert answer.redirect_chain[-1][0] == "/personnes/partagees/"
        assert "retiré" in words(session_of(membre).get(f"/personnes/{personne.pk}/").content)

    def test_another_adult_of_the_household_stays_out(self, membre: Membre, lecteur: Membre, personne: Personne, foyer: Bilan, ines: Compte) -> None:
        now = timezone.now()
        services.add_person(bilan_id=foyer.pk, actor=ines, role=Role.CONJOINT, prenom="Karim", date_naissance=now.date().replace(year=1990), now=now)
        conjoint = selectors.open_answers(Bilan.objects.get(pk=foyer.pk)).membres[-1].id
        salaire = [Reponse(fait="salaire_net", entite=conjoint, valeur=4321.0), Reponse(fait="enceinte", entite=conjoint, valeur=True)]
        services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=salaire, sujet=None, now=now)
        agree(membre, personne, lecteur, {Portee.FOYER, Portee.RESSOURCES})
        agree(membre, personne, lecteur, {Portee.SANTE})

        lu = words(session_of(lecteur).get(f"/personnes/partagees/{personne.pk}/accompagnement/").content)

        assert "Karim" in lu
        assert "4\u202f321" not in lu
        assert "4321" not in lu

    def test_whatever_is_granted_nothing_else_is_there(self, personne: Personne) -> None:
        """Forty grants drawn at random: each thing told needs granted scopes only, and no word of another scope is there."""
        de = random.Random(20261127)  # noqa: S311  a draw that can be made again, not a secret
        for _tirage in range(40):
            accordees = frozenset(de.sample(list(Portee), de.randrange(len(Portee) + 1)))

            rubriques = vue_partagee.shared_view(personne, accordees)

            elements = [element for rubrique in rubriques for element in rubrique.elements]
            assert {rubrique.portee for rubrique in rubriques} == accordees
            assert all(element.requises <= accordees and element.rubrique in accordees for element in elements)
            lu = " ".join(f"{element.titre} {element.texte}" for element in elements).replace("\u202f", " ").replace("\xa0", " ")
            assert [mot for portee, mots in MARQUES.items() if portee not in accordees for mot in mots if mot in lu] == []

    def test_a_filter_that_lets_all_through_is_seen(self, lecteur: Membre, personne: Personne, partage: Partage, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(vue_partagee, "visible", lambda elements, accordees: [replace(un, rubrique=Portee.LOGEMENT) for un in elements])

        lu = words(session_of(lecteur).get(f"/personnes/partagees/{personne.pk}/accompagnement/").content)

        assert "Violences subies" in lu


class TestEverythingHasItsScope:
    def test_each_fact(self) -> None:
        assert set(FAITS) | {"droits_recus"} == set(portees.PORTEE_DU_FAIT)
        assert sum(len(faits) for faits in portees.FAITS.values()) == len(portees.PORTEE_DU_FAIT)

    def test_each_right_of_the_catalogue_and_of_the_engine(self) -> None:
        assert [code for code in {*load_catalogue(), *REGLES} if portees.of_right(code) is None] == []

    def test_each_urgent_need(self) -> None:
        assert set(portees.PORTEE_DU_BESOIN) == set(Besoin) == set(vue_partagee.URGENCES_DITES)

    def test_what_is_not_written_is_never_shared(self) -> None:
        assert portees.of_fact("fait_nouveau") is None
        assert portees.of_right("droit_nouveau") is None


class TestNoting:
    def form(self, lecteur: Membre, **reste: object) -> dict[str, object]:
        return {
            "vers_structure": lecteur.structure_id,
            "portees": ["identite", "droits"],
            "finalite": "instruction",
            "debut": timezone.localdate().isoformat(),
            "duree": "12",
            "accord_mode": "oral",
            "langue": "ar",
        } | reste

    def test_one_path_from_the_person_to_the_sheet(self, session: Client, lecteur: Membre, personne: Personne) -> None:
        page = session.get(f"/personnes/{personne.pk}/partager/").content
        assert not BeautifulSoup(page, "html.parser").select("input[type=checkbox][checked]")

        answer = session.post(f"/personnes/{personne.pk}/partager/", self.form(lecteur), follow=True)

        partage = Partage.objects.get()
        assert answer.redirect_chain[-1][0] == f"/personnes/partages/{partage.pk}/"
        assert partage.portees == "identite droits"
        feuille = session.get(f"/personnes/partages/{partage.pk}/feuille/")
        article = BeautifulSoup(feuille.content, "html.parser").find("article")
        assert article is not None
        assert (article["lang"], article["dir"]) == ("ar", "rtl")
        assert "votre nom et votre date de naissance" in words(feuille.content)
        assert str(lecteur.structure) in words(feuille.content)

    @pytest.mark.parametrize(
        "change",
        [{"portees": []}, {"portees": ["sante"]}, {"debut": "2020-01-01"}, {"vers_structure": ""}, {"duree": "13"}, {"accord_mode": "sms"}, {"debut": "x"}],
        ids=str,
    )
    def test_what_is_wrong_is_told_beside_its_field(self, session: Client, lecteur: Membre, personne: Personne, change: dict[str, object]) -> None:
        answer = session.post(f"/personnes/{personne.pk}/partager/", self.form(lecteur, **change))

        assert answer.status_code == 422
        assert BeautifulSoup(answer.content, "html.parser").select(".champ__erreur")
        assert not Partage.objects.exists()

    def test_a_sensitive_scope_is_asked_by_itself_with_its_words(self, session: Client, partage: Partage) -> None:
        adresse = f"/personnes/partages/{partage.pk}/ajouter/sante/"
        assert "Vous pouvez dire non" in words(session.get(adresse).content)
        assert session.post(adresse, {"accord_mode": "oral"}).status_code == 422

        session.post(adresse, {"accord_mode": "oral", "explication": "on"})

        nouveau = Partage.objects.latest("pk")
        assert (nouveau.portees, nouveau.explication, nouveau.fin) == ("sante", True, partage.fin)

    @pytest.mark.parametrize("portee", ["identite", "x"])
    def test_only_sensitive_scopes_are_asked_so(self, session: Client, partage: Partage, portee: str) -> None:
        assert session.get(f"/personnes/partages/{partage.pk}/ajouter/{portee}/").status_code == 404

    def test_less_then_nothing_then_back(self, session: Client, lecteur: Membre, personne: Personne, partage: Partage) -> None:
        base = f"/personnes/partages/{partage.pk}"
        assert session.post(f"{base}/restreindre/", {"garder": ["identite", "logement"], "mode": "oral"}).status_code == 422
        assert session.post(f"{base}/restreindre/", {"garder": ["identite"], "mode": "oral"}).status_code == 302
        assert "567" not in words(session_of(lecteur).get(f"/personnes/partagees/{personne.pk}/accompagnement/").content)

        page = session.post(f"{base}/retirer/", {"mode": "oral"}, follow=True)
        assert "revenir en arrière" in words(page.content)
        assert session.post(f"{base}/retablir/").status_code == 302

        assert session_of(lecteur).get(f"/personnes/partagees/{personne.pk}/accompagnement/").status_code == 200

    def test_an_old_withdrawal_is_not_taken_back(self, session: Client, ines: Compte, partage: Partage) -> None:
        withdraw(actor=ines, partage_id=partage.pk, mode=ModeAccord.ORAL, now=timezone.now() - timedelta(minutes=2))

        assert session.post(f"/personnes/partages/{partage.pk}/retablir/").status_code == 409
        assert "revenir en arrière" not in words(session.get(f"/personnes/partages/{partage.pk}/").content)
