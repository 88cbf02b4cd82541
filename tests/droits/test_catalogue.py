"""A catalogue with a fault stops at once, and says the file, the key and the mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from droits_ouverts.droits.catalogue import DOSSIER, read_catalogue, read_droit
from droits_ouverts.droits.enums import Canal, Depart, Effet, Famille, Grade, Juridiction, Methode, Mode, Prealable, Rappel, Sens, Voie
from droits_ouverts.droits.problemes import CatalogueError, Probleme
from droits_ouverts.droits.services import get
from droits_ouverts.foundation.durees import Duree

RSA = (DOSSIER / "rsa.yaml").read_text(encoding="utf-8")
CCAS = (DOSSIER / "ccas_venissieux_aides.yaml").read_text(encoding="utf-8")


def faults(text: str, code: str = "rsa") -> tuple[Probleme, ...]:
    """Return the faults of a sabotaged file."""
    with pytest.raises(CatalogueError) as caught:
        read_droit(text, code)
    for probleme in caught.value.problemes:
        assert str(probleme) in str(caught.value)
        assert probleme.fichier == f"catalogue/{code}.yaml"
        assert probleme.remede.endswith((".", "?"))
    return caught.value.problemes


def sabotage(old: str, new: str, text: str = RSA) -> str:
    """Return the text with its first `old` replaced; the file must hold it."""
    assert old in text
    return text.replace(old, new, 1)


class TestSabotage:
    @pytest.mark.parametrize(
        ("old", "new", "cle", "constat", "remede"),
        [
            ("famille: ressources\n", "", "famille", "cette clé manque", "Ajoutez-la"),
            ("famille: ressources\n", "familles: ressources\n", "familles", "inconnue", "« famille »"),
            ("famille: ressources\n", "famille: resources\n", "famille", "n’est pas dans la liste", "« ressources »"),
            ("publics: [tous]", "publics: []", "publics", "vide", "Choisissez parmi"),
            ("publics: [tous]", "publics: [tous, tout]", "publics[1]", "n’est pas dans la liste", "« tous »"),
            ("publics: [tous]", "publics: tous", "publics", "pas une liste", "liste"),
            ("code: rsa\n", "code: rsa_\n", "code", "n’est pas le nom du fichier", "« rsa »"),
            ("verifie_le: '2026-11-23'", "verifie_le: '23/11/2026'", "verifie_le", "n’est pas un jour", "2026-11-24"),
            ("verifie_le: '2026-11-23'", "verifie_le: '2026-11-31'", "verifie_le", "n’est pas un jour", "2026-11-24"),
            ("source_le: '2020-10-29'", "source_le: octobre 2020", "public.source_le", "n’est pas une date", "2026-04"),
            ("source_le: '2020-10-29'", "source_le: '2020-13'", "public.source_le", "n’est pas une date", "2026-04"),
            ("source_le: '2020-10-29'", "source_le: '2027-01-01'", "public.source_le", "après la vérification", "dates"),
            ("source: https://www.service-public", "source: http://www.service-public", "public.source", "pas une adresse https", "https://"),
            ("url: https://wwwd.caf.fr", "url: www.caf.fr", "ou_demander[0].url", "pas une adresse https", "https://"),
            ("canal: en_ligne", "canal: internet", "ou_demander[0].canal", "n’est pas dans la liste", "en_ligne"),
            ("grade: probable", "grade: sur", "public.grade", "n’est pas dans la liste", "a_verifier"),
            ("apres: P2M", "apres: 2 mois", "silences[0].apres", "n’est pas une durée", "P15D"),
            ("apres: P2M", "apres: PT48H", "silences[0].apres", "n’est pas une durée", "P15D"),
            ("apres: P2M", "apres: null", "silences[0].apres", "on ne dit pas après combien", "a_verifier"),
            ("sens: refus", "sens: rejet", "silences[0].sens", "n’est pas dans la liste", "accord"),
            ("juridiction: tribunal_administratif", "juridiction: tribunal", "recours[0].juridiction", "n’est pas dans la liste", "pole_social"),
            ("valeur: 651.69", "valeur: 651,69 €", "montants[0].valeur", "n’est pas un nombre", "1041.59"),
            ("unite: euros_mois", "unite: euro_mois", "montants[0].unite", "n’est pas dans la liste", "« euros_mois »"),
            ("depuis: '2026-04-01'", "depuis: bientôt", "montants[0].depuis", "n’est pas une date", "2026-04"),
            ("- rsj_metropole_lyon", "- rsj_lyon", "droits[0]", "n’est pas un code", "rsj_metropole_lyon"),
            ("libelle: Revenu", "libelle: Revenu\nlibelle: Revenu", "libelle", "deux fois", "une seule"),
            ("sans_regle: null", "sans_regle: ''", "sans_regle", "n’est pas un texte", "texte"),
            ("calcul:\n", "calcul: nous\nx:\n", "calcul", "pas un énoncé", "source_le"),
        ],
    )
    def test_names_file_key_and_mend(self, old: str, new: str, cle: str, constat: str, remede: str) -> None:
        found = faults(sabotage(old, new))

        assert any(p.cle.endswith(cle) and constat in p.constat and remede in p.remede for p in found), found

    def test_says_every_fault_at_once(self) -> None:
        text = sabotage("apres: P2M", "apres: deux mois", sabotage("famille: ressources", "famille: argent"))

        assert {probleme.cle for probleme in faults(text)} == {"famille", "silences[0].apres"}

    def test_a_key_written_twice_deep_inside_is_seen(self) -> None:
        (probleme,) = faults(sabotage("    canal: en_ligne", "    canal: en_ligne\n    canal: papier"))

        assert (probleme.cle, probleme.constat[: len("à la ligne")]) == ("canal", "à la ligne")

    def test_certainty_without_a_source_is_refused(self) -> None:
        text = sabotage("  source: https://www.service-public.gouv.fr/particuliers/vosdroits/F19778", "  source: null")

        (probleme,) = faults(text)

        assert probleme.cle == "public.source"
        assert "a_verifier" in probleme.remede

    def test_broken_yaml_says_the_line(self) -> None:
        (probleme,) = faults("code: rsa\nlibelle: [\n")

        assert probleme.cle.startswith("ligne ")

    @pytest.mark.parametrize("text", ["", "- une liste\n", "un mot\n"])
    def test_a_file_that_is_no_sheet(self, text: str) -> None:
        (probleme,) = faults(text)

        assert "docs/catalogue.md" in probleme.remede

    def test_a_wrong_telephone_number(self) -> None:
        (probleme,) = faults(sabotage("04 72 21 44 95", "04.72.21.44.95", CCAS), "ccas_venissieux_aides")

        assert probleme.cle == "ou_demander[0].telephone"

    def test_a_yaml_merge_is_not_a_way_in(self) -> None:
        found = faults(sabotage("verse_par:\n", "verse_par:\n  <<: {}\n"))

        assert any(probleme.cle == "verse_par.<<" for probleme in found)


class TestFolder:
    @pytest.fixture
    def copy(self, tmp_path: Path) -> Path:
        return Path(shutil.copytree(DOSSIER, tmp_path / "catalogue"))

    def test_the_true_one_is_read_whole(self, copy: Path) -> None:
        assert len(read_catalogue(copy)) == 65

    def test_a_missing_file(self, copy: Path) -> None:
        (copy / "rsa.yaml").unlink()

        with pytest.raises(CatalogueError, match=r"catalogue/rsa\.yaml, fichier entier : ce fichier manque\."):
            read_catalogue(copy)

    def test_a_code_nobody_published(self, copy: Path) -> None:
        (copy / "rsa.yaml").rename(copy / "rssa.yaml")

        with pytest.raises(CatalogueError, match=r"« rsa\.yaml »") as caught:
            read_catalogue(copy)

        assert [probleme.fichier for probleme in caught.value.problemes] == ["catalogue/rsa.yaml", "catalogue/rssa.yaml"]

    def test_a_file_that_is_not_utf8(self, copy: Path) -> None:
        (copy / "rsa.yaml").write_bytes(RSA.encode("latin-1", errors="replace"))

        with pytest.raises(CatalogueError, match="UTF-8"):
            read_catalogue(copy)


class TestGuide:
    """The guide shows true text."""

    def test_its_example_is_in_the_file_it_names(self) -> None:
        guide = (DOSSIER.parents[2] / "docs" / "catalogue.md").read_text(encoding="utf-8")

        example = guide.partition("Extrait de `catalogue/bourse_lycee.yaml` :\n\n```yaml\n")[2].partition("```")[0]

        assert example
        assert example in (DOSSIER / "bourse_lycee.yaml").read_text(encoding="utf-8")

    def test_its_message_is_the_true_one(self) -> None:
        guide = (DOSSIER.parents[2] / "docs" / "catalogue.md").read_text(encoding="utf-8")

        (probleme,) = faults(sabotage("apres: P2M", "apres: 2 mois"))

        assert f"- {probleme}\n" in guide

    def test_it_names_every_word_of_the_closed_lists_it_spells_out(self) -> None:
        guide = (DOSSIER.parents[2] / "docs" / "catalogue.md").read_text(encoding="utf-8")

        spelled = (Famille, Canal, Sens, Depart, Prealable, Effet, Mode, Rappel, Methode, Grade)

        assert [f"{choices.__name__}.{choice.value}" for choices in spelled for choice in choices if f"`{choice.value}`" not in guide] == []


class TestCorrections:
    """Points where common sources are wrong, read in the codes themselves (state of March 2026)."""

    def test_cmi_goes_to_the_president_and_to_two_courts(self) -> None:
        priorite, stationnement = get("cmi").recours

        assert "président" in (priorite.texte or "")
        assert (priorite.voie, priorite.juridiction) == (Voie.RAPO, Juridiction.POLE_SOCIAL)
        assert stationnement.juridiction is Juridiction.TRIBUNAL_ADMINISTRATIF

    def test_rqth_and_aah_part_ways_at_the_court(self) -> None:
        assert get("rqth").recours[0].juridiction is Juridiction.TRIBUNAL_ADMINISTRATIF
        assert get("aah").recours[0].juridiction is Juridiction.POLE_SOCIAL

    def test_aah_has_two_silences(self) -> None:
        assert [(silence.sens, silence.apres) for silence in get("aah").silences] == [
            (Sens.REFUS, Duree(mois=4)),
            (Sens.REFUS, Duree(mois=1)),
        ]

    def test_silence_on_an_agreed_pension_is_a_grant(self) -> None:
        assert [(silence.sens, silence.apres) for silence in get("asf").silences] == [
            (Sens.REFUS, Duree(mois=2)),
            (Sens.ACCORD, Duree(mois=4)),
        ]

    @pytest.mark.parametrize("code", ["aspa", "asi", "retraite_personnelle", "reversion_regime_general"])
    def test_four_months_of_a_pension_fund_are_a_refusal(self, code: str) -> None:
        (silence,) = get(code).silences

        assert (silence.sens, silence.apres) == (Sens.REFUS, Duree(mois=4))

    @pytest.mark.parametrize("code", ["c2s_avec_participation", "c2s_sans_participation"])
    def test_two_months_on_a_whole_c2s_file_are_a_grant(self, code: str) -> None:
        (silence,) = get(code).silences

        assert (silence.sens, silence.apres) == (Sens.ACCORD, Duree(mois=2))

    def test_a_bank_silent_for_15_days_refuses(self) -> None:
        assert get("droit_au_compte").silences[0].apres == Duree(jours=15)

    def test_the_high_school_grant_leaves_15_days(self) -> None:
        (recours,) = get("bourse_lycee").recours

        assert (recours.prealable, recours.delai) == (Prealable.OBLIGATOIRE, Duree(jours=15))

    def test_apa_goes_to_the_administrative_court(self) -> None:
        assert get("apa_domicile").recours[0].juridiction is Juridiction.TRIBUNAL_ADMINISTRATIF

    @pytest.mark.parametrize("code", ["ass", "cej_allocation"])
    def test_france_travail_is_mediated_first(self, code: str) -> None:
        recours = get(code).recours[0]

        assert (recours.prealable, recours.voie) == (Prealable.OBLIGATOIRE, Voie.MEDIATION)

    @pytest.mark.parametrize("code", ["rsa", "prime_activite", "aides_logement", "aspa"])
    def test_a_month_of_delay_is_lost(self, code: str) -> None:
        assert get(code).retroactivite.mode is Rappel.AUCUN

    def test_contesting_a_debt_of_rsa_holds_it_back(self) -> None:
        assert [recours.suspensif for recours in get("rsa").recours] == ["non", "oui"]

    def test_the_silence_on_a_domiciliation_is_not_known(self) -> None:
        (silence,) = get("domiciliation").silences

        assert silence.sens is None
        assert silence.is_to_check
