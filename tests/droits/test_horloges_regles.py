"""Which clocks each right has: exactly what its file says, and what it does not say is supposed and to be checked."""

from __future__ import annotations

import re

import pytest

from droits_ouverts.delais.enums import Decompte, Doute
from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.droits.enums import Grade, Juridiction, Mode, Prealable, Sens, Voie
from droits_ouverts.droits.horloges_fichier import FICHIER, load_horloges, read_horloges
from droits_ouverts.droits.horloges_phrases import label, why
from droits_ouverts.droits.horloges_regles import DROIT_COMMUN, rules_of
from droits_ouverts.droits.horloges_types import EtatHorloge, GenreHorloge, Horloge, RegleHorloge
from droits_ouverts.droits.problemes import CatalogueError
from droits_ouverts.droits.types import Droit
from droits_ouverts.foundation.langue import speaking
from scripts.delais import PAGE, page

CATALOGUE = load_catalogue()
TEXTE = FICHIER.read_text(encoding="utf-8")

DITS = [
    # What each clock is expected to be, written from the law and not from the code.
    ("c2s_sans_participation", "silences[0]", "P2M", Decompte.BRUT, Sens.ACCORD, Grade.VERIFIE),
    ("c2s_sans_participation", "renouvellement", "P2M", Decompte.BRUT, None, Grade.VERIFIE),
    ("aah", "silences[0]", "P4M", Decompte.BRUT, Sens.REFUS, Grade.VERIFIE),
    ("aah", "silences[1]", "P1M", Decompte.BRUT, Sens.REFUS, Grade.VERIFIE),
    ("aah", "recours[0].juge", "P2M", Decompte.CIVIL, None, Grade.VERIFIE),
    ("aspa", "silences[0]", "P4M", Decompte.BRUT, Sens.REFUS, Grade.VERIFIE),
    ("reversion_regime_general", "silences[0]", "P4M", Decompte.BRUT, Sens.REFUS, Grade.VERIFIE),
    ("asf", "silences[1]", "P4M", Decompte.BRUT, Sens.ACCORD, Grade.VERIFIE),
    ("apa_domicile", "silences[0]", "P2M", Decompte.BRUT, Sens.ACCORD, Grade.PROBABLE),
    ("dalo", "silences[0]", "P3M", Decompte.BRUT, Sens.REFUS, Grade.VERIFIE),
    ("dalo", "execution[0]", "P6M", Decompte.BRUT, None, Grade.VERIFIE),
    ("dalo", "recours[1].juge", "P4M", Decompte.CIVIL, None, Grade.VERIFIE),
    ("daho", "silences[0]", "P6W", Decompte.BRUT, Sens.REFUS, Grade.PROBABLE),
    ("domiciliation", "silences[0]", "P2M", Decompte.BRUT, None, Grade.A_VERIFIER),
    ("domiciliation", "contact[0]", "P3M", Decompte.BRUT, None, Grade.VERIFIE),
    ("rsa", "recours[0].prealable", "P2M", Decompte.CIVIL, None, Grade.VERIFIE),
    ("rsa", "recours[0].juge", "P2M", Decompte.FRANC, None, Grade.VERIFIE),
    ("rsa", "declaration", "P3M", Decompte.BRUT, None, Grade.VERIFIE),
    ("prime_activite", "declaration", "P3M", Decompte.BRUT, None, Grade.VERIFIE),
    ("rsj_metropole_lyon", "fin", "P3M", Decompte.BRUT, None, Grade.VERIFIE),
    ("rsj_metropole_lyon", "fin.au_plus", "P24M", Decompte.BRUT, None, Grade.VERIFIE),
    ("bourse_lycee", "recours[0].prealable", "P15D", Decompte.CIVIL, None, Grade.VERIFIE),
    ("surendettement", "recours[1].juge", "P30D", Decompte.CIVIL, None, Grade.VERIFIE),
    ("droit_au_compte", "silences[0]", "P15D", Decompte.BRUT, Sens.REFUS, Grade.VERIFIE),
    ("are", "recours[0].juge", "P2Y", Decompte.BRUT, None, Grade.VERIFIE),
    ("ald", "recours[0].reponse", "P4M", Decompte.BRUT, Sens.REFUS, Grade.VERIFIE),
    ("ame", "recours[0].reponse", "P2M", Decompte.BRUT, None, Grade.A_VERIFIER),
    ("fsl_acces", "recours[0].prealable", "P2M", Decompte.FRANC, None, Grade.PROBABLE),
    ("aide_juridictionnelle", "pieces[0]", "P1M", Decompte.BRUT, None, Grade.VERIFIE),
]


def rules(code: str) -> dict[str, RegleHorloge]:
    return {regle.cle: regle for regle in rules_of(CATALOGUE[code])}


class TestWhatTheCatalogueSays:
    @pytest.mark.parametrize(("code", "cle", "duree", "decompte", "sens", "grade"), DITS, ids=[f"{dit[0]}-{dit[1]}" for dit in DITS])
    def test_each_clock_is_the_one_that_the_law_gives(self, code: str, cle: str, duree: str, decompte: Decompte, sens: Sens | None, grade: Grade) -> None:
        regle = rules(code)[cle]

        assert regle.duree is not None
        assert (regle.duree.iso, regle.decompte, regle.sens, regle.grade) == (duree, decompte, sens, grade)

    @pytest.mark.parametrize("droit", CATALOGUE.values(), ids=CATALOGUE.keys())
    def test_nothing_is_said_that_its_file_does_not_say(self, droit: Droit) -> None:
        regles = {regle.cle: regle for regle in rules_of(droit)}

        for rang, silence in enumerate(droit.silences):
            regle = regles.get(f"silences[{rang}]")
            assert (regle is None) == (silence.sens is Sens.AUCUN)
            if regle is not None:
                assert regle.sens == silence.sens
                assert regle.duree == (silence.apres or DROIT_COMMUN)
                assert regle.supposee == (None in {silence.sens, silence.apres, silence.depuis})
        for rang, recours in enumerate(droit.recours):
            premier, reponse, juge = (regles.get(f"recours[{rang}].{pas}") for pas in ("prealable", "reponse", "juge"))
            direct = recours.voie is Voie.JUGE or recours.prealable is Prealable.AUCUN
            assert (premier is None) == (reponse is None) == direct
            if premier is not None and reponse is not None:
                assert premier.duree == (recours.delai or DROIT_COMMUN)
                assert premier.supposee == (recours.delai is None or recours.prealable is None)
                assert (reponse.sens is None) == reponse.supposee == (recours.reponse is None)
            if juge is not None and recours.juridiction_delai is not None:
                assert (juge.duree, juge.supposee) == (recours.juridiction_delai, False)
        for regle in regles.values():
            assert regle.enonce is not None or regle.genre is GenreHorloge.SUIVI_VERSEMENT
            assert regle.grade == (None if regle.enonce is None else Grade.A_VERIFIER if regle.supposee else regle.enonce.grade)

    @pytest.mark.parametrize("droit", CATALOGUE.values(), ids=CATALOGUE.keys())
    def test_the_day_more_is_for_the_administrative_court_and_the_optional_appeal_before_it(self, droit: Droit) -> None:
        for regle in rules_of(droit):
            if regle.decompte is Decompte.FRANC:
                assert regle.juridiction is Juridiction.TRIBUNAL_ADMINISTRATIF
            if regle.genre is GenreHorloge.RECOURS_PREALABLE and regle.juridiction is Juridiction.TRIBUNAL_ADMINISTRATIF:
                assert (regle.decompte is Decompte.FRANC) != (Doute.JOUR_DE_PLUS in regle.doutes)

    def test_every_kind_is_used_and_every_declaration_has_its_clock(self) -> None:
        tous = [regle.genre for droit in CATALOGUE.values() for regle in rules_of(droit)]

        assert set(tous) == set(GenreHorloge)
        assert tous.count(GenreHorloge.DECLARATION) == sum(
            droit.renouvellement.mode is Mode.DECLARATION and droit.renouvellement.tous_les is not None for droit in CATALOGUE.values()
        )


class TestWords:
    @pytest.mark.parametrize("langue", ["fr", "en", "ar"])
    def test_every_clock_of_every_right_says_why_in_each_language(self, langue: str) -> None:
        with speaking(langue):
            for droit in CATALOGUE.values():
                for regle in rules_of(droit):
                    dite = why(Horloge(droit=droit.code, regle=regle, etat=EtatHorloge.COURT))
                    assert dite.endswith((".", "۔")), dite
                    assert not re.search(r"[{}]|None|  ", dite), dite
            noms = [label(genre) for genre in GenreHorloge]

        assert len(set(noms)) == len(GenreHorloge)
        assert langue == "fr" or "Fin du droit" not in noms

    def test_a_missing_day_is_asked_for(self) -> None:
        with speaking("fr"):
            dite = why(
                Horloge(
                    droit="c2s_sans_participation", regle=rules("c2s_sans_participation")["silences[0]"], etat=EtatHorloge.SANS_DATE, manque=("complet_le",)
                )
            )

        assert dite == (
            "Sans réponse 2\u00a0mois après le dossier complet, c’est un accord\u00a0: gardez la preuve du dossier complet. "
            "Il manque une date\u00a0: le jour où le dossier a été complet, avec sa preuve."
        )

    def test_what_is_supposed_is_said_to_be(self) -> None:
        with speaking("fr"):
            dite = why(Horloge(droit="domiciliation", regle=rules("domiciliation")["silences[0]"], etat=EtatHorloge.COURT))

        assert dite == (
            "On ne sait pas ce que vaut le silence\u00a0: au bout de 2\u00a0mois, faites comme si c’était un refus. "
            "Aucun texte lu ne le dit\u00a0: c’est la lecture la plus prudente."
        )


class TestTheFile:
    def test_what_is_written_is_in_the_catalogue_still(self) -> None:
        ecrites = load_horloges()

        assert {une.droit for une in ecrites.campagnes} >= {
            "cheque_energie",
            "bourse_college",
            "bourse_lycee",
            "bourse_crous",
            "cantine_periscolaire_venissieux",
        }
        assert [(un.droit, un.duree.iso) for un in ecrites.contacts] == [("domiciliation", "P3M")]

    @pytest.mark.parametrize(
        ("avant", "apres", "cle"),
        [
            ("cite: dès juillet", "cite: dès juin", "campagnes[0].cite"),
            ("droit: ars", "droit: arse", "campagnes[0].droit"),
            ("enonce: pieges[0]", "enonce: pieges[99]", "contacts[0].enonce"),
            ("    duree: P3M\n    enonce: pieges[0]", "    duree: 3 mois\n    enonce: pieges[0]", "contacts[0].duree"),
            ("    duree: P3M\n    enonce: pieges[0]", "    duree: null\n    enonce: pieges[0]", "contacts[0].duree"),
            ("ouvre: '09-01'\n    ferme: '10-16'", "ouvre: '10-17'\n    ferme: '10-16'", "campagnes[1].ouvre"),
            ("ferme: '10-16'", "ferme: '02-29'", "campagnes[1].ferme"),
            ("ferme: '10-16'", "ferme: null", "campagnes[1].ferme"),
            (
                "    recours: 1\n    enonce: delai\n    champ: texte\n    cite: relogement",
                "    recours: 7\n    enonce: delai\n    champ: texte\n    cite: relogement",
                "executions[1].recours",
            ),
            ("verifie_le: '2026-11-27'", "verifie_le: '2026-11-27'\nautre: 1", "autre"),
        ],
    )
    def test_a_fault_stops_it_and_is_named(self, avant: str, apres: str, cle: str) -> None:
        assert TEXTE.count(avant) >= 1

        with pytest.raises(CatalogueError) as refus:
            read_horloges(TEXTE.replace(avant, apres, 1), CATALOGUE)

        assert [probleme.cle for probleme in refus.value.problemes] == [cle]


class TestThePage:
    def test_says_what_the_code_says(self) -> None:
        assert PAGE.read_text(encoding="utf-8") == page()

    def test_names_every_right_and_every_clock(self) -> None:
        ecrite = page()

        assert all(f"`{code}`" in ecrite for code in CATALOGUE)
        assert ecrite.count("\n| ") - 4 - len(CATALOGUE) == sum(
            regle.genre is not GenreHorloge.SUIVI_VERSEMENT for droit in CATALOGUE.values() for regle in rules_of(droit)
        )
