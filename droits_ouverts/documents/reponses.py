"""What a paper says that a check-up asks: read in the text that its maker wrote, proposed beside its passage, never taken silently. Pure.

Three kinds are known, by the words that the institution itself prints: a CAF or MSA attestation, a payslip, a tax notice. A photo has no text: nothing is
read of it. What is not found without doubt is not proposed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final


class Genre(StrEnum):
    """The papers that answer."""

    ATTESTATION_CAF = "attestation_caf"
    BULLETIN_PAIE = "bulletin_paie"
    AVIS_IMPOT = "avis_impot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """An answer that a paper proposes. `fait`: of the questionnaire; `valeur`: euros, or the code of a right that is received (`droits_recus`).

    `mois`: the month it is about ("AAAA-MM"), empty where the fact has none; `passage`: the words of the paper; `page`: from 1; `annee`: the year of the incomes that a tax notice is about, 0 where it does not say.
    """

    genre: Genre
    fait: str
    valeur: float | str
    mois: str = ""
    passage: str
    page: int
    annee: int = 0

    @property
    def cle(self) -> str:
        """What names it on a form: the same paper gives the same name, another answer another one."""
        return hashlib.sha256(repr((self.fait, self.valeur, self.mois, self.passage, self.page)).encode()).hexdigest()[:16]


ESPACES: Final = "\u0020\u00a0\u2007\u2009\u202f"
MONTANT: Final = rf"(\d{{1,3}}(?:[{ESPACES}.]\d{{3}})+(?:,\d{{1,2}})?|\d+(?:[.,]\d{{1,2}})?)(?![\d])"
MOIS: Final = {
    nom: rang
    for rang, noms in enumerate(
        (
            "janvier",
            "février fevrier",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août aout",
            "septembre",
            "octobre",
            "novembre",
            "décembre decembre",
        ),
        1,
    )
    for nom in noms.split()
}
NOM_DU_MOIS: Final = "|".join(MOIS)

REVENU_FISCAL: Final = re.compile(
    rf"revenu fiscal de r[ée]f[ée]rence(?:\s*\(\d\))?(?:\s+(?:de|du foyer))?(?:[^\d\n]{{0,30}}20\d\d(?!\s*(?:€|euros?))(?=[^\d\n]{{1,60}}\d))?[^\d\n]{{0,60}}\n?[^\d\n]{{0,20}}{MONTANT}",
    re.IGNORECASE,
)
REVENUS_DE: Final = re.compile(r"revenus\s+(?:de\s+l[’']ann[ée]e\s+|de\s+|perçus\s+en\s+)?(20\d\d)(?!\d)", re.IGNORECASE)
ETABLI_EN: Final = re.compile(r"(?:[ée]tabli\s+en|avis\s+d[’']imp[ôo]t|situation\s+d[ée]clarative)\s+(20\d\d)(?!\d)", re.IGNORECASE)
AVIS_RECUS: Final = 9
"""Month by which everybody has the notice about the year before (impots.gouv.fr, calendar of notices: from the end of July to the beginning of September; probable)."""
QUOTIENT: Final = re.compile(
    rf"quotient familial(?:\s*\((?:QF|CAF)\))?(?:[^\d\n]{{0,30}}(?:{NOM_DU_MOIS})\s+\d{{4}})?[^\d\n]{{0,40}}{MONTANT}\s*(?:€|euros?)", re.IGNORECASE
)
# The amount before the tax that is withheld, which is what the questionnaire asks; "net payé" alone is another one.
NET: Final = re.compile(rf"net\s+[àa]\s+payer\s+avant\s+imp[ôo]t(?:\s+sur\s+le\s+revenu)?[^\d\n]{{0,40}}\n?[^\d\n]{{0,10}}{MONTANT}", re.IGNORECASE)
PERIODE: Final = re.compile(r"p[ée]riode[^\d\n]{0,30}(?:du\s*)?(\d{2})/(\d{2})/(\d{4})\s*(?:au|[-–])\s*(\d{2})/(\d{2})/(\d{4})", re.IGNORECASE)
MOIS_ECRIT: Final = re.compile(
    rf"(?:bulletin de (?:paie|salaire)|p[ée]riode|mois)\W+(?:de paie\W+)?(?:du mois\W+)?(?:d[e’']\s*)?({NOM_DU_MOIS})\s+(\d{{4}})", re.IGNORECASE
)

DROITS: Final[tuple[tuple[str, str], ...]] = (
    (r"prime d[’']activit[ée]", "prime_activite"),
    (r"revenu de solidarit[ée] active|\bRSA\b", "rsa"),
    (r"allocation (?:aux|pour) adultes? handicap[ée]s?|\bAAH\b", "aah"),
    (r"aide personnalis[ée]e au logement|allocation de logement|\bAPL\b", "aides_logement"),
    (r"^\W*allocations familiales\b", "allocations_familiales"),
    (r"compl[ée]ment familial", "complement_familial"),
    (r"allocation de soutien familial|\bASF\b", "asf"),
    (r"allocation de base", "paje_allocation_base"),
    (r"prestation partag[ée]e d[’'][ée]ducation", "paje_prepare"),
    (r"compl[ée]ment (?:de libre choix )?du mode de garde", "paje_cmg"),
    (r"allocation d[’'][ée]ducation de l[’']enfant handicap[ée]|\bAEEH\b", "aeeh"),
)
"""What the CAF calls each right on an attestation, and its code."""
LIGNE_DE_DROIT: Final = re.compile(rf"{MONTANT}\s*(?:€|euros?)", re.IGNORECASE)
AUTRE_CHOSE: Final = re.compile(r"retenue|dette|trop[- ]per[çc]u|caisse|non (?:vers|pay|dû)|suspendu|total|demand", re.IGNORECASE)
"""Words of a line that tells of a right without saying that it is paid."""


def propose(pages: Sequence[str]) -> list[Proposition]:
    """Return what the text of a paper answers, in the order in which it is read; each fact once, from the first passage that tells it."""
    genre = kind_of(pages)
    if genre is None:
        return []
    annee = year_of_incomes(pages) if genre is Genre.AVIS_IMPOT else 0
    trouvees: dict[tuple[str, object, str], Proposition] = {}
    for numero, texte in enumerate(pages, 1):
        for proposition in LECTURES[genre](_plain(texte), numero):
            cle = (proposition.fait, proposition.valeur if proposition.fait == "droits_recus" else "", proposition.mois)
            trouvees.setdefault(cle, replace(proposition, annee=annee))
    return list(trouvees.values())


def kind_of(pages: Sequence[str]) -> Genre | None:
    """Return which of the three papers it is, by the words of its first page; None for any other."""
    tete = _plain(pages[0]).casefold() if pages else ""
    if "revenu fiscal" in _plain("\n".join(pages)).casefold() and re.search(r"avis d[’']imp[ôo]t|avis de situation d[ée]clarative", tete):
        return Genre.AVIS_IMPOT
    if re.search(r"bulletin de (?:paie|salaire)", tete):
        return Genre.BULLETIN_PAIE
    if "attestation" in tete and re.search(r"allocations familiales|\bcaf\b|mutualit[ée] sociale agricole|\bmsa\b", tete):
        return Genre.ATTESTATION_CAF
    return None


def amount(texte: str) -> float:
    """Return an amount as French papers write it: "1 234,56", "1.234,56", "1234.56"."""
    serre = re.sub(f"[{ESPACES}]", "", texte)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?", serre):
        serre = serre.replace(".", "")
    return float(serre.replace(",", "."))


def _tax_notice(texte: str, page: int) -> Iterator[Proposition]:
    for trouve in REVENU_FISCAL.finditer(texte):
        yield Proposition(genre=Genre.AVIS_IMPOT, fait="revenu_fiscal_reference", valeur=amount(trouve.group(1)), passage=_around(texte, trouve), page=page)


def year_of_incomes(pages: Sequence[str]) -> int:
    """Return the year of the incomes that a tax notice is about: what it says, else the year before the one in which it was made; 0 where it says neither."""
    texte = _plain("\n".join(pages))
    if dits := REVENUS_DE.findall(texte):
        return int(dits[0])
    etabli = ETABLI_EN.search(texte)
    return int(etabli.group(1)) - 1 if etabli else 0


def is_old(annee: int, mois: str) -> bool:
    """Tell whether a notice about the incomes of a year is no longer the last one in a month ("AAAA-MM").

    Notices about a year come in the summer of the next one: in August 2026 that of 2024 may still be the last, from September 2026 it is that of 2025.
    """
    demandee, rang = int(mois[:4]), int(mois[5:7])
    return bool(annee) and annee < demandee - (1 if rang >= AVIS_RECUS else 2)


def _payslip(texte: str, page: int) -> Iterator[Proposition]:
    mois = _month(texte)
    for trouve in NET.finditer(texte) if mois else ():
        yield Proposition(genre=Genre.BULLETIN_PAIE, fait="salaire_net", valeur=amount(trouve.group(1)), mois=mois, passage=_around(texte, trouve), page=page)


def _attestation(texte: str, page: int) -> Iterator[Proposition]:
    for trouve in QUOTIENT.finditer(texte):
        yield Proposition(genre=Genre.ATTESTATION_CAF, fait="quotient_familial_caf", valeur=amount(trouve.group(1)), passage=_around(texte, trouve), page=page)
    for ligne in texte.splitlines():
        montants = LIGNE_DE_DROIT.findall(ligne)
        if not montants or not amount(montants[-1]) or AUTRE_CHOSE.search(ligne):
            continue
        for mots, code in DROITS:
            if re.search(mots, ligne, re.IGNORECASE):
                yield Proposition(genre=Genre.ATTESTATION_CAF, fait="droits_recus", valeur=code, passage=_said(ligne), page=page)


LECTURES: Final = {Genre.AVIS_IMPOT: _tax_notice, Genre.BULLETIN_PAIE: _payslip, Genre.ATTESTATION_CAF: _attestation}


def _month(texte: str) -> str:
    """Return the month of a payslip ("AAAA-MM"), nothing where it is not one whole month that the paper names."""
    if dates := PERIODE.search(texte):
        _, mois, annee, _, mois_fin, annee_fin = dates.groups()
        return f"{annee}-{mois}" if (mois, annee) == (mois_fin, annee_fin) and 1 <= int(mois) <= 12 else ""
    if ecrit := MOIS_ECRIT.search(texte):
        return f"{ecrit.group(2)}-{MOIS[ecrit.group(1).lower()]:02d}"
    return ""


def _plain(texte: str) -> str:
    """Return a text with one kind of line end and one kind of apostrophe."""
    return texte.replace("\r\n", "\n").replace("\r", "\n").replace("'", "’")


def _around(texte: str, trouve: re.Match[str]) -> str:
    """Return the whole lines in which a passage stands."""
    fin = texte.find("\n", trouve.end())
    return _said(texte[texte.rfind("\n", 0, trouve.start()) + 1 : fin if fin >= 0 else len(texte)])


def _said(texte: str) -> str:
    return re.sub(r"\s+", " ", texte).strip()[:200]
