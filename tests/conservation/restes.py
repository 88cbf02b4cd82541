"""What may be left of somebody erased: a row that names her without a foreign key, a key, a line that lacks in the register."""

from __future__ import annotations

from droits_ouverts.bilan.models import Bilan
from droits_ouverts.coffre.models import CleSujet, IndexAveugle, RegistreEffacement
from droits_ouverts.conservation.models import Contact, MiseEnReserve, Preavis
from droits_ouverts.documents.models import Document
from droits_ouverts.personnes.models import Personne

Cle = tuple[str, str]


def restes(effaces: set[Cle]) -> list[str]:
    """Name the rows about a file that is gone, the erased files that the register lacks, and the keys that somebody kept lost."""
    la = {("personne", str(pk)) for pk in Personne.objects.values_list("pk", flat=True)}
    la |= {("document", str(pk)) for pk in Document.objects.values_list("pk", flat=True)}
    la |= {("bilan", str(pk)) for pk in Bilan.objects.values_list("pk", flat=True)}
    fautes = [
        f"{modele._meta.label} garde {cle}"
        for modele in (CleSujet, IndexAveugle, Contact, MiseEnReserve, Preavis)
        for cle in sorted(set(modele.objects.values_list("genre", "sujet_id")) - la)
    ]
    registre = set(RegistreEffacement.objects.values_list("genre", "sujet_id"))
    fautes += [f"le registre ne dit pas {cle}" for cle in sorted(effaces - registre)]
    fautes += [f"le registre dit effacé {cle}, qui est là" for cle in sorted(registre & la)]
    return fautes + [f"{cle} n’a plus de clé" for cle in sorted(la - set(CleSujet.objects.values_list("genre", "sujet_id")))]
