"""Who reads what decisions bring in the database: the structure that holds the right. The task of the night writes what the engine answered."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.contexte import Service
from droits_ouverts.foundation.lignes.declarations import Table, declare, one_of, outside

TENU = one_of("structure_id", "structures")
EFFACE = f"(SELECT lignes.service()) = '{Service.EFFACEMENT.value}'"
SON_DROIT = "EXISTS (SELECT 1 FROM suivi_droitsuivi d WHERE d.id = droit_suivi_id AND d.structure_id = ecarts_gaindecide.structure_id)"

declare(Table(nom="ecarts_gaindecide", lire=f"{TENU} OR {EFFACE}", ecrire=TENU, ajouter=f"{TENU} AND {SON_DROIT}", retirer=f"{TENU} OR {EFFACE}"))
outside("test cases of nobody: no person, no structure, no day", "ecarts_casanonyme", gestes=("SELECT", "INSERT"))
