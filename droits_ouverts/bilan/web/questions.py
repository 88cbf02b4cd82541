"""Questions as a screen shows them and as a browser sends them back: derived from the schema, never written by hand.

A question named `p1.salaire_net` is sent as `p1.salaire_net` (which answer was chosen), `p1.salaire_net:valeur` (what was typed) and
`p1.salaire_net:2026-07` (what was typed for a month).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.bilan import communes
from droits_ouverts.bilan.phrases import asked, said
from droits_ouverts.bilan.presentation import unbroken
from droits_ouverts.bilan.rules import REFUS, Reponse
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.types import Fait, Genre, Periode
from droits_ouverts.foundation import langue
from droits_ouverts.foundation.langue import gettext as _
from droits_ouverts.foundation.langue import gettext_noop, month_name
from droits_ouverts.ui.langues import SOURCE, language

if TYPE_CHECKING:
    from collections.abc import Mapping

NE_SAIT_PAS, REFUSE, VALEUR, ZERO, PAR_MOIS, LISTE = "ne_sait_pas", "refus", "valeur", "zero", "par_mois", "liste"
OUI, NON = "oui", "non"
LIBELLE_NE_SAIT_PAS, LIBELLE_REFUSE = gettext_noop("Je ne sais pas"), gettext_noop("Je préfère ne pas répondre")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer that can be chosen. `saisie`: what opens under it ("valeur", "mois", "liste" or nothing)."""

    valeur: str
    libelle: str
    choisie: bool
    saisie: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoisSaisi:
    """The amount of one month, as typed."""

    nom: str
    libelle: str
    texte: str


@dataclass(slots=True, kw_only=True)
class Question:
    """One question on a screen, with what was answered or typed."""

    cle: str
    titre: str
    pourquoi: str
    genre: Genre
    francais: str = ""
    """The question in French, beside one whose translation nobody who speaks the language read again."""
    unite: str = ""
    etat: str = ""
    texte: str = ""
    options: tuple[Option, ...] = ()
    mois: tuple[MoisSaisi, ...] = ()
    proposes: tuple[str, ...] = ()
    codes: tuple[tuple[str, tuple[tuple[str, str, bool], ...]], ...] = ()
    erreur: str = ""

    @property
    def ident(self) -> str:
        """Identifier in the page; letters, digits and hyphens only."""
        return "q-" + re.sub(r"[^a-z0-9]+", "-", self.cle)

    @property
    def nom_valeur(self) -> str:
        """Name of the field in which a value is typed."""
        return f"{self.cle}:valeur"

    @property
    def propres(self) -> tuple[Option, ...]:
        """Answers of the question itself."""
        return tuple(option for option in self.options if option.valeur not in (NE_SAIT_PAS, REFUSE))

    @property
    def sans_reponse(self) -> tuple[Option, ...]:
        """The two answers that every question has."""
        return tuple(option for option in self.options if option.valeur in (NE_SAIT_PAS, REFUSE))

    @property
    def etiquette(self) -> str:
        """Label of the field in which a value is typed."""
        if self.genre is Genre.COMMUNE:
            return _("Nom de la commune, ou code postal")
        quoi = _("Nombre") if self.genre is Genre.NOMBRE else _("Montant")
        return _("{quoi}, en {unite}").format(quoi=quoi, unite=self.unite) if self.unite else quoi

    @property
    def repondue(self) -> bool:
        """Tell whether an answer is chosen."""
        return bool(self.etat)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saisie:
    """What a browser sent for one question, understood: an answer, an error, or nothing."""

    reponse: Reponse | None = None
    erreur: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The questions about one person, or about the household as a whole (`titre` empty where it goes without saying)."""

    titre: str
    questions: list[Question] = field(default_factory=list)


def wording(fait: Fait, prenom: str | None, mois: str) -> str:
    """Return the question as asked: of the person herself (`prenom` None), or of another person by her name."""
    personne = prenom is None or fait.question_tiers is None
    texte = asked(fait.question if personne else fait.question_tiers or "").replace("{prenom}", said(prenom or ""))
    annee = int(mois[:4])
    return unbroken(texte).replace("{annee_n1}", str(annee - 1)).replace("{annee_n2}", str(annee - 2))


def french_beside(fait: Fait, prenom: str | None, mois: str) -> str:
    """Return the question in French where the language on screen was not read again by somebody who speaks it; else nothing."""
    if language(langue.current()).is_reviewed:
        return ""
    with langue.speaking(SOURCE):
        return wording(fait, prenom, mois)


def question_of(fait: Fait, entite: str, valeur: object, *, repondue: bool, prenom: str | None, mois: str) -> Question:
    """Build a question from its fact and the stored answer; `repondue` False where nothing was said yet."""
    question = Question(
        cle=f"{entite}.{fait.nom}",
        titre=wording(fait, prenom, mois),
        francais=french_beside(fait, prenom, mois),
        pourquoi=unbroken(asked(fait.pourquoi)),
        genre=fait.genre,
        unite=asked(fait.unite),
        proposes=communes.options() if fait.genre is Genre.COMMUNE else (),
    )
    textes: dict[str, str] = {}
    if repondue:
        question.etat, question.texte, textes = _shown(fait, valeur, mois)
    _complete(question, fait, mois, textes)
    return question


def _shown(fait: Fait, valeur: object, mois: str) -> tuple[str, str, dict[str, str]]:
    """Return the option chosen, the text typed and the texts by month that stand for a stored answer."""
    if valeur is None:
        return NE_SAIT_PAS, "", {}
    if valeur == REFUS:
        return REFUSE, "", {}
    match fait.genre:
        case Genre.OUI_NON:
            return (OUI if valeur else NON), "", {}
        case Genre.CHOIX:
            return f"v:{valeur}", "", {}
        case Genre.COMMUNE:
            return VALEUR, communes.written(str(valeur)), {}
        case Genre.DATE:
            return VALEUR, str(valeur), {}
        case _:
            return _shown_amount(valeur, mois)


def _shown_amount(valeur: object, mois: str) -> tuple[str, str, dict[str, str]]:
    if isinstance(valeur, dict):
        return PAR_MOIS, "", {m: "" if valeur.get(m) is None else written_number(valeur[m]) for m in months.window(mois)}
    return (ZERO, "", {}) if valeur == 0 else (VALEUR, written_number(valeur), {})


def _complete(question: Question, fait: Fait, mois: str, textes: Mapping[str, str]) -> None:
    question.options = tuple(
        Option(valeur=valeur, libelle=unbroken(libelle), saisie=saisie, choisie=question.etat == valeur) for valeur, libelle, saisie in _options(fait)
    )
    if fait.periode is Periode.MOIS_PASSES:
        question.mois = tuple(
            MoisSaisi(nom=f"{question.cle}:{m}", libelle=_("en {mois}").format(mois=month_name(m)), texte=textes.get(m, "")) for m in months.window(mois)
        )


def _options(fait: Fait) -> list[tuple[str, str, str]]:
    match fait.genre:
        case Genre.OUI_NON:
            propres = [(OUI, _("Oui"), ""), (NON, _("Non"), "")]
        case Genre.CHOIX:
            propres = [(f"v:{choix.valeur}", asked(choix.libelle), "") for choix in fait.choix]
        case Genre.MONTANT if fait.periode is Periode.MOIS_PASSES:
            propres = [
                (ZERO, _("Rien"), ""),
                (VALEUR, _("Le même montant chaque mois"), "valeur"),
                (PAR_MOIS, _("Un montant différent selon les mois"), "mois"),
            ]
        case Genre.MONTANT:
            propres = [(ZERO, _("Rien"), ""), (VALEUR, _("Un montant"), "valeur")]
        case Genre.NOMBRE:
            propres = [(VALEUR, _("Un nombre"), "valeur")]
        case Genre.COMMUNE:
            propres = [(VALEUR, _("Une commune"), "valeur")]
        case Genre.DATE:
            propres = [(VALEUR, _("Une date"), "valeur")]
    return [*propres, (NE_SAIT_PAS, _(LIBELLE_NE_SAIT_PAS), ""), (REFUSE, _(LIBELLE_REFUSE), "")]


def read(question: Question, fait: Fait, entite: str, data: Mapping[str, str], mois: str, *, en_cours: bool) -> Saisie:
    """Understand what was sent for a question and keep what was typed on it.

    `en_cours`: the person is still typing (autosave), so that an amount announced but not yet typed is not an error.
    """
    etat = data.get(question.cle, "")
    texte = data.get(question.nom_valeur, "").strip()
    textes = {m: data.get(f"{question.cle}:{m}", "").strip() for m in months.window(mois)} if fait.periode is Periode.MOIS_PASSES else {}
    if not etat and texte:
        etat = VALEUR
    elif not etat and any(textes.values()):
        etat = PAR_MOIS
    question.etat, question.texte = etat, texte
    _complete(question, fait, mois, textes)
    if etat not in {option.valeur for option in question.options}:
        question.etat = ""
        return Saisie()
    saisie = _understood(fait, entite, etat, texte, textes, en_cours=en_cours)
    question.erreur = saisie.erreur
    return saisie


def _understood(fait: Fait, entite: str, etat: str, texte: str, textes: Mapping[str, str], *, en_cours: bool) -> Saisie:
    def answer(valeur: object) -> Saisie:
        return Saisie(reponse=Reponse(fait=fait.nom, entite=entite, valeur=valeur))

    if etat == NE_SAIT_PAS:
        return answer(None)
    if etat == REFUSE:
        return answer(REFUS)
    if etat in (OUI, NON):
        return answer(etat == OUI)
    if etat == ZERO:
        return answer(0)
    if etat.startswith("v:"):
        return answer(etat[2:])
    if etat == PAR_MOIS:
        return _by_month(fait, entite, textes, en_cours=en_cours)
    if not texte:
        manque = _("{question} : la réponse est vide. Écrivez-la, ou choisissez « Je ne sais pas ».").format(question=asked(fait.libelle or fait.question))
        return Saisie() if en_cours else Saisie(erreur=manque)
    valeur, erreur = _typed(fait, texte)
    return Saisie(erreur=erreur) if erreur else answer(valeur)


def _by_month(fait: Fait, entite: str, textes: Mapping[str, str], *, en_cours: bool) -> Saisie:
    if not any(textes.values()):
        manque = _("{question} : aucun mois n’est rempli. Écrivez au moins un montant, ou choisissez « Je ne sais pas ».").format(question=asked(fait.libelle))
        return Saisie() if en_cours else Saisie(erreur=manque)
    lus: dict[str, object] = {}
    for mois, texte in textes.items():
        valeur, erreur = _typed(fait, texte) if texte else (None, "")
        if erreur:
            return Saisie(erreur=_("En {mois} : {erreur}").format(mois=month_name(mois), erreur=erreur))
        lus[mois] = valeur
    return Saisie(reponse=Reponse(fait=fait.nom, entite=entite, valeur=lus))


def _typed(fait: Fait, texte: str) -> tuple[object, str]:
    """Return the value typed, or the sentence that says what is wrong and how to mend it."""
    match fait.genre:
        case Genre.COMMUNE:
            return _commune(texte)
        case Genre.DATE:
            try:
                return date.fromisoformat(texte).isoformat(), ""
            except ValueError:
                return None, _("« {texte} » n’est pas une date. Écrivez le jour, le mois et l’année.").format(texte=texte)
        case _:
            return _number(fait, texte)


def _commune(texte: str) -> tuple[object, str]:
    code = communes.find(texte)
    if code:
        return code, ""
    proches = communes.suggestions(texte)
    non_reconnue = _("« {texte} » : cette commune n’est pas reconnue.").format(texte=texte)
    if proches:
        return None, f"{non_reconnue} {_('Vouliez-vous dire {communes} ?').format(communes=_(' ou ').join(proches))}"
    return None, f"{non_reconnue} {_('Choisissez un nom dans la liste, ou écrivez le code postal.')}"


def _number(fait: Fait, texte: str) -> tuple[object, str]:
    entier = fait.genre is Genre.NOMBRE
    propre = re.sub(r"(€|euros?|mois|ans?)\s*$", "", re.sub(r"[\s\u202f\u00a0\u2066\u2069٬€]", "", texte), flags=re.IGNORECASE)
    if langue.current() == langue.ANGLAIS:
        propre = re.sub(r",(?=\d{3}(\D|$))", "", propre)
    propre = propre.replace("٫", ".").replace(",", ".")
    if not re.fullmatch(r"-?\d{1,9}(\.\d{1,2})?", propre) or (entier and "." in propre):
        if entier:
            return None, _("« {texte} » n’est pas compris. Écrivez un nombre entier, par exemple 6.").format(texte=texte)
        return None, _("« {texte} » n’est pas compris. Écrivez un montant en chiffres, par exemple 650 ou 650,50.").format(texte=texte)
    valeur = float(propre)
    unite = f" {asked(fait.unite)}" if fait.unite else ""
    if fait.minimum is not None and valeur < fait.minimum:
        return None, _("« {texte} » est trop petit. Le minimum est {minimum}.").format(texte=texte, minimum=written_number(fait.minimum) + unite)
    if fait.maximum is not None and valeur > fait.maximum:
        trop = _("« {texte} » est trop grand. Le maximum est {maximum}. Vérifiez le nombre.")
        return None, trop.format(texte=texte, maximum=written_number(fait.maximum) + unite)
    return (int(valeur) if valeur == int(valeur) else valeur), ""


def written_number(valeur: object) -> str:
    """Write a number as it can be typed back: 1 234,50 (narrow no-break space between thousands), 1,234.50 in English.

    No sign of direction: the text goes into a field.
    """
    nombre = float(str(valeur))
    texte = f"{nombre:,.0f}" if nombre == int(nombre) else f"{nombre:,.2f}"
    return texte if langue.current() == langue.ANGLAIS else texte.replace(",", "\u202f").replace(".", ",")
