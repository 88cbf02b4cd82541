"""Encounters without a name: sent twice they are one, a name has no place in them, they are linked to nobody without an agreement, and their counts survive them."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.signals import personne_effacee
from droits_ouverts.reperage import oubli, rules, services_rencontres
from droits_ouverts.reperage.enums import Axe
from droits_ouverts.reperage.errors import LinkRefusedError, OtherContentError, ReperageRefusedError, RoundStateError
from droits_ouverts.reperage.models import Decompte, LienRencontre, Rencontre, Tournee
from droits_ouverts.reperage.selectors_comptes import counts_of
from droits_ouverts.reperage.services import close_round, come_back
from droits_ouverts.reperage.services_liens import link_encounter, unlink_encounter
from droits_ouverts.reperage.services_rencontres import give_reason, note_encounter, open_register, take_back, tap
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.partages import person_of
from tests.factories.reperages import NOW, met, place, planned, said, tapped, under_way
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db
JOUR = timezone.localtime(NOW).date()
APRES = NOW + timedelta(days=120)


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create()


@pytest.fixture
def tournee(membre: Membre) -> Tournee:
    return under_way(membre)


def sent(membre: Membre, tournee: Tournee, dite: rules.Dite) -> Rencontre:
    return note_encounter(actor=membre.compte, tournee_id=tournee.pk, dite=dite, now=NOW)


class TestSentTwice:
    def test_the_same_encounter_is_one_and_leaves_one_line(self, membre: Membre, tournee: Tournee) -> None:
        dite = said(langue="ar", objet="logement")

        assert sent(membre, tournee, dite).pk == sent(membre, tournee, dite).pk == dite.id
        assert Rencontre.objects.count() == 1
        assert Ligne.objects.filter(verb="noter_rencontre").count() == 1

    def test_it_is_still_acknowledged_once_its_round_is_closed_or_it_was_taken_back(self, membre: Membre, tournee: Tournee) -> None:
        dite, autre = said(), said()
        sent(membre, tournee, dite)
        take_back(actor=membre.compte, rencontre_id=sent(membre, tournee, autre).pk, now=NOW)
        come_back(actor=membre.compte, tournee_id=tournee.pk, now=NOW)
        close_round(actor=membre.compte, tournee_id=tournee.pk, now=NOW)

        assert sent(membre, tournee, dite).pk == dite.id
        assert sent(membre, tournee, autre).annulee
        assert counts_of([membre.structure_id], [tournee.pk]).rencontres == 1

    @pytest.mark.parametrize("autre", [{"suite": "document"}, {"langue": "tr"}, {"age": "plus_65"}, {"revue": True}, {"heure": 9}])
    def test_the_same_number_that_says_something_else_is_refused(self, membre: Membre, tournee: Tournee, autre: dict[str, Any]) -> None:
        dite = said()
        sent(membre, tournee, dite)

        with pytest.raises(OtherContentError):
            sent(membre, tournee, said(**({"id": dite.id} | autre)))

    def test_the_number_of_another_structure_tells_nothing_of_it(self, membre: Membre, tournee: Tournee) -> None:
        voisin = MembreFactory.create()
        dite = said()
        sent(voisin, under_way(voisin), dite)

        with pytest.raises(OtherContentError):
            sent(membre, tournee, dite)
        assert Rencontre.objects.get().structure_id == voisin.structure_id

    def test_sabotage_without_the_look_at_what_is_there_the_second_one_is_refused(
        self, membre: Membre, tournee: Tournee, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dite = said()
        sent(membre, tournee, dite)
        monkeypatch.setattr("droits_ouverts.reperage.services_rencontres.access.structures_of", lambda *_a, **_k: [])

        with pytest.raises((OtherContentError, NotVisibleError)):
            sent(membre, tournee, dite)

    def test_a_tap_sent_twice_is_one(self, membre: Membre, tournee: Tournee) -> None:
        numero = uuid.uuid4()
        for _fois in range(2):
            tapped(membre, tournee, id=numero)

        assert counts_of([membre.structure_id], [tournee.pk]).effort("tentative") == 1


class TestNobodyIsNamed:
    @pytest.mark.parametrize("champ", ["nom", "prenom", "telephone", "note", "commentaire", "adresse", "naissance"])
    def test_a_field_that_has_no_place_is_refused(self, champ: str) -> None:
        recu = {"id": str(uuid.uuid4()), "forme": "stand", "suite": "document", "le": "2026-11-24", "heure": 15}

        assert rules.read(recu).suite == "document"
        with pytest.raises(ValueError, match=champ):
            rules.read(recu | {champ: "Awa Diallo"})

    @pytest.mark.parametrize("champ", ["forme", "suite", "age", "langue", "situation", "objet", "raison"])
    def test_a_name_in_an_answer_is_refused(self, membre: Membre, tournee: Tournee, champ: str) -> None:
        with pytest.raises(ReperageRefusedError) as refus:
            sent(membre, tournee, said(**{champ: "Awa Diallo"}))

        assert refus.value.errors[champ] == "inconnu"
        assert not Rencontre.objects.exists()

    @pytest.mark.parametrize("champ", ["suite", "age", "objet"])
    def test_sabotage_the_database_refuses_it_too(self, membre: Membre, tournee: Tournee, champ: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rules, "check", lambda *_a, **_k: {})

        with pytest.raises((OtherContentError, IntegrityError)), transaction.atomic():
            sent(membre, tournee, said(**{champ: "Awa"}))

    def test_no_column_could_hold_a_sentence(self) -> None:
        from django.db import models

        libres = [champ.name for champ in Rencontre._meta.concrete_fields if isinstance(champ, (models.CharField, models.TextField)) and not champ.choices]
        moments = [champ.name for champ in Rencontre._meta.concrete_fields if isinstance(champ, models.DateTimeField)]

        assert (libres, moments) == ([], [])

    def test_the_journal_says_a_number_and_no_answer(self, membre: Membre, tournee: Tournee) -> None:
        une = met(membre, tournee, langue="ar", objet="sante", suite="bilan_refuse")

        ligne = Ligne.objects.get(verb="noter_rencontre")
        assert (ligne.thing_kind, ligne.thing_id, ligne.purpose, ligne.motif) == ("rencontre", str(une.pk), "aller_vers", "")


class TestWhenAndWhere:
    def test_a_round_that_has_not_left_takes_none(self, membre: Membre) -> None:
        with pytest.raises(RoundStateError):
            met(membre, planned(membre))

    def test_a_closed_round_takes_none(self, membre: Membre, tournee: Tournee) -> None:
        come_back(actor=membre.compte, tournee_id=tournee.pk, now=NOW)
        close_round(actor=membre.compte, tournee_id=tournee.pk, now=NOW)

        with pytest.raises(RoundStateError):
            met(membre, tournee)
        with pytest.raises(RoundStateError):
            tapped(membre, tournee)

    def test_a_round_of_another_structure_does_not_exist(self, membre: Membre, tournee: Tournee) -> None:
        voisin = MembreFactory.create()
        une = met(membre, tournee)

        for acte in (
            lambda: met(voisin, tournee),
            lambda: tapped(voisin, tournee),
            lambda: take_back(actor=voisin.compte, rencontre_id=une.pk, now=NOW),
            lambda: give_reason(actor=voisin.compte, rencontre_id=une.pk, raison="", now=NOW),
        ):
            with pytest.raises(NotVisibleError):
                acte()

    @pytest.mark.parametrize("role", [Role.ELU, Role.PILOTE, Role.COORDINATEUR, Role.TECHNIQUE])
    def test_whoever_meets_nobody_notes_nothing(self, membre: Membre, tournee: Tournee, role: Role) -> None:
        autre = MembreFactory.create(structure=membre.structure, role=role)

        with pytest.raises(NotVisibleError):
            met(autre, tournee)
        with pytest.raises(ForbiddenError):
            open_register(actor=autre.compte, structure_id=membre.structure_id, endroit_id=None, forme="spontane", now=NOW)

    @pytest.mark.parametrize(
        ("autres", "champ"),
        [
            ({"le": JOUR - timedelta(days=9)}, "le"),
            ({"le": JOUR + timedelta(days=1)}, "le"),
            ({"heure": 24}, "heure"),
            ({"heure": -1}, "heure"),
            ({"raison": "pas_besoin"}, "raison"),
            ({"endroit": uuid.uuid4()}, "endroit"),
        ],
    )
    def test_what_cannot_be_is_refused(self, membre: Membre, tournee: Tournee, autres: dict[str, Any], champ: str) -> None:
        with pytest.raises(ReperageRefusedError) as refus:
            met(membre, tournee, **autres)

        assert set(refus.value.errors) == {champ}

    def test_a_place_of_another_structure_is_refused(self, membre: Membre, tournee: Tournee) -> None:
        with pytest.raises(ReperageRefusedError):
            met(membre, tournee, endroit=place(MembreFactory.create()).pk)

    def test_what_is_taken_off_is_taken_where_it_was_counted(self, membre: Membre, tournee: Tournee) -> None:
        rue = place(membre).pk
        tapped(membre, tournee, 3, endroit=rue, heure=13)
        tapped(membre, tournee, -2, endroit=rue, heure=15)

        chiffres = counts_of([membre.structure_id], [tournee.pk])
        assert [(une.cle, une.tentatives) for une in chiffres.reach_by_hour()] == [("13", 1)]
        for ailleurs in ({"endroit": rue}, {}):
            with pytest.raises(ReperageRefusedError):
                tapped(membre, tournee, -2, **ailleurs)

    def test_the_reason_of_a_refusal_comes_after_it_and_only_there(self, membre: Membre, tournee: Tournee) -> None:
        refus, parle = met(membre, tournee, suite="bilan_refuse"), met(membre, tournee)

        assert give_reason(actor=membre.compte, rencontre_id=refus.pk, raison="peur_dette", now=NOW).raison == "peur_dette"
        with pytest.raises(ReperageRefusedError):
            give_reason(actor=membre.compte, rencontre_id=parle.pk, raison="peur_dette", now=NOW)

    def test_the_register_of_a_day_is_one_and_is_open(self, membre: Membre) -> None:
        ouvrir = {"actor": membre.compte, "structure_id": membre.structure_id, "endroit_id": None, "now": NOW}
        une = open_register(forme="spontane", **ouvrir)

        assert open_register(forme="spontane", **ouvrir).pk == une.pk
        assert open_register(forme="atelier", **ouvrir).pk != une.pk
        assert met(membre, une, forme="spontane").tournee_id == une.pk
        with pytest.raises(NotVisibleError):
            open_register(forme="spontane", **(ouvrir | {"endroit_id": place(MembreFactory.create()).pk}))


class TestLinks:
    @pytest.fixture
    def safi(self, membre: Membre) -> Personne:
        return person_of(membre, now=NOW)

    def link(self, membre: Membre, safi: Personne, une: Rencontre, mode: str = "oral", le: date = JOUR) -> LienRencontre:
        return link_encounter(actor=membre.compte, personne_id=safi.pk, rencontre_id=une.pk, accord_mode=mode, accord_le=le, now=NOW)

    def test_three_encounters_before_any_name_then_linked_since_she_agrees(self, membre: Membre, tournee: Tournee, safi: Personne) -> None:
        trois = [met(membre, tournee, revue=rang > 0) for rang in range(3)]
        assert not LienRencontre.objects.exists()

        for une in trois:
            self.link(membre, safi, une)

        assert set(LienRencontre.objects.values_list("personne_id", "accord_mode")) == {(safi.pk, "oral")}
        lignes = Ligne.objects.filter(verb="lier_rencontre")
        assert set(lignes.values_list("thing_kind", "thing_id")) == {("personne", str(safi.pk))}

    @pytest.mark.parametrize("mode", ["", "aucun", "sans_accord"])
    def test_without_an_agreement_nothing_is_linked(self, membre: Membre, tournee: Tournee, safi: Personne, mode: str) -> None:
        une = met(membre, tournee)

        with pytest.raises(LinkRefusedError):
            self.link(membre, safi, une, mode)
        assert not LienRencontre.objects.exists()

    def test_sabotage_the_database_refuses_it_too(self, membre: Membre, tournee: Tournee, safi: Personne) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            LienRencontre.objects.create(
                rencontre=met(membre, tournee), structure_id=membre.structure_id, personne=safi, accord_mode="", accord_le=JOUR, par=membre.compte
            )

    @pytest.mark.parametrize("le", [JOUR + timedelta(days=1), JOUR - timedelta(days=1)])
    def test_an_agreement_to_come_or_older_than_the_encounter_is_none(self, membre: Membre, tournee: Tournee, safi: Personne, le: date) -> None:
        with pytest.raises(LinkRefusedError):
            self.link(membre, safi, met(membre, tournee), le=le)

    def test_one_encounter_is_one_person_s(self, membre: Membre, tournee: Tournee, safi: Personne) -> None:
        une = met(membre, tournee)
        self.link(membre, safi, une)

        with pytest.raises(LinkRefusedError):
            self.link(membre, person_of(membre, "Awa", now=NOW), une)

    def test_an_encounter_of_another_structure_or_taken_back_is_not_linked(self, membre: Membre, tournee: Tournee, safi: Personne) -> None:
        voisin = MembreFactory.create()
        ailleurs = met(voisin, under_way(voisin))
        erreur = take_back(actor=membre.compte, rencontre_id=met(membre, tournee).pk, now=NOW)

        for une in (ailleurs, erreur):
            with pytest.raises(NotVisibleError):
                self.link(membre, safi, une)

    def test_taken_back_the_link_disappears_and_nothing_says_it_was_hers(self, membre: Membre, tournee: Tournee, safi: Personne) -> None:
        une = met(membre, tournee)
        lien = self.link(membre, safi, une)

        unlink_encounter(actor=membre.compte, personne_id=safi.pk, lien_id=lien.pk, now=NOW)

        assert not LienRencontre.objects.exists()
        assert Rencontre.objects.filter(pk=une.pk).exists()
        # No line of the journal names both.
        assert not Ligne.objects.filter(thing_kind="rencontre", verb__contains="lier").exists()

    def test_erased_she_leaves_an_encounter_of_nobody(self, membre: Membre, tournee: Tournee, safi: Personne) -> None:
        self.link(membre, safi, met(membre, tournee))

        with transaction.atomic():
            personne_effacee.send(sender=Personne, structure_id=membre.structure_id, personne_id=safi.pk)

        assert not LienRencontre.objects.exists()
        assert counts_of([membre.structure_id], [tournee.pk]).rencontres == 1

    def test_an_encounter_taken_back_loses_its_link(self, membre: Membre, tournee: Tournee, safi: Personne) -> None:
        une = met(membre, tournee)
        self.link(membre, safi, une)

        take_back(actor=membre.compte, rencontre_id=une.pk, now=NOW)

        assert not LienRencontre.objects.exists()


class TestForgetting:
    def everything(self, membre: Membre, tournee: Tournee) -> dict[str, dict[str, int]]:
        chiffres = counts_of([membre.structure_id], [tournee.pk])
        return {axe: chiffres.by(axe) for axe in Axe.values} | {"place": {une.cle: une.rencontres for une in chiffres.reach_by_place()}}

    def test_counts_survive_and_encounters_do_not(self, membre: Membre, tournee: Tournee) -> None:
        rue = place(membre).pk
        met(membre, tournee, langue="ar", suite="bilan_refuse", raison="defiance", endroit=rue)
        met(membre, tournee, age="plus_65", suite="bilan_accepte", objet="sante", endroit=rue)
        met(membre, tournee, revue=True)
        take_back(actor=membre.compte, rencontre_id=met(membre, tournee).pk, now=NOW)
        avant = self.everything(membre, tournee)

        assert oubli.fold_encounters(APRES, dry_run=True) == 4
        assert oubli.fold_encounters(APRES, dry_run=False) == 4
        assert oubli.fold_encounters(APRES, dry_run=False) == 0

        assert not Rencontre.objects.exists()
        assert self.everything(membre, tournee) == avant
        assert avant[Axe.TOTAL.value] == {"": 3}

    def test_two_answers_are_never_crossed(self, membre: Membre, tournee: Tournee) -> None:
        met(membre, tournee, langue="ar", age="plus_65", situation="retraite")

        oubli.fold_encounters(APRES, dry_run=False)

        assert all(
            valeur in {"", "ar", "plus_65", "retraite", "conversation", "stand", "15", "non"} for valeur in Decompte.objects.values_list("valeur", flat=True)
        )

    def test_three_months_to_the_day(self, membre: Membre, tournee: Tournee) -> None:
        met(membre, tournee)
        fin = NOW.replace(year=2027, month=2, day=24)

        assert oubli.fold_encounters(fin - timedelta(days=1), dry_run=True) == 0
        assert oubli.fold_encounters(fin, dry_run=True) == 1

    def test_a_linked_one_lives_with_her_file(self, membre: Membre, tournee: Tournee) -> None:
        une, safi = met(membre, tournee), person_of(membre, now=NOW)
        link_encounter(actor=membre.compte, personne_id=safi.pk, rencontre_id=une.pk, accord_mode="ecran", accord_le=JOUR, now=NOW)

        assert oubli.fold_encounters(APRES, dry_run=False) == 0

    def test_sabotage_an_encounter_erased_without_being_counted_is_seen(self, membre: Membre, tournee: Tournee, monkeypatch: pytest.MonkeyPatch) -> None:
        met(membre, tournee)
        avant = self.everything(membre, tournee)
        monkeypatch.setattr(oubli, "_cells", lambda rencontres: {})

        oubli.fold_encounters(APRES, dry_run=False)

        assert self.everything(membre, tournee) != avant

    def test_cut_in_the_middle_nothing_is_lost_nor_counted_twice(self, membre: Membre, tournee: Tournee, monkeypatch: pytest.MonkeyPatch) -> None:
        for _fois in range(3):
            met(membre, tournee)
        avant = self.everything(membre, tournee)
        monkeypatch.setattr(oubli, "PAR_LOT", 2)
        lu = oubli._cells
        monkeypatch.setattr(oubli, "_cells", lambda rencontres: 1 / 0 if Decompte.objects.exists() else lu(rencontres))

        with pytest.raises(ZeroDivisionError):
            oubli.fold_encounters(APRES, dry_run=False)
        assert Rencontre.objects.count() == 1
        assert self.everything(membre, tournee) == avant

        monkeypatch.setattr(oubli, "_cells", lu)
        oubli.fold_encounters(APRES, dry_run=False)
        assert self.everything(membre, tournee) == avant


def test_what_a_phone_will_call_takes_a_number_of_its_own() -> None:
    """Each verb that writes something on the way is given its number, so that a sync may call it as it is."""
    import inspect

    assert all("now" in inspect.signature(verbe).parameters for verbe in (note_encounter, tap, take_back, give_reason))
    assert rules.Dite.__dataclass_fields__["id"].type == rules.Comptee.__dataclass_fields__["id"].type == "uuid.UUID"
    assert services_rencontres.OUVERTES
