"""Every table and column has its line in the policy of retention, every line names something, and no duration is written elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import models

from droits_ouverts.conservation.nuit import TABLES
from droits_ouverts.foundation.conservation import FICHIER, Politique, PolitiqueError, politique, read
from tests.house.repo import PACKAGE, ROOT

GOUVERNEES = {
    "suivi",
    "sans_bilan",
    "anonyme",
    "compte_ferme",
    "compte_inactif",
    "lien_invitation",
    "lien_orientation",
    "journal",
    "papier",
    "courrier",
    "page_personne",
    "accord_rappel",
    "rencontre",
    "compte_rendu",
}
"""Rules that a verb of their own applies; the others are swept each night by `conservation.nuit`."""


def tables() -> dict[str, frozenset[str]]:
    return {model._meta.label: frozenset(field.name for field in model._meta.concrete_fields) for model in apps.get_models(include_auto_created=True)}


def missing(base: dict[str, frozenset[str]], lue: Politique) -> list[str]:
    """The tables and columns that the policy does not name, and what it names that is not there."""
    found = [f"{table}: not in conservation.yaml" for table in sorted(base.keys() - lue.tables.keys())]
    found += [f"{table}: named in conservation.yaml, and no table" for table in sorted(lue.tables.keys() - base.keys())]
    for table in sorted(base.keys() & lue.tables.keys()):
        found += [f"{table}.{champ}: not in conservation.yaml" for champ in sorted(base[table] - lue.champs[table])]
        found += [f"{table}.{champ}: named in conservation.yaml, and no column" for champ in sorted(lue.champs[table] - base[table])]
    return found


def unapplied(lue: Politique, balayees: Iterable[str]) -> list[str]:
    """Rules with a duration that nothing applies."""
    return sorted(nom for nom, une in lue.regles.items() if une.duree and nom not in {*GOUVERNEES, *balayees})


CONSTANTES = {
    "bilan/services.py": "GARDE_ANONYME",
    "comptes/rules.py": "INACTIVE_WARNING_DAYS",
    "journal/purge.py": "MOIS_MAX",
    "personnes/services_lecture.py": "SEMAINE",
    "structures/services_invitations.py": "DURATION",
    "config/settings/base.py": "JOURNAL_GARDE_MOIS",
}
"""Where each room names how long it keeps something."""


def written_by_hand(textes: dict[str, str]) -> list[str]:
    """The durations that give a number themselves, instead of the policy's."""
    lignes = {nom: re.search(rf"^{CONSTANTES[nom]} = (.+)$", texte, re.MULTILINE) for nom, texte in textes.items()}
    return [f"{nom}: {CONSTANTES[nom]}" for nom, ligne in lignes.items() if ligne is None or re.search(r"[ (=]\d{2,}|=\s*\d", ligne.group(1))]


class TestEachTable:
    def test_is_in_the_policy_column_by_column(self) -> None:
        assert missing(tables(), politique()) == []

    def test_the_rule_bites_on_a_new_table_and_column(self) -> None:
        base = tables()
        base["suivi.Exemple"] = frozenset({"id"})
        base["personnes.Personne"] |= {"telephone"}
        del base["bilan.Avis"]
        base["bilan.Choix"] -= {"motif"}

        assert missing(base, politique()) == [
            "suivi.Exemple: not in conservation.yaml",
            "bilan.Avis: named in conservation.yaml, and no table",
            "bilan.Choix.motif: named in conservation.yaml, and no column",
            "personnes.Personne.telephone: not in conservation.yaml",
        ]

    def test_that_is_swept_follows_a_rule_of_its_own(self) -> None:
        assert {table for des_tables in TABLES.values() for table, _ in des_tables} <= politique().tables.keys()
        assert [table for nom, des_tables in TABLES.items() for table, _ in des_tables if nom not in politique().tables[table]] == []


class TestEachRule:
    def test_is_applied_by_something(self) -> None:
        assert unapplied(politique(), TABLES) == []
        assert unapplied(politique(), TABLES.keys() - {"invitation"}) == ["invitation"]

    def test_says_where_it_comes_from_and_since_when(self) -> None:
        regles = politique().regles.values()

        assert [une.nom for une in regles if len(une.source) < 20 or une.verifie_le < une.valable_du] == []
        assert all(une.preavis for une in regles if une.reserve)

    @pytest.mark.parametrize(
        ("avant", "apres", "dit"),
        [
            ("duree: P2Y", "duree: 2 ans", "2 ans"),
            ("degre: probable", "degre: certain", "degre"),
            ("reserve: oui", "reserve: peut-être", "oui ou non"),
            ("    action: fermer\n", "", "action"),
            ("    action: fermer\n", "    action: fermer\n    delai: P1Y\n", "delai"),
            ("regles: [essai]", "regles: [essais]", "essais"),
            ("regles: [essai]", "regles: []", "essai"),
            ("valable_du: 2021-03-11", "valable_du: hier", "valable_du"),
            ("    duree: P7D\n", "", "durée"),
            ("regles:\n", "regles: [\n", "conservation.yaml"),
        ],
    )
    def test_a_mistake_stops_the_start_with_its_place(self, avant: str, apres: str, dit: str) -> None:
        texte = FICHIER.read_text(encoding="utf-8")
        assert avant in texte

        with pytest.raises(PolitiqueError, match=re.escape(dit)):
            read(texte.replace(avant, apres))


class TestNumbers:
    def test_are_written_in_one_place(self) -> None:
        assert written_by_hand({nom: (PACKAGE / nom).read_text(encoding="utf-8") for nom in CONSTANTES}) == []

    def test_the_rule_bites(self) -> None:
        textes = {
            "bilan/services.py": "GARDE_ANONYME = timedelta(days=90)\n",
            "journal/purge.py": "",
            "structures/services_invitations.py": "DURATION = regle(x)\n",
        }

        assert written_by_hand(textes) == ["bilan/services.py: GARDE_ANONYME", "journal/purge.py: MOIS_MAX"]

    def test_are_those_of_the_impact_assessment(self) -> None:
        """Each rule of the policy has its line in the assessment, with the same duration."""
        texte = (ROOT / "docs" / "securite" / "aipd.md").read_text(encoding="utf-8")
        dites = dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", texte, flags=re.MULTILINE))

        assert dites == {nom: str(une.duree).replace("\u00a0", " ") if une.duree else "sans terme" for nom, une in politique().regles.items()}


class TestFacts:
    def test_name_nobody(self) -> None:
        """A fact has no key to a person, a check-up or an account, and no moment."""
        from droits_ouverts.conservation.models import Fait

        fields = Fait._meta.concrete_fields
        assert {field.related_model._meta.label for field in fields if field.related_model} == {"structures.Structure"}
        assert [field.name for field in fields if isinstance(field, (models.DateField, models.UUIDField))] == []
