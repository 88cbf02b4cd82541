"""The codes are public: they may grow, never change."""

from __future__ import annotations

from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.droits.codes import CODES

PUBLISHED = [
    "aah",
    "aeeh",
    "aide_carsat_oscar",
    "aide_carsat_retour_hospitalisation",
    "aide_juridictionnelle",
    "aides_logement",
    "aides_vacances_caf",
    "ald",
    "allocation_veuvage",
    "allocations_familiales",
    "ame",
    "apa_domicile",
    "are",
    "ars",
    "asf",
    "asi",
    "aspa",
    "ass",
    "bourse_college",
    "bourse_crous",
    "bourse_lycee",
    "c2s_avec_participation",
    "c2s_sans_participation",
    "cantine_college_metropole",
    "cantine_periscolaire_venissieux",
    "ccas_venissieux_aides",
    "cej_allocation",
    "cheque_energie",
    "clientele_fragile",
    "cmi",
    "complement_familial",
    "daho",
    "dalo",
    "domiciliation",
    "droit_au_compte",
    "fsl_acces",
    "fsl_energie_eau",
    "fsl_maintien",
    "hebergement_siao",
    "illico_solidaire",
    "lep",
    "loca_pass",
    "logement_social",
    "paje_allocation_base",
    "paje_cmg",
    "paje_prepare",
    "paje_prime_naissance",
    "pass_culture",
    "pass_region_aura",
    "pass_sport",
    "pch",
    "prime_activite",
    "puma_affiliation",
    "repas_crous_1_euro",
    "retraite_personnelle",
    "reversion_agirc_arrco",
    "reversion_regime_general",
    "rqth",
    "rsa",
    "rsj_metropole_lyon",
    "surendettement",
    "tcl_solidaire_gratuit",
    "tcl_solidaire_reduit",
    "versement_solidaire_eau",
    "visale",
]
"""The codes published on 24 November 2026. Lines are added here, never changed: stored answers and addresses hold these words."""


class TestPublicCodes:
    def test_no_published_code_was_renamed_or_taken_away(self) -> None:
        assert set(PUBLISHED) <= set(CODES)

    def test_every_code_is_published(self) -> None:
        assert set(CODES) <= set(PUBLISHED)

    def test_there_are_65_in_order_without_a_twin(self) -> None:
        assert len(CODES) == 65
        assert list(CODES) == sorted(set(CODES))

    def test_each_has_its_file(self) -> None:
        assert tuple(load_catalogue()) == CODES
