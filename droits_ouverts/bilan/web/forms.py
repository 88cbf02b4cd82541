"""The forms of the check-up: starting one, describing a person, answering the questions of a subject."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from django import forms
from django.utils.translation import get_language, gettext_lazy, gettext_noop
from django.utils.translation import gettext as _

from droits_ouverts.bilan import rules
from droits_ouverts.bilan.enums import FormeBilan
from droits_ouverts.bilan.phrases import said
from droits_ouverts.bilan.presentation import label_of
from droits_ouverts.bilan.rules import REFUS, Reponse, Reponses
from droits_ouverts.bilan.web import questions as q
from droits_ouverts.bilan.web.etapes import questions_of
from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.droits.enums import Famille
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.types import Entite, Fait, Genre, Role, Sujet
from droits_ouverts.engine.situation import Situation
from droits_ouverts.foundation.langue import month_name
from droits_ouverts.structures.models import Structure
from droits_ouverts.ui.langues import language

DROITS_RECUS_CLE = "famille.droits_recus"
DROITS_RECUS_TITRE = gettext_noop("Quels droits votre foyer reçoit-il déjà ?")


def _offer(form: forms.Form, nom: str, choix: list[tuple[str, str]]) -> None:
    cast("forms.ChoiceField", form.fields[nom]).choices = choix


class CommencerForm(forms.Form):
    """Month of the check-up, and the structure that holds it: with several, it is chosen, never supposed."""

    structure = forms.TypedChoiceField(
        label=gettext_lazy("Votre structure"),
        coerce=int,
        error_messages={"required": gettext_lazy("Choisissez la structure pour laquelle vous rencontrez cette personne : elle seule gardera ce bilan.")},
    )
    mois = forms.ChoiceField(label=gettext_lazy("Mois du bilan"), help_text=gettext_lazy("En général, le mois en cours."))

    def __init__(self, *args: object, structures: list[Structure], today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        courant = months.of_date(today)
        self.une_seule = len(structures) == 1
        vide = [] if self.une_seule else [("", _("Choisissez dans la liste"))]
        _offer(self, "structure", [*vide, *((str(s.pk), s.nom) for s in structures)])
        _offer(self, "mois", [(m, month_name(m)) for m in (courant, months.shift(courant, -1), months.shift(courant, 1))])
        self.fields["mois"].initial = courant
        if self.une_seule:
            self.fields["structure"].initial = structures[0].pk
            self.fields["structure"].widget = forms.HiddenInput()


class DepartForm(CommencerForm):
    """How a check-up begins: five questions or all of them, with a name or without, and the site where several are possible."""

    forme = forms.ChoiceField(
        label=gettext_lazy("Combien de questions ?"),
        choices=[
            (FormeBilan.COURT.value, gettext_lazy("Cinq questions : 3 minutes, une première idée")),
            (FormeBilan.COMPLET.value, gettext_lazy("Bilan complet : 15 à 30 minutes, une estimation plus précise")),
        ],
        initial=FormeBilan.COMPLET.value,
        widget=forms.RadioSelect,
    )
    anonyme = forms.BooleanField(
        label=gettext_lazy("Anonyme : aucun nom"),
        help_text=gettext_lazy("Un code permet de reprendre le bilan. Il s’efface seul au bout de 90 jours, sauf si la personne accepte qu’il soit gardé."),
        required=False,
    )
    site = forms.TypedChoiceField(label=gettext_lazy("Le lieu de la rencontre (facultatif)"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: object, structures: list[Structure], sites: Mapping[int, Sequence[tuple[int, str]]], today: date, **kwargs: object) -> None:
        super().__init__(*args, structures=structures, today=today, **kwargs)
        self.sites = sites
        possibles = {pk: nom for siens in sites.values() if len(siens) > 1 for pk, nom in siens}
        if possibles:
            _offer(self, "site", [("", _("Je ne le précise pas")), *((str(pk), nom) for pk, nom in sorted(possibles.items(), key=lambda site: site[1]))])
        else:
            del self.fields["site"]

    def clean(self) -> dict[str, object]:
        """Keep the site only where the structure acts; a structure of one site has it without asking."""
        cleaned = super().clean() or {}
        siens = [pk for pk, _nom in self.sites.get(cleaned.get("structure") or 0, [])]
        choisi = cleaned.get("site")
        if choisi and choisi not in siens:
            self.add_error("site", _("Cette structure n’agit pas dans ce lieu. Choisissez-en un autre, ou ne le précisez pas."))
        cleaned["site"] = siens[0] if len(siens) == 1 else choisi
        return cleaned


class PersonneForm(forms.Form):
    """A person of the household. The day and the month of birth may be left empty where only the year is known."""

    role = forms.ChoiceField(label=gettext_lazy("Sa place dans le foyer"))
    prenom = forms.CharField(
        label=gettext_lazy("Son prénom, ou une initiale (facultatif)"),
        required=False,
        max_length=rules.PRENOM_MAX,
        help_text=gettext_lazy("Jamais le nom de famille : il ne sert à rien ici."),
    )
    jour = forms.CharField(label=gettext_lazy("Jour"), required=False, max_length=2)
    mois = forms.CharField(label=gettext_lazy("Mois"), required=False, max_length=2)
    annee = forms.CharField(label=gettext_lazy("Année"), required=False, max_length=4)

    def __init__(self, *args: object, reponses: Reponses, ident: str | None = None, roles: tuple[Role, ...], anonyme: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.reponses = reponses
        self.ident = ident
        places = [(role.value, str(ROLES[role])) for role in roles]
        _offer(self, "role", places)
        self.fields["role"].initial = roles[0].value
        self.un_seul_role = len(roles) == 1
        if self.un_seul_role:
            self.fields["role"].widget = forms.HiddenInput()
        else:
            self.fields["role"].widget = forms.RadioSelect(choices=places)
        for nom, longueur, complet in (("jour", 2, "bday-day"), ("mois", 2, "bday-month"), ("annee", 4, "bday-year")):
            self.fields[nom].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "maxlength": longueur, "data-partie": complet}
        self.fields["prenom"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        if anonyme:
            del self.fields["prenom"]

    @property
    def erreurs_naissance(self) -> list[str]:
        """Sentences about the birth date, whichever of its three parts they concern."""
        return [str(message) for nom in ("jour", "mois", "annee") for message in self.errors.get(nom, [])]

    def clean(self) -> dict[str, object]:
        """Check the birth date as a whole, then the person in her household."""
        cleaned = super().clean() or {}
        naissance = self._naissance(cleaned)
        cleaned["date_naissance"] = naissance
        if naissance is not None and "role" in cleaned:
            for champ, message in rules.check_person(self.reponses, role=Role(cleaned["role"]), date_naissance=naissance, ident=self.ident).items():
                self.add_error("annee" if champ == "date_naissance" else champ, said(message))
        return cleaned

    def _naissance(self, cleaned: Mapping[str, object]) -> date | None:
        jour, mois, annee = (str(cleaned.get(nom) or "").strip() for nom in ("jour", "mois", "annee"))
        if not annee:
            self.add_error("annee", _("Écrivez au moins l’année. Sans elle, aucun droit ne peut être estimé."))
            return None
        if not re.fullmatch(r"\d{4}", annee):
            self.add_error("annee", _("L’année « {annee} » s’écrit avec 4 chiffres, par exemple 1992.").format(annee=annee))
            return None
        try:
            return date(int(annee), int(mois or 1), int(jour or 1))
        except ValueError:
            self.add_error("jour", _("Le {date} n’existe pas. Vérifiez le jour et le mois.").format(date=f"{jour or 1}/{mois or 1}/{annee}"))
            return None


ROLES = {
    Role.DEMANDEUR: gettext_lazy("La personne qui fait le bilan"),
    Role.CONJOINT: gettext_lazy("La personne avec qui elle vit en couple"),
    Role.ENFANT: gettext_lazy("Un enfant"),
    Role.AUTRE: gettext_lazy("Une autre personne qui vit dans le logement"),
}


class SujetForm:
    """The questions of one subject for one household, as asked and, once bound, as answered.

    `reponses` are the answers understood, `erreurs` the questions to take up again; both are filled by `read`. `seulement`: these questions
    and no other (the short form, the screen that is turned to the person).
    """

    def __init__(
        self,
        *,
        sujet: Sujet,
        reponses: Reponses,
        situation: Situation,
        data: Mapping[str, str] | None = None,
        en_cours: bool = False,
        seulement: Sequence[tuple[Fait, str]] | None = None,
    ) -> None:
        self.sujet = sujet
        self.seulement = seulement
        self.contenu = reponses
        self.en_cours = en_cours
        self.reponses: list[Reponse] = []
        self.sections: list[q.Section] = []
        self._build(situation, data)

    @property
    def questions(self) -> list[q.Question]:
        """Every question of the screen, in order."""
        return [question for section in self.sections for question in section.questions]

    @property
    def erreurs(self) -> list[q.Question]:
        """The questions whose answer is to be taken up again."""
        return [question for question in self.questions if question.erreur]

    @property
    def affichees(self) -> str:
        """Names of the questions on the screen, to notice that others have appeared since."""
        return " ".join(question.cle for question in self.questions)

    def _build(self, situation: Situation, data: Mapping[str, str] | None) -> None:
        prenoms = self.contenu.prenoms()
        par_entite: dict[str, list[q.Question]] = {}
        for fait, entite in questions_of(situation, self.sujet) if self.seulement is None else self.seulement:
            par_entite.setdefault(entite if entite in prenoms else "", []).append(self._question(fait, entite, prenoms, data))
        if self.sujet is Sujet.DROITS_RECUS and self.seulement is None:
            par_entite.setdefault("", []).append(self._rights_received(data))
        for entite, questions in par_entite.items():
            titre = "" if len(par_entite) == 1 else _first_upper(said(prenoms[entite]) if entite in prenoms else _("le foyer"))
            self.sections.append(q.Section(titre=titre, questions=questions))

    def _question(self, fait: Fait, entite: str, prenoms: Mapping[str, str], data: Mapping[str, str] | None) -> q.Question:
        demandeur = self.contenu.demandeur
        tiers = prenoms.get(entite) if demandeur is None or entite != demandeur.id else None
        faits = self.contenu.faits(entite)
        question = q.question_of(fait, entite, faits.get(fait.nom), repondue=fait.nom in faits, prenom=tiers, mois=self.contenu.mois)
        if data is not None and (question.cle in data or data.get(question.nom_valeur) or any(data.get(m.nom) for m in question.mois)):
            saisie = q.read(question, fait, entite, data, self.contenu.mois, en_cours=self.en_cours)
            if saisie.reponse:
                self.reponses.append(saisie.reponse)
        return question

    def _rights_received(self, data: Mapping[str, str] | None) -> q.Question:
        faits = self.contenu.faits(Entite.FAMILLE.value)
        valeur = faits.get("droits_recus")
        recus = set(valeur) if isinstance(valeur, list) else set()
        etat = ""
        if "droits_recus" in faits:
            etat = {True: q.LISTE if recus else q.ZERO}.get(isinstance(valeur, list), q.REFUSE if valeur == REFUS else q.NE_SAIT_PAS)
        question = q.Question(
            cle=DROITS_RECUS_CLE,
            titre=_(DROITS_RECUS_TITRE),
            francais="" if language(get_language()).is_reviewed else DROITS_RECUS_TITRE,
            pourquoi=_("Ce qui est déjà reçu n’est pas à demander, et compte dans les autres droits."),
            genre=Genre.CHOIX,
        )
        if data is not None and (question.cle in data or any(f"{DROITS_RECUS_CLE}:{code}" in data for code in REGLES)):
            recus = {code for code in REGLES if f"{DROITS_RECUS_CLE}:{code}" in data}
            etat = data.get(question.cle) or q.LISTE
            self._read_rights(question, etat, recus)
        question.etat = etat
        question.options = tuple(
            q.Option(valeur=valeur, libelle=libelle, saisie=saisie, choisie=etat == valeur)
            for valeur, libelle, saisie in (
                (q.ZERO, _("Aucun droit"), ""),
                (q.LISTE, _("Un ou plusieurs droits"), "liste"),
                (q.NE_SAIT_PAS, _(q.LIBELLE_NE_SAIT_PAS), ""),
                (q.REFUSE, _(q.LIBELLE_REFUSE), ""),
            )
        )
        question.codes = tuple((titre, tuple((code, libelle, code in recus) for code, libelle in droits)) for titre, droits in rights_by_family())
        return question

    def _read_rights(self, question: q.Question, etat: str, recus: set[str]) -> None:
        valeurs: dict[str, object] = {q.ZERO: [], q.LISTE: sorted(recus), q.NE_SAIT_PAS: None, q.REFUSE: dict(REFUS)}
        if etat not in valeurs:
            return
        if etat == q.LISTE and not recus:
            if not self.en_cours:
                question.erreur = _("Droits déjà reçus : la liste est vide. Cochez un droit, ou choisissez « Aucun droit » ou « Je ne sais pas ».")
            return
        self.reponses.append(Reponse(fait="droits_recus", entite=Entite.FAMILLE.value, valeur=valeurs[etat]))


def rights_by_family() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the rights that can be ticked as received: (theme, [(code, label)]), in the catalogue's order of themes."""
    catalogue = load_catalogue()
    themes: dict[Famille, list[tuple[str, str]]] = {famille: [] for famille in Famille}
    for code, regle in REGLES.items():
        droit = catalogue.get(code)
        themes[droit.famille if droit else Famille.RESSOURCES].append((code, label_of(droit.libelle if droit else regle.libelle)))
    return [(famille.libelle, sorted(droits, key=lambda droit: droit[1].casefold())) for famille, droits in themes.items() if droits]


def _first_upper(texte: str) -> str:
    return texte[:1].upper() + texte[1:]
