"""What the pages of outreach read, at a fixed cost."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, Q

from droits_ouverts.annuaire.enums import EtatMot
from droits_ouverts.annuaire.models_vie import LieuDeVie, MotDepose
from droits_ouverts.coffre.services import open_sealed
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes.dossiers import files_of
from droits_ouverts.reperage import access, rules
from droits_ouverts.reperage.contextes import words_context
from droits_ouverts.reperage.enums import EtatTournee
from droits_ouverts.reperage.models import Campagne, Endroit, EndroitPrevu, LienRencontre, Rencontre, Tournee
from droits_ouverts.reperage.services import moments_of

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.personnes.models import Personne

MONTREES = 40
"""Rounds that a list shows."""
DERNIERES = 12
"""Encounters of the day that a round shows, to be taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneTournee:
    """A round with where it is, who goes, and whether it is late."""

    tournee: Tournee
    etat: EtatTournee
    equipe: Sequence[str]
    en_retard: bool

    @property
    def ouverte(self) -> bool:
        """Whether encounters are noted in it."""
        return self.etat in {EtatTournee.EN_COURS, EtatTournee.RENTREE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Accueil:
    """What the first page shows: rounds to come and under way, reports to finish, the latest that are over; words to read."""

    en_cours: Sequence[LigneTournee]
    a_venir: Sequence[LigneTournee]
    a_finir: Sequence[LigneTournee]
    finies: Sequence[LigneTournee]
    mots: int


def home_of(actor: Compte, *, now: datetime, on: date) -> Accueil:
    """Return the first page. Four queries."""
    miennes = access.structures_of(actor, on=on)
    recentes = Tournee.objects.of_structures(miennes).filter(Q(close_at__isnull=True) | Q(close_at__gte=now - timedelta(days=31)))
    # A round that never left and whose day is over is no longer to come: it is shown for a week, then no more.
    utiles = recentes.filter(Q(partie_at__isnull=False) | Q(fin_prevue_at__gte=now - timedelta(days=7)))
    lignes = _lines(utiles.order_by("debut_prevu_at")[: 4 * MONTREES], now)
    mots = MotDepose.objects.of_structures(miennes).filter(etat=EtatMot.A_LIRE).count()
    par_etat = {etat: [ligne for ligne in lignes if ligne.etat is etat] for etat in EtatTournee}
    return Accueil(
        en_cours=par_etat[EtatTournee.EN_COURS],
        a_venir=par_etat[EtatTournee.PREVUE],
        a_finir=par_etat[EtatTournee.RENTREE],
        finies=par_etat[EtatTournee.CLOSE][::-1][:MONTREES],
        mots=mots,
    )


def round_for(actor: Compte, tournee_id: uuid.UUID, *, now: datetime, on: date) -> LigneTournee:
    """Return a round that the actor may read. Three queries. Raise `NotVisibleError` for any other."""
    trouvee = _lines(Tournee.objects.of_structures(access.structures_of(actor, on=on)).filter(pk=tournee_id), now)
    if not trouvee:
        raise NotVisibleError
    return trouvee[0]


def _lines(tournees: object, now: datetime) -> list[LigneTournee]:
    """Return rounds with their team. Two queries."""
    rangees = tournees.select_related("campagne", "endroit", "prevenir").prefetch_related("equipe__compte")  # type: ignore[attr-defined]  # a queryset of rounds
    return [_line(tournee, now) for tournee in rangees]


def _line(tournee: Tournee, now: datetime) -> LigneTournee:
    moments = moments_of(tournee)
    equipe = sorted(equipier.compte.nom for equipier in tournee.equipe.all())
    return LigneTournee(tournee=tournee, etat=rules.state(moments), equipe=equipe, en_retard=rules.is_late(moments, now))


def late_rounds(actor: Compte, *, now: datetime, on: date) -> list[LigneTournee]:
    """Return the rounds that are late among those of which the actor is told, and those of the structures for which she meets people. Four queries."""
    retard = Q(prevenir__isnull=False, partie_at__isnull=False, rentree_at__isnull=True, fin_prevue_at__lt=now - rules.TOLERANCE)
    ou = access.places_of_work(actor, on=on)
    miennes = access.structures_of(actor, on=on)
    siennes = Tournee.objects.of_structures(ou).filter(retard).filter(Q(prevenir=actor) | Q(structure_id__in=miennes))
    lignes = siennes.select_related("prevenir").prefetch_related("equipe__compte").order_by("fin_prevue_at")[:MONTREES]
    return [_line(tournee, now) for tournee in lignes]


def words_of(tournee: Tournee) -> rules.Mots:
    """Open the words of a report. Raise the errors of `coffre`."""
    return rules.Mots.from_bytes(open_sealed(tournee.mots_scelles, context=words_context(tournee))) if tournee.mots_scelles else rules.Mots()


def last_encounters(tournee: Tournee) -> list[Rencontre]:
    """Return the encounters of a round, the latest hour first. One query."""
    siennes = Rencontre.objects.of_structures([tournee.structure_id]).counted().filter(tournee=tournee)
    return list(siennes.select_related("endroit").order_by("-le", "-heure", "pk")[:DERNIERES])


def places_of(structure_ids: Sequence[int], *, retires: bool = False) -> list[Endroit]:
    """Return the places of structures, by name. One query."""
    tous = Endroit.objects.of_structures(structure_ids).select_related("lieu_de_vie")
    return list((tous if retires else tous.filter(retire_le__isnull=True)).order_by("nom", "pk"))


def places_of_life(structure_ids: Sequence[int]) -> list[LieuDeVie]:
    """Return the places of life that are no place of outreach yet. One query."""
    deja = Endroit.objects.of_structures(structure_ids).filter(lieu_de_vie__isnull=False).values("lieu_de_vie")
    return list(LieuDeVie.objects.of_structures(structure_ids).filter(ferme_le__isnull=True).exclude(pk__in=deja).order_by("nom"))


def campaigns_of(actor: Compte, *, on: date) -> list[Campagne]:
    """Return the campaigns of the actor's structures, the latest first. Two queries."""
    return list(Campagne.objects.of_structures(access.structures_of(actor, on=on)).order_by("-du", "nom")[:MONTREES])


def running_campaigns(structure_id: int, *, on: date) -> list[Campagne]:
    """Return the campaigns that run, or begin within two months. One query."""
    return list(Campagne.objects.of_structures([structure_id]).filter(au__gte=on, du__lte=on + timedelta(days=62)).order_by("nom"))


def campaign_for(actor: Compte, campagne_id: uuid.UUID, *, on: date) -> Campagne:
    """Return a campaign that the actor may read. Two queries. Raise `NotVisibleError` for any other."""
    campagne = Campagne.objects.of_structures(access.structures_of(actor, on=on)).filter(pk=campagne_id).first()
    if not isinstance(campagne, Campagne):
        raise NotVisibleError
    return campagne


@dataclass(frozen=True, slots=True, kw_only=True)
class LignePrevue:
    """A place of a campaign: whether one may go there today, how many rounds went, the last day."""

    prevu: EndroitPrevu
    ouverte: bool
    passages: int
    dernier: date | None


def places_planned(campagne: Campagne, *, on: date) -> list[LignePrevue]:
    """Return the places of a campaign, block by block, and what was done in each: somebody was met or tried there. Three queries."""
    prevus = list(campagne.endroits.select_related("endroit").order_by("a_partir_du", "bloc", "endroit__nom"))
    faits: dict[uuid.UUID, tuple[set[uuid.UUID], date]] = {}
    ici = Tournee.objects.of_structures([campagne.structure_id]).filter(campagne=campagne)
    for chemin in ("rencontres", "expositions"):
        lus = ici.filter(**{f"{chemin}__endroit__isnull": False}).values_list("pk", f"{chemin}__endroit").annotate(dernier=Max(f"{chemin}__le"))
        for tournee_id, endroit_id, dernier in lus:
            passees, avant = faits.get(endroit_id, (set(), dernier))
            faits[endroit_id] = (passees | {tournee_id}, max(avant, dernier))
    return [_planned(prevu, campagne, faits.get(prevu.endroit_id), on) for prevu in prevus]


def _planned(prevu: EndroitPrevu, campagne: Campagne, fait: tuple[set[uuid.UUID], date] | None, on: date) -> LignePrevue:
    ouverte = rules.is_open(comparaison=campagne.comparaison, bloc=prevu.bloc, du=campagne.du, a_partir_du=prevu.a_partir_du, on=on)
    return LignePrevue(prevu=prevu, ouverte=ouverte and on <= campagne.au, passages=len(fait[0]) if fait else 0, dernier=fait[1] if fait else None)


def links_of(personne: Personne) -> list[LienRencontre]:
    """Return the encounters that a person agreed to link to her file. One query."""
    siens = LienRencontre.objects.of_structures([personne.structure_id]).filter(personne_id__in=files_of(personne))
    return list(siens.select_related("rencontre", "rencontre__endroit", "par").order_by("-rencontre__le", "-rencontre__heure"))


def encounters_to_link(personne: Personne, *, le: date) -> list[Rencontre]:
    """Return the encounters of a day that are nobody's, for her to say which was hers. One query."""
    du_jour = Rencontre.objects.of_structures([personne.structure_id]).counted().filter(le=le, lien__isnull=True)
    return list(du_jour.select_related("endroit", "par").order_by("heure", "pk")[:MONTREES])
