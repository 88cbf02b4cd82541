"""A population in a Parquet file: what it holds, how it is cut into parts of whole households, and its columns as arrays."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from droits_ouverts.engine.programme.foyers import Colonne, Description, FoyersError, Textes, columns
from droits_ouverts.engine.programme.foyers_lecture import MONTRES, Anomalie, Lecture
from droits_ouverts.engine.situation import PERSONNES_MAX

LIGNES = 10_000
"""Rows of a part, at least: some 100 MB while they are computed."""
LIGNES_MAX = 50_000
"""Rows of a row group beyond which the file is cut again before it is computed."""
MOIS = b"droits_ouverts.mois"
"""Key of a file's metadata: the month for which its facts are said."""


class MasseError(Exception):
    """A population can't be read, computed or written; the text is a French sentence: what is wrong, and the mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some whole households: they begin `debut` rows after the first of row group `groupe`, and take `lignes` rows."""

    rang: int
    groupe: int
    debut: int
    lignes: int
    menages: int


class Source:
    """A facts table in a Parquet file. `lues`: the columns that are read, where they are there (all those of the table by default)."""

    def __init__(self, chemin: Path, mois: str, lues: Collection[str] | None = None) -> None:
        """Read what the file says of itself. Raise `MasseError` where it is not a Parquet file, `FoyersError` where its columns are not of the right type."""
        self.chemin = chemin
        schema = _open(chemin).schema_arrow
        attendues = {d.nom: d for d in columns(mois)}
        doubles = sorted({nom for nom in schema.names if schema.names.count(nom) > 1} & set(attendues))
        if doubles:
            raise FoyersError([Anomalie(colonne=nom, probleme="elle est là deux fois") for nom in doubles])
        self.presentes = tuple(nom for nom in attendues if nom in schema.names)
        self.ignorees = tuple(nom for nom in schema.names if nom not in attendues)
        self.lues = tuple(nom for nom in self.presentes if lues is None or nom in lues)
        mauvaises = [problem for nom in self.lues if (problem := _type_problem(attendues[nom], schema.field(nom).type))]
        if mauvaises:
            raise FoyersError(mauvaises)
        self.mois_dit = (schema.metadata or {}).get(MOIS, b"").decode("ascii", "replace")
        # Texts come as ranks in a list: nothing else of them is looked at.
        textes = [nom for nom in self.lues if attendues[nom].genre == "texte" and not pa.types.is_null(schema.field(nom).type)]
        self.fichier = _open(chemin, textes)

    def require(self, exigees: Collection[str]) -> None:
        """Raise `FoyersError` where a column is missing."""
        manquent = [nom for nom in exigees if nom not in self.presentes]
        if manquent:
            raise FoyersError.missing(manquent, (*self.presentes, *self.ignorees))

    def type_of(self, nom: str) -> pa.DataType:
        """Return the type of a column, texts as texts."""
        genre = self.fichier.schema_arrow.field(nom).type
        return genre.value_type if pa.types.is_dictionary(genre) else genre

    def parts(self, lignes: int = LIGNES) -> list[Part]:
        """Cut into parts of whole households, of `lignes` rows or more (the last excepted). Raise `FoyersError` where households are not whole."""
        menages = self._menages()
        debuts = _starts(menages)
        groupes = np.cumsum([0, *self._sizes()])
        coupes = [0]
        for groupe, fin in enumerate(groupes[1:].tolist(), start=1):
            if fin - groupes[coupes[-1]] >= lignes or groupe == len(groupes) - 1:
                coupes.append(groupe)
        parts: list[Part] = []
        for avant, apres in pairwise(coupes):
            premier, dernier = np.searchsorted(debuts, groupes[[avant, apres]])
            if premier < dernier:
                fin = debuts[dernier] if dernier < len(debuts) else groupes[-1]
                debut = int(debuts[premier])
                parts.append(Part(rang=len(parts), groupe=avant, debut=debut - int(groupes[avant]), lignes=int(fin) - debut, menages=int(dernier - premier)))
        return parts

    def read(self, part: Part) -> pa.Table:
        """Return the rows of a part, columns `lues`. Raise `MasseError` where the file is cut or altered."""
        try:
            tables: list[pa.Table] = []
            restent, debut = part.lignes, part.debut
            for groupe in range(part.groupe, self.fichier.metadata.num_row_groups):
                if restent <= 0:
                    break
                if not tables or restent >= PERSONNES_MAX:
                    lue = self.fichier.read_row_group(groupe, columns=list(self.lues), use_threads=False)
                else:
                    # The end of one household: only the first rows are unpacked.
                    lots = self.fichier.iter_batches(batch_size=restent, row_groups=[groupe], columns=list(self.lues), use_threads=False)
                    lue = pa.Table.from_batches([lot for lot, _ in zip(lots, range(1), strict=False)])
                gardee = lue.slice(debut, restent)
                debut = max(0, debut - lue.num_rows)
                restent -= gardee.num_rows
                tables.append(gardee)
            return pa.concat_tables(tables)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise MasseError(_damaged(self.chemin)) from error

    def whole(self) -> bool:
        """Tell whether the file can be computed as it is cut: no row group is too large for memory."""
        return max(self._sizes(), default=0) <= LIGNES_MAX

    def recut(self, sortie: Path) -> None:
        """Write the same rows, columns `lues`, in row groups that can be computed one after the other."""
        schema = pa.schema([pa.field(nom, self.fichier.schema_arrow.field(nom).type) for nom in self.lues], metadata={MOIS: self.mois_dit.encode()})
        try:
            with pq.ParquetWriter(sortie, schema, compression="zstd") as ecrit:
                for lot in self.fichier.iter_batches(batch_size=LIGNES, columns=list(self.lues)):
                    ecrit.write_table(pa.Table.from_batches([lot]).select(list(self.lues)).cast(schema), row_group_size=LIGNES)
        except pa.ArrowException as error:
            raise MasseError(_damaged(self.chemin)) from error

    def _sizes(self) -> list[int]:
        entete = self.fichier.metadata
        return [entete.row_group(groupe).num_rows for groupe in range(entete.num_row_groups)]

    def _menages(self) -> pa.ChunkedArray:
        self.require(("menage",))
        try:
            colonne = self.fichier.read(columns=["menage"]).column("menage")
        except (pa.ArrowException, OSError) as error:
            raise MasseError(_damaged(self.chemin)) from error
        if colonne.null_count:
            raise FoyersError([Anomalie(colonne="menage", probleme="personne sans ménage", nombre=colonne.null_count)])
        if not len(colonne):
            raise MasseError(f"{self.chemin.name} ne contient personne. Donnez au moins un ménage.")
        return colonne.cast(colonne.type.value_type) if pa.types.is_dictionary(colonne.type) else colonne


def digest(chemin: Path) -> str:
    """Return the digest of a file, in hexadecimal."""
    with chemin.open("rb") as flux:
        return hashlib.file_digest(flux, "sha256").hexdigest()


def to_columns(table: pa.Table) -> dict[str, Colonne]:
    """Return the columns of a table as arrays, masked where they are null."""
    return {nom: _to_column(table.column(nom)) for nom in table.column_names}


def to_table(colonnes: dict[str, Colonne], mois: str) -> pa.Table:
    """Return the facts table of a month "AAAA-MM" as it is written."""
    tableaux = {nom: _to_arrow(colonne) for nom, colonne in colonnes.items()}
    return pa.table(tableaux).replace_schema_metadata({MOIS: mois.encode()})


def _open(chemin: Path, textes: Sequence[str] = ()) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(chemin, read_dictionary=list(textes))
    except FileNotFoundError:
        raise MasseError(f"le fichier « {chemin} » n'existe pas. Vérifiez son nom.") from None
    except IsADirectoryError:
        raise MasseError(f"« {chemin} » est un dossier. Donnez un fichier Parquet.") from None
    except PermissionError:
        raise MasseError(f"le fichier « {chemin} » ne peut pas être lu : les droits d'accès manquent.") from None
    except (pa.ArrowException, OSError, ValueError) as error:
        if chemin.is_dir():
            raise MasseError(f"« {chemin} » est un dossier. Donnez un fichier Parquet.") from None
        raise MasseError(f"{chemin.name} n'est pas un fichier Parquet entier : il est d'un autre format, coupé ou altéré. Refaites-le.") from error


def _damaged(chemin: Path) -> str:
    return f"{chemin.name} est abîmé : une partie de ses données ne se lit pas. Refaites-le ou recopiez-le."


def _type_problem(attendue: Description, genre: pa.DataType) -> Anomalie | None:
    types = pa.types
    if types.is_dictionary(genre):
        genre = genre.value_type
    texte = types.is_string(genre) or types.is_large_string(genre)
    nombre = types.is_integer(genre) or types.is_float32(genre) or types.is_float64(genre)
    convient = {
        "identifiant": texte or types.is_integer(genre),
        "texte": texte,
        "booleen": types.is_boolean(genre),
        "nombre": nombre,
        "entier": nombre,
        "date": types.is_date(genre) or (types.is_timestamp(genre) and genre.tz is None),
    }
    if convient[attendue.genre] or (types.is_null(genre) and attendue.genre != "identifiant"):
        return None
    return Anomalie(colonne=attendue.nom, probleme=f"elle est de type {genre} ; il faut {LECTURES[attendue.genre]}")


LECTURES = {
    "identifiant": Lecture.IDENTIFIANT,
    "texte": Lecture.TEXTE,
    "booleen": Lecture.BOOLEEN,
    "nombre": Lecture.NOMBRE,
    "entier": Lecture.ENTIER,
    "date": Lecture.DATE,
}


def _starts(menages: pa.ChunkedArray) -> NDArray[np.int64]:
    """Return the first row of each household; raise `FoyersError` where one comes again after others, or is too large."""
    n = len(menages)
    change = pc.not_equal(menages.slice(1), menages.slice(0, n - 1)).to_numpy()
    debuts: NDArray[np.int64] = np.r_[0, np.flatnonzero(change) + 1]
    tetes = menages.take(pa.array(debuts))
    problemes = []
    if pc.count_distinct(tetes).as_py() < len(debuts):
        comptes = tetes.value_counts()
        revenus = comptes.filter(pc.greater(comptes.field("counts"), 1)).field("values")
        problemes.append(_households("le ménage revient plus loin ; les lignes d'un ménage doivent se suivre", revenus))
    trop = np.flatnonzero(np.diff(np.r_[debuts, n]) > PERSONNES_MAX)
    if len(trop):
        problemes.append(_households(f"plus de {PERSONNES_MAX} personnes", tetes.take(pa.array(trop))))
    if problemes:
        raise FoyersError(problemes)
    return debuts


def _households(probleme: str, menages: Any) -> Anomalie:  # noqa: ANN401 - an Arrow array, in one piece or several
    return Anomalie(colonne="menage", probleme=probleme, menages=tuple(str(m) for m in menages.slice(0, MONTRES).to_pylist()), nombre=len(menages))


def _to_column(colonne: pa.ChunkedArray) -> Colonne:
    genre, types = colonne.type, pa.types
    masque: Any = np.ma.nomask if not colonne.null_count else colonne.is_null().to_numpy()
    if types.is_null(genre):
        return np.ma.MaskedArray(np.zeros(len(colonne)), mask=True)  # type: ignore[no-untyped-call]  # numpy.ma is untyped
    if types.is_string(genre) or types.is_large_string(genre):
        colonne, genre = colonne.dictionary_encode(), None
    if genre is None or types.is_dictionary(genre):
        entiere = colonne.unify_dictionaries().combine_chunks()
        morceaux = entiere.chunks if isinstance(entiere, pa.ChunkedArray) else [entiere]
        valeurs = tuple(morceaux[0].dictionary.to_pylist()) if morceaux else ()
        rangs = np.concatenate([m.indices.fill_null(0).to_numpy(zero_copy_only=False) for m in morceaux]) if morceaux else np.zeros(0, dtype=np.int32)
        return Textes(np.ma.MaskedArray(rangs, mask=masque), valeurs)  # type: ignore[no-untyped-call]  # as above
    if types.is_date32(genre):
        jours = colonne.cast(pa.int32()).fill_null(0).to_numpy().astype("datetime64[D]")
        return np.ma.MaskedArray(jours, mask=masque)  # type: ignore[no-untyped-call]  # as above
    if types.is_date64(genre) or types.is_timestamp(genre):
        return np.ma.MaskedArray(colonne.to_numpy(), mask=masque)  # type: ignore[no-untyped-call]  # as above
    zero = pa.scalar(value=False) if types.is_boolean(genre) else pa.scalar(0, type=genre)
    return np.ma.MaskedArray(colonne.fill_null(zero).to_numpy(), mask=masque)  # type: ignore[no-untyped-call]  # as above


def _to_arrow(colonne: Colonne) -> pa.Array:
    if isinstance(colonne, Textes):
        return pa.DictionaryArray.from_arrays(pa.array(colonne.rangs), pa.array(colonne.valeurs))
    masque = np.ma.getmask(colonne)
    tableau = pa.array(np.asarray(colonne), mask=None if masque is np.ma.nomask else masque)
    return tableau.dictionary_encode() if pa.types.is_string(tableau.type) else tableau
