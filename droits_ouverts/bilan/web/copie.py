"""Everything that is held of a person, as one tree: the JSON and the paper of her copy are two drawings of it (RGPD, art. 15).

The tree is written in the language in force. Of another adult of the household, nothing that only he could tell: his health, his residence, what is under
secrecy (RGPD, art. 15, 4). The same tests list every column of the database against it (`tests/bilan/copie_colonnes.csv`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from droits_ouverts.bilan import fiche, ouvertures, selectors
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.phrases import said
from droits_ouverts.bilan.portees import NAISSANCE, PORTEE_DU_FAIT
from droits_ouverts.bilan.presentation import LIBELLES, interval_text, label_of, state_of
from droits_ouverts.bilan.rubriques import Rubrique, Valeur
from droits_ouverts.bilan.rules import GROUPES, default_name
from droits_ouverts.bilan.web.reponses_dites import answer_text, names_of, question_text
from droits_ouverts.bilan.web.sources_copie import Sources, durations
from droits_ouverts.bilan.web.views_fiche import sheet_of
from droits_ouverts.bilan.web.vue_partagee import URGENCES_DITES, name_of
from droits_ouverts.droits.urgences import Besoin
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.foundation.jours import date_format
from droits_ouverts.foundation.langue import gettext as _screen
from droits_ouverts.foundation.langue import month_name
from droits_ouverts.personnes import rules_partage
from droits_ouverts.personnes import selectors as personnes
from droits_ouverts.personnes.enums import Moyen, Portee

if TYPE_CHECKING:
    from droits_ouverts.bilan.models import Avis, Choix, Estimation
    from droits_ouverts.bilan.rules import Reponses
    from droits_ouverts.engine.results import EstimationDroit
    from droits_ouverts.personnes.models import DemandeEffacement, Partage, Personne
    from droits_ouverts.personnes.selectors_droits import LigneRectification, LigneUrgence

FORMAT = "droits-ouverts/copie/1"
MAJEUR = 18
SANS_FIN = 1_000_000
"""Lines of the journal: all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noeud:
    """A piece of the copy: its name in the JSON, its title on paper, its words; `valeur`: what the JSON says, where it isn't the words.

    `enfants`: what it holds, by name, or in order where `liste`.
    """

    code: str
    titre: str
    texte: str = ""
    valeur: object = None
    enfants: tuple[Noeud, ...] = ()
    liste: bool = False

    def json(self) -> object:
        """Return what the JSON says."""
        if self.valeur is not None:
            return self.valeur
        if self.liste:
            return [enfant.json() for enfant in self.enfants]
        return {enfant.code: enfant.json() for enfant in self.enfants} if self.enfants else self.texte


def whole(personne: Personne, *, now: datetime) -> Noeud:
    """Return everything that is held of a person. About twenty queries, and six a check-up."""
    sources = Sources.of(personne)
    noeuds = [
        Noeud(code="format", titre="", valeur=FORMAT),
        _leaf("faite_le", _("Copie faite le"), now),
        Noeud(code="structure", titre=_("Tenue par"), texte=str(personne.structure)),
        _identity(personne),
        _contact(personne),
        _list("bilans", _("Ses bilans des droits"), (_check_up(bilan) for bilan in sources.bilans)),
        _list("rectifications", _("Ce qu’elle a fait corriger"), map(_correction, sources.rectifications)),
        _list("partages", _("Ce qu’elle a accepté de partager"), map(_agreement, sources.partages)),
        _list("urgences", _("Ouvertures d’urgence demandées"), map(_emergency, sources.urgences)),
        _list("effacements", _("Effacements demandés"), map(_erasure, sources.effacements)),
        _list("ouvertures", _("Qui a ouvert ce dossier"), map(_opening, ouvertures.passages_of_person(personne, limite=SANS_FIN))),
        *(_rubric(rubrique) for rubrique in sources.rubriques),
        _list("conservation", _("Combien de temps c’est gardé"), (_kept(*une) for une in durations())),
    ]
    return Noeud(code="copie", titre=_("Copie de tout ce qui est gardé"), enfants=tuple(noeuds))


def _rubric(rubrique: Rubrique) -> Noeud:
    return _list(rubrique.code, rubrique.titre, (_node("ligne", "", *map(_held, ligne)) for ligne in rubrique.lignes))


def _held(valeur: Valeur) -> Noeud:
    quoi = valeur.quoi
    return Noeud(code=valeur.code, titre=valeur.titre, texte=valeur.texte, valeur=_iso(quoi) if isinstance(quoi, date) else quoi)


def _identity(personne: Personne) -> Noeud:
    identite = personnes.open_identity(personne)
    return _node(
        "personne",
        _("Elle"),
        Noeud(code="numero", titre=_("Numéro du dossier"), texte=str(personne.pk), valeur=personne.pk),
        Noeud(code="prenom", titre=_("Prénom"), texte=identite.prenom),
        Noeud(code="nom", titre=_("Nom"), texte=identite.nom),
        Noeud(code="naissance", titre=_("Date de naissance"), texte=_day(identite.naissance), valeur=identite.naissance),
        Noeud(code="langue", titre=_("Langue de sa fiche"), texte=identite.langue),
        _leaf("accord_le", _("Accord donné le"), personne.accord_le),
        _choice("accord_mode", _("Accord donné"), personne.accord_mode, personne.get_accord_mode_display()),
        _leaf("creee_le", _("Dossier créé le"), personne.created_at),
    )


def _contact(personne: Personne) -> Noeud:
    contact = personnes.open_own_contact(personne)
    titre = _("Comment la joindre")
    if contact is None:
        return Noeud(code="contact", titre=titre, texte=_("Rien n’a été demandé."), valeur={})
    return _node(
        "contact",
        titre,
        Noeud(code="permis", titre=_("Ce qu’elle accepte"), texte=_labels(Moyen(m).label for m in contact.permis) or _("rien"), valeur=list(contact.permis)),
        Noeud(code="telephone", titre=_("Numéro sûr"), texte=contact.telephone),
        Noeud(code="adresse", titre=_("Où lui écrire"), texte=contact.adresse),
        Noeud(
            code="heures",
            titre=_("Heures sûres"),
            texte=_("%(de)s h à %(a)s h") % {"de": contact.de_heure, "a": contact.a_heure} if contact.a_heure else _("toutes"),
            valeur=[contact.de_heure, contact.a_heure],
        ),
        Noeud(code="neutre", titre=_("Message neutre seulement"), texte=_("Oui") if contact.neutre else _("Non"), valeur=contact.neutre),
        Noeud(code="discretion", titre=_("Qui ne doit rien savoir"), texte=contact.discretion),
    )


def _check_up(bilan: Bilan) -> Noeud:
    reponses = selectors.open_answers(bilan)
    estimations = list(bilan.estimations.latest_first())
    return _node(
        "bilan",
        _("Bilan de %(mois)s") % {"mois": month_name(bilan.mois)},
        Noeud(code="numero", titre=_("Numéro"), texte=str(bilan.pk)),
        Noeud(code="mois", titre=_("Mois"), texte=bilan.mois),
        _choice("statut", _("État"), bilan.statut, bilan.get_statut_display()),
        _choice("forme", _("Forme"), bilan.forme, bilan.get_forme_display()),
        Noeud(code="site", titre=_("Site"), texte=str(bilan.site or "")),
        Noeud(code="auteur", titre=_("Commencé par"), texte=bilan.auteur.nom),
        _leaf("accord_le", _("Accord pour ce bilan donné le"), bilan.accord_le),
        _choice("accord_mode", _("Accord pour ce bilan donné"), bilan.accord_mode, bilan.get_accord_mode_display()),
        _leaf("commence_le", _("Commencé le"), bilan.created_at),
        _leaf("modifie_le", _("Modifié le"), bilan.updated_at),
        _list("foyer", _("Qui vit avec elle"), _household(reponses)),
        _list("besoins_urgents", _("Besoins urgents"), _urgent(reponses)),
        _list("reponses", _("Ses réponses"), _answers(reponses.questionnaire(), reponses)),
        _list("fiche", _("Sa fiche"), _sheet(bilan)),
        _list("choix", _("Ses choix"), (_chosen(bilan, un) for un in bilan.choix.select_related("auteur").latest_first())),
        _list("avis", _("Les avis des professionnels"), (_opinion(bilan, un) for un in bilan.avis.select_related("auteur").latest_first())),
        _list("estimations", _("Les estimations"), (_estimate(bilan, une, reponses) for une in estimations)),
    )


def _household(reponses: Reponses) -> Iterator[Noeud]:
    for membre in reponses.membres:
        dite = said(default_name(reponses.membres, membre))
        valeur = {"id": membre.id, "place": membre.role.value, "prenom": membre.prenom}
        yield Noeud(code=membre.id, titre=dite, texte=membre.prenom, valeur=valeur)
    for retrait in reponses.retraits:
        retire: dict[str, object] = {"id": retrait.membre.id, "place": retrait.membre.role.value, "prenom": retrait.membre.prenom, "retire": True}
        yield Noeud(code=retrait.membre.id, titre=_("Retirée du foyer"), texte=retrait.membre.prenom, valeur=retire)


def _urgent(reponses: Reponses) -> Iterator[Noeud]:
    for besoin in Besoin:
        if reponse := reponses.urgences.get(besoin.value):
            mots = {"oui": _("Oui"), "non": _("Non")}.get(reponse, _("N’a pas voulu répondre"))
            yield Noeud(code=besoin.value, titre=str(URGENCES_DITES[besoin]), texte=mots, valeur={"besoin": besoin.value, "reponse": reponse})


def _answers(questionnaire: Mapping[str, object], reponses: Reponses) -> Iterator[Noeud]:
    """Each question and its answer, in words, of a household as it was written on some day."""
    noms = names_of(reponses, questionnaire)
    demandeur = reponses.demandeur.id if reponses.demandeur else ""
    for entite, faits, tus in _owners(questionnaire, reponses.mois):
        for fait, valeur in faits.items():
            if tus and is_his_alone(fait):
                continue
            question, reponse = question_text(fait, entite, noms, demandeur, reponses.mois), answer_text(fait, valeur, dit=True)
            brut = {"fait": fait, "sur": entite, "question": question, "reponse": reponse, "valeur": valeur}
            yield Noeud(code=fait, titre=question, texte=reponse, valeur=brut)


def is_his_alone(fait: str) -> bool:
    """Tell whether a fact about another adult is his to tell: his health, his residence, what is under secrecy, and what nobody sorted yet."""
    portee = PORTEE_DU_FAIT.get(fait)
    return portee is None or portee in rules_partage.SOUS_SECRET


def _owners(questionnaire: Mapping[str, object], mois: str) -> Iterator[tuple[str, Mapping[str, object], bool]]:
    """Each person and group with its answers, and whether it is another adult."""
    gens = questionnaire.get("personnes")
    for personne in gens if isinstance(gens, list) else []:
        faits = dict(personne.get("faits") or {})
        role = Role(str(personne["role"]))
        adulte = role in {Role.CONJOINT, Role.AUTRE} or (role is Role.ENFANT and _age(str(faits.get(NAISSANCE) or ""), mois) >= MAJEUR)
        yield str(personne["id"]), faits, adulte
    for groupe in GROUPES:
        faits_du_groupe = questionnaire.get(groupe)
        yield groupe, faits_du_groupe if isinstance(faits_du_groupe, dict) else {}, False


def _age(naissance: str, mois: str) -> int:
    return int(mois[:4]) - int(naissance[:4]) - (mois[5:7] < naissance[5:7]) if naissance[:4].isdecimal() else 0


def _sheet(bilan: Bilan) -> Iterator[Noeud]:
    """The rights that her sheet tells, as it would be printed now."""
    try:
        imprimee = fiche.document(*sheet_of(bilan, "fr"))
    except NotVisibleError:
        return
    for droit in imprimee.droits:
        texte = f"{droit.libelle.texte} {droit.montant}".strip()
        yield Noeud(code=droit.numero, titre=droit.numero, texte=texte, valeur={"droit": droit.libelle.texte, "montant": droit.montant})


def _chosen(bilan: Bilan, choix: Choix) -> Noeud:
    mots = selectors.words_of(choix, bilan)
    texte = " · ".join(mot for mot in (str(choix.get_decision_display()), str(choix.get_motif_display()), mots) if mot)
    valeur = {"droit": choix.droit, "decision": choix.decision, "motif": choix.motif, "mots": mots, "note_par": choix.auteur.nom, "le": _iso(choix.fait_at)}
    return Noeud(code="choix", titre=f"{name_of(choix.droit)} · {_date(choix.fait_at)}", texte=texte, valeur=valeur)


def _opinion(bilan: Bilan, avis: Avis) -> Noeud:
    raison = selectors.reason_of(avis, bilan)
    texte = " · ".join(mot for mot in (str(avis.get_statut_display()), raison, avis.auteur.nom) if mot)
    valeur = {"droit": avis.droit, "avis": avis.statut, "raison": raison, "de": avis.auteur.nom, "le": _iso(avis.fait_at), "estimation": avis.estimation_id}
    return Noeud(code="avis", titre=f"{name_of(avis.droit)} · {_date(avis.fait_at)}", texte=texte, valeur=valeur)


def _estimate(bilan: Bilan, estimation: Estimation, reponses: Reponses) -> Noeud:
    estimation.bilan = bilan
    droits = selectors.open_results(estimation).droits if estimation.resultats_scelles else ()
    return _node(
        "estimation",
        _("Estimation du %(jour)s") % {"jour": _date(estimation.demandee_at)},
        Noeud(code="numero", titre=_("Numéro"), texte=str(estimation.pk), valeur=estimation.pk),
        _choice("statut", _("État"), estimation.statut, estimation.get_statut_display()),
        _leaf("demandee_le", _("Demandée le"), estimation.demandee_at),
        _leaf("faite_le", _("Faite le"), estimation.faite_at),
        Noeud(code="refaite_de", titre=_("Refaite de"), texte=str(estimation.refaite_de_id or ""), valeur=estimation.refaite_de_id or 0),
        Noeud(code="versions", titre=_("Règles"), texte=", ".join(f"{nom} {v}" for nom, v in sorted(estimation.versions.items())), valeur=estimation.versions),
        _list("droits", _("Droits estimés"), map(_right, droits)),
        _list("reponses_d_alors", _("Réponses d’alors"), _answers(selectors.open_situation(estimation), reponses)),
    )


def _right(droit: EstimationDroit) -> Noeud:
    montant = droit.montant_mensuel or droit.montant_unique
    etat = _screen(LIBELLES[state_of(droit)][1])
    texte = f"{etat} {interval_text(montant)}" if montant and montant.max >= 1 else etat
    bornes = None if montant is None else {"min": montant.min, "max": montant.max}
    valeur = {"code": droit.code, "droit": label_of(droit.libelle), "statut": droit.statut.value, "etat": etat, "montant": bornes}
    return Noeud(code=droit.code, titre=label_of(droit.libelle), texte=texte, valeur=valeur)


def _correction(une: LigneRectification) -> Noeud:
    ligne, contenu = une.ligne, une.contenu
    valeur = {
        "le": _iso(ligne.at),
        "objet": ligne.objet,
        "suite": ligne.suite,
        "bilan": str(ligne.bilan or ""),
        "avant": contenu.avant,
        "apres": contenu.apres,
        "pourquoi": contenu.pourquoi,
        "note_par": ligne.par.nom,
    }
    mots = (ligne.get_objet_display(), ligne.get_suite_display(), (contenu.avant and f"{contenu.avant} → {contenu.apres}") or contenu.apres, contenu.pourquoi)
    return Noeud(code="rectification", titre=_date(ligne.at), texte=" · ".join(str(mot) for mot in mots if mot), valeur=valeur)


def _agreement(partage: Partage) -> Noeud:
    portees = rules_partage.read(partage.portees)
    suites = [
        {"nature": s.nature, "portees": s.portees.split(), "mode": s.mode, "note_par": s.par.nom, "le": _iso(s.at)}
        for s in sorted(partage.suites.all(), key=lambda suite: suite.pk)
    ]
    valeur = {
        "numero": partage.pk,
        "avec": str(partage.vers_structure),
        "de": str(partage.de_structure),
        "portees": partage.portees.split(),
        "finalite": partage.finalite,
        "debut": partage.debut.isoformat(),
        "fin": partage.fin.isoformat(),
        "accord": partage.accord_mode,
        "explication": partage.explication,
        "langue": partage.langue,
        "note_par": partage.enregistre_par.nom,
        "le": _iso(partage.created_at),
        "suites": suites,
    }
    texte = _labels(portee.label for portee in Portee if portee in portees) + f" · {partage.get_finalite_display()} · {_day(partage.fin.isoformat())}"
    suivies = " · ".join(f"{s.get_nature_display()} {_date(s.at)}" for s in partage.suites.all())
    return Noeud(code="partage", titre=f"{partage.vers_structure} · {_date(partage.created_at)}", texte=f"{texte} {suivies}".strip(), valeur=valeur)


def _emergency(une: LigneUrgence) -> Noeud:
    ligne = une.ligne
    valeur = {
        "par": ligne.compte.nom,
        "structure": str(ligne.structure),
        "motif": ligne.motif,
        "raison": une.raison,
        "le": _iso(ligne.demandee_at),
        "decision": ligne.decision,
        "decidee_par": ligne.decideur.nom if ligne.decideur else "",
        "decidee_le": _iso(ligne.decidee_at),
        "jusqu_a": _iso(ligne.jusqu_at),
    }
    texte = " · ".join(str(mot) for mot in (ligne.get_motif_display(), une.raison, ligne.get_decision_display() or _("sans réponse")) if mot)
    return Noeud(code="urgence", titre=f"{ligne.compte.nom}, {ligne.structure} · {_date(ligne.demandee_at)}", texte=texte, valeur=valeur)


def _erasure(demande: DemandeEffacement) -> Noeud:
    valeur = {
        "le": _iso(demande.demandee_at),
        "mode": demande.mode,
        "obstacle": demande.obstacle,
        "note_par": demande.par.nom,
        "a_partir_du": demande.a_partir_du.isoformat(),
        "annulee_le": _iso(demande.annulee_at),
        "annulee_par": demande.annulee_par.nom if demande.annulee_par else "",
    }
    texte = f"{demande.get_obstacle_display()} · {_day(demande.a_partir_du.isoformat())}"
    return Noeud(code="effacement", titre=_date(demande.demandee_at), texte=texte, valeur=valeur)


def _opening(passage: ouvertures.Passage) -> Noeud:
    valeur = {
        "qui": passage.qui,
        "structure": passage.structure,
        "pourquoi": passage.pourquoi,
        "debut": _iso(passage.debut),
        "fin": _iso(passage.fin),
        "actes": list(passage.actes),
        "refuse": passage.refuse,
    }
    qui = " · ".join(mot for mot in (_date(passage.debut, heure=True), passage.qui, passage.structure) if mot)
    return Noeud(code="ouverture", titre=qui, texte=", ".join(passage.actes), valeur=valeur)


def _kept(quoi: str, duree: str, regle: str) -> Noeud:
    dite = {"quoi": quoi, "duree": duree, "regle": regle}
    return Noeud(code="duree", titre=dite["quoi"], texte=f"{dite['duree']} ({dite['regle']})", valeur=dite)


def _node(code: str, titre: str, *enfants: Noeud) -> Noeud:
    return Noeud(code=code, titre=titre, enfants=enfants)


def _list(code: str, titre: str, enfants: Iterable[Noeud]) -> Noeud:
    return Noeud(code=code, titre=titre, enfants=tuple(enfants), liste=True)


def _leaf(code: str, titre: str, quand: date | datetime | None) -> Noeud:
    if quand is None:
        return Noeud(code=code, titre=titre)
    return Noeud(code=code, titre=titre, texte=_date(quand) if isinstance(quand, datetime) else _day(quand.isoformat()), valeur=_iso(quand))


def _choice(code: str, titre: str, valeur: str, mots: object) -> Noeud:
    return Noeud(code=code, titre=titre, texte=str(mots), valeur=valeur)


def _labels(mots: Iterable[object]) -> str:
    return ", ".join(str(mot) for mot in mots)


def _date(at: datetime, *, heure: bool = False) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i" if heure else "j F Y")


def _day(jour: str) -> str:
    return date_format(date.fromisoformat(jour), "j F Y") if jour else ""


def _iso(quand: date | datetime | None) -> str:
    return "" if quand is None else quand.isoformat()
