"""An import, from the table to people and rights, and back: by the verbs of the screens, in batches, undone whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from droits_ouverts.coffre.errors import ErasedError
from droits_ouverts.conservation import nuit
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.selectors import open_identity
from droits_ouverts.reprise import essai, services, services_annulation
from droits_ouverts.reprise.enums import Sort, Statut
from droits_ouverts.reprise.errors import NotReadyError, TableRefusedError
from droits_ouverts.reprise.models import Correspondance, LigneReprise, Reprise
from droits_ouverts.reprise.selectors import columns_of, outcome_of
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.enums import Origine
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.selectors import open_last_amounts
from tests.factories.partages import person_of
from tests.factories.reprises import a_table
from tests.factories.structures import MembreFactory
from tests.factories.suivis import followed, moved, said

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 27)
ENTETES = ("Prénom", "Nom", "Naissance", "Aide", "Statut", "Depuis le", "Montant")
CHAMPS = ("prenom", "nom", "naissance", "droit", "etat", "etat_le", "montant")
LEA = ("Léa", "Martin", "01/02/1990", "RSA", "ok", "01/10/2026", "635,70")


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create()


def tried(membre: Membre, *lignes: Sequence[str], accord: bool = True, now: datetime = NOW) -> Reprise:
    """A table whose columns and words were confirmed."""
    reprise = a_table(membre, *lignes, now=now, entetes=ENTETES)
    mode, jour = ("oral", TODAY) if accord else ("", None)
    services.set_columns(actor=membre.compte, reprise_id=reprise.pk, colonnes=CHAMPS, accord_mode=mode, accord_le=jour, now=now)
    return services.set_values(
        actor=membre.compte,
        reprise_id=reprise.pk,
        droits={"rsa": "rsa", "apl": "aides_logement"},
        etats={"ok": "verse", "demande": "depose", "refus": "refuse"},
        now=now,
    )


def imported(membre: Membre, reprise: Reprise, *, now: datetime = NOW) -> Reprise:
    services.begin(actor=membre.compte, reprise_id=reprise.pk, now=now)
    while (reprise := services.advance(actor=membre.compte, reprise_id=reprise.pk, now=now)).statut == Statut.EN_COURS:
        continue
    return reprise


def undone(membre: Membre, reprise: Reprise) -> Reprise:
    services_annulation.begin_undo(actor=membre.compte, reprise_id=reprise.pk, now=NOW)
    while (reprise := services_annulation.advance_undo(actor=membre.compte, reprise_id=reprise.pk, now=NOW)).statut != Statut.ANNULEE:
        continue
    return reprise


def sorts(reprise: Reprise) -> list[str]:
    return [verdict.sort for verdict in services.open_trial(reprise)]


class TestTrial:
    def test_writes_nothing_and_says_what_each_row_would_do(self, membre: Membre) -> None:
        connue = person_of(membre, "Awa")
        reprise = tried(
            membre,
            LEA,
            ("Léa", "Martin", "01/02/1990", "APL", "demande", "", ""),
            ("Awa", "Exemple", "", "RSA", "demande", "", ""),
            ("Tom", "Petit", "hier", "RSA", "ok", "", "x"),
            ("Zoé", "Grand", "", "Truc", "ok", "", ""),
        )

        assert sorts(reprise) == [Sort.CREER, Sort.CREER, Sort.DOUTEUSE, Sort.REFUSEE, Sort.REFUSEE]
        lea, encore, douteuse, fautive, _inconnue = services.open_trial(reprise)
        assert encore.comme == lea.rang == 2
        assert douteuse.proches == ((connue.pk, "Awa Exemple"),)
        assert [faute.colonne for faute in fautive.fautes] == ["Naissance", "Montant"]
        assert Personne.objects.count() == 1
        assert not DroitSuivi.objects.exists()

    def test_a_row_without_agreement_is_refused_and_says_why(self, membre: Membre) -> None:
        (verdict,) = services.open_trial(tried(membre, LEA, accord=False))

        assert verdict.sort == Sort.REFUSEE
        assert "accord" in verdict.fautes[0].phrase

    def test_what_nobody_asked_for_is_not_kept(self, membre: Membre) -> None:
        reprise = a_table(membre, ("Léa", "Martin", "rousse"), now=NOW, entetes=("Prénom", "Nom", "Cheveux"))
        services.set_columns(actor=membre.compte, reprise_id=reprise.pk, colonnes=["prenom", "nom", ""], accord_mode="oral", accord_le=TODAY, now=NOW)
        reprise.refresh_from_db()

        assert services.open_table(reprise) == [["Prénom", "Nom"], ["Léa", "Martin"]]
        assert "rousse" not in str(reprise.reglages)

    def test_columns_and_words_are_remembered_for_the_structure_alone(self, membre: Membre) -> None:
        tried(membre, LEA)
        encore, ailleurs = a_table(membre, ("a",), now=NOW, entetes=("Bidule",)), a_table(MembreFactory.create(), ("a",), now=NOW, entetes=("Bidule",))
        services.set_columns(actor=membre.compte, reprise_id=encore.pk, colonnes=["nom"], accord_mode="", accord_le=None, now=NOW)

        assert columns_of(a_table(membre, ("a",), now=NOW, entetes=("BIDULE",)))[0].champ == "nom"
        assert columns_of(ailleurs)[0].champ == ""
        assert Correspondance.objects.get(structure=membre.structure).etats["ok"] == "verse"


class TestImport:
    def test_people_and_rights_come_in_by_the_verbs_of_the_screens(self, membre: Membre) -> None:
        reprise = imported(membre, tried(membre, LEA, ("Tom", "Petit", "", "APL", "refus", "05/10/2026", ""), ("Tom", "Petit", "", "RSA", "demande", "", "")))

        assert [open_identity(elle).ecrite for elle in Personne.objects.order_by("pk")] == ["Léa Martin", "Tom Petit"]
        rsa = DroitSuivi.objects.get(etat="verse")
        assert sorted(DroitSuivi.objects.values_list("etat", "droit", "origine")) == [
            ("depose", "rsa", Origine.IMPORT),
            ("refuse", "aides_logement", Origine.IMPORT),
            ("verse", "rsa", Origine.IMPORT),
        ]
        assert rsa.etat_le == date(2026, 10, 1)
        assert open_last_amounts(rsa).verse is not None
        assert Ligne.objects.filter(verb="creer_personne").count() == 2
        assert Ligne.objects.filter(verb="ouvrir_suivi").count() == 3
        assert (reprise.statut, reprise.tableau_scelle, reprise.essai_scelle) == (Statut.FAITE, "", "")

    def test_the_same_table_again_makes_nothing(self, membre: Membre) -> None:
        imported(membre, tried(membre, LEA))
        encore = tried(membre, LEA)

        assert sorts(encore) == [Sort.DEJA]
        imported(membre, encore)
        assert (Personne.objects.count(), DroitSuivi.objects.count()) == (1, 1)

    def test_a_doubtful_row_waits_for_a_human(self, membre: Membre) -> None:
        connue = person_of(membre, "Awa")
        reprise = tried(membre, ("Awa", "Exemple", "01/01/1980", "RSA", "demande", "", ""))
        assert imported(membre, reprise).statut == Statut.FAITE
        assert Personne.objects.count() == 1
        assert not DroitSuivi.objects.exists()

        for decision, personnes in ((str(connue.pk), 1), (essai.NOUVELLE, 2)):
            encore = tried(membre, ("Awa", "Exemple", "01/01/1980", "RSA", "demande", "", ""))
            services.set_choices(actor=membre.compte, reprise_id=encore.pk, choix={"2": decision}, now=NOW)
            imported(membre, encore)
            assert Personne.objects.count() == personnes
        assert DroitSuivi.objects.filter(personne=connue).count() == 1

    def test_a_right_that_is_here_goes_on_or_is_left_alone(self, membre: Membre) -> None:
        for prenom, etat in (("Suite", "refus"), ("Retour", "demande")):
            elle = person_of(membre, prenom)
            suivi = followed(membre, elle, "choisi", *(("depose",) if prenom == "Suite" else ("depose", "accorde", "verse")), droit="rsa")
            reprise = tried(membre, (prenom, "Exemple", "", "RSA", etat, "27/11/2026", ""))
            services.set_choices(actor=membre.compte, reprise_id=reprise.pk, choix={"2": str(elle.pk)}, now=NOW)
            imported(membre, reprise)
            suivi.refresh_from_db()
            assert suivi.etat == {"Suite": "refuse", "Retour": "verse"}[prenom]

    def test_cut_in_the_middle_it_goes_on_where_it_stopped(self, membre: Membre, monkeypatch: pytest.MonkeyPatch) -> None:
        reprise = tried(membre, *((f"Prenom{'abcdefghijklmno'[rang]}{rang}", "Nom", "", "RSA", "demande", "", "") for rang in range(15)))
        services.begin(actor=membre.compte, reprise_id=reprise.pk, now=NOW)
        services.advance(actor=membre.compte, reprise_id=reprise.pk, now=NOW)
        vrai, faits = services._done, []

        def cut(*args: object) -> None:
            faits.append(args)
            if len(faits) == 3:
                raise KeyboardInterrupt
            vrai(*args)  # type: ignore[arg-type]  # passed on whole

        monkeypatch.setattr(services, "_done", cut)
        with pytest.raises(KeyboardInterrupt):
            services.advance(actor=membre.compte, reprise_id=reprise.pk, now=NOW)
        assert Personne.objects.count() == LigneReprise.objects.count() == 10

        monkeypatch.setattr(services, "_done", vrai)
        assert services.advance(actor=membre.compte, reprise_id=reprise.pk, now=NOW).statut == Statut.FAITE
        assert Personne.objects.count() == LigneReprise.objects.count() == 15

    def test_somebody_who_came_since_the_trial_is_not_doubled(self, membre: Membre) -> None:
        reprise = tried(membre, ("Awa", "Exemple", "", "RSA", "demande", "", ""))
        person_of(membre, "Awa")
        bilan = outcome_of(imported(membre, reprise))

        assert Personne.objects.count() == 1
        assert [ligne.refus for ligne in bilan.laissees] == ["change_depuis"]

    def test_two_rows_that_look_alike_stay_two_people(self, membre: Membre) -> None:
        bilan = outcome_of(imported(membre, tried(membre, *((nom, "Martin", "", "RSA", "demande", "", "") for nom in ("Marie", "Maria", "Mario")))))

        assert (Personne.objects.count(), bilan.laissees) == (3, [])

    @pytest.mark.parametrize("lignes", [[], [["Nom"]], [["Nom"], *([["x"]] * 2001)], [["x"] * 121, ["y"]]])
    def test_a_table_without_rows_or_too_large_is_refused(self, membre: Membre, lignes: list[list[str]]) -> None:
        with pytest.raises(TableRefusedError):
            services.receive(actor=membre.compte, structure_id=membre.structure_id, lignes=lignes, now=NOW)

    def test_nobody_else_sees_or_goes_on(self, membre: Membre) -> None:
        reprise, autre = tried(membre, LEA), MembreFactory.create()

        with pytest.raises(NotVisibleError):
            services.begin(actor=autre.compte, reprise_id=reprise.pk, now=NOW)
        with pytest.raises(ForbiddenError):
            services.receive(actor=autre.compte, structure_id=membre.structure_id, lignes=[["Nom"], ["x"]], now=NOW)
        with pytest.raises(NotReadyError):
            services.advance(actor=membre.compte, reprise_id=reprise.pk, now=NOW)


class TestUndo:
    def test_takes_everything_back(self, membre: Membre) -> None:
        connue = person_of(membre, "Awa")
        reprise = tried(membre, LEA, ("Léa", "Martin", "01/02/1990", "APL", "demande", "", ""), ("Awa", "Exemple", "", "RSA", "refus", "", ""))
        services.set_choices(actor=membre.compte, reprise_id=reprise.pk, choix={"4": str(connue.pk)}, now=NOW)
        imported(membre, reprise)
        lea = Personne.objects.exclude(pk=connue.pk).get()
        assert DroitSuivi.objects.real().count() == 3

        bilan = outcome_of(undone(membre, reprise))

        assert list(Personne.objects.all()) == [connue]
        assert not DroitSuivi.objects.real().exists()
        assert bilan.restent == []
        with pytest.raises(ErasedError):
            open_identity(lea)

    def test_leaves_what_was_done_since_and_says_which_rows(self, membre: Membre) -> None:
        reprise = imported(membre, tried(membre, LEA, ("Tom", "Petit", "", "RSA", "demande", "", "")))
        tom = DroitSuivi.objects.get(etat="depose")
        moved(membre, tom, [said("refuse", TODAY)], now=NOW + timedelta(hours=1))

        bilan = outcome_of(undone(membre, reprise))

        assert [ligne.rang for ligne in bilan.restent] == [3]
        assert [open_identity(elle).prenom for elle in Personne.objects.all()] == ["Tom"]
        assert DroitSuivi.objects.get().etat == "refuse"

    def test_leaves_somebody_who_has_anything_else_now(self, membre: Membre) -> None:
        reprise = imported(membre, tried(membre, LEA))
        followed(membre, Personne.objects.get(), droit="aah")

        undone(membre, reprise)

        assert Personne.objects.count() == 1
        assert {suivi.droit for suivi in DroitSuivi.objects.real()} == {"rsa", "aah"}

    def test_a_table_that_nobody_imported_is_erased(self, membre: Membre) -> None:
        reprise = tried(membre, LEA)
        services.give_up(actor=membre.compte, reprise_id=reprise.pk, now=NOW)

        assert not Reprise.objects.exists()


class TestRetention:
    @pytest.mark.parametrize(("finie", "jours", "reste"), [(False, 6, True), (False, 8, False), (True, 80, True), (True, 100, False)])
    def test_what_waits_goes_after_a_week_and_what_is_done_after_three_months(self, membre: Membre, finie: bool, jours: int, reste: bool) -> None:
        reprise = tried(membre, LEA)
        if finie:
            imported(membre, reprise)

        nuit.sweep(NOW + timedelta(days=jours), dry_run=False)

        assert Reprise.objects.exists() == reste
        assert Personne.objects.count() == finie
