"""What a person may say at the counter, for any right: three sentences, each with its article. Read where its source says."""

from __future__ import annotations

from datetime import date

from droits_ouverts.droits.enums import Grade
from droits_ouverts.droits.types import Enonce

GUICHET: tuple[Enonce, ...] = (
    Enonce(
        texte="Je dépose ma demande aujourd’hui. S’il manque un papier, merci de l’étudier quand même et de me dire lequel.",
        article="CRPA, art. L114-5 et L114-5-1",
        source="https://www.doctrine.fr/l/texts/codes/LEGITEXT000031366350/articles/LEGIARTI000037309543",
        source_le="2018-08-12",
        grade=Grade.PROBABLE,
        verifie_le=date(2026, 11, 25),
        note="Sauf si le papier est indispensable pour étudier la demande (même article). L114-5 : lu dans une copie de seconde main.",
    ),
    Enonce(
        texte="Merci de me donner une preuve datée de mon dépôt.",
        article="CRPA, art. L112-3",
        source="https://www.legifrance.gouv.fr/affichCode.do?idSectionTA=LEGISCTA000031367334&cidTexte=LEGITEXT000031366350&dateTexte=20160101",
        source_le="2016-01-01",
        grade=Grade.PROBABLE,
        verifie_le=date(2026, 11, 25),
        note="Des demandes en sont dispensées (R112-4) : celles où l’organisme vérifie seulement les conditions de la loi. La preuve se demande quand même.",
    ),
    Enonce(
        texte="Si la réponse est non, je la demande par écrit, avec les raisons et la façon de la contester.",
        article="CRPA, art. L211-2 et L211-5",
        source="https://www.action-conseils.com/flash-infos/15-01-2024-en-cas-de-decision-defavorable-ladministration-doit-elle-toujours-preciser-les-motifs.html",
        source_le="2024-01-15",
        grade=Grade.PROBABLE,
        verifie_le=date(2026, 11, 25),
        note="Le refus d’un droit à qui remplit les conditions doit être motivé : lu dans un commentaire de L211-2, pas dans le code. L211-5 : non relu.",
    ),
)
"""To be said in this order: filing, proof, answer. They hold for every body that the law calls an administration, family and health funds included
(CRPA, art. L100-3, not read again)."""
