"""What the calendar of rights says: by month, what could open, change or end, why, and what to do. Pure: values in, values out.

Nothing is promised: every sentence is conditional, says how far it was computed, and what it supposes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from droits_ouverts.bilan.declaration import to_tell
from droits_ouverts.bilan.presentation import PERIODES, UN_EURO, interval_text, label_of, of_catalogue
from droits_ouverts.droits.types import Droit
from droits_ouverts.engine.formules.types import Regle, Versement
from droits_ouverts.engine.programme.calendrier import Calendrier, Cause, Evenement, GenreCause, Nature, Suppose
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.results import Intervalle
from droits_ouverts.foundation.langue import gettext as _
from droits_ouverts.foundation.langue import gettext_noop, month_name, ngettext

MOTS = {
    Nature.OUVRE: ("✓", gettext_noop("Pourrait s’ouvrir")),
    Nature.CHANGE: ("~", gettext_noop("Montant qui changerait")),
    Nature.FINIT: ("–", gettext_noop("Pourrait s’arrêter")),
}
"""Sign and word of what happens: never the colour alone."""
CLASSES = {Nature.OUVRE: "probable", Nature.CHANGE: "a-verifier", Nature.FINIT: "hors"}

CAUSES = {
    GenreCause.DUREE: gettext_noop("Le temps passé en France, dans la Métropole, avec un titre de séjour ou depuis un décès devient assez long, ou trop long."),
    GenreCause.REVENUS: gettext_noop("La règle regarde les revenus de quelques mois : ce ne sont plus les mêmes mois."),
    GenreCause.LOI: gettext_noop("C’est le calendrier de la loi : un montant revu, une autre année de revenus, ou la saison."),
    GenreCause.PLUSIEURS: gettext_noop("Plusieurs choses changent ce mois-là, et comptent ensemble."),
}
HYPOTHESES = {
    Suppose.REVENUS_REPETES: gettext_noop("Les revenus du dernier mois sont répétés, et ceux d’avant les mois demandés sont pris comme les mêmes."),
    Suppose.REPONSES_TENUES: gettext_noop("Toutes les autres réponses restent les mêmes : logement, travail, famille, santé, revenus de l’année."),
    Suppose.GROSSESSE_LAISSEE: gettext_noop("La grossesse est laissée comme elle est : après la naissance, ajoutez l’enfant et refaites le bilan."),
    Suppose.REPONSES_MANQUENT: gettext_noop("Des réponses manquent : ce qui n’arrive que dans une partie des cas possibles est dit « à vérifier »."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fait:
    """One thing of a month, in words. `montant`: before and after, or the one that opens or ends; empty where the right has none."""

    code: str
    libelle: str
    signe: str
    mot: str
    classe: str
    montant: str
    causes: tuple[str, ...]
    a_faire: str
    a_verifier: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mois:
    """The things of one month ("AAAA-MM"), and its name."""

    mois: str
    nom: str
    faits: tuple[Fait, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retour:
    """What comes back for a right that is open or received: how often, before when."""

    code: str
    libelle: str
    rythme: str
    avant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vue:
    """Everything that the page shows. `jusqu_a`: name of the last month computed; `complet`: the two years were."""

    phrase: str
    jusqu_a: str
    complet: bool
    mois: tuple[Mois, ...]
    retours: tuple[Retour, ...]
    hypotheses: tuple[str, ...]
    non_couverts: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]


def view(calendrier: Calendrier, prenoms: Mapping[str, str], recus: Collection[str], *, regles: Mapping[str, Regle], catalogue: Mapping[str, Droit]) -> Vue:
    """Return what a page says of a calendar. `recus`: codes of the rights already received."""
    par_mois: dict[str, list[Evenement]] = {}
    for evenement in calendrier.evenements:
        if evenement.code in regles:
            par_mois.setdefault(evenement.mois, []).append(evenement)
    suivis = [code for code in catalogue if code in recus or code in calendrier.ouverts]
    return Vue(
        phrase=_sentence(calendrier),
        jusqu_a=month_name(calendrier.jusqu_a),
        complet=calendrier.jusqu_a >= calendrier.demande_jusqu_a,
        mois=tuple(
            Mois(mois=mois, nom=month_name(mois), faits=tuple(_said(e, prenoms, regles[e.code], catalogue.get(e.code)) for e in faits))
            for mois, faits in sorted(par_mois.items())
        ),
        retours=tuple(retour for code in suivis if (retour := _coming_back(catalogue[code])) is not None),
        hypotheses=tuple(_(HYPOTHESES[suppose]) for suppose in calendrier.hypotheses),
        non_couverts=tuple(label_of(regles[code].libelle) for code in calendrier.non_couverts if code in regles),
        versions=tuple(sorted(calendrier.versions.items())),
    )


def _sentence(calendrier: Calendrier) -> str:
    mois = len({e.mois for e in calendrier.evenements})
    if calendrier.jusqu_a == calendrier.mois:
        return _("Les mois qui viennent ne sont pas encore calculés.")
    if not mois:
        return _("D’ici {mois}, rien ne changerait dans ce qui est calculé, si la situation reste la même.").format(mois=month_name(calendrier.jusqu_a))
    return ngettext(
        "D’ici {mois}, il y a {nombre} mois où un droit pourrait s’ouvrir, changer ou s’arrêter, si la situation reste la même.",
        "D’ici {mois}, il y a {nombre} mois où un droit pourrait s’ouvrir, changer ou s’arrêter, si la situation reste la même.",
        mois,
    ).format(mois=month_name(calendrier.jusqu_a), nombre=mois)


def _said(evenement: Evenement, prenoms: Mapping[str, str], regle: Regle, droit: Droit | None) -> Fait:
    signe, mot = MOTS[evenement.nature]
    return Fait(
        code=evenement.code,
        libelle=label_of(regle.libelle),
        signe=signe,
        mot=_(mot),
        classe=CLASSES[evenement.nature],
        montant=_amount(evenement, regle),
        causes=tuple(_cause(cause, evenement.mois, prenoms) for cause in evenement.causes),
        a_faire=_to_do(evenement, regle, droit),
        a_verifier=not evenement.sur,
    )


def _amount(evenement: Evenement, regle: Regle) -> str:
    periode = _(PERIODES[regle.versement]) if regle.versement in (Versement.MENSUEL, Versement.ANNUEL, Versement.UNIQUE) else ""
    avant, apres = evenement.avant, evenement.apres
    if evenement.nature is Nature.CHANGE and avant and apres:
        return _("de {avant} à {apres} {periode}").format(avant=interval_text(avant), apres=interval_text(apres), periode=periode)
    montre: Intervalle | None = avant if evenement.nature is Nature.FINIT else apres
    if montre is None or montre.max < UN_EURO:
        return ""
    return f"{interval_text(montre)} {periode}"


def _cause(cause: Cause, mois: str, prenoms: Mapping[str, str]) -> str:
    if cause.genre is not GenreCause.ANNIVERSAIRE:
        return _(CAUSES[cause.genre])
    prenom = prenoms.get(cause.personne, "")
    if cause.age is None:
        return _("L’âge de {prenom}, compté en mois, passe une limite de la règle.").format(prenom=prenom)
    quand = month_name(cause.le[:7] if cause.le else months.shift(mois, -1))
    return ngettext("{prenom} aura {nombre}\u00a0an en {mois}.", "{prenom} aura {nombre}\u00a0ans en {mois}.", cause.age).format(
        prenom=prenom, nombre=cause.age, mois=quand
    )


def _to_do(evenement: Evenement, regle: Regle, droit: Droit | None) -> str:
    if evenement.nature is Nature.OUVRE:
        ou = of_catalogue(droit.ou_demander[0].texte or "") if droit and droit.ou_demander else ""
        demande = _("À demander en {mois} : {ou}.").format(mois=month_name(evenement.mois), ou=ou) if ou else ""
        perdu = _("Les mois d’avant la demande ne sont pas payés.") if regle.retroactif is False else ""
        return " ".join(phrase for phrase in (demande, perdu) if phrase)
    if evenement.nature is Nature.FINIT:
        avant = of_catalogue((droit.renouvellement.a_faire_avant if droit else None) or "")
        refaire = _("Refaites un bilan ce mois-là : un autre droit peut prendre la suite.")
        return f"{avant} {refaire}".strip()
    return _("Vérifiez le montant payé ce mois-là.")


def _coming_back(droit: Droit) -> Retour | None:
    dit = to_tell(droit)
    if droit.renouvellement.tous_les is None and droit.renouvellement.duree_max is None:
        return None
    rythme = _("À renouveler ou à redéclarer au bout de {duree}.").format(duree=droit.renouvellement.tous_les) if droit.renouvellement.tous_les else ""
    duree = _("Accordé pour {duree} au plus.").format(duree=droit.renouvellement.duree_max) if droit.renouvellement.duree_max else ""
    return Retour(code=dit.code, libelle=dit.libelle, rythme=" ".join(p for p in (rythme, duree, dit.rythme) if p), avant=dit.avant)
