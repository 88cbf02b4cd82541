"""The undo of an import gives back exactly what stood before, whatever came since from here."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from droits_ouverts.annuaire import services
from droits_ouverts.annuaire.enums import StatutImport
from droits_ouverts.annuaire.errors import UndoRefusedError
from droits_ouverts.annuaire.models import EtatAvant, Import, Lieu, Quarantaine, Reperage, Service, Terme
from droits_ouverts.annuaire.services_annulation import may_undo, undo_import
from droits_ouverts.journal.models import Ligne
from tests.factories.annuaire import NOW, imported, octets, service, structure
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db


def standing() -> dict[str, Any]:
    """Every column of every row, and every word by which it is found."""
    return {
        "lieux": list(Lieu.objects.order_by("pk").values()),
        "services": list(Service.objects.order_by("pk").values()),
        "reperages": sorted(Reperage.objects.values_list("terme__mot", "lat", "lon", "lieu", "service"), key=str),
        "termes": sorted(Terme.objects.filter(nombre__gt=0).values_list("mot", "nombre")),
        "attendent": list(Quarantaine.objects.filter(passage__statut=StatutImport.TERMINE).order_by("pk").values()),
    }


def undone(passage: Import) -> Import:
    return undo_import(actor=None, import_id=passage.pk, now=NOW)


class TestUndo:
    def test_gives_back_what_was_changed_gone_moved_new_and_taken_from_quarantine(self) -> None:
        imported([structure(1), structure(2), structure(3), service(1), service(2, 2), service(9, 9)], complet=False)
        avant = standing()
        passage = imported(
            [structure(1, nom="Autre nom", latitude=45.8, date_maj="2026-11-20"), structure(2), structure(4), structure(9), service(1, 4), service(4, 4)]
        )
        assert {quoi for quoi in ("nouveaux", "modifies", "absents") if passage.comptes.get(quoi)} == {"nouveaux", "modifies", "absents"}
        assert standing() != avant

        passage = undone(passage)

        assert standing() == avant
        assert (passage.statut, passage.annule_at, EtatAvant.objects.filter(passage=passage).count()) == (StatutImport.ANNULE, NOW, 0)
        assert Ligne.objects.filter(verb="annuler_import_annuaire", thing_id=str(passage.pk)).count() == 1

    def test_gives_back_an_empty_directory(self) -> None:
        undone(imported([structure(1), service(1), service(2, 7)]))

        assert not Lieu.objects.exists()
        assert not Service.objects.exists()
        assert not Reperage.objects.exists()
        # What the undone import set aside does not come back by itself.
        imported([structure(7)])
        assert not Service.objects.exists()

    @pytest.mark.parametrize("graine", range(6))
    def test_whatever_the_files_and_their_lots(self, graine: int) -> None:
        de = random.Random(graine)  # noqa: S311  a draw that can be made again

        def drawn() -> list[dict[str, Any]]:
            lieux = de.sample(range(8), de.randrange(1, 8))
            fiches = [structure(rang, nom=f"Lieu {de.randrange(3)}", date_maj=f"2026-10-0{de.randrange(1, 4)}") for rang in lieux]
            fiches += [service(rang, de.choice(lieux), frais=de.choice(["gratuit", "payant"])) for rang in de.sample(range(8), de.randrange(8))]
            de.shuffle(fiches)
            return fiches

        imported(drawn(), absences=True, lot=3)
        avant = standing()
        undone(imported(drawn(), absences=True, lot=2))

        assert standing() == avant

    def test_a_cut_import_is_undone_as_well(self) -> None:
        imported([structure(1)])
        avant = standing()
        passage = imported(octets([structure(1, nom="Autre"), structure(2)])[:-20])
        assert passage.statut == StatutImport.INTERROMPU

        undone(passage)
        assert standing()["lieux"] == avant["lieux"]

    def test_what_was_said_here_since_stays(self) -> None:
        actor = MembreFactory.create().compte
        imported([structure(1), structure(2)])
        un, deux = Lieu.objects.order_by("pk")
        (retiree,) = services.correct(actor=actor, lieu_id=deux.pk, service_id=None, valeurs={"telephone": "+33411111111"}, now=NOW)
        passage = imported([structure(1, nom="Faux"), structure(2, nom="Faux"), structure(3), structure(4)])
        plus_tard = NOW + timedelta(hours=1)
        services.correct(actor=actor, lieu_id=un.pk, service_id=None, valeurs={"telephone": "+33422222222"}, now=plus_tard)
        services.withdraw_correction(actor=actor, correction_id=retiree.pk, now=plus_tard)
        services.confirm(actor=actor, lieu_id=un.pk, now=plus_tard)
        services.report(actor=None, lieu_id=Lieu.objects.get(identifiant="dora--3").pk, now=plus_tard)

        passage = undone(passage)

        un.refresh_from_db()
        deux.refresh_from_db()
        assert (un.nom, un.telephone, un.verifie_le) == ("Maison des droits 1", "+33422222222", NOW.date())
        assert (deux.nom, deux.telephone) == ("Maison des droits 2", "+33472000000")
        trois = Lieu.objects.get(identifiant="dora--3")
        assert (trois.absent_le, passage.comptes["gardees"]) == (NOW.date(), 1)
        assert not Lieu.objects.filter(identifiant="dora--4").exists()

    def test_only_the_last_one_of_its_source_and_only_once(self) -> None:
        premier = imported([structure(1)])
        autre = imported([structure(1)], source="autre")
        second = imported([structure(1, nom="Autre")])
        essai = imported([structure(5)], essai=True)

        assert [may_undo(un) for un in (premier, second, autre, essai)] == [False, True, True, False]
        with pytest.raises(UndoRefusedError):
            undone(premier)
        undone(second)
        with pytest.raises(UndoRefusedError):
            undone(second)
        with pytest.raises(UndoRefusedError):
            undone(premier)
        assert Lieu.objects.get(source__code="essai").nom == "Maison des droits 1"

    def test_the_same_file_can_be_imported_again(self) -> None:
        undone(imported([structure(1), service(1)], empreinte="a"))
        passage = imported([structure(1), service(1)], empreinte="a")

        assert (passage.statut, passage.comptes["nouveaux"], Lieu.objects.count()) == (StatutImport.TERMINE, 2, 1)
