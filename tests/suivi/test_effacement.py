"""An erased person's rights go with her, whole; what they counted for stays without anybody; her copy tells them before."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from droits_ouverts.bilan.effacement import erase_rows
from droits_ouverts.bilan.ouvertures import AUTRE, passages_of_person
from droits_ouverts.bilan.rubriques import Rubrique
from droits_ouverts.conservation import purge
from droits_ouverts.conservation.echeances import standing
from droits_ouverts.conservation.faits import totals
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi import echeances, recepteurs, services, services_suite
from droits_ouverts.suivi.models import Appel, Changement, DroitSuivi, Echeance, Mouvement, Piece
from droits_ouverts.suivi.rules import Montants
from droits_ouverts.suivi.selectors import right_for
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, TODAY, VERS_VERSE, followed, said

pytestmark = pytest.mark.django_db

TABLES = (DroitSuivi, Mouvement, Piece, Echeance, Appel, Changement)


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create()


def whole(membre: Membre, prenom: str) -> Personne:
    """A person of whom something of each kind is held."""
    elle = person_of(membre, prenom)
    paye = followed(membre, elle, *VERS_VERSE, montants=Montants(verse=Decimal(181)), mots=f"Mots de {prenom}.")
    services_suite.ask_paper(droit_suivi_id=paye.pk, actor=membre.compte, nature="identite", precision=f"Carte de {prenom}.", avant_le=TODAY, now=NOW)
    services_suite.note_call(droit_suivi_id=paye.pk, actor=membre.compte, mois=1, resultat="injoignable", now=NOW)
    une = Echeance.objects.filter(droit_suivi=paye, nature="appel").earliest("due_le")
    services_suite.settle_clock(echeance_id=une.pk, actor=membre.compte, reglement="pause", raison=f"Raison de {prenom}.", now=NOW)
    services_suite.note_change_of_life(personne_id=elle.pk, actor=membre.compte, nature="emploi", le=TODAY, now=NOW)
    renonce = followed(membre, elle, "choisi", "depose", "renonce", droit="rsa", motif_personne="peur_controle")
    services.correct_last(droit_suivi_id=renonce.pk, actor=membre.compte, rang_vu=3, now=NOW)
    services.move_right(droit_suivi_id=renonce.pk, actor=membre.compte, rang_vu=4, saisie=said("renonce", motif_personne="regard_des_autres"), now=NOW)
    return elle


def erase(elle: Personne) -> None:
    with transaction.atomic():
        erase_rows(structure_id=elle.structure_id, bilan_ids=[], personne=elle, actor=None, purpose="test", now=NOW)
    connection.check_constraints()


class TestErasing:
    def test_everything_goes_and_nothing_of_anybody_else(self, membre: Membre) -> None:
        elle, autre = whole(membre, "Safi"), whole(membre, "Mariam")
        avant = {table: table.objects.count() for table in TABLES}
        assert min(avant.values()) >= 2

        erase(elle)

        assert {table: table.objects.count() for table in TABLES} == {table: combien // 2 for table, combien in avant.items()}
        assert set(DroitSuivi.objects.values_list("personne_id", flat=True)) == {autre.pk}

    def test_what_she_counted_for_stays_without_her(self, membre: Membre) -> None:
        elle = whole(membre, "Safi")
        whole(membre, "Mariam")
        avant = totals([membre.structure_id])
        mois = f"{NOW:%Y-%m}"
        ou = (membre.structure_id, mois)
        assert avant[*ou, "suivi", "rsa", "renonce", "regard_des_autres"] == 2
        assert avant[*ou, "resultat", "prime_activite", "ouvert", ""] == 2
        assert avant[*ou, "resultat", "prime_activite", "verse", ""] == 2

        erase(elle)

        assert totals([membre.structure_id]) == avant


class TestOpenings:
    def test_each_act_on_her_rights_is_told_in_words(self, membre: Membre) -> None:
        elle = whole(membre, "Safi")

        actes = {acte for passage in passages_of_person(elle) for acte in passage.actes}

        assert {"a noté où en est un droit", "a repris une étape notée par erreur", "a noté un papier demandé ou donné"} <= actes
        assert str(AUTRE) not in actes


class TestRetention:
    def test_a_followed_right_is_a_follow_up(self, membre: Membre) -> None:
        elle = person_of(membre)
        avant = standing(membre.structure_id, "personne", str(elle.pk))
        followed(membre, elle)
        apres = standing(membre.structure_id, "personne", str(elle.pk))

        assert avant is not None
        assert apres is not None
        assert (avant.regle, apres.regle) == ("sans_bilan", "suivi")

    def test_what_she_said_is_a_contact_and_what_an_office_confirms_is_none(self, membre: Membre) -> None:
        elle = person_of(membre)
        suivi = followed(membre, elle, "choisi")
        plus_tard = NOW + timedelta(days=30)
        services.move_right(droit_suivi_id=suivi.pk, actor=membre.compte, rang_vu=1, saisie=said("depose", preuve="confirme"), now=plus_tard)
        confirmee = standing(membre.structure_id, "personne", str(elle.pk))
        services.move_right(droit_suivi_id=suivi.pk, actor=membre.compte, rang_vu=2, saisie=said("pieces_demandees", preuve="dit"), now=plus_tard)
        dite = standing(membre.structure_id, "personne", str(elle.pk))

        assert confirmee is not None
        assert dite is not None
        assert dite.dernier_contact == plus_tard.date() > confirmee.dernier_contact

    @pytest.mark.parametrize("geste", ["repere", "corrige", "nuit", "injoignable", "lecture", "regle"])
    def test_what_is_done_without_her_keeps_nothing(self, membre: Membre, geste: str) -> None:
        elle = person_of(membre, now=NOW)
        suivi = followed(membre, elle, *VERS_VERSE)
        avant = standing(membre.structure_id, "personne", str(elle.pk))
        plus_tard = NOW + timedelta(days=30)
        note = {"droit_suivi_id": suivi.pk, "actor": membre.compte, "now": plus_tard}
        if geste == "repere":
            followed(membre, elle, "repere", droit="rsa", now=plus_tard)
        elif geste == "corrige":
            services.correct_last(rang_vu=4, **note)  # type: ignore[arg-type]  # the same values
        elif geste == "nuit":
            echeances.refresh_all(plus_tard)
        elif geste == "injoignable":
            services_suite.note_call(mois=1, resultat="injoignable", **note)  # type: ignore[arg-type]  # the same values
        elif geste == "regle":
            une = suivi.echeances.earliest("due_le")
            services_suite.settle_clock(echeance_id=une.pk, actor=membre.compte, reglement="faite", now=plus_tard)
        else:
            right_for(membre.compte, suivi.pk, on=plus_tard.date())

        assert avant is not None
        assert avant.dernier_contact == TODAY
        assert standing(membre.structure_id, "personne", str(elle.pk)) == avant

    @pytest.mark.parametrize("resultat", ["toujours_verse", "arrete", "ne_souhaite_pas"])
    def test_a_call_that_found_her_is_a_contact(self, membre: Membre, resultat: str) -> None:
        elle = person_of(membre)
        suivi = followed(membre, elle, *VERS_VERSE)
        services_suite.note_call(droit_suivi_id=suivi.pk, actor=membre.compte, mois=1, resultat=resultat, now=NOW + timedelta(days=30))

        apres = standing(membre.structure_id, "personne", str(elle.pk))
        assert apres is not None
        assert apres.dernier_contact == TODAY + timedelta(days=30)

    def test_the_report_names_what_is_removed(self, membre: Membre) -> None:
        elle = whole(membre, "Safi")

        lignes = purge._rows_of(membre.structure_id, {"personne": [str(elle.pk)]})

        attendues = {"suivi.DroitSuivi": 2, "suivi.Mouvement": 9, "suivi.Piece": 1, "suivi.Appel": 1, "suivi.Changement": 1}
        assert {nom: lignes[nom] for nom in attendues} == attendues
        assert lignes["suivi.Echeance"] == Echeance.objects.count()
        assert {table._meta.label for table in TABLES} <= lignes.keys()


class TestCopy:
    def test_it_tells_each_thing_in_words(self, membre: Membre) -> None:
        elle = whole(membre, "Safi")

        rubriques = {rubrique.code: rubrique for rubrique in self.tell(elle)}

        assert [len(rubriques[code].lignes) for code in ("droits_suivis", "mouvements", "pieces", "appels", "changements")] == [2, 9, 1, 1, 1]
        textes = " ".join(valeur.texte for rubrique in rubriques.values() for ligne in rubrique.lignes for valeur in ligne)
        for mot in ("Mots de Safi.", "Carte de Safi.", "Raison de Safi.", "181", "Prime d’activité", "Je crains le regard des autres"):
            assert mot in textes

    def test_it_is_of_her_alone(self, membre: Membre) -> None:
        elle = whole(membre, "Safi")
        whole(membre, "Mariam")

        assert "Mariam" not in str([asdict(rubrique) for rubrique in self.tell(elle)])

    def tell(self, elle: Personne) -> list[Rubrique]:
        return list(recepteurs.tell_copy(Personne, structure_id=elle.structure_id, personne_id=elle.pk, bilan_ids=[]))
