"""Papers as institutions print them, written here word for word in small PDFs of our own: nobody's, with invented figures."""

from __future__ import annotations

from collections.abc import Sequence

from droits_ouverts.documents import pdf

ATTESTATION_CAF = """Caisse d'allocations familiales du Rhône
Attestation de paiement et de quotient familial
Le 3 novembre 2026
Nous attestons que vous avez perçu pour le mois d'octobre 2026 :
Allocations familiales  148,52 €
Prime d'activité  1 034,10 €
Allocation de logement familiale (versée au bailleur)  312,00 €
Allocation de soutien familial  0,00 €
Retenue sur Revenu de solidarité active  45,00 €
Total  1 494,62 €
Votre quotient familial pour octobre 2026 est de 456 €
Il y a 2 enfants à charge."""

BULLETIN = """BULLETIN DE PAIE
Association Exemple - 12 rue Neuve - SIRET 000 000 000 00000
Période du 01/10/2026 au 31/10/2026
Salaire de base 151,67 12,31 1 867,06
Total des cotisations 402,11
Net imposable 1 520,30
Montant net social 1 482,70
Net à payer avant impôt sur le revenu 1 464,95
Impôt sur le revenu prélevé à la source - Taux 1,30 % 19,76
Net payé 1 445,19"""

AVIS = """Direction générale des finances publiques
AVIS D'IMPÔT établi en 2026
Impôt sur les revenus de l'année 2025
Nombre de parts 2,5
Revenu fiscal de référence (1) ........ 14 208 €
Impôt sur le revenu net avant corrections 0"""


def written(*pages: str) -> bytes:
    """A PDF with the text of each page, a line a line."""
    objets: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"]
    feuilles = []
    for page in pages:
        rang = len(objets) + 1
        feuilles.append(f"{rang} 0 R")
        objets.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {rang + 1} 0 R>>".encode())
        objets.append(pdf._stream("", _lines(page.splitlines()).encode("cp1252")))
    objets[1] = f"<</Type/Pages/Kids[{' '.join(feuilles)}]/Count {len(feuilles)}>>".encode()
    return pdf._written(objets)


def _lines(lignes: Sequence[str]) -> str:
    return "BT /F 11 Tf 1 0 0 1 50 790 Tm 16 TL " + " ".join(f"{pdf._string(ligne)} Tj T*" for ligne in lignes) + " ET"
