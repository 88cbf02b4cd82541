"""The sheet that a person takes away: one A4 page, plain words, black and white, in French or beside it.

Usable without a database and without Django's settings: the command line prints it too.
"""

from __future__ import annotations

import gettext
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.template import Context, Engine

from droits_ouverts.bilan.presentation import Etat, question_text, state_of, worth
from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.droits.enums import Canal, Famille
from droits_ouverts.droits.types import Droit, Lieu
from droits_ouverts.engine.formules.types import Versement
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.results import Estimation, EstimationDroit, Intervalle
from droits_ouverts.engine.situation import Situation
from droits_ouverts.foundation.langue import speaking

if TYPE_CHECKING:
    from weasyprint import Document

LANGUES = ("fr", "en", "ar")
DE_DROITE_A_GAUCHE = ("ar",)
ICI = Path(__file__).parent
TAILLES = (10.5, 11, 12, 13, 14)
"""Sizes of the letters that are tried, in points, the smallest first."""
DROITS_MAX, PAPIERS_MAX, LIEUX_MAX, AUTRES_MAX = 5, 4, 2, 8
MOIS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")

Traduire = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mot:
    """A word of the sheet itself: in the language asked for, and in French beside it where the translation was not reviewed."""

    texte: str
    francais: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DroitSurFiche:
    """One right to ask for. Places, papers and delays are the catalogue's own sentences, in French."""

    numero: str
    libelle: str
    montant: str
    lieux: tuple[str, ...]
    telephones: tuple[str, ...]
    papiers: tuple[str, ...]
    delai: str
    decide_par: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fiche:
    """Everything that is printed, as text."""

    langue: str
    sens: str
    titre: str
    phrase: str
    date: str
    a_relire: str
    mots: dict[str, Mot]
    droits: tuple[DroitSurFiche, ...]
    aucun: str
    question: str
    autres: str
    a_verifier: str


def document(
    estimation: Estimation,
    situation: Situation,
    langue: str = "fr",
    *,
    prenoms: Mapping[str, str] | None = None,
    droits_max: int = DROITS_MAX,
    autres_max: int = AUTRES_MAX,
) -> Fiche:
    """Return the content of the sheet. `prenoms`: identifier to first name; without it, an identifier that is a plain name is used.

    The probable rights come first, those that waiting loses before the others; those that do not fit are named on one line.
    Raise `ValueError` for a language that has no sheet.
    """
    if langue not in LANGUES:
        message = f"no sheet in {langue!r}; choose among {', '.join(LANGUES)}."
        raise ValueError(message)
    # Enumerations and durations say themselves in the language of the sheet, which is not always the page's.
    with speaking(langue):
        return _document(estimation, situation, langue, prenoms, droits_max, autres_max)


def _document(estimation: Estimation, situation: Situation, langue: str, prenoms: Mapping[str, str] | None, droits_max: int, autres_max: int) -> Fiche:
    _ = _translator(langue)
    noms = dict(prenoms) if prenoms is not None else {p.id: p.id.capitalize() for p in situation.personnes if p.id.isalpha() and p.id not in ROLES_NUS}
    probables = sorted(
        (d for d in estimation.droits if state_of(d) is Etat.PROBABLE), key=lambda d: (-d.perdu_par_mois, -worth(d), _after_health(d), d.libelle)
    )
    doutes = sorted((d for d in estimation.droits if state_of(d) is Etat.A_VERIFIER), key=lambda d: (-worth(d), _after_health(d), d.libelle))
    return Fiche(
        langue=langue,
        sens="rtl" if langue in DE_DROITE_A_GAUCHE else "ltr",
        titre=_("Vos droits : quoi demander, et où"),
        phrase=_phrase(estimation, noms.get(situation.demandeur.id, ""), langue, len(probables)),
        date=_("Estimation de {mois}. Ce n’est pas une décision. L’organisme décide.").format(mois=_month(estimation.mois, langue)),
        a_relire=_("Traduction non relue : en cas de doute, le texte français fait foi.") if langue == "ar" else "",
        mots=_words(langue),
        droits=tuple(_right(numero, droit, langue) for numero, droit in enumerate(probables[:droits_max], start=1)),
        aucun="" if probables else _("Aucun droit n’est encore sûr. Regardez ce qu’il faut vérifier."),
        question=_question(estimation, noms),
        autres=_names(probables[droits_max:], autres_max, langue),
        a_verifier=_names(doutes, autres_max, langue),
    )


def _after_health(droit: EstimationDroit) -> bool:
    """Order the rights that have no amount: health cover before a fare or a discount."""
    connu = load_catalogue().get(droit.code)
    return connu is None or connu.famille is not Famille.SANTE


ROLES_NUS = frozenset({"demandeur", "conjoint", "enfant", "autre", "personne", "individu"})


def pdf(estimation: Estimation, situation: Situation, langue: str = "fr", *, prenoms: Mapping[str, str] | None = None) -> bytes:
    """Return the sheet as a tagged PDF (PDF/UA-1) of exactly one A4 page.

    What does not fit in the smallest letters moves to the line of other rights' names, one right at a time; then the letters grow as
    much as the page allows. Raise `ValueError` for a language without a sheet.
    """
    from weasyprint import CSS, HTML  # noqa: PLC0415 - half a second and Pango, for a door that most requests never open
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - same reason

    fontes = FontConfiguration()
    style = CSS(filename=str(ICI / "static" / "bilan" / "fiche.css"), font_config=fontes)

    def laid_out(droits_max: int, taille: float) -> Document:
        courte = document(estimation, situation, langue, prenoms=prenoms, droits_max=droits_max, autres_max=AUTRES_MAX if droits_max else 5)
        corps = CSS(string=f".fiche {{ font-size: {taille}pt }}")
        return HTML(string=html(courte)).render(font_config=fontes, stylesheets=[style, corps], pdf_variant="pdf/ua-1")

    droits_max, petites, *plus_grandes = DROITS_MAX, *TAILLES
    rendu = laid_out(droits_max, petites)
    while len(rendu.pages) > 1 and droits_max:
        droits_max -= 1
        rendu = laid_out(droits_max, petites)
    for taille in plus_grandes:
        essai = laid_out(droits_max, taille)
        if len(essai.pages) > 1:
            break
        rendu = essai
    contenu = rendu.write_pdf(pdf_variant="pdf/ua-1")
    if not isinstance(contenu, bytes):
        message = "WeasyPrint gave no bytes."
        raise TypeError(message)
    return contenu


def html(fiche: Fiche) -> str:
    """Return the sheet as a whole HTML document, for the PDF."""
    return _engine().get_template("bilan/fiche_pdf.html").render(Context({"fiche": fiche}))


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(ICI / "templates")], autoescape=True)


@cache
def _translator(langue: str) -> Traduire:
    return gettext.translation("fiche", localedir=str(ICI / "locale"), languages=[langue], fallback=langue == "fr").gettext


def _words(langue: str) -> dict[str, Mot]:
    _ = _translator(langue)
    francais = {
        "commencer": "Commencez par le numéro 1.",
        "ou": "Où demander",
        "papiers": "Papiers à préparer",
        "delai": "Combien de temps",
        "appeler": "Qui appeler",
        "decide": "Qui décide",
        "question": "La question à régler d’abord",
        "autres": "Autres droits à demander",
        "a_verifier": "Droits à vérifier",
        "contact": "La personne qui vous aide",
        "telephone": "Son téléphone",
        "credit": "Montants calculés avec OpenFisca (openfisca.org), logiciel libre. Fiche faite avec Droits Ouverts.",
    }
    return {cle: Mot(texte=_(texte), francais=texte if langue == "ar" else "") for cle, texte in francais.items()}


def _phrase(estimation: Estimation, prenom: str, langue: str, nombre: int) -> str:
    """Return the sentence that sums up, in the conditional."""
    _ = _translator(langue)
    qui = prenom or _("Vous")
    total = estimation.gain_net_total
    if total is not None and total.max >= 1:
        bas, haut = math.floor(total.min + 0.005), math.ceil(total.max - 0.005)
        if total.max - total.min < 1:
            haut = round(total.max)
            modele = _("{qui} pourrait recevoir environ {haut} de plus par mois.") if prenom else _("Vous pourriez recevoir environ {haut} de plus par mois.")
        elif bas < 1:
            modele = _("{qui} pourrait recevoir jusqu’à {haut} de plus par mois.") if prenom else _("Vous pourriez recevoir jusqu’à {haut} de plus par mois.")
        else:
            modele = (
                _("{qui} pourrait recevoir de {bas} à {haut} de plus par mois.") if prenom else _("Vous pourriez recevoir de {bas} à {haut} de plus par mois.")
            )
        return modele.format(qui=qui, bas=_money(bas, langue), haut=_money(haut, langue))
    return _("Droits qui pourraient être demandés : {nombre}.").format(nombre=nombre)


def _money(montant: float, langue: str) -> str:
    if langue == "en":
        return f"€{montant:,.0f}"
    texte = f"{montant:,.0f}".replace(",", "\u202f") + "\u00a0€"
    # Isolated, so that a line from right to left does not turn the groups of digits round.
    return f"\u2066{texte}\u2069" if langue in DE_DROITE_A_GAUCHE else texte


def _month(mois: str, langue: str) -> str:
    if langue == "en":
        return f"{MOIS_EN[int(mois[5:]) - 1]} {mois[:4]}"
    return f"{int(mois[5:])}/{mois[:4]}" if langue == "ar" else months.name_of(mois)


def _right(numero: int, droit: EstimationDroit, langue: str) -> DroitSurFiche:
    connu = load_catalogue().get(droit.code)
    return DroitSurFiche(
        numero=str(numero),
        libelle=connu.libelle if connu else droit.libelle,
        montant=_amount(droit, langue),
        lieux=tuple(_place(lieu) for lieu in _places(connu)) if connu else (),
        telephones=tuple(dict.fromkeys(lieu.telephone for lieu in connu.ou_demander if lieu.telephone))[:1] if connu else (),
        papiers=tuple(papier.texte for papier in connu.documents if papier.texte)[:PAPIERS_MAX] if connu else (),
        delai=_delay(connu) if connu else "",
        decide_par=(connu.decide_par.texte or "") if connu else "",
    )


def _amount(droit: EstimationDroit, langue: str) -> str:
    _ = _translator(langue)
    intervalle = droit.montant_mensuel or droit.montant_unique
    if intervalle is None or intervalle.max < 1:
        return ""
    rythme = {Versement.ANNUEL: _("par an"), Versement.UNIQUE: _("une fois")}.get(droit.versement, _("par mois")) if droit.versement else _("par mois")
    return f"{_range(intervalle, langue)} {rythme}"


def _range(intervalle: Intervalle, langue: str) -> str:
    _ = _translator(langue)
    bas, haut = math.floor(intervalle.min + 0.005), math.ceil(intervalle.max - 0.005)
    if intervalle.max - intervalle.min < 1:
        return _("environ {haut}").format(haut=_money(round(intervalle.max), langue))
    if bas < 1:
        return _("jusqu’à {haut}").format(haut=_money(haut, langue))
    return _("{bas} à {haut}").format(bas=_money(bas, langue), haut=_money(haut, langue))


def _places(droit: Droit) -> Sequence[Lieu]:
    """Return the first way on line and the first way that needs no computer; else the first ones."""
    connus = [lieu for lieu in droit.ou_demander if lieu.texte]
    en_ligne = [lieu for lieu in connus if lieu.canal is Canal.EN_LIGNE][:1]
    autrement = [lieu for lieu in connus if lieu.canal is not Canal.EN_LIGNE][:1]
    return (en_ligne + autrement) or connus[:LIEUX_MAX]


def _place(lieu: Lieu) -> str:
    """Return a place in words, with its address on the web only where it is short enough to be typed from paper."""
    site = re.sub(r"^https?://(www\.)?|/$", "", lieu.url or "")
    texte = (lieu.texte or "").rstrip(".")
    return f"{texte} ({site})" if site and len(site) <= 40 and site.split("/")[0] not in texte else texte


def _delay(droit: Droit) -> str:
    if droit.delai.legal is not None:
        return f"{droit.delai.legal} au plus" + (f". {droit.delai.usuel}" if droit.delai.usuel else "")
    if droit.delai.usuel:
        return droit.delai.usuel
    # The first sentence says how long and what silence means; the rest is for the results page.
    return next((re.split(r"(?<=\.)\s", silence.texte)[0] for silence in droit.silences if silence.texte), "")


def _question(estimation: Estimation, noms: Mapping[str, str]) -> str:
    suivante = estimation.question_suivante
    return question_text(suivante.entite, suivante.question, noms) if suivante else ""


def _names(droits: Sequence[EstimationDroit], maximum: int, langue: str) -> str:
    _ = _translator(langue)
    catalogue = load_catalogue()
    noms = [catalogue[droit.code].libelle if droit.code in catalogue else droit.libelle for droit in droits]
    # "And 1 other" takes as much room as its name.
    maximum = len(noms) if len(noms) == maximum + 1 else maximum
    reste = len(noms) - maximum
    ligne = " ; ".join(noms[:maximum])
    return f"{ligne} ; " + _("et {nombre} autres").format(nombre=reste) if reste > 0 else ligne
