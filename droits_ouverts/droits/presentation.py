"""A right as its page shows it: sections of facts, each with its proof. Words of the screen go through gettext, those of the catalogue through `translated`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.droits.enonces import ABREGE, fingerprint, statements
from droits_ouverts.droits.enums import Canal, Effet, Famille, Grade, Juridiction, Mode, Prealable, Public, Sens, Voie
from droits_ouverts.droits.types import Delai, Droit, Enonce, Fiche, Incompatibilite, Lieu, Montant, Recours, Renouvellement, Retroactivite, Silence
from droits_ouverts.foundation import langue as words
from droits_ouverts.foundation.durees import Duree
from droits_ouverts.foundation.jours import date_format
from droits_ouverts.foundation.traduction import CATALOGUE, is_translated, translated

NOMS_PUBLICS = {
    Public.TOUS: gettext_lazy("Tout le monde"),
    Public.FAMILLE: gettext_lazy("Familles"),
    Public.PARENT_ISOLE: gettext_lazy("Parents seuls"),
    Public.GROSSESSE: gettext_lazy("Grossesse"),
    Public.JEUNE: gettext_lazy("Jeunes"),
    Public.ELEVE: gettext_lazy("Élèves"),
    Public.ETUDIANT: gettext_lazy("Étudiants"),
    Public.TRAVAILLEUR: gettext_lazy("Personnes qui travaillent"),
    Public.DEMANDEUR_EMPLOI: gettext_lazy("Personnes sans emploi"),
    Public.RETRAITE: gettext_lazy("Retraités"),
    Public.PERSONNE_AGEE: gettext_lazy("Personnes âgées"),
    Public.VEUF: gettext_lazy("Veuves et veufs"),
    Public.HANDICAP: gettext_lazy("Handicap"),
    Public.MALADE: gettext_lazy("Maladie"),
    Public.LOCATAIRE: gettext_lazy("Locataires"),
    Public.MAL_LOGE: gettext_lazy("Personnes mal logées"),
    Public.SANS_DOMICILE: gettext_lazy("Sans domicile"),
    Public.ETRANGER: gettext_lazy("Personnes étrangères"),
    Public.ENDETTE: gettext_lazy("Dettes"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mot:
    """A text of the catalogue in the language of the screen. `francais` is beside it where it is a translation; `en_francais`: there is none."""

    texte: str
    francais: str = ""
    en_francais: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligne:
    """A detail under a fact: its name, then words of the screen or of the catalogue."""

    nom: str
    texte: str = ""
    mots: tuple[Mot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preuve:
    """How a fact is known."""

    grade: Grade
    verifie_le: str
    source_nom: str
    source_url: str
    source_le: str
    article: str
    note: Mot | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fait:
    """One statement on the page. `cle` and `empreinte` let a reader point at it."""

    cle: str
    empreinte: str
    texte: Mot | None
    preuve: Preuve
    titre: Mot | None = None
    valeur: str = ""
    depuis: str = ""
    lignes: tuple[Ligne, ...] = ()
    lieu: Lieu | None = None
    canal: Mot | None = None
    url: str = ""
    droits: tuple[tuple[str, Mot], ...] = ()
    signale: bool = False
    lien_mort: bool = False
    source_morte: bool = False

    @property
    def ancre(self) -> str:
        """Identifier on the page."""
        return self.cle.replace("[", "-").replace("]", "")

    @property
    def jeton(self) -> str:
        """What the button sends: the place and the fingerprint of what was read."""
        return f"{self.cle}~{self.empreinte[:ABREGE]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and its facts."""

    ancre: str
    titre: str
    faits: tuple[Fait, ...]
    phrase: str = ""
    professionnel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contexte:
    """What the page knows beside the catalogue: the language, the places reported, the addresses that are dead, the names of other rights."""

    langue: str
    signales: set[str] = field(default_factory=set)
    morts: set[str] = field(default_factory=set)
    noms: Mapping[str, str] = field(default_factory=dict)


def word(texte: str, langue: str) -> Mot:
    """Return a text of the catalogue for a screen in `langue`."""
    if langue == "fr":
        return Mot(texte=texte)
    if is_translated(texte, CATALOGUE, langue):
        return Mot(texte=translated(texte, CATALOGUE, langue), francais=texte)
    return Mot(texte=texte, en_francais=True)


def term(terme: Famille | Canal | Voie | Juridiction) -> Mot:
    """Return a term of a closed list: it says itself in the language of the screen."""
    return Mot(texte=terme.libelle)


def day(on: date) -> str:
    """Return a day in words; the first of a month is ordinal in French."""
    return date_format(on)


def partial_day(text: str | None) -> str:
    """Return the date of a source as far as it is known: a year, a month, a day; empty where it is not."""
    if text is None:
        return ""
    if len(text) == 4:
        return text
    return words.month_name(text) if len(text) == 7 else day(date.fromisoformat(text))


def amount(montant: Montant, langue: str) -> str:
    """Return a figure of the law with its unit."""
    if montant.valeur is None:
        return _("Montant non connu")
    whole = float(montant.valeur).is_integer()
    return words.number(montant.valeur, 0 if whole else 2) + translated(montant.unite.libelle, CATALOGUE, langue)


def sections(droit: Droit, contexte: Contexte, *, professional: bool) -> tuple[Section, ...]:
    """Return the page of a right, in the order in which a person asks herself. What is for professionals only stands last, if at all."""
    places = {id(enonce): cle for cle, enonce in statements(droit).items()}

    def facts(*enonces: Enonce) -> tuple[Fait, ...]:
        return tuple(_fact(places[id(enonce)], enonce, contexte) for enonce in enonces)

    pieges = facts(*(piege for piege in droit.pieges if not piege.professionnel))
    found = [
        Section(ancre="pour-qui", titre=_("Pour qui"), faits=facts(droit.public)),
        Section(
            ancre="montants",
            titre=_("Ce que ce droit apporte"),
            phrase=_("Ce sont les montants de la loi, pas ce que vous recevrez : l’organisme calcule pour chaque foyer."),
            faits=facts(*droit.montants),
        ),
        Section(ancre="conditions", titre=_("Les conditions"), faits=facts(*droit.conditions)),
        Section(ancre="ou-demander", titre=_("Où demander"), faits=facts(*droit.ou_demander)),
        Section(ancre="papiers", titre=_("Les papiers"), faits=facts(*droit.documents)),
        Section(ancre="qui", titre=_("Qui décide, qui paie"), faits=facts(droit.decide_par, droit.verse_par)),
        Section(ancre="delais", titre=_("Le délai, et le silence"), faits=facts(droit.delai, *droit.silences)),
        Section(ancre="contester", titre=_("Si la réponse ne convient pas"), faits=facts(*droit.recours)),
        Section(ancre="garder", titre=_("Garder ce droit"), faits=facts(droit.renouvellement)),
        Section(ancre="mois-passes", titre=_("Les mois déjà passés"), faits=facts(droit.retroactivite)),
        Section(ancre="cumul", titre=_("Ce qui ne va pas avec"), faits=facts(*droit.incompatibilites)),
        Section(ancre="bon-a-savoir", titre=_("Bon à savoir"), faits=pieges),
        Section(ancre="officiel", titre=_("La page officielle"), faits=facts(droit.fiche_officielle)),
    ]
    if professional:
        reserved = facts(*(piege for piege in droit.pieges if piege.professionnel), droit.calcul)
        found.append(
            Section(
                ancre="professionnels",
                titre=_("Pour les professionnels"),
                phrase=_("Cette partie ne se voit que si l’on est connecté."),
                faits=reserved,
                professionnel=True,
            )
        )
    return tuple(section for section in found if section.faits)


def addresses(shown: Iterable[Section]) -> frozenset[str]:
    """Return the addresses that a page leads to."""
    faits = [fait for section in shown for fait in section.faits]
    return frozenset(url for fait in faits for url in (fait.url, fait.preuve.source_url) if url)


def _fact(cle: str, enonce: Enonce, contexte: Contexte) -> Fait:
    langue = contexte.langue
    url = (enonce.url or "") if isinstance(enonce, Lieu | Fiche) else ""
    source = enonce.source or ""
    return Fait(
        cle=cle,
        empreinte=fingerprint(enonce),
        texte=word(enonce.texte, langue) if enonce.texte else None,
        titre=_title(cle, enonce, langue),
        valeur=amount(enonce, langue) if isinstance(enonce, Montant) else "",
        depuis=partial_day(enonce.depuis) if isinstance(enonce, Montant) else "",
        lignes=tuple(_details(enonce, langue)),
        lieu=enonce if isinstance(enonce, Lieu) else None,
        canal=term(enonce.canal) if isinstance(enonce, Lieu) else None,
        url=url,
        droits=tuple((code, word(contexte.noms[code], langue)) for code in enonce.droits) if isinstance(enonce, Incompatibilite) else (),
        preuve=Preuve(
            grade=enonce.grade,
            verifie_le=day(enonce.verifie_le),
            source_nom=(urlsplit(source).hostname or "").removeprefix("www.") if source.startswith("https://") else source,
            source_url=source if source.startswith("https://") else "",
            source_le=partial_day(enonce.source_le),
            article=enonce.article or "",
            note=word(enonce.note, langue) if enonce.note else None,
        ),
        signale=cle in contexte.signales,
        lien_mort=url in contexte.morts,
        source_morte=source in contexte.morts,
    )


def _title(cle: str, enonce: Enonce, langue: str) -> Mot | None:
    if isinstance(enonce, Silence):
        return word(enonce.objet, langue)
    if isinstance(enonce, Recours):
        return word(enonce.contre, langue)
    named = {
        "decide_par": _("Qui décide"),
        "verse_par": _("Qui paie"),
        "calcul": _("Ce que notre estimation ne voit pas"),
        "delai": _("Pour avoir une réponse"),
    }
    return Mot(texte=named[cle]) if cle in named else None


def _details(enonce: Enonce, langue: str) -> Iterable[Ligne]:
    """Say what the statement holds beside its sentence."""
    match enonce:
        case Delai():
            if enonce.legal:
                yield Ligne(nom=_("Délai prévu par la loi"), texte=str(enonce.legal))
            if enonce.usuel:
                yield Ligne(nom=_("En pratique"), mots=(word(enonce.usuel, langue),))
        case Silence(sens=Sens.ACCORD | Sens.REFUS as sens, apres=Duree() as apres):
            meaning = _("c’est un accord") if sens is Sens.ACCORD else _("c’est un refus")
            yield Ligne(nom=_("Sans réponse après {duree}").format(duree=apres), texte=meaning)
        case Recours():
            yield from _appeal(enonce, langue)
        case Renouvellement():
            yield from _renewal(enonce, langue)
        case Retroactivite(jusqu_a=Duree() as jusqu_a):
            yield Ligne(nom=_("On peut remonter jusqu’à"), texte=str(jusqu_a))
        case _:
            return


def _appeal(recours: Recours, langue: str) -> Iterable[Ligne]:
    if recours.delai:
        yield Ligne(nom=_("Temps pour agir"), texte=str(recours.delai))
    if recours.voie:
        first = {
            Prealable.OBLIGATOIRE: _("D’abord, obligatoire"),
            Prealable.FACULTATIF: _("D’abord, si vous le voulez"),
        }.get(recours.prealable or Prealable.AUCUN, _("Comment"))
        whom = (word(recours.aupres_de, langue),) if recours.aupres_de else ()
        yield Ligne(nom=first, mots=(term(recours.voie), *whom))
    if recours.reponse:
        yield Ligne(nom=_("Sans réponse après {duree}").format(duree=recours.reponse), texte=_("c’est un refus"))
    if recours.juridiction:
        yield Ligne(nom=_("Ensuite, le juge"), mots=(term(recours.juridiction),))
    if recours.juridiction_delai:
        yield Ligne(nom=_("Temps pour aller devant le juge"), texte=str(recours.juridiction_delai))
    if recours.suspensif in {Effet.OUI, Effet.NON}:
        holds = _("la décision attend") if recours.suspensif is Effet.OUI else _("la décision s’applique quand même")
        yield Ligne(nom=_("Pendant le recours"), texte=holds)


def _renewal(renouvellement: Renouvellement, langue: str) -> Iterable[Ligne]:
    how = {
        Mode.AUTOMATIQUE: _("rien à faire"),
        Mode.DECLARATION: _("une déclaration à faire"),
        Mode.DEMANDE: _("une nouvelle demande à faire"),
    }.get(renouvellement.mode or Mode.AUCUN)
    if how:
        yield Ligne(nom=_("Pour continuer"), texte=how)
    for nom, duree in (
        (_("Tous les"), renouvellement.tous_les),
        (_("Dure au plus"), renouvellement.duree_max),
        (_("À demander au plus tôt, avant la fin"), renouvellement.ouvre_avant),
        (_("À demander au plus tard, avant la fin"), renouvellement.ferme_avant),
    ):
        if duree:
            yield Ligne(nom=nom, texte=str(duree))
    if renouvellement.a_faire_avant:
        yield Ligne(nom=_("À faire avant"), mots=(word(renouvellement.a_faire_avant, langue),))
    if renouvellement.declencheurs:
        yield Ligne(nom=_("À dire dès que cela change"), mots=tuple(word(texte, langue) for texte in renouvellement.declencheurs))
