"""The catalogue, read and checked once. No Django here: the command line and the check at start use the same function."""

from __future__ import annotations

import difflib
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypedDict

from droits_ouverts.droits.codes import CODES
from droits_ouverts.droits.enums import (
    Canal,
    Depart,
    Effet,
    Famille,
    Grade,
    Juridiction,
    Methode,
    Mode,
    Prealable,
    Public,
    Rappel,
    Sens,
    Unite,
    Voie,
)
from droits_ouverts.droits.problemes import CatalogueError, Probleme
from droits_ouverts.droits.reader import Reader, parse_yaml
from droits_ouverts.droits.rules import compare_with_rules
from droits_ouverts.droits.types import (
    Calcul,
    Delai,
    Droit,
    Enonce,
    Fiche,
    Incompatibilite,
    Lieu,
    Montant,
    Piege,
    Recours,
    Renouvellement,
    Retroactivite,
    Silence,
)
from droits_ouverts.engine.formules.registre import REGLES

DOSSIER = Path(__file__).parent / "catalogue"


@cache
def load_catalogue() -> dict[str, Droit]:
    """Return code to right, in alphabetical order of codes; raise `CatalogueError` that says all that is to be mended."""
    return read_catalogue(DOSSIER)


def check_catalogue(dossier: Path = DOSSIER) -> None:
    """Read the whole catalogue and compare it with the engine's rules; raise `CatalogueError` that says all that is to be mended."""
    catalogue = load_catalogue() if dossier == DOSSIER else read_catalogue(dossier)
    problemes = compare_with_rules(catalogue, REGLES)
    if problemes:
        raise CatalogueError(problemes)


def read_catalogue(dossier: Path) -> dict[str, Droit]:
    """Read every file of a folder; the codes must be exactly those of `codes.CODES`."""
    found = {path.stem: path for path in sorted(dossier.glob("*.yaml"))}
    problemes = [
        Probleme(fichier=f"catalogue/{code}.yaml", cle="fichier entier", constat="ce fichier manque.", remede="Écrivez-le comme le montre docs/catalogue.md.")
        for code in CODES
        if code not in found
    ]
    droits: dict[str, Droit] = {}
    for stem, path in found.items():
        if stem not in CODES:
            close = difflib.get_close_matches(stem, CODES, n=1)
            remede = f"Renommez-le « {close[0]}.yaml », ou" if close else "Pour un nouveau droit,"
            problemes.append(
                Probleme(
                    fichier=f"catalogue/{path.name}",
                    cle="code",
                    constat="ce code n’est pas dans la liste publique.",
                    remede=f"{remede} ajoutez le code à codes.py.",
                )
            )
            continue
        try:
            droits[stem] = read_droit(path.read_text(encoding="utf-8"), stem)
        except CatalogueError as error:
            problemes.extend(error.problemes)
        except UnicodeDecodeError:
            problemes.append(
                Probleme(fichier=f"catalogue/{path.name}", cle="fichier entier", constat="il n’est pas en UTF-8.", remede="Enregistrez-le en UTF-8.")
            )
    if problemes:
        raise CatalogueError(problemes)
    return droits


def read_droit(text: str, code: str) -> Droit:
    """Return the right written in `text`; raise `CatalogueError` with every fault of the file."""
    fichier = f"catalogue/{code}.yaml"
    problemes: list[Probleme] = []
    reader = Reader(parse_yaml(text, fichier), fichier=fichier, problemes=problemes)
    written = reader.needed_text("code")
    if written and written != code:
        reader.report("code", f"« {written} » n’est pas le nom du fichier.", f"Écrivez « {code} » : le code est le nom du fichier, et ne change jamais.")
    verifie_le = reader.day("verifie_le")
    droit = Droit(
        code=code,
        libelle=reader.needed_text("libelle"),
        famille=reader.needed_enum("famille", Famille),
        publics=reader.enums("publics", Public),
        verifie_le=verifie_le,
        sans_regle=reader.text("sans_regle", nullable=True),
        public=_enonce(reader.child("public"), verifie_le),
        decide_par=_enonce(reader.child("decide_par"), verifie_le),
        verse_par=_enonce(reader.child("verse_par"), verifie_le),
        ou_demander=tuple(_lieu(child, verifie_le) for child in reader.children("ou_demander")),
        documents=tuple(_enonce(child, verifie_le) for child in reader.children("documents")),
        conditions=tuple(_enonce(child, verifie_le) for child in reader.children("conditions")),
        montants=tuple(_montant(child, verifie_le) for child in reader.children("montants")),
        delai=_delai(reader.child("delai"), verifie_le),
        silences=tuple(_silence(child, verifie_le) for child in reader.children("silences")),
        recours=tuple(_recours(child, verifie_le) for child in reader.children("recours")),
        renouvellement=_renouvellement(reader.child("renouvellement"), verifie_le),
        retroactivite=_retroactivite(reader.child("retroactivite"), verifie_le),
        incompatibilites=tuple(_incompatibilite(child, verifie_le) for child in reader.children("incompatibilites")),
        pieges=tuple(_piege(child, verifie_le) for child in reader.children("pieges")),
        fiche_officielle=_fiche(reader.child("fiche_officielle"), verifie_le),
        calcul=_calcul(reader.child("calcul"), verifie_le),
    )
    for key in ("ou_demander", "conditions", "silences", "recours"):
        if reader.data.get(key) == []:
            reader.report(key, "cette liste est vide.", "Écrivez au moins un énoncé ; si rien n’est connu, texte: null avec le grade a_verifier.")
    reader.finish()
    if problemes:
        raise CatalogueError(problemes)
    return droit


class _Commun(TypedDict):
    texte: str | None
    source: str | None
    source_le: str | None
    grade: Grade
    verifie_le: date
    article: str | None
    note: str | None


def _commun(reader: Reader, verifie_le: date) -> _Commun:
    """Read what every statement holds, and refuse a certainty that has no source."""
    commun = _Commun(
        texte=reader.text("texte", nullable=True),
        source=reader.source("source"),
        source_le=reader.partial_date("source_le"),
        grade=reader.needed_enum("grade", Grade),
        verifie_le=reader.day("verifie_le", default=verifie_le),
        article=reader.text("article", optional=True, nullable=True),
        note=reader.text("note", optional=True, nullable=True),
    )
    if commun["grade"] is not Grade.A_VERIFIER and "grade" in reader.data:
        for key, value in (("texte", commun["texte"]), ("source", commun["source"])):
            if value is None and key in reader.data and reader.data[key] is None:
                reader.report(key, f"le grade est {commun['grade'].value} mais rien n’est écrit ici.", "Donnez la valeur, ou passez le grade à a_verifier.")
    if commun["source_le"] is not None and commun["source_le"] > commun["verifie_le"].isoformat():
        reader.report("source_le", f"« {commun['source_le']} » est après la vérification du {commun['verifie_le']}.", "Corrigez l’une des deux dates.")
    return commun


def _enonce(reader: Reader, verifie_le: date) -> Enonce:
    enonce = Enonce(**_commun(reader, verifie_le))
    reader.finish()
    return enonce


def _lieu(reader: Reader, verifie_le: date) -> Lieu:
    lieu = Lieu(
        **_commun(reader, verifie_le),
        canal=reader.needed_enum("canal", Canal),
        url=reader.url("url"),
        telephone=reader.telephone("telephone"),
        courriel=reader.courriel("courriel"),
        adresse=reader.text("adresse", optional=True, nullable=True),
    )
    reader.finish()
    return lieu


def _montant(reader: Reader, verifie_le: date) -> Montant:
    montant = Montant(
        **_commun(reader, verifie_le),
        valeur=reader.number("valeur"),
        unite=reader.needed_enum("unite", Unite),
        depuis=reader.partial_date("depuis"),
    )
    if reader.data.get("valeur", 0) is None and montant.grade is not Grade.A_VERIFIER:
        reader.report("valeur", f"elle est vide alors que le grade est {montant.grade.value}.", "Donnez le nombre, ou passez le grade à a_verifier.")
    reader.finish()
    return montant


def _delai(reader: Reader, verifie_le: date) -> Delai:
    delai = Delai(
        **_commun(reader, verifie_le),
        legal=reader.duration("legal"),
        usuel=reader.text("usuel", nullable=True),
    )
    reader.finish()
    return delai


def _silence(reader: Reader, verifie_le: date) -> Silence:
    silence = Silence(
        **_commun(reader, verifie_le),
        objet=reader.needed_text("objet"),
        sens=reader.enum("sens", Sens, nullable=True),
        apres=reader.duration("apres"),
        depuis=reader.enum("depuis", Depart, nullable=True),
    )
    if silence.sens in (Sens.ACCORD, Sens.REFUS) and reader.data.get("apres", "") is None and silence.grade is not Grade.A_VERIFIER:
        reader.report("apres", "le silence décide, mais on ne dit pas après combien de temps.", "Donnez la durée (P2M), ou passez le grade à a_verifier.")
    reader.finish()
    return silence


def _recours(reader: Reader, verifie_le: date) -> Recours:
    recours = Recours(
        **_commun(reader, verifie_le),
        contre=reader.needed_text("contre"),
        prealable=reader.enum("prealable", Prealable, nullable=True),
        voie=reader.enum("voie", Voie, nullable=True),
        delai=reader.duration("delai"),
        aupres_de=reader.text("aupres_de", nullable=True),
        reponse=reader.duration("reponse"),
        juridiction=reader.enum("juridiction", Juridiction, nullable=True),
        juridiction_delai=reader.duration("juridiction_delai"),
        suspensif=reader.enum("suspensif", Effet, nullable=True),
    )
    reader.finish()
    return recours


def _renouvellement(reader: Reader, verifie_le: date) -> Renouvellement:
    renouvellement = Renouvellement(
        **_commun(reader, verifie_le),
        mode=reader.enum("mode", Mode, nullable=True),
        tous_les=reader.duration("tous_les"),
        duree_max=reader.duration("duree_max"),
        ouvre_avant=reader.duration("ouvre_avant"),
        ferme_avant=reader.duration("ferme_avant"),
        declencheurs=reader.texts("declencheurs"),
        a_faire_avant=reader.text("a_faire_avant", nullable=True),
    )
    reader.finish()
    return renouvellement


def _retroactivite(reader: Reader, verifie_le: date) -> Retroactivite:
    retroactivite = Retroactivite(
        **_commun(reader, verifie_le),
        mode=reader.enum("mode", Rappel, nullable=True),
        jusqu_a=reader.duration("jusqu_a"),
    )
    reader.finish()
    return retroactivite


def _incompatibilite(reader: Reader, verifie_le: date) -> Incompatibilite:
    commun = _commun(reader, verifie_le)
    droits: list[str] = []
    for index, code in enumerate(reader.entries("droits", optional=True)):
        if code in CODES:
            droits.append(code)
        else:
            close = difflib.get_close_matches(str(code), CODES, n=1)
            remede = f"Vouliez-vous écrire « {close[0]} » ?" if close else "Choisissez un code de codes.py."
            reader.report(f"droits[{index}]", f"« {code} » n’est pas un code de droit.", remede)
    incompatibilite = Incompatibilite(**commun, droits=tuple(droits))
    reader.finish()
    return incompatibilite


def _piege(reader: Reader, verifie_le: date) -> Piege:
    piege = Piege(**_commun(reader, verifie_le), professionnel=reader.flag("professionnel"))
    reader.finish()
    return piege


def _fiche(reader: Reader, verifie_le: date) -> Fiche:
    fiche = Fiche(**_commun(reader, verifie_le), url=reader.url("url", optional=False))
    reader.finish()
    return fiche


def _calcul(reader: Reader, verifie_le: date) -> Calcul:
    calcul = Calcul(**_commun(reader, verifie_le), par=reader.needed_enum("par", Methode))
    reader.finish()
    return calcul
