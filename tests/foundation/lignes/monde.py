"""A world of rows drawn at random: structures, accounts, memberships, persons, agreements in every state, and all that hangs on them. Plain SQL, by the owner."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

JOUR = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
ICI = datetime.now(UTC)
"""An emergency closes at an instant of the database's own clock, whatever the day of the reading."""
BASE = 5_000_000
"""Numbers of rows begin there, far from those that a sequence gives."""
ROLES = ("ambassadeur", "mediateur", "agent", "responsable", "coordinateur", "pilote", "elu", "technique")
PORTEES = ("identite", "contact", "droits", "logement")
Ligne = dict[str, Any]


@dataclass
class Monde:
    """The rows of each table, as values: what the oracle reads and what the database is given."""

    tables: dict[str, list[Ligne]] = field(default_factory=dict)
    _tenants: dict[str, dict[Any, int]] = field(default_factory=dict)

    def add(self, table: str, **colonnes: Any) -> Ligne:
        lignes = self.tables.setdefault(table, [])
        lignes.append({"id": BASE + len(lignes)} | colonnes)
        return lignes[-1]

    def rows(self, table: str) -> list[Ligne]:
        return self.tables.get(table, [])

    def holders(self, table: str) -> dict[Any, int]:
        """The structure that holds each row, once the world is drawn."""
        if table not in self._tenants:
            self._tenants[table] = {ligne["id"]: ligne["structure_id"] for ligne in self.rows(table)}
        return self._tenants[table]

    def count(self, murees: set[str]) -> int:
        return sum(len(lignes) for table, lignes in self.tables.items() if table in murees)


def canary(structure: int | None) -> str:
    """What every text of a structure's rows carries, and no other's does."""
    return f"CANARI{structure}X"


def _followed(monde: Monde, alea: random.Random, personne: Ligne) -> None:
    """What is followed for her, in a file of its own (`monde_orientation`)."""
    from tests.foundation.lignes import monde_orientation

    monde_orientation.follow(monde, alea, personne)


def drawn(seed: int, *, structures: int = 5, comptes: int = 14, personnes: int = 40, partages: bool = True) -> Monde:
    """Draw a world. The same seed draws the same one. Without `partages`, no structure reads anything of another's."""
    from tests.foundation.lignes import monde_orientation, monde_reperage, monde_suites

    alea, monde = random.Random(seed), Monde()  # noqa: S311  a reproducible drawing
    for rang in range(structures):
        monde.add("structures_structure", code=f"lignes-{seed}-{rang}", nom=f"Structure {seed} {rang}", genre="association")
    tenues = [ligne["id"] for ligne in monde.rows("structures_structure")]
    for rang in range(comptes):
        monde.add(
            "comptes_compte",
            email=f"l{seed}-{rang}@exemple.test",
            nom="Compte",
            password="!",
            is_active=alea.random() > 0.08,
            created_at=AT,
            charte_version="",
        )
    for compte in monde.rows("comptes_compte"):
        _memberships(monde, alea, compte["id"], tenues)
    for _ in range(personnes):
        _person(monde, alea, tenues, partages=partages)
    for personne in monde.rows("personnes_personne"):
        _asked(monde, alea, personne, tenues, urgences=partages)
    monde_orientation.orient(monde, alea, tenues)
    for structure in tenues:
        _index_and_journal(monde, alea, structure)
        _agenda(monde, alea, structure, None)
        monde.add("conservation_fait", structure_id=structure, mois="2026-10", genre="bilan", droit="", etat="termine", motif="", nombre=3)
    for compte in monde.rows("comptes_compte")[::2]:
        monde.add("agenda_fluxagenda", compte_id=compte["id"], empreinte=f"flux{compte['id']}", cree_at=AT)
        monde.add("agenda_resume", compte_id=compte["id"], rythme="hebdomadaire", pour_le=None, statut="aucun")
    auteur = alea.choice(monde.rows("comptes_compte"))["id"]
    monde.add(
        "conservation_demandepurge",
        le=JOUR,
        empreinte="0" * 64,
        politique="0" * 64,
        chaque_nuit=False,
        rapport="{}",
        sujets="[]",
        demandee_par_id=auteur,
        demandee_at=AT,
    )
    for _ in range(structures):
        monde.add("journal_ligne", **_line(monde, alea, None))
    monde_suites.go_on(monde)
    monde_reperage.go_out(monde)
    monde.tables["journal_tete"] = [{"chaine": BASE + rang, "rang": 9, "empreinte": "0" * 64} for rang, _ in enumerate(tenues)]
    return monde


def _memberships(monde: Monde, alea: random.Random, compte: int, tenues: list[int]) -> None:
    for structure in alea.sample(tenues, k=alea.choice((0, 1, 1, 1, 2))):
        fin = alea.choice((None, None, None, JOUR, JOUR - timedelta(days=1), JOUR + timedelta(days=9)))
        monde.add(
            "structures_membre",
            compte_id=compte,
            structure_id=structure,
            role=alea.choice(ROLES[:4] if alea.random() < 0.7 else ROLES),
            profession="autre",
            depuis_le=alea.choice((JOUR - timedelta(days=300), JOUR - timedelta(days=300), JOUR, JOUR + timedelta(days=1)))
            if fin is None
            else date(2026, 1, 5),
            jusqu_au=fin,
            suspendu_le=JOUR if alea.random() < 0.08 else None,
        )
    monde.add("personnes_lecturedujour", compte_id=compte, jour=JOUR, chose=f"p{alea.randrange(9)}")


def _person(monde: Monde, alea: random.Random, tenues: list[int], *, partages: bool) -> None:
    structure = alea.choice(tenues)
    marque = canary(structure)
    personne = monde.add("personnes_personne", structure_id=structure, identite_scellee=marque, accord_le=JOUR, accord_mode="oral", created_at=AT)
    monde.add("coffre_clesujet", **_key(structure, "personne", personne["id"], marque))
    # Drawn apart: what is drawn of the others stays as it was.
    a_part = random.Random(personne["id"])  # noqa: S311  a reproducible drawing
    if a_part.random() < 0.5:
        _paper(monde, a_part, structure, personne["id"])
    for _ in range(alea.choice((0, 1, 1, 2)) if partages else 0):
        _agreement(monde, alea, personne, tenues)
    for _ in range(alea.choice((0, 1, 2))):
        # Another structure may hold, by mistake, a check-up under the number of this person: it opens nothing of it.
        ou = structure if not partages or alea.random() < 0.93 else alea.choice(tenues)
        _check_up(monde, alea, ou, personne["id"])
    if alea.random() < 0.4:
        _check_up(monde, alea, structure, None)


def _asked(monde: Monde, alea: random.Random, personne: Ligne, tenues: list[int], *, urgences: bool) -> None:
    """What she asked of her file, what retention keeps of it, and who asked to open it in an emergency."""
    structure, auteur = personne["structure_id"], alea.choice(monde.rows("comptes_compte"))["id"]
    marque, sur = canary(structure), {"structure_id": structure, "genre": "personne", "sujet_id": str(personne["id"])}
    monde.add("conservation_contact", **sur, le=JOUR, par_id=auteur, note_at=AT)
    monde.add("conservation_preavis", **sur, terme=JOUR, donne_le=JOUR)
    monde.add("conservation_miseenreserve", **sur, motif="recours", posee_le=JOUR, posee_par_id=auteur)
    numero = {"personne_id": personne["id"]}
    _followed(monde, alea, personne)
    monde.add("personnes_rectification", **numero, objet="autre", suite="notee", contenu_scelle=marque, par_id=auteur, at=AT)
    monde.add("personnes_demandeeffacement", **numero, mode="oral", obstacle="aucun", par_id=auteur, demandee_at=AT, a_partir_du=JOUR)
    _agenda(monde, alea, structure, personne["id"])
    _her_page(monde, alea, structure, personne["id"])
    for membre in alea.sample(monde.rows("structures_membre"), k=alea.choice((0, 1, 2))) if urgences else ():
        # In force, refused, over, or waiting for an answer; some where she no longer works.
        decision, fin = alea.choice((("accordee", 4), ("accordee", 4), ("accordee", -1), ("refusee", None), ("", None)))
        ou = membre["structure_id"] if alea.random() < 0.85 else alea.choice(tenues)
        decideur = alea.choice([ligne["id"] for ligne in monde.rows("comptes_compte") if ligne["id"] != membre["compte_id"]])
        monde.add(
            "personnes_ouvertureurgente",
            **numero,
            compte_id=membre["compte_id"],
            structure_id=ou,
            motif="danger",
            raison_scellee=marque,
            demandee_at=AT,
            decision=decision,
            decideur_id=decideur if decision else None,
            decidee_at=AT if decision else None,
            jusqu_at=ICI + timedelta(hours=fin) if fin else None,
        )


def _agenda(monde: Monde, alea: random.Random, structure: int, personne: int | None) -> None:
    """An appointment with who attends and what became of it, an action, and somebody of the team who is away."""
    marque, qui = canary(structure), alea.choice(monde.rows("comptes_compte"))["id"]
    commun = {"structure_id": structure, "personne_id": personne, "mots_scelles": marque, "cree_par_id": qui, "created_at": AT}
    un = monde.add("agenda_rendezvous", **commun, mode="visio", debut_at=AT, fin_at=AT + timedelta(hours=1), etat="prevu", rang=0)
    un["id"] = str(uuid.UUID(int=alea.getrandbits(128), version=4))
    monde.add("agenda_participant", rendez_vous_id=un["id"], compte_id=qui)
    # Its rank is the first one: the trigger lets it come after an appointment of which nothing was noted.
    monde.add("agenda_suiterendezvous", rendez_vous_id=un["id"], rang=1, avant="prevu", vers="tenu", mots_scelles=marque, auteur_id=qui, note_at=AT)
    action = monde.add("agenda_action", **commun, qui="professionnel", responsable_id=qui, etat="a_faire", updated_at=AT)
    action["id"] = str(uuid.UUID(int=alea.getrandbits(128), version=4))
    monde.add("agenda_absence", structure_id=structure, compte_id=qui, du=JOUR, au=JOUR, note_par_id=qui, note_at=AT)


def _her_page(monde: Monde, alea: random.Random, structure: int, personne: int) -> None:
    """The code that she received for her own page."""
    monde.add(
        "carnet_carnet",
        structure_id=structure,
        personne_id=personne,
        empreinte=f"{alea.getrandbits(256):064x}",
        mots_scelles=canary(structure),
        malgre_le_risque=False,
        donne_par_id=alea.choice(monde.rows("comptes_compte"))["id"],
        donne_at=AT,
        expire_at=AT + timedelta(days=90),
        ouvertures=0,
    )


def _paper(monde: Monde, alea: random.Random, structure: int, personne: int) -> None:
    """A paper of hers, its piece, its link and its key."""
    marque, auteur = canary(structure), alea.choice(monde.rows("comptes_compte"))["id"]
    document = monde.add(
        "documents_document",
        structure_id=structure,
        personne_id=personne,
        nature="banque",
        fiche_scellee=marque,
        pages=1,
        octets=1,
        sujet_genre="",
        sujet_id="",
        servi_le=JOUR,
        efface_le=JOUR,
        ajoute_par_id=auteur,
        ajoute_at=AT,
    )
    document["id"] = str(uuid.UUID(int=alea.getrandbits(128), version=4))
    sien = {"document_id": document["id"]}
    monde.add("coffre_clesujet", **_key(structure, "document", document["id"], marque))
    monde.add("documents_morceau", **sien, rang=0, contenu_scelle=marque)
    monde.add(
        "documents_lienpapier",
        **sien,
        empreinte=f"{alea.getrandbits(256):064x}",
        code_empreinte=marque,
        mention_scellee=marque,
        cree_par_id=auteur,
        cree_at=AT,
        expire_at=AT + timedelta(hours=24),
        ouvertures_max=5,
        ouvertures=0,
        essais=0,
    )


def _key(structure: int, genre: str, sujet: object, marque: str) -> Ligne:
    return {"structure_id": structure, "genre": genre, "sujet_id": str(sujet), "enveloppe": marque, "cle_id": "k", "scelles": 0, "created_at": AT}


def _check_up(monde: Monde, alea: random.Random, structure: int, personne: int | None) -> None:
    marque = canary(structure)
    bilan = monde.add(
        "bilan_bilan",
        structure_id=structure,
        auteur_id=alea.choice(monde.rows("comptes_compte"))["id"],
        mois="2026-11",
        statut="en_cours",
        personne_id=personne,
        reponses_scellees=marque,
        created_at=AT,
        updated_at=AT,
        anonyme=False,
    )
    bilan["id"] = str(uuid.UUID(int=alea.getrandbits(128), version=4))
    monde.add("coffre_clesujet", **_key(structure, "bilan", bilan["id"], marque))
    auteur = bilan["auteur_id"]
    estimation = monde.add(
        "bilan_estimation",
        bilan_id=bilan["id"],
        empreinte=marque,
        statut="demandee",
        versions="{}",
        situation_scellee=marque,
        resultats_scelles="",
        demandee_at=AT,
    )
    monde.add("bilan_choix", bilan_id=bilan["id"], droit="rsa", decision="voulu", motif="", mots_scelles=marque, auteur_id=auteur, fait_at=AT)
    monde.add(
        "bilan_avis",
        bilan_id=bilan["id"],
        estimation_id=estimation["id"],
        droit="rsa",
        statut="a_verifier",
        raison_scellee=marque,
        auteur_id=auteur,
        fait_at=AT,
    )


def _agreement(monde: Monde, alea: random.Random, personne: Ligne, tenues: list[int]) -> None:
    # The owner may have written one that names another holder: it opens nothing.
    de = personne["structure_id"] if alea.random() < 0.95 else alea.choice(tenues)
    debut = JOUR + timedelta(days=alea.choice((-40, -40, -10, 0, 1)))
    portees = sorted(alea.sample(PORTEES, k=2))
    partage = monde.add(
        "personnes_partage",
        personne_id=personne["id"],
        de_structure_id=de,
        vers_structure_id=alea.choice([une for une in tenues if une != de]),
        portees=" ".join(portees),
        finalite="accompagnement",
        debut=debut,
        fin=max(debut, JOUR + timedelta(days=alea.choice((-1, 0, 5, 90)))),
        accord_mode="oral",
        explication=False,
        langue="fr",
        enregistre_par_id=alea.choice(monde.rows("comptes_compte"))["id"],
        created_at=AT,
    )
    for _ in range(alea.choice((0, 0, 1, 1, 2))):
        nature = alea.choice(("restreint", "retire", "retabli"))
        reste = "" if nature == "retire" else alea.choice((portees[0], " ".join(portees), "orientation"))
        monde.add(
            "personnes_suitepartage",
            partage_id=partage["id"],
            nature=nature,
            portees=reste,
            mode="oral",
            par_id=alea.choice(monde.rows("comptes_compte"))["id"],
            at=AT,
        )


def _index_and_journal(monde: Monde, alea: random.Random, structure: int) -> None:
    marque = canary(structure)
    monde.add("coffre_clesujet", **_key(structure, "index", structure, marque))
    for rang in range(4):
        monde.add("coffre_indexaveugle", structure_id=structure, champ="identite", empreinte=marque, genre="personne", sujet_id=str(rang))
        monde.add("coffre_registreeffacement", structure_id=structure, genre="personne", sujet_id=str(rang), at=AT)
        monde.add("journal_ligne", **_line(monde, alea, structure))
    monde.add("journal_repere", chaine=structure, rang=1, empreinte=marque, avant_le=JOUR, at=AT, cle="c", signature="s")
    compte = alea.choice(monde.rows("comptes_compte"))["id"]
    lieu = monde.add("annuaire_lieudevie", structure_id=structure, code=f"{marque}X"[:16], nom="Lieu", genre="cafe", adresse="", cree_par_id=compte, cree_at=AT)
    for _ in range(3):
        monde.add(
            "annuaire_motdepose",
            id=str(uuid.UUID(int=alea.getrandbits(128), version=4)),
            structure_id=structure,
            lieu_de_vie_id=lieu["id"],
            besoin="argent",
            quand=marque,
            mots_scelles=marque,
            depose_le=JOUR,
            etat="a_lire",
        )
    monde.add(
        "structures_invitation",
        structure_id=structure,
        email=f"{marque}@exemple.test",
        nom=marque,
        role="agent",
        profession="autre",
        empreinte=f"{marque}-{len(monde.rows('structures_invitation'))}",
        invitante_id=compte,
        envoyee_at=AT,
        expire_at=AT,
    )


def _line(monde: Monde, alea: random.Random, structure: int | None) -> Ligne:
    return {
        "at": AT,
        "actor_id": alea.choice([None, *(ligne["id"] for ligne in monde.rows("comptes_compte"))]),
        "verb": alea.choice(("lire_bilan", "lire_bilan", "demander_urgence")),
        "thing_kind": "bilan",
        "thing_id": "1",
        "purpose": "bilan_des_droits",
        "structure_id": structure,
        "issue": "fait",
        "motif": "",
        "rang": BASE + len(monde.rows("journal_ligne")),
        "empreinte": canary(structure),
    }


def load(cursor: CursorWrapper, monde: Monde) -> None:
    """Write the world down, as the owner. Marks of purge name lines of the journal, which a trigger checks: it is passed over here."""
    cursor.execute("ALTER TABLE journal_repere DISABLE TRIGGER USER")
    for table, lignes in monde.tables.items():
        colonnes = list(lignes[0])
        marques = ", ".join(["%s"] * len(colonnes))
        for debut in range(0, len(lignes), 500):
            lot = lignes[debut : debut + 500]
            valeurs = ", ".join([f"({marques})"] * len(lot))
            noms = ", ".join(colonnes)
            cursor.execute(f'INSERT INTO "{table}" ({noms}) VALUES {valeurs}', [ligne[colonne] for ligne in lot for colonne in colonnes])
    cursor.execute("ALTER TABLE journal_repere ENABLE TRIGGER USER")
