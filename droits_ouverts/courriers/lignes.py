"""Who reads letters in the database: the structure that holds the right. The task of the night erases their words; erasing the person, the rows."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.contexte import Service
from droits_ouverts.foundation.lignes.declarations import Table, declare, one_of

TENU = one_of("structure_id", "structures")
EFFACE = f"(SELECT lignes.service()) = '{Service.EFFACEMENT.value}'"
SON_DROIT = "EXISTS (SELECT 1 FROM suivi_droitsuivi d WHERE d.id = droit_suivi_id AND d.structure_id = courriers_courrier.structure_id)"

declare(Table(nom="courriers_courrier", lire=f"{TENU} OR {EFFACE}", ecrire=TENU, ajouter=f"{TENU} AND {SON_DROIT}", retirer=EFFACE))
