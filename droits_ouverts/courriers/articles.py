"""The texts of law that letters lean on, besides those of the right's own sheet. Each was read where its source says; what was not read is never `verifie`."""

from __future__ import annotations

from datetime import date

from droits_ouverts.droits.enums import Grade
from droits_ouverts.droits.types import Enonce
from droits_ouverts.foundation.langue import gettext_noop as _

LU_LE = date(2026, 11, 27)
CRPA = "Code des relations entre le public et l’administration, copie du 30 mars 2026 (legalize-dev/legalize-fr)"
CRPA_LE = "2026-03-30"

MOTIFS_SILENCE = Enonce(
    texte=_(
        "Si le silence vaut refus, la personne peut demander les raisons dans le délai du recours devant le juge. Elles doivent lui être données dans le mois."
    ),
    article="CRPA, art. L232-4",
    source="https://www.doctrine.fr/l/texts/codes/LEGITEXT000031366350/articles/LEGIARTI000031367639",
    source_le="2016-01-01",
    grade=Grade.VERIFIE,
    verifie_le=LU_LE,
    note=_("Un juge ne peut plus être saisi un an après cette demande (Conseil d’État, 2 octobre 2025, n° 504677, résumé lu)."),
)
MOTIFS_REFUS = Enonce(
    texte=_("Le refus d’un droit à qui remplit les conditions doit donner ses raisons par écrit, de droit et de fait."),
    article="CRPA, art. L211-2, 6°, et L211-5",
    source=CRPA,
    source_le=CRPA_LE,
    grade=Grade.VERIFIE,
    verifie_le=LU_LE,
)
MOTIFS_CAISSE = Enonce(
    texte=_("Une caisse de sécurité sociale et France Travail doivent dire pourquoi ils refusent un droit à qui remplit les conditions."),
    article="CRPA, art. L211-7",
    source=CRPA,
    source_le=CRPA_LE,
    grade=Grade.VERIFIE,
    verifie_le=LU_LE,
)
ACCUSE = Enonce(
    texte=_("Une demande donne lieu à un accusé de réception."),
    article="CRPA, art. L112-3",
    source=CRPA,
    source_le=CRPA_LE,
    grade=Grade.VERIFIE,
    verifie_le=LU_LE,
    note=_("Des demandes en sont dispensées (R112-4)."),
)
PIECES = Enonce(
    texte=_("Donner les papiers demandés remet en route le délai de réponse. L’absence d’un papier n’arrête pas l’étude, sauf s’il est indispensable."),
    article="CRPA, art. L114-5 et L114-5-1",
    source=CRPA,
    source_le=CRPA_LE,
    grade=Grade.VERIFIE,
    verifie_le=LU_LE,
)
CACHET = Enonce(
    texte=_("Pour une date limite, le cachet de la poste fait foi."),
    article="CRPA, art. L112-1",
    source=CRPA,
    source_le=CRPA_LE,
    grade=Grade.VERIFIE,
    verifie_le=LU_LE,
)
REMISE_RSA = Enonce(
    texte=_("Une dette de RSA peut être remise ou réduite en cas de bonne foi ou de précarité, sauf fraude ou fausse déclaration."),
    article="CASF, art. L262-46",
    source="https://atelier.vpng-avocats.fr/articles/-quelques-precisions-jurisprudentielles-dans-le-contentieux-des-refus-de-remises-gracieuses-dindu-de-rsa-68.htm",
    source_le="2016-03-29",
    grade=Grade.PROBABLE,
    verifie_le=LU_LE,
    note=_("Article cité par un cabinet en 2016, non relu dans le code. Demander une remise arrête le recouvrement, d’après la fiche du droit."),
)
REMISE_CAISSE = Enonce(
    texte=_("Une caisse peut réduire sa créance en cas de précarité, sauf fraude ou fausse déclaration."),
    article="CSS, art. L256-4",
    source="https://kohenavocats.com/tribunal-judiciaire-de-lille-le-1-juillet-2025-n25-00846",
    source_le="2025-07-01",
    grade=Grade.PROBABLE,
    verifie_le=LU_LE,
    note=_(
        "Article cité dans un jugement de 2025, non relu dans le code. Pour les prestations de la CAF, l’article est L553-2, et L845-3 pour la prime d’activité."
    ),
)
REMISE_AUTRE = Enonce(
    texte=_("Le texte qui permet de remettre cette dette n’a pas été lu."),
    article=None,
    source=None,
    source_le=None,
    grade=Grade.A_VERIFIER,
    verifie_le=LU_LE,
)
REMISE_N_EST_PAS_RECOURS = Enonce(
    texte=_("Demander une remise n’est pas contester la dette. Si la personne pense qu’elle ne la doit pas, c’est un recours qu’il faut, dans son délai."),
    article="CE, 29 juin 2016, n° 391059",
    source="https://decisions.query-juriste.com/decisions/conseil-d-etat-1ere-chambre-29-06-2016-391059-inedit-au-recueil-lebon-391059.html",
    source_le="2016-06-29",
    grade=Grade.PROBABLE,
    verifie_le=LU_LE,
    note=_("Résumé de la décision lu, non la décision."),
)
