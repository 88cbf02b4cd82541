"""What the curve "if I worked more hours" says and shows: sentences, table, and the numbers of its drawing. Pure: values in, values out.

The drawing never stands alone: every figure of it is in the table beside. Its numbers are written here, in the format of SVG, whatever the language.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from droits_ouverts.bilan.presentation import UN_EURO, euros, interval_text, label_of
from droits_ouverts.engine.courbe import HEURES_MAX, SEMAINES_PAR_MOIS, Courbe, DroitCourbe, Hypothese, PointCourbe, rows
from droits_ouverts.engine.formules.registre import EXCLUSIFS
from droits_ouverts.engine.results import Intervalle
from droits_ouverts.foundation.langue import gettext as _
from droits_ouverts.foundation.langue import gettext_noop, isolated, ngettext, number

LARGEUR, HAUTEUR = 360, 250
GAUCHE, DROITE, HAUT, BAS = 48, 352, 10, 206
"""Edges of the plot, in units of the drawing."""
HEURES_REPERES = (0, 10, 20, HEURES_MAX)
PAS_REPERES = (200, 500, 1000, 2000, 5000)

HYPOTHESES = {
    Hypothese.EN_REGIME: gettext_noop("Le salaire est le même depuis deux ans, et il a été déclaré : c’est ce qui arrive une fois que tout a suivi."),
    Hypothese.TOUS_DEMANDES: gettext_noop("Tous les droits possibles sont demandés."),
    Hypothese.COMPTEE_AU_TRAVAIL: gettext_noop("Dès la première heure, la personne est comptée comme une personne qui travaille."),
    Hypothese.CHOMAGE_LAISSE: gettext_noop(
        "L’allocation chômage est laissée comme elle est. En vrai, elle baisse quand on travaille plus : demandez à France Travail."
    ),
    Hypothese.REPONSES_MANQUENT: gettext_noop(
        "Des réponses manquent. Les montants vont du plus bas au plus haut de plusieurs façons possibles de les compléter : répondez, et l’écart se resserre."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligne:
    """One row of the tables: what is worked, and what comes of it, in words. `montants`: each right that changes, in the order of `Vue.droits`."""

    travail: str
    salaire: str
    aides: str
    total: str
    reste: str
    montants: tuple[str, ...]
    actuelle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Repere:
    """A mark on an axis or a right's end: where, and what is written there."""

    x: float
    y: float
    texte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dessin:
    """The numbers of the drawing. Each line is a list of points "x,y x,y"; `bande` is empty where nothing is uncertain."""

    total: str
    bande: str
    salaire: str
    en_bas: tuple[Repere, ...]
    a_gauche: tuple[Repere, ...]
    fins: tuple[Repere, ...]
    actuel: Repere | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vue:
    """Everything that the page shows of a curve."""

    phrase: str
    fins: tuple[str, ...]
    droits: tuple[str, ...]
    lignes: tuple[Ligne, ...]
    dessin: Dessin
    hypotheses: tuple[str, ...]
    incertaine: bool
    smic_brut: str
    smic_net: str
    smic_depuis: str
    source: str


def view(courbe: Courbe, prenom: str) -> Vue:
    """Return what a page says of a curve; `prenom` is the person whose wage moves."""
    mensuels = [d for d in courbe.droits if d.mensuel]
    dessin = _drawing(courbe)
    # What is missing may change nothing to what a wage gives: then it is not said.
    dites = [h for h in courbe.hypotheses if dessin.bande or h is not Hypothese.REPONSES_MANQUENT]
    return Vue(
        phrase=_sentence(courbe, prenom),
        fins=tuple(_end(courbe, droit) for droit in _ending(courbe)),
        droits=tuple(label_of(droit.libelle) for droit in mensuels),
        lignes=tuple(_row(courbe, point, mensuels) for point in rows(courbe)),
        dessin=dessin,
        hypotheses=tuple(_(HYPOTHESES[hypothese]) for hypothese in dites),
        incertaine=Hypothese.REPONSES_MANQUENT in dites,
        smic_brut=number(courbe.smic.horaire_brut, 2),
        smic_net=number(courbe.smic.horaire_net, 2),
        smic_depuis=courbe.smic.depuis,
        source=courbe.smic.source,
    )


def at_wage(courbe: Courbe, salaire: float) -> str:
    """Return what one wage would give, in a sentence, and what it adds to today's total where the wage of today is known."""
    point = courbe.au_salaire(salaire)
    phrase = _("Avec {salaire} de salaire par mois, le foyer recevrait {total} par mois.").format(
        salaire=euros(point.salaire), total=interval_text(point.total)
    )
    if courbe.actuel is None:
        return phrase
    ici = courbe.points[courbe.actuel]
    return f"{phrase} {_more(point.total.min - ici.total.min, point.total.max - ici.total.max)}"


def _more(bas: float, haut: float) -> str:
    moins, plus = sorted((bas, haut))
    if plus < -UN_EURO:
        return _("C’est {montant} de moins qu’aujourd’hui.").format(montant=_between(-plus, -moins))
    if moins > UN_EURO:
        return _("C’est {montant} de plus qu’aujourd’hui.").format(montant=_between(moins, plus))
    return (
        _("C’est à peu près comme aujourd’hui.") if plus - moins <= 2 * UN_EURO else _("Selon les réponses qui manquent, c’est plus ou moins qu’aujourd’hui.")
    )


def _sentence(courbe: Courbe, prenom: str) -> str:
    qui = prenom or _("cette personne")
    heure = round(SEMAINES_PAR_MOIS * courbe.smic.horaire_net)
    if courbe.actuel is not None and (reste := courbe.points[courbe.actuel].reste) is not None:
        if reste.max < -UN_EURO:
            return _("Avec une heure de plus par semaine au SMIC, le foyer de {qui} recevrait {montant} de moins par mois.").format(
                qui=qui, montant=_between(-reste.max, -reste.min)
            )
        if reste.min >= 0:
            return _(
                "Avec une heure de plus par semaine au SMIC ({heure} de salaire par mois), il resterait {montant} de plus par mois au foyer de {qui}."
            ).format(qui=qui, heure=euros(heure), montant=_between(reste.min, reste.max))
    rien, plein = courbe.points[0].total, courbe.aux_heures(HEURES_MAX).total
    return _("Sans salaire, le foyer de {qui} recevrait {rien} par mois ; à plein temps au SMIC, {plein}.").format(
        qui=qui, rien=interval_text(rien), plein=interval_text(plein)
    )


def _between(bas: float, haut: float) -> str:
    return interval_text(Intervalle(min=min(bas, haut), max=max(bas, haut)))


def _ending(courbe: Courbe) -> list[DroitCourbe]:
    """Return the rights that end on the curve, in the order in which they do; those that end at the very first wage are left to the table."""
    return sorted((d for d in courbe.droits if d.fin is not None and d.fin > courbe.pas), key=lambda d: (d.fin or 0.0, d.code))


def _end(courbe: Courbe, droit: DroitCourbe) -> str:
    fin = droit.fin or 0.0
    heures = fin / (SEMAINES_PAR_MOIS * courbe.smic.horaire_net)
    phrase = _("À partir de {salaire} par mois de salaire, ce droit s’arrête : {droit}.").format(salaire=euros(fin), droit=label_of(droit.libelle))
    if heures > HEURES_MAX:
        return phrase
    environ = ngettext("Environ {heures} heure par semaine au SMIC.", "Environ {heures} heures par semaine au SMIC.", round(heures)).format(
        heures=round(heures)
    )
    return f"{phrase} {environ}"


def _row(courbe: Courbe, point: PointCourbe, mensuels: Sequence[DroitCourbe]) -> Ligne:
    actuelle = courbe.actuel is not None and abs(point.salaire - courbe.points[courbe.actuel].salaire) < UN_EURO
    heures = point.heures
    travail = _("Salaire actuel") if heures is None else ngettext("{heures} heure", "{heures} heures", heures).format(heures=heures)
    bas, haut = (_sum({code: getattr(montant, borne) for code, montant in point.droits.items()}) for borne in ("min", "max"))
    return Ligne(
        travail=travail,
        salaire=euros(round(point.salaire)),
        aides=interval_text(Intervalle(min=bas, max=haut)) if haut >= UN_EURO else euros(0),
        total=interval_text(point.total),
        reste="" if point.reste is None else _signed(point.reste),
        montants=tuple(interval_text(point.droit(d.code)) if point.droit(d.code).max >= UN_EURO else euros(0) for d in mensuels),
        actuelle=actuelle,
    )


def _sum(montants: dict[str, float]) -> float:
    """Return what rights give together, the larger only of two that exclude each other."""
    trop = sum(sum(p) - max(p) for exclusifs in EXCLUSIFS if (p := [montants.get(code, 0.0) for code in exclusifs]))
    return sum(montants.values()) - trop


def _signed(reste: Intervalle) -> str:
    bas, haut = round(reste.min), round(reste.max)
    if bas == haut:
        return isolated(f"{'+' if bas > 0 else '−' if bas < 0 else ''}{euros(abs(bas))}")
    return _("de {bas} à {haut}").format(bas=isolated(f"{'−' if bas < 0 else '+'}{abs(bas)}"), haut=isolated(f"{'−' if haut < 0 else '+'}{euros(abs(haut))}"))


# The drawing


def _drawing(courbe: Courbe) -> Dessin:
    points = courbe.points
    droite = points[-1].salaire
    plafond = max(point.total.max for point in points)
    pas = next((p for p in PAS_REPERES if plafond / p <= 5), PAS_REPERES[-1])
    sommet = math.ceil(plafond / pas) * pas

    def x(salaire: float) -> float:
        return _tenth(GAUCHE + (DROITE - GAUCHE) * salaire / droite)

    def y(montant: float) -> float:
        return _tenth(BAS - (BAS - HAUT) * max(0.0, montant) / sommet)

    def line(couples: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{x(salaire)},{y(montant)}" for salaire, montant in couples)

    hauts, bas = [(p.salaire, p.total.max) for p in points], [(p.salaire, p.total.min) for p in points]
    incertaine = any(h - b > UN_EURO for (_s, h), (_t, b) in zip(hauts, bas, strict=True))
    fins = tuple(Repere(x=x(d.fin or 0.0), y=y(courbe.au_salaire(d.fin or 0.0).total.max), texte=str(rang)) for rang, d in enumerate(_ending(courbe), start=1))
    ici = None if courbe.actuel is None else points[courbe.actuel]
    return Dessin(
        total=line([(s, (h + b) / 2) for (s, h), (_t, b) in zip(hauts, bas, strict=True)]),
        bande=line([*hauts, *reversed(bas)]) if incertaine else "",
        salaire=line([(0.0, 0.0), (droite, droite)]) if droite <= sommet else line([(0.0, 0.0), (sommet, sommet)]),
        en_bas=tuple(Repere(x=x(courbe.aux_heures(h).salaire), y=BAS, texte=_("{heures} h").format(heures=h)) for h in HEURES_REPERES),
        a_gauche=tuple(Repere(x=GAUCHE, y=y(valeur), texte=euros(valeur)) for valeur in range(0, sommet + 1, pas)),
        fins=_apart(fins),
        actuel=None if ici is None else Repere(x=x(ici.salaire), y=y((ici.total.min + ici.total.max) / 2), texte=""),
    )


def _tenth(nombre: float) -> float:
    return round(nombre, 1)


def _apart(fins: Sequence[Repere]) -> tuple[Repere, ...]:
    """Return the marks moved up so that no two of them cover each other."""
    places: list[Repere] = []
    for fin in fins:
        haut = fin.y - 18
        while any(abs(autre.x - fin.x) < 18 and abs(autre.y - haut) < 18 for autre in places):
            haut -= 18
        places.append(Repere(x=fin.x, y=max(HAUT, haut), texte=fin.texte))
    return tuple(places)
