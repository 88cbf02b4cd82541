"""Write `docs/delais.md`: every clock of every right, with its length, its way of counting, its article and its grade, from the code that runs them.

`python scripts/delais.py` writes the page; `--check` exits with 1 where it is not what the code says. A test holds the two together.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from droits_ouverts.delais.enums import Decompte  # noqa: E402  the tree first
from droits_ouverts.droits.catalogue import load_catalogue  # noqa: E402  the tree first
from droits_ouverts.droits.enums import Grade, Sens  # noqa: E402  the tree first
from droits_ouverts.droits.horloges_fichier import Campagne, load_horloges  # noqa: E402  the tree first
from droits_ouverts.droits.horloges_phrases import label  # noqa: E402  the tree first
from droits_ouverts.droits.horloges_regles import rules_of  # noqa: E402  the tree first
from droits_ouverts.droits.horloges_types import GenreHorloge, RegleHorloge  # noqa: E402  the tree first
from droits_ouverts.droits.types import Droit  # noqa: E402  the tree first
from droits_ouverts.foundation.langue import speaking  # noqa: E402  the tree first

PAGE = ROOT / "docs" / "delais.md"
GRADES = {Grade.VERIFIE: "vérifié", Grade.PROBABLE: "probable", Grade.A_VERIFIER: "à vérifier", None: "choix de la maison"}
SENS = {Sens.ACCORD: "accord", Sens.REFUS: "refus", Sens.AUCUN: "rien", None: "inconnu : lu comme un refus"}
DECOMPTES = {Decompte.CIVIL: "civil", Decompte.FRANC: "franc", Decompte.BRUT: "sans report"}
COMPTES = {GenreHorloge.RECOURS_PREALABLE, GenreHorloge.RECOURS_JURIDICTIONNEL}

DEBUT = """# Les délais et les horloges

Page écrite par `python scripts/delais.py` à partir du catalogue et du code ; un test refuse qu'elle s'en écarte. Pour la changer, changer le
catalogue (`droits/catalogue/`), `droits/horloges.yaml` ou les règles (`droits/horloges_regles.py`), puis relancer la commande.

## Comment on compte

| décompte | fin du délai | texte |
|---|---|---|
| civil | le dernier jour compte en entier ; un samedi, un dimanche ou un jour férié, le délai va jusqu'au premier jour ouvrable | CPC, art. 640 à 642 |
| franc | ni le jour de départ ni le dernier jour ne comptent : un jour de plus, puis le même report | CJA, art. R. 421-1 ; CE, 19/09/2014, n° 362568 |
| sans report | une décision née du silence naît même un dimanche ; une échéance propre à un droit n'attend pas le lundi | CRPA, art. L. 231-1 et L. 231-4 |

- Les mois d'abord, les jours ensuite. Un mois finit le jour de même numéro ; si ce jour manque, le dernier jour du mois (CPC, art. 641).
- Jours fériés : les 11 du code du travail, art. L. 3133-1 ; en Alsace-Moselle, 2 de plus (L. 3134-13). Ceux de l'outre-mer (L. 3422-2) ne sont
  pas comptés : sans eux, le délai finit plus tôt, jamais trop tard.
- Outre-mer, un mois de plus devant un tribunal de métropole ; à l'étranger, deux (CJA, art. R. 421-7 ; CPC, art. 643).
- Lettre recommandée : le retrait s'il a lieu dans les 15 jours, sinon la première présentation (CPC, art. 668 à 670 ; CE, 24/04/2012, n° 341146).
- Notification en ligne : la lecture si elle a lieu dans les 15 jours, sinon la mise à disposition (CRPA, art. L. 112-15 et R. 112-20).
- Envoi par la poste : le cachet compte (CRPA, art. L. 112-1) ; le silence, lui, court de la réception.
- Pièces demandées : un accord par silence attend le dossier complet et le bon guichet ; un refus court du premier dépôt, sans compter le temps pris
  pour donner les pièces (CRPA, art. L. 114-2 à L. 114-5).
- Décision qui ne dit rien des recours : un an devant le juge administratif, en dernier secours seulement (CJA, art. R. 421-5 ; CE, Ass., 13/07/2016,
  n° 387763).

## Le jour de prudence

Chaque calcul donne deux jours : le dernier, et celui à viser. Ils diffèrent quand un point se discute (fin de mois d'un délai franc, report incertain)
ou quand le guichet est fermé le dernier jour. Un recours préalable obligatoire avant le juge administratif est compté sans le jour de plus : aucun texte
lu ne dit s'il est franc.

## Ce que le catalogue ne dit pas

La lecture la plus prudente est prise : 2 mois, le silence lu comme un refus. L'horloge est alors « à vérifier », et jamais donnée pour certaine.
N'est pas certaine non plus celle dont une date manque, dont le grade n'est pas « vérifié », ou dont un point se discute.

## Les horloges, droit par droit
"""


def page() -> str:
    """Return the whole page."""
    with speaking("fr"):
        return DEBUT + "".join(_section(droit) for droit in load_catalogue().values()) + _apres()


def _section(droit: Droit) -> str:
    campagnes = iter([une for une in load_horloges().campagnes if une.droit == droit.code])
    lignes = [
        _line(regle, next(campagnes) if regle.genre is GenreHorloge.CAMPAGNE else None)
        for regle in rules_of(droit)
        if regle.genre is not GenreHorloge.SUIVI_VERSEMENT
    ]
    tete = f"\n### {droit.libelle}\n\n`{droit.code}`\n\n| horloge | pour quoi | durée | décompte | sens | article | grade |\n|---|---|---|---|---|---|---|\n"
    return tete + "".join(lignes)


def _line(regle: RegleHorloge, campagne: Campagne | None) -> str:
    sens = SENS[regle.sens] if regle.genre in {GenreHorloge.SILENCE, GenreHorloge.SILENCE_RECOURS} else ""
    cases = (
        label(regle.genre),
        regle.objet or "",
        _length(regle) if campagne is None else _window(campagne),
        DECOMPTES[regle.decompte] if regle.genre in COMPTES and regle.duree is not None else "",
        sens,
        regle.article or "",
        GRADES[regle.grade],
    )
    return f"| {' | '.join(case.replace('|', '/') for case in cases)} |\n"


def _length(regle: RegleHorloge) -> str:
    if regle.genre is GenreHorloge.RENOUVELLEMENT:
        if regle.duree is not None:
            ouvre = f"de {regle.ouvre_avant} " if regle.ouvre_avant is not None else ""
            return f"{ouvre}à {regle.duree} avant la fin"
        return f"avant la fin ; viser {regle.viser} avant"
    if regle.duree is None:
        return "le jour que dit la décision" if regle.genre is GenreHorloge.FIN_DE_DROIT else "aucun délai écrit"
    return str(regle.duree)


def _window(campagne: Campagne) -> str:
    ouvre = "" if campagne.ouvre is None else f"du {_day(campagne.ouvre)} "
    annee = "" if campagne.annee is None else f" ({campagne.annee})"
    viser = "" if campagne.viser is None else f" ; viser {campagne.viser} avant"
    return f"{ouvre}au {_day(campagne.ferme)}{annee}{viser}"


def _day(jour: tuple[int, int]) -> str:
    return f"{jour[1]:02}/{jour[0]:02}"


def _apres() -> str:
    durees = ", ".join(str(regle.duree) for regle in rules_of(load_catalogue()["rsa"]) if regle.genre is GenreHorloge.SUIVI_VERSEMENT)
    return f"\n## Après le premier versement\n\nPour chaque droit, on prend des nouvelles après {durees} : choix de la maison, aucune loi.\n"


def main() -> int:
    """Write the page, or check it."""
    if "--check" in sys.argv[1:]:
        if PAGE.read_text(encoding="utf-8") == page():
            return 0
        print("docs/delais.md is not what the code says. Type: python scripts/delais.py", file=sys.stderr)
        return 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
