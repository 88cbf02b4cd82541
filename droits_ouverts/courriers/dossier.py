"""What the ledger, the catalogue and the clocks say of a right when a letter is thought of, gathered once for screens and verbs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.courriers import articles, redaction
from droits_ouverts.courriers.organismes import A_VERIFIER, INCONNU, ORGANISMES, PAYEURS, Organisme
from droits_ouverts.courriers.redaction import Qui
from droits_ouverts.courriers.rules import Dossier, Papier, Piste, Proposition, Texte, addressee, possible_letters
from droits_ouverts.droits import services as droits
from droits_ouverts.droits.enums import Prealable, Sens, Voie
from droits_ouverts.droits.errors import UnknownDroitError
from droits_ouverts.droits.horloges import clocks_of
from droits_ouverts.droits.horloges_types import GenreHorloge, Horloge, Statut
from droits_ouverts.personnes.selectors import open_identity
from droits_ouverts.suivi import rules as suivi_rules
from droits_ouverts.suivi import selectors as suivis
from droits_ouverts.suivi.horloges import facts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from droits_ouverts.droits.horloges_types import FaitsDuDroit
    from droits_ouverts.droits.types import Droit, Enonce, Recours
    from droits_ouverts.suivi.models import DroitSuivi, Mouvement


@dataclass(frozen=True, slots=True, kw_only=True)
class Affaire:
    """One right of one person, as letters need it: her row, the sheet of the catalogue, the facts of its clocks, what the rules of letters read."""

    suivi: DroitSuivi
    droit: Droit
    faits: FaitsDuDroit
    horloges: tuple[Horloge, ...]
    dossier: Dossier

    @property
    def propositions(self) -> tuple[Proposition, ...]:
        """The letters that may be written."""
        return possible_letters(self.dossier)

    @property
    def organisme(self) -> Organisme:
        """Who handles her file."""
        return ORGANISMES.get(self.droit.code, INCONNU)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadre:
    """What stands beside a letter, for the professional: whom it is for and what to check of it, the clock it runs against, the texts of law, how one contests after it."""

    nom: str
    choix: str
    horloge: Horloge | None
    textes: tuple[Enonce, ...]
    recours: Recours | None


def case_of(suivi: DroitSuivi, rows: Sequence[Mouvement], *, on: date) -> Affaire | None:
    """Read a right for its letters; None where the catalogue has no such right any more. Two queries."""
    try:
        droit = droits.get(suivi.droit)
    except UnknownDroitError:
        return None
    faits = facts_of(rows, on=on)
    horloges = clocks_of(droit, faits, on=on)
    papiers = tuple(
        Papier(id=une.id, nom=une.nom, precision=une.precision, manque=une.manque) for une in suivis.papers_of_right(suivi) if une.sans_objet_le is None
    )
    dossier = Dossier(
        etat=suivi.etat,
        pistes=tuple(_way(place, recours) for place, recours in enumerate(droit.recours)),
        papiers=papiers,
        demande_le=faits.deposee_le,
        recu_le=faits.recue_le,
        complet_le=faits.complet_le,
        decision_le=faits.decision_le,
        notifie_le=faits.decision_notifiee_le,
        refus_le=_refused_by_silence(suivi, rows, horloges, on),
        recours_le=faits.recours_depose_le,
        prive=ORGANISMES.get(droit.code, INCONNU).prive,
        paye=droit.code in PAYEURS,
    )
    return Affaire(suivi=suivi, droit=droit, faits=faits, horloges=horloges, dossier=dossier)


def frame_of(affaire: Affaire, voulue: Proposition, *, on: date) -> Cadre:
    """Return what stands beside a letter. No query."""
    droit = affaire.droit
    if voulue.nature == "recours" and voulue.place is not None and voulue.place < len(droit.recours):
        recours = droit.recours[voulue.place]
        choix = affaire.organisme.choix if "MSA" in (recours.aupres_de or "") or not recours.aupres_de else ""
        return Cadre(
            nom=addressee(recours.aupres_de) if recours.aupres_de else affaire.organisme.nom,
            choix=choix or ("" if recours.aupres_de and "décidé" not in recours.aupres_de else A_VERIFIER),
            horloge=_appeal_clock(affaire, voulue.place, on),
            textes=(recours,),
            recours=recours,
        )
    if voulue.nature == "motifs":
        textes = (
            (articles.MOTIFS_SILENCE,) if affaire.dossier.par_silence else (articles.MOTIFS_CAISSE,) if affaire.organisme.social else (articles.MOTIFS_REFUS,)
        )
        return Cadre(nom=affaire.organisme.nom, choix=affaire.organisme.choix, horloge=_appeal_clock(affaire, 0, on), textes=textes, recours=None)
    if voulue.nature == "remise":
        payeur = PAYEURS.get(droit.code, INCONNU)
        return Cadre(
            nom=payeur.nom, choix=payeur.choix, horloge=None, textes=(_remission_text(droit.code, payeur), articles.REMISE_N_EST_PAS_RECOURS), recours=None
        )
    texte = () if affaire.organisme.prive else (articles.PIECES,) if voulue.nature == "piece" else (articles.ACCUSE,)
    genre = GenreHorloge.PIECES if voulue.nature == "piece" else GenreHorloge.SILENCE
    return Cadre(nom=affaire.organisme.nom, choix=affaire.organisme.choix, horloge=_running(affaire.horloges, genre), textes=texte, recours=None)


def written(affaire: Affaire, voulue: Proposition, *, on: date) -> Texte:
    """Write a letter from what is known. One query for her name."""
    cadre, droit = frame_of(affaire, voulue, on=on), affaire.droit
    elle = open_identity(affaire.suivi.personne.gardee)
    qui = Qui(nom=elle.ecrite, naissance=_birth(elle.naissance), organisme=cadre.nom)
    recours = cadre.recours
    match voulue.nature:
        case "recours" if recours is not None:
            obligatoire = recours.prealable is Prealable.OBLIGATOIRE
            return redaction.appeal(qui, droit.libelle, affaire.dossier, contre=recours.contre, obligatoire=obligatoire, textes=(recours,))
        case "motifs":
            return redaction.reasons(qui, droit.libelle, affaire.dossier, contre="", textes=cadre.textes)
        case "remise":
            return redaction.remission(qui, droit.libelle, textes=cadre.textes[:1])
        case "piece":
            return redaction.papers(qui, droit.libelle, affaire.dossier)
        case _:
            horloge, silence = cadre.horloge, next(iter(droit.silences), None)
            sure = horloge is not None and horloge.certaine
            accord = horloge is not None and horloge.regle.sens is Sens.ACCORD
            due = horloge.due_le if horloge is not None and sure else None
            return redaction.reminder(qui, droit.libelle, affaire.dossier, due_le=due, accord=accord, textes=(silence,) if silence else ())


def _way(place: int, recours: Recours) -> Piste:
    ecrit = recours.prealable is not Prealable.AUCUN and recours.voie is not Voie.JUGE
    return Piste(place=place, contre=recours.contre, ecrit=ecrit)


def _refused_by_silence(suivi: DroitSuivi, rows: Sequence[Mouvement], horloges: Sequence[Horloge], on: date) -> date | None:
    """Return the day on which the silence of the institution became a refusal, None where it did not, or where nobody knows what it means."""
    if suivi.etat == "silence":
        en_vigueur = {pas.rang for pas in suivi_rules.in_force(suivis.moves_of(rows))}
        row = next(row for row in reversed(rows) if row.rang in en_vigueur)
        return row.fait_le if row.sens_silence == "refus" else None
    nees = [
        une.due_le for une in horloges if une.genre is GenreHorloge.SILENCE and une.regle.sens is Sens.REFUS and une.due_le is not None and une.due_le <= on
    ]
    return min(nees, default=None)


def _appeal_clock(affaire: Affaire, place: int, on: date) -> Horloge | None:
    """Return the clock of the first step against a decision, the right's own or as if this way were taken; None where nothing was decided."""
    genre = GenreHorloge.RECOURS_PREALABLE
    if not affaire.droit.recours:
        return None
    faits = replace(affaire.faits, recours=(place,))
    if faits.statut is Statut.OUVERT or (faits.decision is None and not affaire.dossier.par_silence):
        return None
    return next((une for une in clocks_of(affaire.droit, faits, on=on) if une.genre is genre), None)


def _running(horloges: Sequence[Horloge], genre: GenreHorloge) -> Horloge | None:
    return next((une for une in horloges if une.genre is genre and une.due_le is not None), None)


def _remission_text(code: str, payeur: Organisme) -> Enonce:
    if code == "rsa":
        return articles.REMISE_RSA
    return articles.REMISE_CAISSE if payeur.social and payeur.nom != "France Travail" else articles.REMISE_AUTRE


def _birth(naissance: str) -> str:
    if naissance.count("-") != 2:
        return ""
    annee, mois, jour = naissance.split("-")
    return f"{jour}/{mois}/{annee}"
