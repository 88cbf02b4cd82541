"""A population from Parquet to Parquet: the right answers, whatever stops the work; clear refusals, and nothing half-written."""

from __future__ import annotations

import functools
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from droits_ouverts.engine.programme.foyers import FoyersError
from droits_ouverts.engine.programme.masse import parquet, processus, simuler
from droits_ouverts.engine.programme.masse.exemple import write_example
from droits_ouverts.engine.programme.masse.parquet import MasseError, Source
from droits_ouverts.engine.programme.masse.processus import Commande
from droits_ouverts.engine.programme.masse.simuler import Compte, simulate
from droits_ouverts.engine.programme.masse.travail import Travail
from tests.engine.programme.masse.loi import MOIS, programme, table, write

FOYERS = 40


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut small populations in several parts."""
    monkeypatch.setattr(Source, "parts", functools.partialmethod(Source.parts, lignes=15))


@pytest.fixture
def population(tmp_path: Path) -> Path:
    return write(tmp_path / "population.parquet", FOYERS)


def compute(population: Path, sortie: Path, **autres: Any) -> Compte:
    return simulate(programme(), population, sortie, **autres)


def by_hand(menage: int) -> dict[str, Any]:
    """What a household may receive, worked out from its lines, one at a time."""
    lignes = [ligne for ligne in table(FOYERS).to_pylist() if ligne["menage"] == menage]
    famille = [ligne for ligne in lignes if ligne["role"] != "autre"]
    (demandeur,) = (ligne for ligne in lignes if ligne["role"] == "demandeur")
    reste = 600.0 - sum(ligne["salaire_net@0"] or 0.0 for ligne in famille)
    separes = demandeur["statut_marital"] == "celibataire"
    modeste = demandeur["revenu_fiscal_reference"] <= 20000
    # The partner who has a tax household of her own declared nothing there: not said is not above the ceiling.
    lep = sum(modeste or (separes and ligne["role"] == "conjoint") for ligne in famille)
    rsj = 400.0 * sum(not ligne["salaire_net@0"] for ligne in famille)
    cej = 500.0 * sum(bool(ligne["enceinte"]) for ligne in famille)
    return {
        "menage": menage,
        "personnes": len(lignes),
        "rsa_eligible": reste > 0,
        "rsa_montant": max(0.0, reste),
        "lep_eligible": lep > 0,
        "lep_personnes": lep,
        "logement_social_eligible": (demandeur["loyer"] or 0.0) > 500,
        "rsj_metropole_lyon_montant": rsj,
        "cej_allocation_montant": cej,
        "total_mensuel": max(0.0, reste) + max(rsj, cej),
    }


class TestAnswers:
    def test_each_household_is_what_it_is_by_hand_even_cut_by_a_row_group(self, population: Path, tmp_path: Path) -> None:
        compte = compute(population, tmp_path / "sortie.parquet")

        lignes = pq.read_table(tmp_path / "sortie.parquet").to_pylist()
        assert compte.menages == len(lignes) == FOYERS
        for ligne in lignes:
            attendu = by_hand(ligne["menage"])
            assert {nom: ligne[nom] for nom in attendu} == attendu

    def test_the_cuts_and_the_processes_change_nothing(self, population: Path, tmp_path: Path) -> None:
        compute(population, tmp_path / "un.parquet")
        entiere = write(tmp_path / "entiere.parquet", FOYERS, lignes=10_000)
        compute(entiere, tmp_path / "deux.parquet")
        compute(population, tmp_path / "trois.parquet", repartition=functools.partial(processus.in_processes, nombre=2))

        un = (tmp_path / "un.parquet").read_bytes()
        assert pq.read_table(tmp_path / "deux.parquet").equals(pq.read_table(tmp_path / "un.parquet"))
        assert (tmp_path / "trois.parquet").read_bytes() == un

    def test_a_file_of_one_large_row_group_is_cut_again(self, tmp_path: Path, population: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        compute(population, tmp_path / "un.parquet")
        monkeypatch.setattr(parquet, "LIGNES_MAX", 30)
        monkeypatch.setattr(parquet, "LIGNES", 8)
        compute(write(tmp_path / "entiere.parquet", FOYERS, lignes=10_000), tmp_path / "deux.parquet")

        assert pq.read_table(tmp_path / "deux.parquet").equals(pq.read_table(tmp_path / "un.parquet"))

    def test_some_rights_and_texts_as_identifiers(self, tmp_path: Path) -> None:
        noms = [f"m{rang}" for rang in table(FOYERS).column("menage").to_pylist()]
        population = write(tmp_path / "p.parquet", FOYERS, menage=noms, poids=[1.0] * len(noms))

        compte = compute(population, tmp_path / "sortie.parquet", codes=["rsa", "lep"])

        sortie = pq.read_table(tmp_path / "sortie.parquet")
        assert sortie.column_names == ["menage", "personnes", "rsa_eligible", "rsa_montant", "lep_eligible", "lep_personnes", "total_mensuel"]
        assert sortie.column("menage").to_pylist()[:2] == ["m3", "m10"]
        assert compte.ignorees == ("poids",)

    def test_the_output_says_where_it_comes_from(self, population: Path, tmp_path: Path) -> None:
        compute(population, tmp_path / "sortie.parquet")

        dites = pq.read_schema(tmp_path / "sortie.parquet").metadata
        assert dites[b"droits_ouverts.mois"] == MOIS.encode()
        assert b"OpenFisca" in dites[b"droits_ouverts.source"]
        assert b"pas une promesse" in dites[b"droits_ouverts.note"]
        assert b"openfisca_france" in dites[b"droits_ouverts.versions"]

    def test_columns_may_lack_where_it_is_said(self, tmp_path: Path) -> None:
        population = tmp_path / "p.parquet"
        pq.write_table(table(FOYERS).drop_columns(["loyer"]), population)

        with pytest.raises(FoyersError, match="« loyer » : elle manque"):
            compute(population, tmp_path / "sortie.parquet")
        compute(population, tmp_path / "sortie.parquet", incomplet=True)

        assert not any(pq.read_table(tmp_path / "sortie.parquet").column("logement_social_eligible").to_pylist())

    def test_an_example_is_read_as_it_was_drawn_and_the_same_seed_gives_the_same_file(self, tmp_path: Path) -> None:
        for nom, graine in (("a", 1), ("b", 1), ("c", 2)):
            write_example(tmp_path / f"{nom}.parquet", MOIS, 30, graine)

        assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes() != (tmp_path / "c.parquet").read_bytes()
        assert compute(tmp_path / "a.parquet", tmp_path / "sortie.parquet").menages == 30


COUPE = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {racine!r})
from droits_ouverts.engine.programme.masse.parquet import Source
from droits_ouverts.engine.programme.masse.simuler import simulate
from tests.engine.programme.masse.loi import programme
vrai = Source.parts
Source.parts = lambda self: vrai(self, 15)
def progres(faits, total, reprises):
    if faits > 15:
        os.kill(os.getpid(), signal.SIGKILL)
simulate(programme(), Path(sys.argv[1]), Path(sys.argv[2]), progres=progres)
"""


def killed(population: Path, sortie: Path) -> None:
    racine = str(Path(__file__).resolve().parents[4])
    fini = subprocess.run([sys.executable, "-c", COUPE.format(racine=racine), str(population), str(sortie)], check=False, capture_output=True)
    assert fini.returncode == -signal.SIGKILL, fini.stderr.decode()


class Suivi:
    """Remembers what was told."""

    def __init__(self) -> None:
        self.dits: list[tuple[int, int, int]] = []

    def __call__(self, faits: int, total: int, reprises: int) -> None:
        self.dits.append((faits, total, reprises))


class TestResuming:
    def test_killed_in_the_middle_it_is_taken_up_and_the_bytes_are_the_same(self, population: Path, tmp_path: Path) -> None:
        compute(population, tmp_path / "entiere.parquet")
        sortie, suivi = tmp_path / "sortie.parquet", Suivi()

        killed(population, sortie)
        assert not sortie.exists()
        faites = {chemin: chemin.stat().st_mtime_ns for chemin in Travail(sortie).dossier.glob("reponse-*.parquet")}
        assert faites
        refaites: list[int] = []

        def counted(commande: Commande, taches: Any) -> Any:
            refaites.extend(tache.part.rang for tache in taches)
            return processus.here(commande, taches)

        compte = compute(population, sortie, progres=suivi, repartition=counted)

        assert sortie.read_bytes() == (tmp_path / "entiere.parquet").read_bytes()
        assert 0 < compte.reprises == suivi.dits[0][0] < compte.menages
        assert not {f"reponse-{rang:06d}.parquet" for rang in refaites} & {chemin.name for chemin in faites}
        assert list(tmp_path.glob(".*")) == []

    @pytest.mark.parametrize("change", ["population", "programme", "droits"])
    def test_what_was_done_of_something_else_is_not_taken_up(self, change: str, population: Path, tmp_path: Path) -> None:
        sortie = tmp_path / "sortie.parquet"
        killed(population, sortie)
        if change == "population":
            write(population, FOYERS, enceinte=[True] * table(FOYERS).num_rows)
        law = programme(rsa=700.0) if change == "programme" else programme()

        compte = simulate(law, population, sortie, codes=["rsa", "cej_allocation"] if change == "droits" else None)

        assert compte.reprises == 0
        simulate(law, population, tmp_path / "neuve.parquet", codes=["rsa", "cej_allocation"] if change == "droits" else None)
        assert sortie.read_bytes() == (tmp_path / "neuve.parquet").read_bytes()

    def test_a_manifest_that_forgets_the_population_would_be_caught(self, population: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(simuler, "digest", lambda chemin: "")
        sortie = tmp_path / "sortie.parquet"
        monkeypatch.setattr(Travail, "join", lambda *autres: (_ for _ in ()).throw(MasseError("plus de place")))
        with pytest.raises(MasseError):
            compute(population, sortie)
        monkeypatch.undo()
        monkeypatch.setattr(simuler, "digest", lambda chemin: "")
        monkeypatch.setattr(Source, "parts", functools.partialmethod(Source.parts, lignes=15))
        write(population, FOYERS, enceinte=[True] * table(FOYERS).num_rows)

        compute(population, sortie)

        assert pq.read_table(sortie).column("cej_allocation_eligible").to_pylist() != [True] * FOYERS

    def test_processes_that_die_are_replaced(self, population: Path, tmp_path: Path) -> None:
        compute(population, tmp_path / "un.parquet")

        def spread(commande: Commande, taches: Any) -> Any:
            parts = processus.in_processes(commande, taches, 2)
            yield next(parts)
            for pid in children():
                os.kill(pid, signal.SIGKILL)
            yield from parts

        compute(population, tmp_path / "deux.parquet", repartition=spread)

        assert (tmp_path / "deux.parquet").read_bytes() == (tmp_path / "un.parquet").read_bytes()

    def test_two_commands_do_not_write_the_same_output(self, population: Path, tmp_path: Path) -> None:
        with Travail(tmp_path / "sortie.parquet"), pytest.raises(MasseError, match="déjà en cours de calcul"):
            compute(population, tmp_path / "sortie.parquet")


def children() -> list[int]:
    """The processes that this one started to compute."""
    trouves = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    return [int(pid) for pid in trouves if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def changed(chemin: Path, nom: str, valeurs: Any) -> None:
    entiere = table(FOYERS)
    pq.write_table(entiere.set_column(entiere.column_names.index(nom), nom, pa.array(valeurs)), chemin, row_group_size=10)


class TestRefusals:
    @pytest.mark.parametrize(
        ("colonne", "rang", "valeur", "dit"),
        [
            ("salaire_net@0", 70, float("nan"), "ce n'est pas un nombre fini"),
            ("loyer", 70, 1e12, "nombre hors des bornes"),
            ("role", 70, "enfant", "personne n'a le rôle « demandeur »"),
            ("role", 71, "demandeur", "plusieurs personnes ont le rôle « demandeur »"),
            ("commune", 70, "Lyon", "« Lyon » n'est pas un code Insee de commune"),
            ("menage", 70, None, "personne sans ménage"),
            ("menage", 70, 3, "le ménage revient plus loin"),
        ],
    )
    def test_one_bad_value_far_in_the_file(self, colonne: str, rang: int, valeur: Any, dit: str, tmp_path: Path) -> None:
        valeurs = table(FOYERS).column(colonne).to_pylist()
        if colonne == "role":
            # Someone who has the role, to whom another is given; or the reverse.
            rang = next(r for r in range(rang, len(valeurs)) if (valeurs[r] == "demandeur") != (valeur == "demandeur"))
        valeurs[rang] = valeur
        population = tmp_path / "p.parquet"
        changed(population, colonne, valeurs)

        with pytest.raises(FoyersError) as erreur:
            compute(population, tmp_path / "sortie.parquet")

        assert dit in str(erreur.value)
        assert not (tmp_path / "sortie.parquet").exists()

    def test_every_bad_value_of_the_file_is_counted(self, tmp_path: Path) -> None:
        population = write(tmp_path / "p.parquet", FOYERS, **{"salaire_net@0": [-1.0] * table(FOYERS).num_rows})

        with pytest.raises(FoyersError, match=rf"\({table(FOYERS).num_rows} fois ; ménages 3, 10, 17, "):
            compute(population, tmp_path / "sortie.parquet", repartition=functools.partial(processus.in_processes, nombre=2))

    @pytest.mark.parametrize(
        ("colonne", "valeurs", "dit"),
        [
            ("salaire_net@0", ["0"] * 80, "elle est de type string ; il faut des nombres"),
            ("enceinte", [0] * 80, "elle est de type int64 ; il faut des oui ou non"),
            ("date_naissance", ["1990-01-01"] * 80, "elle est de type string ; il faut des dates"),
            ("menage", [1.0] * 80, "elle est de type double"),
            ("role", [["demandeur"]] * 80, "elle est de type list"),
        ],
    )
    def test_a_column_of_another_type(self, colonne: str, valeurs: Any, dit: str, tmp_path: Path) -> None:
        changed(tmp_path / "p.parquet", colonne, valeurs[: table(FOYERS).num_rows])

        with pytest.raises(FoyersError, match=dit):
            compute(tmp_path / "p.parquet", tmp_path / "sortie.parquet")

    def test_files_that_are_none(self, population: Path, tmp_path: Path) -> None:
        (tmp_path / "texte.parquet").write_text("menage;role\n1;demandeur\n")
        (tmp_path / "coupe.parquet").write_bytes(population.read_bytes()[:-200])
        abime = bytearray(population.read_bytes())
        abime[4:2000] = bytes(1996)
        (tmp_path / "abime.parquet").write_bytes(abime)
        pq.write_table(table(0), tmp_path / "vide.parquet")
        dits = {
            "absent.parquet": "n'existe pas",
            "texte.parquet": "n'est pas un fichier Parquet entier",
            "coupe.parquet": "n'est pas un fichier Parquet entier",
            "abime.parquet": "abîmé",
            ".": "est un dossier",
        }

        for nom, dit in dits.items():
            with pytest.raises(MasseError, match=dit):
                compute(tmp_path / nom, tmp_path / "sortie.parquet")
        assert not (tmp_path / "sortie.parquet").exists()

    def test_nobody(self, tmp_path: Path) -> None:
        pq.write_table(table(3).slice(0, 0), tmp_path / "vide.parquet")

        with pytest.raises(MasseError, match="ne contient personne"):
            compute(tmp_path / "vide.parquet", tmp_path / "sortie.parquet")

    def test_an_output_that_cannot_be_written(self, population: Path, tmp_path: Path) -> None:
        with pytest.raises(MasseError, match="ne peut pas être écrit"):
            compute(population, tmp_path / "absent" / "sortie.parquet")
        with pytest.raises(MasseError, match="ne peut pas remplacer la population"):
            compute(population, population)

    def test_a_right_that_is_not_computed(self, population: Path, tmp_path: Path) -> None:
        with pytest.raises(MasseError, match="n'est pas le code d'un droit"):
            compute(population, tmp_path / "sortie.parquet", codes=["rsaa"])
        with pytest.raises(MasseError, match="n'est pas dans le programme"):
            compute(population, tmp_path / "sortie.parquet", codes=["ars"])

    def test_a_disk_that_is_full_leaves_the_former_output_as_it_was(self, population: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        sortie = tmp_path / "sortie.parquet"
        sortie.write_bytes(b"ancienne")

        def full(*autres: Any, **mots: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
        with pytest.raises(MasseError, match="No space left"):
            compute(population, sortie)

        assert sortie.read_bytes() == b"ancienne"
        assert not list(tmp_path.rglob("*.part"))
