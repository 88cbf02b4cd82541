"""Which clocks a right has, before any fact: read from the catalogue, counted as the law counts. Pure.

Where the catalogue does not say (`null`), the prudent reading is taken and said to be supposed: two months (CRPA, art. L. 231-4; CJA, art. R. 421-1), silence as
a refusal, no day more.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from droits_ouverts.delais.enums import Decompte, Doute
from droits_ouverts.droits.enums import Depart, Juridiction, Mode, Prealable, Sens, Voie
from droits_ouverts.droits.horloges_fichier import DelaiEcrit, load_horloges
from droits_ouverts.droits.horloges_types import GenreHorloge, RegleHorloge
from droits_ouverts.droits.types import Droit, Recours
from droits_ouverts.foundation.durees import Duree

DROIT_COMMUN = Duree(mois=2)
DELAI_RAISONNABLE = Duree(ans=1)
"""Where a decision says nothing of appeals (CE, Ass., 13/07/2016, n° 387763)."""
SUIVIS = (Duree(mois=1), Duree(mois=3), Duree(mois=6), Duree(mois=12))
"""When the house calls again after a first payment: its own choice."""
VISER_AVANT_LA_FIN, VISER_TRIMESTRE = Duree(mois=1), Duree(jours=15)
"""How long before an end one should act where the catalogue says nothing: the house's choice."""
DALO_INJONCTION = "R778-2"
"""Four months to go to court once housing was promised (CJA, art. R. 778-2): neither franc, nor certain to be carried over."""
COURT = Duree(mois=3)


@lru_cache(maxsize=128)
def rules_of(droit: Droit) -> tuple[RegleHorloge, ...]:
    """Return every clock that the right has, in the order in which they come in a path."""
    ecrites = load_horloges()
    return (
        *_campagnes(droit),
        *_written(droit, GenreHorloge.PIECES, ecrites.pieces),
        *_traitement(droit),
        *_silences(droit),
        *_recours(droit),
        *_written(droit, GenreHorloge.EXECUTION, ecrites.executions),
        *_suite(droit),
        *_written(droit, GenreHorloge.CONTACT, ecrites.contacts),
        *_suivis(),
    )


def _traitement(droit: Droit) -> Iterator[RegleHorloge]:
    """How long an answer takes by law, unless silence decides at the same moment: one clock says it then."""
    legal, premier = droit.delai.legal, droit.silences[0]
    if legal is None or (premier.apres == legal and premier.sens in {Sens.ACCORD, Sens.REFUS}):
        return
    yield RegleHorloge(
        cle="delai",
        genre=GenreHorloge.DELAI_TRAITEMENT,
        objet=premier.objet,
        duree=legal,
        decompte=Decompte.BRUT,
        enonce=droit.delai,
        depart=premier.depuis or Depart.RECEPTION,
    )


def _silences(droit: Droit) -> Iterator[RegleHorloge]:
    for rang, silence in enumerate(droit.silences):
        if silence.sens is Sens.AUCUN:
            continue
        yield RegleHorloge(
            cle=f"silences[{rang}]",
            genre=GenreHorloge.SILENCE,
            objet=silence.objet,
            duree=silence.apres or DROIT_COMMUN,
            decompte=Decompte.BRUT,
            enonce=silence,
            depart=silence.depuis or Depart.RECEPTION,
            sens=silence.sens,
            supposee=silence.sens is None or silence.apres is None or silence.depuis is None,
        )


def _recours(droit: Droit) -> Iterator[RegleHorloge]:
    for rang, recours in enumerate(droit.recours):
        direct = recours.voie is Voie.JUGE or recours.prealable is Prealable.AUCUN
        if not direct:
            yield _premier_pas(rang, recours)
            yield RegleHorloge(
                cle=f"recours[{rang}].reponse",
                genre=GenreHorloge.SILENCE_RECOURS,
                objet=recours.contre,
                duree=recours.reponse or DROIT_COMMUN,
                decompte=Decompte.BRUT,
                enonce=recours,
                sens=Sens.REFUS if recours.reponse is not None else None,
                supposee=recours.reponse is None,
                voie=recours.voie,
                aupres_de=recours.aupres_de,
            )
        if direct or recours.juridiction is not None or recours.juridiction_delai is not None:
            yield _juge(rang, recours, direct=direct)


def _premier_pas(rang: int, recours: Recours) -> RegleHorloge:
    administratif = recours.juridiction is Juridiction.TRIBUNAL_ADMINISTRATIF
    # An optional appeal must be sent within the delay to go to court, which it starts again: it is franc like it (CRPA, art. L. 411-2). A compulsory one
    # has a delay of its own, of which nobody says that it is.
    franc = administratif and recours.prealable is Prealable.FACULTATIF and recours.voie is Voie.RECOURS_GRACIEUX
    return RegleHorloge(
        cle=f"recours[{rang}].prealable",
        genre=GenreHorloge.RECOURS_PREALABLE,
        objet=recours.contre,
        duree=recours.delai or DROIT_COMMUN,
        decompte=Decompte.FRANC if franc else Decompte.CIVIL,
        enonce=recours,
        supposee=recours.delai is None or recours.prealable is None,
        doutes=frozenset({Doute.JOUR_DE_PLUS}) if administratif and not franc else frozenset(),
        voie=recours.voie,
        aupres_de=recours.aupres_de,
        juridiction=recours.juridiction,
        suspensif=recours.suspensif,
    )


def _juge(rang: int, recours: Recours, *, direct: bool) -> RegleHorloge:
    connu = recours.juridiction_delai or (recours.delai if direct else None)
    decompte, doutes = _count(recours, connu, direct=direct)
    return RegleHorloge(
        cle=f"recours[{rang}].juge",
        genre=GenreHorloge.RECOURS_JURIDICTIONNEL,
        objet=recours.contre,
        # Going straight to a judge where no text gives a delay (an urgent application) is not two months: it is now.
        duree=connu or (None if direct else DROIT_COMMUN),
        decompte=decompte,
        enonce=recours,
        supposee=connu is None and not direct,
        doutes=doutes,
        voie=recours.voie,
        aupres_de=recours.aupres_de if direct else None,
        juridiction=recours.juridiction,
        suspensif=recours.suspensif,
    )


def _count(recours: Recours, delai: Duree | None, *, direct: bool) -> tuple[Decompte, frozenset[Doute]]:
    if recours.juridiction is Juridiction.TRIBUNAL_ADMINISTRATIF:
        if direct and DALO_INJONCTION in (recours.article or ""):
            return Decompte.CIVIL, frozenset({Doute.REPORT})
        return Decompte.FRANC, frozenset()
    if recours.juridiction is None:
        return Decompte.CIVIL, frozenset({Doute.REPORT})
    # A limit in years is a limitation period: it ends with its last day, worked or not (code civil, art. 2228 and 2229).
    return (Decompte.BRUT, frozenset()) if delai is not None and delai.ans else (Decompte.CIVIL, frozenset())


def _suite(droit: Droit) -> Iterator[RegleHorloge]:
    """How the right is kept: the request, the declaration, the end."""
    suite = droit.renouvellement
    # A declaration, or a check that nobody asks for, renews nothing: only what must be asked again comes to an end with its period.
    a_redemander = suite.mode in {Mode.DEMANDE, Mode.SELON_LE_CAS, None}
    periode = (suite.tous_les if a_redemander else None) or suite.duree_max
    if a_redemander:
        maison = VISER_TRIMESTRE if periode is not None and periode == COURT else VISER_AVANT_LA_FIN
        yield RegleHorloge(
            cle="renouvellement",
            genre=GenreHorloge.RENOUVELLEMENT,
            objet=None,
            duree=suite.ferme_avant,
            decompte=Decompte.BRUT,
            enonce=suite,
            supposee=suite.mode is None,
            ouvre_avant=suite.ouvre_avant,
            viser=None if suite.ferme_avant is not None else suite.ouvre_avant or maison,
        )
    if suite.mode is Mode.DECLARATION and suite.tous_les is not None:
        yield RegleHorloge(cle="declaration", genre=GenreHorloge.DECLARATION, objet=None, duree=suite.tous_les, decompte=Decompte.BRUT, enonce=suite)
    yield RegleHorloge(cle="fin", genre=GenreHorloge.FIN_DE_DROIT, objet=None, duree=periode, decompte=Decompte.BRUT, enonce=suite)
    if suite.duree_max is not None and suite.duree_max != periode:
        yield RegleHorloge(cle="fin.au_plus", genre=GenreHorloge.FIN_DE_DROIT, objet=None, duree=suite.duree_max, decompte=Decompte.BRUT, enonce=suite)


def _written(droit: Droit, genre: GenreHorloge, delais: tuple[DelaiEcrit, ...]) -> Iterator[RegleHorloge]:
    for rang, delai in enumerate(delai for delai in delais if delai.droit == droit.code):
        yield RegleHorloge(
            cle=f"{genre}[{rang}]",
            genre=genre,
            objet=delai.objet,
            duree=delai.duree,
            decompte=Decompte.BRUT,
            enonce=delai.enonce,
            recours=delai.recours,
        )


def _campagnes(droit: Droit) -> Iterator[RegleHorloge]:
    for rang, campagne in enumerate(campagne for campagne in load_horloges().campagnes if campagne.droit == droit.code):
        yield RegleHorloge(
            cle=f"campagnes[{rang}]",
            genre=GenreHorloge.CAMPAGNE,
            objet=campagne.objet,
            duree=None,
            decompte=Decompte.BRUT,
            enonce=campagne.enonce,
            supposee=campagne.supposee,
            viser=campagne.viser,
        )


def _suivis() -> Iterator[RegleHorloge]:
    for duree in SUIVIS:
        yield RegleHorloge(cle=f"suivi[{duree.iso}]", genre=GenreHorloge.SUIVI_VERSEMENT, objet=None, duree=duree, decompte=Decompte.BRUT, enonce=None)
