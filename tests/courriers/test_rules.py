"""Which letters go with where a right stands, whom they are for, what each one says and does not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from droits_ouverts.courriers import articles, redaction
from droits_ouverts.courriers.organismes import ORGANISMES, PAYEURS
from droits_ouverts.courriers.redaction import Qui
from droits_ouverts.courriers.rules import CHAMPS_MAX, VIDE, Dossier, Papier, Piste, Texte, addressee, possible_letters, too_long
from droits_ouverts.droits import services as droits
from droits_ouverts.droits.enums import Grade
from droits_ouverts.suivi.enums import Etat
from droits_ouverts.suivi.rules import FINS

QUI = Qui(nom="Safi Exemple", naissance="14/03/1992", organisme="CAF du Rhône")
PISTES = (Piste(place=0, contre="Un refus", ecrit=True), Piste(place=1, contre="Un trop-perçu", ecrit=True), Piste(place=2, contre="Un refus", ecrit=False))
MANQUE = Papier(id=1, nom="RIB", precision="", manque=True)


def natures(dossier: Dossier) -> list[tuple[str, int | None]]:
    return [(une.nature, une.place) for une in possible_letters(dossier)]


class TestWhichLetters:
    @pytest.mark.parametrize(
        ("etat", "attendues"),
        [
            ("refuse", [("recours", 0), ("recours", 1), ("motifs", None)]),
            ("verse", [("recours", 1), ("remise", None)]),
            ("depose", [("rappel", None)]),
            ("choisi", []),
            ("recours", [("remise", None)]),
        ],
    )
    def test_go_with_the_step(self, etat: str, attendues: list[tuple[str, int | None]]) -> None:
        assert natures(Dossier(etat=etat, pistes=PISTES, paye=True)) == attendues

    def test_a_refusal_by_silence_is_contested_before_anybody_notes_it(self) -> None:
        attend = Dossier(etat="depose", pistes=PISTES)
        refuse = replace(attend, refus_le=date(2026, 10, 3))

        assert ("recours", 0) not in natures(attend)
        assert {("recours", 0), ("motifs", None)} <= set(natures(refuse))
        assert refuse.par_silence
        assert not {("recours", 1), ("rappel", None)} & set(natures(refuse))

    def test_an_appeal_that_left_is_not_written_twice(self) -> None:
        assert "recours" not in {
            nature for nature, _ in natures(Dossier(etat="silence", pistes=PISTES, refus_le=date(2026, 1, 1), recours_le=date(2026, 2, 1)))
        }

    @pytest.mark.parametrize("etat", [*sorted(FINS), Etat.ANNULE.value])
    def test_who_gave_up_is_left_in_peace(self, etat: str) -> None:
        assert natures(Dossier(etat=etat, pistes=PISTES, papiers=(MANQUE,), paye=True, refus_le=date(2026, 1, 1))) == []

    def test_a_private_body_owes_no_reasons_by_the_code(self) -> None:
        assert ("motifs", None) not in natures(Dossier(etat="refuse", pistes=PISTES, prive=True))

    def test_a_missing_paper_is_sent_before_one_reminds(self) -> None:
        assert natures(Dossier(etat="depose", papiers=(MANQUE,))) == [("piece", None)]

    def test_of_every_state_of_the_ledger_is_decided(self) -> None:
        for etat in Etat.values:
            possible_letters(Dossier(etat=etat, pistes=PISTES))


class TestAddressee:
    @pytest.mark.parametrize(
        ("dit", "nom"),
        [
            ("MDMPH du Rhône et de la Métropole de Lyon\u00a0: la CDAPH réexamine la demande", "MDMPH du Rhône et de la Métropole de Lyon"),
            ("Commission de recours amiable de la CAF du Rhône (ou de la MSA)", "Commission de recours amiable de la CAF du Rhône"),
            ("Président de la Métropole de Lyon", "Président de la Métropole de Lyon"),
            ("Agence, puis médiateur régional de France Travail", "Agence"),
        ],
    )
    def test_is_named_as_an_envelope_does(self, dit: str, nom: str) -> None:
        assert addressee(dit) == nom

    def test_every_right_of_the_catalogue_has_its_body_and_no_other_has(self) -> None:
        codes = {droit.code for droit in droits.all_droits()}

        assert codes == set(ORGANISMES)
        assert set(PAYEURS) <= codes

    def test_a_body_is_one_that_the_sheet_names(self) -> None:
        """Its acronym or its last words stand in the sheet of the right: nobody invented an addressee."""
        sigles = "caf|mdmph|cpam|carsat|métropole|france travail|mission locale|ccas|ville|crous|académi|région|médiation|bureau|agence de services|siao|tcl"
        sigles += "|banque|bailleur|action logement|agirc|pass|surendettement|eau du grand lyon"
        etranges = []
        for droit in droits.all_droits():
            lieux = [lieu.texte for lieu in droit.ou_demander] + [recours.aupres_de for recours in droit.recours]
            dits = " ".join(filter(None, [droit.decide_par.texte, droit.verse_par.texte, droit.libelle, *lieux])).lower()
            for organisme in filter(None, (ORGANISMES[droit.code], PAYEURS.get(droit.code))):
                if not any(sigle in organisme.nom.lower() and sigle in dits for sigle in sigles.split("|")):
                    etranges.append((droit.code, organisme.nom))

        assert etranges == []


class TestWords:
    def test_a_refusal_by_silence_says_its_days_and_nothing_else(self) -> None:
        aah = droits.get("aah")
        dossier = Dossier(etat="silence", demande_le=date(2026, 6, 3), refus_le=date(2026, 10, 3))

        lettre = redaction.appeal(QUI, aah.libelle, dossier, contre=aah.recours[0].contre, obligatoire=True, textes=(aah.recours[0],))

        assert "Le 3 juin 2026, j’ai demandé" in lettre.corps
        assert "votre silence vaut refus depuis le 3 octobre 2026" in lettre.corps
        assert "CASF L241-9" in lettre.corps
        assert lettre.objet.startswith("Recours préalable")
        assert VIDE in lettre.corps
        assert "tribunal" not in lettre.corps.lower()

    @pytest.mark.parametrize("code", ["rsj_metropole_lyon", "aides_logement"])
    def test_an_article_that_was_not_read_stays_out_of_the_letter(self, code: str) -> None:
        droit = droits.get(code)
        recours = droit.recours[0]

        lettre = redaction.appeal(QUI, droit.libelle, Dossier(etat="refuse"), contre=recours.contre, obligatoire=False, textes=(recours,))

        assert recours.grade is not Grade.VERIFIE
        assert recours.article
        assert recours.article not in lettre.corps
        assert (
            recours.article
            in redaction.appeal(
                QUI, droit.libelle, Dossier(etat="refuse"), contre=recours.contre, obligatoire=False, textes=(replace(recours, grade=Grade.VERIFIE),)
            ).corps
        )

    def test_what_the_file_does_not_know_is_a_line_to_fill_in(self) -> None:
        lettre = redaction.appeal(replace(QUI, naissance=""), "Droit", Dossier(etat="refuse"), contre="Un refus", obligatoire=True, textes=())

        assert f"Par décision reçue le {VIDE}, vous avez refusé." in lettre.corps
        assert "Date de naissance" not in lettre.expediteur
        assert f"Adresse : {VIDE}" in lettre.expediteur

    def test_papers_are_those_that_are_missing(self) -> None:
        donne = Papier(id=2, nom="Avis d’impôt", precision="", manque=False)

        lettre = redaction.papers(QUI, "Droit", Dossier(etat="pieces_demandees", papiers=(MANQUE, donne)))

        assert "- RIB" in lettre.corps
        assert "impôt" not in lettre.corps
        assert lettre.pieces == (1,)

    def test_a_grant_by_silence_is_told_only_with_a_text_that_was_read(self) -> None:
        c2s = droits.get("c2s_sans_participation")
        dit = {"due_le": date(2026, 12, 1), "accord": True}

        sure = redaction.reminder(QUI, c2s.libelle, Dossier(etat="depose"), textes=c2s.silences[:1], **dit)
        pas_sure = redaction.reminder(QUI, c2s.libelle, Dossier(etat="depose"), textes=(replace(c2s.silences[0], grade=Grade.PROBABLE),), **dit)

        assert "m’est accordé le 1er décembre 2026" in sure.corps
        assert "accordé" not in pas_sure.corps

    def test_no_letter_threatens(self) -> None:
        dossier = Dossier(etat="refuse", papiers=(MANQUE,))
        lettres = [
            redaction.appeal(QUI, "Droit", dossier, contre="Un refus", obligatoire=True, textes=()),
            redaction.reasons(QUI, "Droit", dossier, contre="", textes=(articles.MOTIFS_REFUS,)),
            redaction.remission(QUI, "Droit", textes=(articles.REMISE_RSA,)),
            redaction.papers(QUI, "Droit", dossier),
            redaction.reminder(QUI, "Droit", dossier, due_le=None, accord=False, textes=()),
        ]

        for lettre in lettres:
            assert not {"tribunal", "juge", "plainte", "mise en demeure", "à défaut"} & set(lettre.corps.lower().split()), lettre.objet
            assert too_long(lettre) == {}

    def test_a_text_comes_back_as_it_was(self) -> None:
        texte = Texte(expediteur="é", destinataire="à", objet="o", corps="un\ndeux", pieces=(3, 4))

        assert Texte.from_bytes(texte.to_bytes()) == texte
        assert too_long(replace(texte, corps="x" * (CHAMPS_MAX["corps"] + 1))) == {"corps": CHAMPS_MAX["corps"]}
