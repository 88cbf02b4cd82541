"""One followed right as its page says it: the line of its path, its history, its clocks with why they run. Values out, no query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from droits_ouverts.delais.phrases import day_in_words, reasoning
from droits_ouverts.droits.horloges_types import Horloge
from droits_ouverts.foundation.jours import date_format
from droits_ouverts.suivi import rules
from droits_ouverts.suivi.echeances import APPEL, DEMANDER
from droits_ouverts.suivi.enums import Etat, NatureMouvement
from droits_ouverts.suivi.horloges import is_over
from droits_ouverts.suivi.models import Echeance, Mouvement
from droits_ouverts.suivi.presentation import EtapeDite, amounts_said, clock_name, days_said, how_far
from droits_ouverts.suivi.selectors import moves_of, open_amounts, open_reason, open_words


@dataclass(frozen=True, slots=True, kw_only=True)
class EcheanceDite:
    """A clock in words. `raisonnement`: how its day is computed; `source`: the article; `certaine` False: something is supposed or debated.

    `a_noter`: the next call, whose result may be noted at once; those of later months only say their day.
    """

    id: int
    nom: str
    chip: str
    jours: str
    ouvre: str = ""
    proche: bool = False
    appel_mois: int | None = None
    a_noter: bool = False
    certaine: bool = True
    raisonnement: Sequence[str] = field(default=())
    texte: str = ""
    source: str = ""
    adresse: str = ""
    raison: str = ""
    pausee: bool = False
    deplacee: bool = False
    maison: bool = False
    manque: Sequence[str] = field(default=())


BIENTOT = 15


def steps_said(rows: Sequence[Mouvement]) -> list[EtapeDite]:
    """Return every move, the first one first, those that were taken back marked."""
    en_vigueur = {pas.rang for pas in rules.in_force(moves_of(rows))}
    return [_step(row, corrigee=row.nature == NatureMouvement.PAS and row.rang not in en_vigueur) for row in rows]


def _step(row: Mouvement, *, corrigee: bool) -> EtapeDite:
    return EtapeDite(
        rang=row.rang,
        etat=str(row.get_vers_display()),
        jour=row.fait_le,
        preuve=row.preuve,
        preuve_mot=str(row.get_preuve_display()),
        par=row.auteur.nom if row.auteur else _("le service"),
        note_at=row.note_at,
        corrigee=corrigee,
        est_correction=row.nature == NatureMouvement.CORRECTION,
        details=[detail for detail in _details(row) if detail],
        mots=open_words(row),
    )


def _details(row: Mouvement) -> Iterable[str]:
    jours = (
        (row.recu_le, _("accusé de réception du {jour}")),
        (row.complet_le, _("dossier complet le {jour}")),
        (row.notifie_le, _("décision reçue le {jour}")),
        (row.debut_le, _("ouvert à partir du {jour}")),
        (row.fin_le, _("ouvert jusqu’au {jour}")),
    )
    yield from (phrase.format(jour=date_format(jour, "j F Y")) for jour, phrase in jours if jour)
    if row.sens_silence:
        yield str(row.get_sens_silence_display())
    if row.motif_decision:
        yield _("motif de l’organisme\u00a0: {motif}").format(motif=row.get_motif_decision_display())
    if row.motif_personne:
        yield _("sa raison\u00a0: {motif}").format(motif=row.get_motif_personne_display())
    if row.motif_pro:
        yield _("selon le professionnel\u00a0: {motif}").format(motif=row.get_motif_pro_display())
    if row.montants_scelles:
        yield amounts_said(open_amounts(row))


def line_of(dites: Sequence[EtapeDite]) -> list[EtapeDite]:
    """Return the steps in force: the line of the path."""
    return [dite for dite in dites if not dite.corrigee and not dite.est_correction]


def clocks_said(echeances: Iterable[Echeance], horloges: Mapping[str, Horloge], *, on: date) -> list[EcheanceDite]:
    """Return the clocks that are not settled, each with why it runs."""
    restantes = [une for une in echeances if not is_over(une, on=on)]
    appel = next((une.pk for une in restantes if une.nature == APPEL and not une.pausee), None)
    return [_clock(une, horloges.get(une.cle), on=on, a_noter=une.pk == appel) for une in restantes]


def _clock(une: Echeance, horloge: Horloge | None, *, on: date, a_noter: bool) -> EcheanceDite:
    enonce = horloge.regle.enonce if horloge else None
    mois = int(une.cle.split("-")[1]) if une.nature == APPEL else None
    return EcheanceDite(
        id=une.pk,
        nom=_("Appeler la personne, {mois} mois après le versement").format(mois=mois) if mois else clock_name(une.nature),
        chip=how_far(une.a_faire_le, une.due_le, on=on),
        jours=days_said(une.nature, a_faire_le=une.a_faire_le, due_le=une.due_le, deplacee=une.jusqu_au is not None),
        ouvre=_opens(une, horloge),
        proche=(une.a_faire_le - on).days <= BIENTOT,
        appel_mois=mois,
        a_noter=a_noter,
        certaine=horloge.certaine if horloge and enonce else True,
        raisonnement=reasoning(horloge.calcul) if horloge and horloge.calcul else (),
        texte=(enonce.texte or "") if enonce else "",
        source=(enonce.article or "") if enonce else "",
        adresse=(enonce.source or "") if enonce and (enonce.source or "").startswith("https://") else "",
        raison=open_reason(une),
        pausee=une.pausee,
        deplacee=une.jusqu_au is not None,
        maison=une.nature == DEMANDER,
    )


def _opens(une: Echeance, horloge: Horloge | None) -> str:
    """Say from which day one may act, where the law opens a window."""
    if horloge is None or horloge.ouvre_le is None or une.nature not in {"renouvellement", "campagne"}:
        return ""
    return _("On peut le demander à partir du {jour}.").format(jour=day_in_words(horloge.ouvre_le))


def state_said(etat: str) -> tuple[str, str]:
    """Return the look of a state and its words: there, under way, to take up again, set aside. A step that was taken is a fact, nothing to verify."""
    label = str(Etat(etat).label)
    if rules.is_open(etat):
        return "probable", label
    if etat in rules.FINS or etat == rules.ANNULE:
        return "hors", label
    return ("a_reprendre" if etat in {"pieces_demandees", "refuse", "silence", "perdu"} else "en_cours"), label
