"""Pure readings of the catalogue: what is said first to the person, and whether catalogue and engine agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from droits_ouverts.droits.codes import CODES
from droits_ouverts.droits.enums import Canal, Rappel
from droits_ouverts.droits.problemes import Probleme
from droits_ouverts.droits.types import Droit, Lieu
from droits_ouverts.engine.formules.types import Regle


@dataclass(frozen=True, slots=True, kw_only=True)
class PremiersPas:
    """What the sheet says first of one right. A sentence is None where nobody here knows it; nothing is made up.

    `demarche` is the first place of the file where one asks, `autres` the others, then what comes by itself, then mere help. `avant` says until when, from
    the rule on past months. `appeler` is a telephone number. `to_check` is True where one of these words is to be checked.
    """

    qui_decide: str | None
    demarche: Lieu | None
    autres: tuple[Lieu, ...]
    papiers: tuple[str, ...]
    avant: str | None
    appeler: str | None
    silence: str | None
    to_check: bool


def first_steps(droit: Droit) -> PremiersPas:
    """Return what to do first, from the statements of the catalogue alone."""
    places = sorted(
        (lieu for lieu in droit.ou_demander if lieu.texte is not None),
        key=lambda lieu: (lieu.canal is Canal.AIDE, lieu.canal is Canal.AUTOMATIQUE),
    )
    used = (droit.decide_par, *places[:1], droit.retroactivite, droit.silences[0])
    return PremiersPas(
        qui_decide=droit.decide_par.texte,
        demarche=places[0] if places else None,
        autres=tuple(places[1:]),
        papiers=tuple(document.texte for document in droit.documents if document.texte is not None),
        avant=droit.retroactivite.texte,
        appeler=next((lieu.telephone for lieu in places if lieu.telephone is not None), None),
        silence=droit.silences[0].texte,
        to_check=any(enonce.is_to_check for enonce in used),
    )


def compare_with_rules(catalogue: Mapping[str, Droit], regles: Mapping[str, Regle]) -> list[Probleme]:
    """Return where catalogue and engine disagree: a rule missing without a reason, a code that is not public, another name."""
    problemes = [
        Probleme(
            fichier=f"engine/formules/{code}/__init__.py",
            cle="code",
            constat="ce code n’est pas dans la liste publique des droits.",
            remede="Ajoutez-le à droits/codes.py avec sa fiche, ou corrigez-le.",
        )
        for code in regles
        if code not in CODES
    ]
    for code, droit in catalogue.items():
        regle = regles.get(code)
        fichier = f"catalogue/{code}.yaml"
        if regle is None:
            if droit.sans_regle is None:
                problemes.append(
                    Probleme(
                        fichier=fichier,
                        cle="sans_regle",
                        constat="le moteur n’a pas de règle pour ce droit.",
                        remede=f"Écrivez engine/formules/{code}/, ou dites ici pourquoi il n’y en a pas.",
                    )
                )
            continue
        if droit.sans_regle is not None:
            problemes.append(Probleme(fichier=fichier, cle="sans_regle", constat="le moteur a une règle pour ce droit.", remede="Écrivez sans_regle: null."))
        if _contradict(regle, droit):
            problemes.append(
                Probleme(
                    fichier=fichier,
                    cle="retroactivite.mode",
                    constat=f"elle dit « {droit.retroactivite.mode} » et le moteur dit le contraire (retroactif={regle.retroactif}).",
                    remede="Relisez l’article et donnez la même réponse des deux côtés.",
                )
            )
        if _plain(regle.libelle) != _plain(droit.libelle):
            problemes.append(
                Probleme(
                    fichier=fichier,
                    cle="libelle",
                    constat=f"le moteur dit « {regle.libelle} ».",
                    remede=f"Donnez le même nom des deux côtés ; ici : « {droit.libelle} ».",
                )
            )
    return problemes


def _contradict(regle: Regle, droit: Droit) -> bool:
    """Whether one says that past months are paid and the other that they are lost. A rappel of a few months still loses the others."""
    retroactivite = droit.retroactivite
    if regle.retroactif:
        return retroactivite.mode is Rappel.AUCUN
    long = retroactivite.jusqu_a is not None and retroactivite.jusqu_a.ans > 0
    return regle.retroactif is False and retroactivite.mode is Rappel.LIMITE and long


def _plain(text: str) -> str:
    """Return the text without the niceties of typography."""
    return " ".join(text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ").split())
