"""An import: what is new, changed, gone, set aside; cut and gone on with; corrections that stay."""

from __future__ import annotations

import json
from typing import Any

import pytest

from droits_ouverts.annuaire.enums import Gravite, Motif, Savoir, StatutImport
from droits_ouverts.annuaire.errors import ImportRefusedError
from droits_ouverts.annuaire.lecture import rows
from droits_ouverts.annuaire.models import Correction, Import, Lieu, Quarantaine, Reperage, Service, Terme
from droits_ouverts.annuaire.services_import import run_import, start_import
from droits_ouverts.journal.models import Ligne
from tests.factories.annuaire import NOW, imported, octets, service, structure
from tests.factories.structures import CompteFactory

pytestmark = pytest.mark.django_db


def set_aside(passage: Import) -> list[tuple[int, str, str]]:
    return list(passage.quarantaine.order_by("rang", "pk").values_list("rang", "motif", "gravite"))


class TestFirstImport:
    def test_keeps_places_services_and_the_raw_record(self) -> None:
        passage = imported([structure(1), service(1), structure(2), service(2, 2, frais="payant")])

        assert passage.statut == StatutImport.TERMINE
        assert passage.comptes["nouveaux"] == 4
        lieu = Lieu.objects.get(identifiant="dora--1")
        assert (lieu.nom, lieu.code_insee, lieu.reseaux) == ("Maison des droits 1", "69259", ["ccas-cias"])
        assert lieu.brut == structure(1)
        un = lieu.services.get()
        assert (un.gratuit, un.sans_rdv, un.accessible) == (Savoir.OUI, Savoir.OUI, Savoir.INCONNU)
        assert Service.objects.get(identifiant="dora--s2").gratuit == Savoir.NON

    def test_leaves_two_lines_in_the_journal(self) -> None:
        passage = imported([structure(1)])

        assert list(Ligne.objects.filter(thing_kind="import_annuaire", thing_id=str(passage.pk)).values_list("verb", flat=True)) == [
            "importer_annuaire",
            "finir_import_annuaire",
        ]

    def test_puts_terms_in_the_index(self) -> None:
        imported([structure(1), service(1)])

        termes = set(Terme.objects.filter(nombre__gt=0).values_list("mot", flat=True))
        assert {"b:droits", "q:gratuit", "q:sans_rdv", "m:maison", "r:ccas-cias", "tout", "a:rue"} <= termes
        assert Reperage.objects.filter(terme__mot="tout").count() == 2
        assert not Lieu.objects.filter(a_ranger=True).exists()


class TestSecondImport:
    def test_tells_what_changed_field_by_field(self) -> None:
        imported([structure(1), service(1)])
        passage = imported([structure(1, telephone="+33472111111", date_maj="2026-11-01"), service(1)])

        (change,) = passage.difference["modifies"]
        assert change["nom"] == "Maison des droits 1"
        assert ["telephone", "+33472000000", "+33472111111"] in change["champs"]
        assert passage.comptes["inchanges"] == 1
        assert passage.comptes.get("nouveaux", 0) == 0

    def test_marks_what_is_gone_and_erases_nothing(self) -> None:
        imported([structure(1), structure(2)])
        passage = imported([structure(1)])

        parti = Lieu.objects.get(identifiant="dora--2")
        assert parti.absent_le == NOW.date()
        assert passage.comptes["absents"] == 1
        assert not Reperage.objects.filter(lieu=parti).exists()

        passage = imported([structure(1), structure(2)])
        parti.refresh_from_db()
        assert parti.absent_le is None
        assert passage.comptes["revenus"] == 1
        assert Reperage.objects.filter(lieu=parti).exists()

    def test_holds_back_when_a_third_of_the_source_is_gone(self) -> None:
        tous = [structure(rang) for rang in range(100)]
        imported(tous)
        passage = imported(tous[:50])

        assert passage.comptes["absents_retenus"] == 50
        assert Lieu.objects.filter(absent_le__isnull=False).count() == 0

        imported(tous[:51], absences=True)
        assert Lieu.objects.filter(absent_le__isnull=False).count() == 49

    def test_a_partial_file_marks_nothing(self) -> None:
        imported([structure(1), structure(2)])
        imported([structure(1)], complet=False)

        assert not Lieu.objects.filter(absent_le__isnull=False).exists()

    def test_a_file_of_services_alone_says_nothing_of_places(self) -> None:
        imported([structure(1), structure(2), service(1)])
        imported([service(1, nom="Autre nom")])

        assert not Lieu.objects.filter(absent_le__isnull=False).exists()
        assert Service.objects.get().nom == "Autre nom"

    def test_a_correction_of_ours_stays_over_the_source(self) -> None:
        imported([structure(1), service(1)])
        lieu = Lieu.objects.get()
        compte = CompteFactory.create()
        Correction.objects.create(lieu=lieu, champ="telephone", valeur="+33400000000", avant=lieu.telephone, par=compte, faite_at=NOW)
        Correction.objects.create(lieu=lieu, service=lieu.services.get(), champ="gratuit", valeur="non", avant="oui", par=compte, faite_at=NOW)
        imported([structure(1, telephone="+33499999999", nom="Nouveau nom"), service(1, nom="Autre")])

        lieu.refresh_from_db()
        assert (lieu.telephone, lieu.nom, lieu.brut["telephone"]) == ("+33400000000", "Nouveau nom", "+33499999999")
        assert lieu.services.get().gratuit == Savoir.NON

    def test_freshness_stays(self) -> None:
        imported([structure(1)])
        Lieu.objects.update(verifie_le=NOW.date(), rythme_mois=3)
        imported([structure(1, nom="Nouveau")])

        assert Lieu.objects.values_list("verifie_le", "rythme_mois").get() == (NOW.date(), 3)


class TestDryRun:
    def test_tells_the_same_and_writes_nothing(self) -> None:
        imported([structure(1), structure(2), service(1)])
        neuf = [structure(1, nom="Autre nom"), structure(3), service(3, 3), service(4, 9)]
        essai = imported(neuf, essai=True)

        assert Lieu.objects.filter(absent_le__isnull=True).count() == 2
        assert Lieu.objects.get(identifiant="dora--1").nom == "Maison des droits 1"
        vrai = imported(neuf)
        assert {cle: n for cle, n in essai.comptes.items() if n} == {cle: n for cle, n in vrai.comptes.items() if n}
        assert essai.difference == vrai.difference


class TestBadRows:
    def test_each_is_set_aside_with_its_reason_and_the_others_are_kept(self) -> None:
        lignes = octets([structure(1), structure(2, id=None), structure(3, nom="  "), structure(1, nom="Deux fois"), service(1, 99)])
        passage = imported(lignes + b'{"id": "x", \xff\n' + b"[1, 2]\n" + b'{"id": "casse"\n' + octets([structure(4)]))

        assert set_aside(passage) == [
            (2, Motif.SANS_IDENTIFIANT, Gravite.ECARTEE),
            (3, Motif.SANS_NOM, Gravite.ECARTEE),
            (4, Motif.EN_DOUBLE, Gravite.ECARTEE),
            (5, Motif.LIEU_INCONNU, Gravite.ECARTEE),
            (6, Motif.ENCODAGE, Gravite.ECARTEE),
            (7, Motif.ILLISIBLE, Gravite.ECARTEE),
            (8, Motif.ILLISIBLE, Gravite.ECARTEE),
        ]
        assert set(Lieu.objects.values_list("identifiant", "nom")) == {("dora--1", "Maison des droits 1"), ("dora--4", "Maison des droits 4")}

    def test_a_double_far_below_is_seen_as_well(self) -> None:
        passage = imported([structure(1), structure(2), structure(3), structure(1, nom="Deux fois")], lot=2)

        assert set_aside(passage) == [(4, Motif.EN_DOUBLE, Gravite.ECARTEE)]
        assert Lieu.objects.get(identifiant="dora--1").nom == "Maison des droits 1"

    def test_a_service_before_its_place_is_taken_at_the_end(self) -> None:
        passage = imported([service(1), structure(1)], lot=1)

        assert Service.objects.get().lieu == Lieu.objects.get()
        assert Quarantaine.objects.get().reprise_at == NOW
        assert passage.comptes["repris"] == 1

    def test_services_alone_wait_for_the_file_of_places(self) -> None:
        imported([service(1)])
        assert not Service.objects.exists()

        imported([structure(1)])
        assert Service.objects.get().lieu == Lieu.objects.get()

    @pytest.mark.parametrize(
        ("champs", "motif"),
        [
            ({"latitude": 0.0, "longitude": 0.0}, Motif.POSITION),
            ({"latitude": 4.88, "longitude": 45.69}, Motif.POSITION_INVERSEE),
            ({"latitude": 1e300, "longitude": -999}, Motif.POSITION),
            ({"latitude": "NaN", "longitude": "4,8"}, Motif.POSITION),
            ({"latitude": 45.7, "longitude": None}, Motif.POSITION),
            ({"date_maj": "hier"}, Motif.DATE),
            ({"site_web": "javascript:alert(1)"}, Motif.ADRESSE_WEB),
            ({"courriel": "awa.diallo@exemple.test"}, Motif.CONTACT_NOMINATIF),
            ({"contact_nom_prenom": "Awa Diallo"}, Motif.CONTACT_NOMINATIF),
            ({"horaires_accueil": "le matin, sauf le jeudi"}, Motif.HORAIRES),
        ],
    )
    def test_a_bad_cell_leaves_the_row(self, champs: dict[str, Any], motif: Motif) -> None:
        passage = imported([structure(1, **champs)])

        assert [(un, gravite) for _, un, gravite in set_aside(passage)] == [(motif, Gravite.RESERVE)]
        lieu = Lieu.objects.get()
        assert (lieu.latitude is None) == motif.startswith("position")
        assert "Awa" not in json.dumps(lieu.brut)
        assert "awa" not in json.dumps(lieu.brut) + lieu.courriel
        assert lieu.site_web == ""

    def test_hostile_texts_are_kept_as_texts_without_their_marks(self) -> None:
        brut = octets([structure(1, nom="<script>\u202ealert\u0000</script>\u0007")])
        imported(brut)

        assert Lieu.objects.get().nom == "<script>alert </script>"

    def test_numbers_without_end_and_halves_of_letters_do_not_reach_the_database(self) -> None:
        passage = imported(
            octets([structure(1)]).replace(b"4.8866", b"1e999").replace(b'"siret"', b'"x": NaN, "siret"')
            + b'{"id": "a", "nom": "\\ud800", "source": "x", "date_maj": "2026-01-01"}\n'
        )

        assert set_aside(passage) == [(1, Motif.POSITION, Gravite.RESERVE), (2, Motif.ENCODAGE, Gravite.ECARTEE)]

    def test_columns_nobody_told_of_are_named_and_kept_raw(self) -> None:
        passage = imported([structure(1, **{f"colonne_{rang}": rang for rang in range(50)})])

        assert len(passage.difference["colonnes"]) == 50
        assert Lieu.objects.get().brut["colonne_49"] == 49


class TestCut:
    def test_a_cut_file_keeps_what_was_read_and_marks_nothing_gone(self) -> None:
        imported([structure(1), structure(2), structure(3)])
        passage = imported(octets([structure(1, nom="Autre"), structure(2)])[:-20])

        assert (passage.statut, passage.raison) == (StatutImport.INTERROMPU, "coupe")
        assert Lieu.objects.get(identifiant="dora--1").nom == "Autre"
        assert not Lieu.objects.filter(absent_le__isnull=False).exists()

    def test_the_same_file_goes_on_where_it_stopped(self) -> None:
        brut = octets(structure(rang) for rang in range(10))

        class CoupureError(Exception):
            pass

        def stop(passage: Import) -> None:
            if passage.curseur == 6:
                raise CoupureError

        with pytest.raises(CoupureError):
            imported(brut, lot=3, progress=stop, empreinte="a")
        assert Lieu.objects.count() == 6
        avant = Import.objects.get()

        lus: list[int] = []
        passage = imported(brut, lot=3, progress=lambda un: lus.append(un.curseur), empreinte="a")

        assert (passage.pk, passage.statut) == (avant.pk, StatutImport.TERMINE)
        assert lus[0] == 9
        assert (Lieu.objects.count(), passage.comptes["nouveaux"], passage.comptes["lues"]) == (10, 10, 10)

    def test_an_import_that_another_replaced_stops(self) -> None:
        import io

        brut = octets([structure(1)])
        premier = start_import(source="essai", nom_source="", fichier="a", empreinte="a", octets=1, actor=None, now=NOW)
        imported([structure(2)], empreinte="b")

        with pytest.raises(ImportRefusedError):
            run_import(premier, rows(io.BytesIO(brut), "a.jsonl"), clock=lambda: NOW)
        assert Lieu.objects.get().identifiant == "dora--2"


class TestOldSchema:
    def test_v0_is_read_and_passes_to_v1_without_doubles(self) -> None:
        v0 = {
            "id": "1", "source": "dora", "nom": "Maison des droits 1", "date_maj": "2025-01-01", "presentation_resume": "Court.", "presentation_detail": "Long.",
            "horaires_ouverture": "Mo 09:00-12:00", "labels_nationaux": ["france-service"], "typologie": "CCAS", "accessibilite": "https://acceslibre.beta.gouv.fr/x/",
            "latitude": 45.69, "longitude": 4.88,
        }  # fmt: skip
        s0 = {
            "id": "s1", "structure_id": "1", "source": "dora", "nom": "Aide", "date_maj": "2025-01-01", "frais": ["gratuit"], "types": ["accueil"],
            "profils": ["tous-publics"], "modes_orientation_beneficiaire": ["prendre-rdv"], "thematiques": ["gestion-financiere--acces-au-micro-credit"],
            "contact_public": False, "courriel": "quelquun@exemple.test", "pre_requis": ["Une pièce d’identité"],
        }  # fmt: skip
        imported([v0, s0])

        lieu, un = Lieu.objects.get(), Service.objects.get()
        assert (lieu.identifiant, lieu.presentation, lieu.horaires, lieu.reseaux) == ("dora--1", "Long.", "Mo 09:00-12:00", ["france-service", "ccas"])
        assert (un.gratuit, un.sans_rdv, un.courriel, un.conditions) == (Savoir.OUI, Savoir.NON, "", "Une pièce d’identité")
        assert Terme.objects.filter(mot="b:argent", nombre=1).exists()

        passage = imported([structure(1), service("s1", id="dora--s1")])
        assert (Lieu.objects.count(), Service.objects.count(), passage.comptes["modifies"]) == (1, 1, 2)


class TestPlainCsv:
    CSV = (
        "Nom;Service;Adresse;CP;Ville;Lat;Lon;Tél;Langues;Gratuit;Sans rendez-vous;Accessible;Horaires;Droits;Besoins;Couleur\n"
        "Café des voisins;Permanence;2 rue A;69200;Vénissieux;45,69;4,88;0472;ar|en;oui;non;;Mo 09:00-12:00;rsa, prime_activite;sante--acces-aux-soins;bleu\n"
        "Café des voisins;Colis;2 rue A;69200;Vénissieux;45,69;4,88;0472;ar|en;oui;oui;;Mo 09:00-12:00;;equipement-et-alimentation;vert\n"
        "Gardien;;3 rue B;69200;Vénissieux;;;;;;;oui;;;;\n"
    )

    def test_a_row_is_a_place_and_its_service(self) -> None:
        passage = imported(self.CSV.encode("utf-8-sig"), nom="lieux.csv")

        assert (Lieu.objects.count(), Service.objects.count(), passage.difference["colonnes"]) == (2, 2, ["Couleur"])
        cafe = Lieu.objects.get(nom="Café des voisins")
        assert (cafe.langues, cafe.latitude) == (["ar", "en"], 45.69)
        un = cafe.services.get(nom="Permanence")
        assert (un.droits, un.gratuit, un.sans_rdv, un.accessible) == (["rsa", "prime_activite"], Savoir.OUI, Savoir.NON, Savoir.INCONNU)
        assert Lieu.objects.get(nom="Gardien").accessible == Savoir.OUI

        again = imported(self.CSV.encode(), nom="lieux.csv")
        assert again.comptes.get("nouveaux", 0) == again.comptes.get("modifies", 0) == 0

    def test_other_encodings_and_shapes_are_told(self) -> None:
        passage = imported(self.CSV.encode().replace("Café des voisins;Colis".encode(), "Café;Colis".encode("latin-1")) + b"trop;peu\n", nom="lieux.csv")
        assert set_aside(passage) == [(2, Motif.ENCODAGE, Gravite.ECARTEE), (4, Motif.COLONNES, Gravite.ECARTEE)]

        for brut, raison in (
            (self.CSV.encode("utf-16"), "utf16"),
            (b"", "vide"),
            (b"\x89PNG\r\n", "genre"),
            (b'a;b\n"jamais fini;', "coupe"),
            (b'{"rien": 1}', "contenu"),
        ):
            assert imported(brut, nom="x.csv").raison == raison


class TestWholeJson:
    def test_lists_under_their_names_and_nested_places(self) -> None:
        tout = {"meta": {"n": 1}, "structures": [structure(1)], "services": [service(1), service(2, 2, structure=structure(2))], "fin": 1}
        imported(json.dumps(tout, indent=1).encode(), nom="tout.json")

        assert (Lieu.objects.count(), Service.objects.count()) == (2, 2)

    def test_a_list_cut_in_the_middle(self) -> None:
        passage = imported(json.dumps([structure(rang) for rang in range(5)]).encode()[:-30], nom="x.json")

        assert (passage.statut, passage.raison, Lieu.objects.count()) == (StatutImport.INTERROMPU, "coupe", 4)
