"""What the sheet that a person takes away says: only what she chose, in the order in which it helps, in her language with the French beside.

Usable without a database and without Django's settings: the command line prints it too. `fiche_pdf.py` lays it out.
"""

from __future__ import annotations

import gettext
import math
import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from droits_ouverts.bilan.fiche_types import Contexte, DroitSurFiche, Fiche, Mot, PhraseGuichet, between
from droits_ouverts.bilan.presentation import Etat, question_in, state_of, unbroken, worth
from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.droits.enums import Canal, Famille, Sens
from droits_ouverts.droits.guichet import GUICHET
from droits_ouverts.droits.types import Droit, Lieu
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.formules.types import Grade, Versement
from droits_ouverts.engine.results import Estimation, EstimationDroit, Intervalle, Statut
from droits_ouverts.engine.situation import Situation
from droits_ouverts.foundation.langue import euros, euros_between, month_name, speaking
from droits_ouverts.foundation.traduction import CATALOGUE, translated
from droits_ouverts.ui.langues import LANGUES as REGISTRE
from droits_ouverts.ui.langues import SOURCE, language

LANGUES = tuple(langue.code for langue in REGISTRE)
ICI = Path(__file__).parent
DROITS_MAX, PAPIERS_MAX, LIEUX_MAX, AUTRES_MAX = 5, 4, 2, 8

Traduire = Callable[[str], str]


def document(
    estimation: Estimation, situation: Situation, contexte: Contexte | None = None, *, droits_max: int | None = None, autres_max: int = AUTRES_MAX
) -> Fiche:
    """Return the content of the sheet.

    What the person chose, else the probable rights; those that waiting loses come first. Beyond `droits_max` they are named on one line.
    Raise `ValueError` for a language that has no sheet.
    """
    contexte = contexte or Contexte()
    if contexte.langue not in LANGUES:
        message = f"no sheet in {contexte.langue!r}; choose among {', '.join(LANGUES)}."
        raise ValueError(message)
    # Enumerations, durations and amounts say themselves in the language of the sheet, which is not always the page's.
    with speaking(contexte.langue):
        return _document(estimation, situation, contexte, droits_max, autres_max)


def _document(estimation: Estimation, situation: Situation, contexte: Contexte, droits_max: int | None, autres_max: int) -> Fiche:
    langue = contexte.langue
    _ = _translator(langue)
    choisis = contexte.voulus is not None
    a_demander = [d for d in (*estimation.droits, *_not_computed(estimation, contexte)) if d.code not in contexte.hors_fiche]
    retenus = sorted(
        (d for d in a_demander if (d.code in (contexte.voulus or ()) if choisis else _state(d, contexte) is Etat.PROBABLE)),
        key=lambda d: (-d.perdu_par_mois, -worth(d), _after_health(d), d.libelle),
    )
    doutes = sorted((d for d in a_demander if _state(d, contexte) is Etat.A_VERIFIER), key=lambda d: (-worth(d), _after_health(d), d.libelle))
    montres = retenus[: DROITS_MAX if droits_max is None else droits_max]
    return Fiche(
        langue=langue,
        sens=language(langue).sens,
        titre=_("Vos droits : quoi demander, et où"),
        phrase=_summary(estimation, _first_name(situation, contexte), langue, retenus),
        date=_("Estimation de {mois}. Ce n’est pas une décision. L’organisme décide.").format(mois=month_name(estimation.mois)),
        a_relire="" if language(langue).is_reviewed else _("Traduction non relue : en cas de doute, le texte français fait foi."),
        mots=_words(langue),
        choisis=choisis,
        droits=tuple(_right(numero, droit, contexte) for numero, droit in enumerate(montres, start=1)),
        aucun=_nothing(retenus, langue, choisis=choisis or bool(contexte.hors_fiche)),
        question="" if choisis else _question(estimation, situation, contexte),
        autres=_names([d.code for d in retenus[len(montres) :]], autres_max, langue),
        a_verifier="" if choisis else _names([d.code for d in doutes], autres_max, langue),
        plus_tard=_names(contexte.plus_tard, autres_max, langue),
        anonyme=contexte.anonyme,
        guichet=tuple(PhraseGuichet(francais=e.texte or "", sens=_(e.texte or "") if langue != SOURCE else "", article=e.article or "") for e in GUICHET),
    )


def _state(droit: EstimationDroit, contexte: Contexte) -> Etat:
    """Return how a right is told: what a professional thinks of it, else what was estimated. What is received stays so."""
    etat = state_of(droit)
    return Etat(contexte.avis[droit.code]) if droit.code in contexte.avis and etat is not Etat.RECU else etat


def _not_computed(estimation: Estimation, contexte: Contexte) -> list[EstimationDroit]:
    """Return the rights she wants that the engine has no rule for: nothing was estimated of them, and they are asked for all the same."""
    calcules, catalogue = {d.code for d in estimation.droits}, load_catalogue()
    return [
        EstimationDroit(code=code, libelle=catalogue[code].libelle, statut=Statut.INDETERMINE, grade=Grade.A_VERIFIER)
        for code in contexte.voulus or ()
        if code not in calcules and code in catalogue
    ]


def _nothing(retenus: Sequence[EstimationDroit], langue: str, *, choisis: bool) -> str:
    _ = _translator(langue)
    if retenus:
        return ""
    return _("Aucun droit n’est choisi pour l’instant.") if choisis else _("Aucun droit n’est encore sûr. Regardez ce qu’il faut vérifier.")


def _first_name(situation: Situation, contexte: Contexte) -> str:
    return _named(situation, contexte).get(situation.demandeur.id, "")


def _named(situation: Situation, contexte: Contexte) -> dict[str, str]:
    if contexte.prenoms is not None:
        return dict(contexte.prenoms)
    return {p.id: p.id.capitalize() for p in situation.personnes if p.id.isalpha() and p.id not in ROLES_NUS}


ROLES_NUS = frozenset({"demandeur", "conjoint", "enfant", "autre", "personne", "individu"})


def _after_health(droit: EstimationDroit) -> bool:
    """Order the rights that have no amount: health cover before a fare or a discount."""
    connu = load_catalogue().get(droit.code)
    return connu is None or connu.famille is not Famille.SANTE


@cache
def _translator(langue: str) -> Traduire:
    return gettext.translation("fiche", localedir=str(ICI / "locale"), languages=[langue], fallback=langue == SOURCE).gettext


def _words(langue: str) -> dict[str, Mot]:
    francais = {
        "commencer": "Commencez par le numéro 1.",
        "ou": "Où demander",
        "papiers": "Papiers à préparer",
        "delai": "Combien de temps",
        "appeler": "Qui appeler",
        "decide": "Qui décide",
        "texte": "Le texte",
        "question": "La question à régler d’abord",
        "autres": "Autres droits à demander",
        "a_verifier": "Droits à vérifier",
        "plus_tard": "Pour plus tard",
        "guichet": "Au guichet, vous pouvez dire",
        "contact": "La personne qui vous aide",
        "telephone": "Son téléphone",
        "code": "Le code pour reprendre ce bilan",
        "carre": "Le carré noir et blanc mène à la page du droit : à jour, sans compte.",
        "credit": "Montants calculés avec OpenFisca (openfisca.org), logiciel libre. Fiche faite avec Droits Ouverts.",
    }
    return {cle: _word(texte, langue) for cle, texte in francais.items()}


def _word(texte: str, langue: str) -> Mot:
    """Return a word of the sheet itself."""
    return Mot(texte=_translator(langue)(texte), francais="" if language(langue).is_reviewed else texte, langue=langue)


def _told(texte: str, langue: str) -> Mot:
    """Return a sentence of the catalogue; in French where it has no translation."""
    traduit = translated(texte, CATALOGUE, langue)
    if traduit == texte:
        return Mot(texte=unbroken(texte))
    return Mot(texte=traduit, francais="" if language(langue).is_reviewed else unbroken(texte), langue=langue)


def _summary(estimation: Estimation, prenom: str, langue: str, retenus: Sequence[EstimationDroit]) -> Mot:
    phrase = _phrase(estimation, prenom, langue, retenus)
    if language(langue).is_reviewed:
        return Mot(texte=phrase, langue=langue)
    with speaking(SOURCE):
        return Mot(texte=phrase, francais=_phrase(estimation, prenom, SOURCE, retenus), langue=langue)


def _phrase(estimation: Estimation, prenom: str, langue: str, retenus: Sequence[EstimationDroit]) -> str:
    """Return the sentence that sums up, in the conditional. The sum of the whole check-up is told only where the sheet holds all that makes it."""
    _ = _translator(langue)
    total = estimation.gain_net_total
    ouverts = {d.code for d in estimation.droits if d.gain_net is not None and d.gain_net.max >= 1 and not d.deja_recu}
    if total is None or total.max < 1 or not ouverts <= {d.code for d in retenus}:
        return _("Droits qui pourraient être demandés : {nombre}.").format(nombre=len(retenus))
    bas, haut = math.floor(total.min + 0.005), math.ceil(total.max - 0.005)
    if total.max - total.min < 1:
        haut = round(total.max)
        modele = _("{qui} pourrait recevoir environ {haut} de plus par mois.") if prenom else _("Vous pourriez recevoir environ {haut} de plus par mois.")
    elif bas < 1:
        modele = _("{qui} pourrait recevoir jusqu’à {haut} de plus par mois.") if prenom else _("Vous pourriez recevoir jusqu’à {haut} de plus par mois.")
    else:
        modele = _("{qui} pourrait recevoir de {bas} à {haut} de plus par mois.") if prenom else _("Vous pourriez recevoir de {bas} à {haut} de plus par mois.")
    return modele.format(qui=prenom or _("Vous"), bas=euros(bas), haut=euros(haut))


def _right(numero: int, droit: EstimationDroit, contexte: Contexte) -> DroitSurFiche:
    langue = contexte.langue
    connu = load_catalogue().get(droit.code)
    if connu is None:
        return DroitSurFiche(numero=str(numero), libelle=Mot(texte=droit.libelle), montant=_amount(droit, langue), doute=_doubt(droit, langue))
    return DroitSurFiche(
        numero=str(numero),
        libelle=_told(connu.libelle, langue),
        montant=_amount(droit, langue),
        doute=_doubt(droit, langue),
        avant=_before(droit, contexte),
        lieux=tuple(_place(lieu, langue) for lieu in _places(connu)),
        telephones=tuple(dict.fromkeys(lieu.telephone for lieu in connu.ou_demander if lieu.telephone))[:1],
        papiers=tuple(_told(papier.texte, langue) for papier in connu.documents if papier.texte)[:PAPIERS_MAX],
        delai=_delay(connu, langue),
        decide_par=_told(connu.decide_par.texte, langue) if connu.decide_par.texte else None,
        texte=next((c.article for c in connu.conditions if c.article), ""),
        lien=f"{contexte.site}/droits/{droit.code}/" if contexte.site else "",
    )


def _doubt(droit: EstimationDroit, langue: str) -> Mot | None:
    """Return what tells that a right which was chosen is not sure."""
    return _word("À vérifier : ce n’est pas sûr. Demandez, l’organisme répondra.", langue) if state_of(droit) is Etat.A_VERIFIER else None


def _before(droit: EstimationDroit, contexte: Contexte) -> Mot | None:
    """Return by when to ask: before the end of the month where a month of delay is lost for good (`Regle.retroactif` is False)."""
    regle = REGLES.get(droit.code)
    if contexte.jour is None or regle is None or regle.retroactif is not False or regle.versement is not Versement.MENSUEL:
        return None
    fin = contexte.jour.replace(day=monthrange(contexte.jour.year, contexte.jour.month)[1])
    modele = "Avant le {jour} {mois} : un mois d’attente ne se rattrape pas."
    champs = {"jour": fin.day, "mois": month_name(f"{fin:%Y-%m}")}
    with speaking(SOURCE):
        francais = modele.format(jour=fin.day, mois=month_name(f"{fin:%Y-%m}"))
    mot = _word(modele, contexte.langue)
    return Mot(texte=mot.texte.format(**champs), francais=francais if mot.francais else "", langue=contexte.langue)


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
        return _("environ {haut}").format(haut=euros(round(intervalle.max)))
    if bas < 1:
        return _("jusqu’à {haut}").format(haut=euros(haut))
    return euros_between(bas, haut)


def _places(droit: Droit) -> Sequence[Lieu]:
    """Return the first way on line and the first way that needs no computer; else the first ones."""
    connus = [lieu for lieu in droit.ou_demander if lieu.texte]
    en_ligne = [lieu for lieu in connus if lieu.canal is Canal.EN_LIGNE][:1]
    autrement = [lieu for lieu in connus if lieu.canal is not Canal.EN_LIGNE][:1]
    return (en_ligne + autrement) or connus[:LIEUX_MAX]


def _place(lieu: Lieu, langue: str) -> Mot:
    """Return a place in words, with its address on the web only where it is short enough to be typed from paper."""
    site = re.sub(r"^https?://(www\.)?|/$", "", lieu.url or "")
    mot = _told(lieu.texte or "", langue)
    if not site or len(site) > 40 or site.split("/")[0] in (lieu.texte or ""):
        return Mot(texte=mot.texte.rstrip("."), francais=mot.francais.rstrip("."), langue=mot.langue)
    return Mot(texte=f"{mot.texte.rstrip('.')} ({site})", francais=mot.francais.rstrip("."), langue=mot.langue)


def _delay(droit: Droit, langue: str) -> Mot | None:
    """Return how long it takes, or what to do where no answer comes."""
    if droit.delai.legal is not None:
        return _filled("{duree} au plus.", str(droit.delai.legal), _in_french(droit.delai.legal), langue)
    if droit.delai.usuel:
        return _told(droit.delai.usuel, langue)
    silence = next((s for s in droit.silences if s.apres is not None and s.sens in (Sens.REFUS, Sens.ACCORD)), None)
    if silence is None or silence.apres is None:
        return None
    if silence.sens is Sens.ACCORD:
        return _filled("Sans réponse après {duree}, c’est accepté. Gardez la preuve du dépôt.", str(silence.apres), _in_french(silence.apres), langue)
    return _filled("Sans réponse après {duree}, demandez de l’aide : cela se conteste.", str(silence.apres), _in_french(silence.apres), langue)


def _in_french(duree: object) -> str:
    with speaking(SOURCE):
        return str(duree)


def _filled(modele: str, duree: str, francais: str, langue: str) -> Mot:
    mot = _word(modele, langue)
    return Mot(texte=mot.texte.format(duree=duree), francais=mot.francais.format(duree=francais), langue=langue)


def _question(estimation: Estimation, situation: Situation, contexte: Contexte) -> str:
    suivante = estimation.question_suivante
    return question_in(suivante.fait, suivante.entite, suivante.question, _named(situation, contexte)) if suivante else ""


def _names(codes: Sequence[str], maximum: int, langue: str) -> str:
    _ = _translator(langue)
    catalogue = load_catalogue()
    noms = [translated(catalogue[code].libelle, CATALOGUE, langue) for code in codes if code in catalogue]
    # "And 1 other" takes as much room as its name.
    maximum = len(noms) if len(noms) == maximum + 1 else maximum
    reste = len(noms) - maximum
    ligne = between(langue).join(noms[:maximum])
    return f"{ligne}{between(langue)}" + _("et {nombre} autres").format(nombre=reste) if reste > 0 else ligne
