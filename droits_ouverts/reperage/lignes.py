"""Who reads outreach in the database: the structure that holds it; of a round, also whom it asked to tell. Nobody removes an encounter but the service."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.declarations import COMPTE, SERVICE, Table, declare, one_of

TENU = one_of("structure_id", "structures")
PREVENUE = f"(prevenir_id = {COMPTE} AND {one_of('structure_id', 'lieux')})"
SA_TOURNEE = "EXISTS (SELECT 1 FROM reperage_tournee t WHERE t.id = tournee_id AND {})"
SA_CAMPAGNE = f"EXISTS (SELECT 1 FROM reperage_campagne c WHERE c.id = campagne_id AND {one_of('c.structure_id', 'structures')})"
SA_PERSONNE = "EXISTS (SELECT 1 FROM personnes_personne p WHERE p.id = personne_id AND p.structure_id = reperage_lienrencontre.structure_id)"
TENUE = SA_TOURNEE.format(one_of("t.structure_id", "structures"))

declare(
    *(Table(nom=f"reperage_{nom}", lire=f"{TENU} OR {SERVICE}", ecrire=TENU, retirer=SERVICE) for nom in ("campagne", "endroit", "exposition")),
    # A round and its team are also read by whom it asked to tell, who may coordinate and meet nobody.
    Table(nom="reperage_tournee", lire=f"{TENU} OR {PREVENUE} OR {SERVICE}", ecrire=TENU, retirer=SERVICE),
    Table(nom="reperage_equipier", lire=f"{SA_TOURNEE.format('true')} OR {SERVICE}", ecrire=TENUE),
    Table(nom="reperage_endroitprevu", lire=f"{SA_CAMPAGNE} OR {SERVICE}", ecrire=SA_CAMPAGNE),
    Table(nom="reperage_rencontre", lire=f"{TENU} OR {SERVICE}", ecrire=TENU, retirer=SERVICE),
    # Encounters are counted by the night alone, before it erases them.
    Table(nom="reperage_decompte", lire=f"{TENU} OR {SERVICE}", ecrire=SERVICE),
    Table(nom="reperage_lienrencontre", lire=f"{TENU} OR {SERVICE}", ecrire=TENU, ajouter=f"{TENU} AND {SA_PERSONNE}", retirer=f"{TENU} OR {SERVICE}"),
)
