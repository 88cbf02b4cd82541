"""Who reads carnets in the database: the structure that holds the person. Whoever has a code reads in the service's name."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.contexte import Service
from droits_ouverts.foundation.lignes.declarations import SERVICE, Table, declare, one_of

TENU = one_of("structure_id", "structures")
EFFACE = f"(SELECT lignes.service()) = '{Service.EFFACEMENT.value}'"
SA_PERSONNE = "EXISTS (SELECT 1 FROM personnes_personne p WHERE p.id = personne_id AND p.structure_id = carnet_carnet.structure_id)"

declare(Table(nom="carnet_carnet", lire=f"{TENU} OR {EFFACE}", ecrire=TENU, ajouter=f"{TENU} AND {SA_PERSONNE}", retirer=SERVICE))
