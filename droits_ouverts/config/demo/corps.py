"""Programme, sites, bodies and accounts.

Source: conseil municipal de Vénissieux, délibération n° 2023/23 of 18 December 2023 (programme 2024 to the end of 2026, three sites,
and who takes part). Bodies that the act does not name are fictional and say so in their name; every account is fictional.
"""

from __future__ import annotations

from droits_ouverts.config.demo.types import CompteDemo, SiteDemo, StructureDemo
from droits_ouverts.structures.enums import Genre, Profession, Role

PROGRAMME_CODE = "tznr-metropole-lyon"
MOULIN_A_VENT, MAS_DU_TAUREAU, LYON_7 = "moulin-a-vent", "mas-du-taureau", "lyon-7"
SITES = (
    SiteDemo(code=MOULIN_A_VENT, nom="Moulin à Vent", commune_nom="Vénissieux", commune_insee="69259"),
    SiteDemo(code=MAS_DU_TAUREAU, nom="Mas du Taureau", commune_nom="Vaulx-en-Velin", commune_insee="69256"),
    SiteDemo(code=LYON_7, nom="Lyon 7e", commune_nom="Lyon 7e arrondissement", commune_insee="69387"),
)
ALL_SITES = tuple(site.code for site in SITES)

PASSERELLE, PIMMS, CENTSEPT, CCAS, VILLE, METROPOLE = (
    "passerelle",
    "pimms-lyon-metropole",
    "le-107",
    "ccas-venissieux",
    "ville-venissieux",
    "metropole-lyon",
)
DE_L_ACTE = (
    # "seule structure à n'intervenir exclusivement que sur le site de Vénissieux"
    StructureDemo(code=PASSERELLE, nom="Passerelle", genre=Genre.ASSOCIATION, sites=(MOULIN_A_VENT,)),
    StructureDemo(code=PIMMS, nom="Pimms Médiation Lyon Métropole", genre=Genre.MEDIATION, sites=()),
    StructureDemo(code=CENTSEPT, nom="Le 107 (Centsept)", genre=Genre.APPUI, sites=()),
    StructureDemo(code=CCAS, nom="CCAS de Vénissieux", genre=Genre.CCAS, sites=(MOULIN_A_VENT,)),
    StructureDemo(code=VILLE, nom="Ville de Vénissieux", genre=Genre.COMMUNE, sites=(MOULIN_A_VENT,)),
    StructureDemo(code=METROPOLE, nom="Métropole de Lyon", genre=Genre.METROPOLE, sites=ALL_SITES),
)
INVENTEES = (
    StructureDemo(code="demo-centre-social", nom="Centre social des Tilleuls (démo)", genre=Genre.CENTRE_SOCIAL, sites=(MOULIN_A_VENT,)),
    StructureDemo(code="demo-caf", nom="Une caisse d’allocations familiales (démo)", genre=Genre.CAF, sites=()),
    StructureDemo(code="demo-cpam", nom="Une caisse d’assurance maladie (démo)", genre=Genre.CPAM, sites=()),
    StructureDemo(code="demo-france-travail", nom="Une agence France Travail (démo)", genre=Genre.FRANCE_TRAVAIL, sites=()),
    StructureDemo(code="demo-mission-locale", nom="Une mission locale (démo)", genre=Genre.MISSION_LOCALE, sites=()),
    StructureDemo(code="demo-pharmacie", nom="Pharmacie du Marché (démo)", genre=Genre.LIEU_DE_VIE, sites=(MOULIN_A_VENT,)),
    StructureDemo(code="demo-bibliotheque", nom="Bibliothèque du Parc (démo)", genre=Genre.LIEU_DE_VIE, sites=(MAS_DU_TAUREAU,)),
    StructureDemo(code="demo-loge", nom="Loge de la résidence des Lilas (démo)", genre=Genre.LIEU_DE_VIE, sites=(LYON_7,)),
)
STRUCTURES = DE_L_ACTE + INVENTEES

AMBASSADRICE, MEDIATEUR, RESPONSABLE, ACCUEIL, MEDIATION, RENFORT = "ambassadrice", "mediateur", "responsable", "accueil", "mediation", "renfort"
COMPTES = (
    CompteDemo(local=AMBASSADRICE, nom="Inès (démo)", structures=(PASSERELLE,), role=Role.AMBASSADEUR, profession=Profession.ASSISTANT_SERVICE_SOCIAL),
    CompteDemo(local=MEDIATEUR, nom="Karim (démo)", structures=(PASSERELLE,), role=Role.MEDIATEUR, profession=Profession.MEDIATEUR_SOCIAL),
    CompteDemo(local=RESPONSABLE, nom="Odile (démo)", structures=(PASSERELLE,), role=Role.RESPONSABLE, profession=Profession.TRAVAILLEUR_SOCIAL),
    CompteDemo(local=ACCUEIL, nom="Sofia (démo)", structures=(CCAS,), role=Role.AGENT, profession=Profession.INSTRUCTEUR_AIDE_SOCIALE),
    CompteDemo(local=MEDIATION, nom="Lucie (démo)", structures=(PIMMS,), role=Role.MEDIATEUR, profession=Profession.MEDIATEUR_SOCIAL),
    CompteDemo(local=RENFORT, nom="Bilal (démo)", structures=(PASSERELLE, PIMMS), role=Role.AMBASSADEUR, profession=Profession.TRAVAILLEUR_SOCIAL),
    CompteDemo(local="coordinateur", nom="Yann (démo)", structures=(CENTSEPT,), role=Role.COORDINATEUR, profession=Profession.AUTRE),
    CompteDemo(local="pilote", nom="Claire (démo)", structures=(METROPOLE,), role=Role.PILOTE, profession=Profession.AUTRE),
    CompteDemo(local="elue", nom="Hélène (démo)", structures=(VILLE,), role=Role.ELU, profession=Profession.AUTRE),
    CompteDemo(local="technique", nom="Marc (démo)", structures=(METROPOLE,), role=Role.TECHNIQUE, profession=Profession.AUTRE),
)
