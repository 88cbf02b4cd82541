"""A made-up directory, around the sites of the demo: no place here exists, and each says so."""

from __future__ import annotations

import hashlib
import io
from datetime import date, datetime, time
from typing import Final

from django.utils import timezone

from droits_ouverts.annuaire.lecture import rows
from droits_ouverts.annuaire.models import Lieu, Source
from droits_ouverts.annuaire.services_import import run_import, start_import

SOURCE: Final = "demo"
_TETE = "id;nom;service;adresse;code_postal;commune;code_insee;latitude;longitude;telephone;horaires;langues;gratuit;sans_rdv;accessible;droits;thematiques"
_DROITS = "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives"
_CORPS: Final = f"""\
d1;Maison du quartier (lieu inventé);Aide aux démarches;1 allée des Exemples;69200;Vénissieux;69259;45.7226;4.8702;0400000001;Mo-Fr 08:30-12:00,13:30-17:00;arabe|turc;oui;oui;oui;rsa|prime_activite;{_DROITS}
d1;Maison du quartier (lieu inventé);Écrivain public;1 allée des Exemples;69200;Vénissieux;69259;45.7226;4.8702;0400000001;Tu 09:00-12:00;arabe|turc;oui;non;oui;;lecture-ecriture-calcul--maitriser-le-francais
d2;Épicerie des voisins (lieu inventé);Colis alimentaire;12 rue Imaginaire;69200;Vénissieux;69259;45.7190;4.8745;0400000002;We 14:00-18:00;arabe|anglais;oui;oui;;;equipement-et-alimentation--alimentation
d3;Point budget du Moulin (lieu inventé);Point conseil budget;4 place Fictive;69200;Vénissieux;69259;45.7251;4.8660;0400000003;Mo,Th 09:00-12:00;;oui;non;oui;surendettement;difficultes-financieres--situation-dendettement-surendettement
d4;Médiathèque des Mots (lieu inventé);Accès à Internet accompagné;2 avenue du Récit;69200;Vénissieux;69259;45.7160;4.8800;0400000004;Tu-Sa 10:00-18:00;anglais;oui;oui;oui;;numerique--acceder-a-des-services-en-ligne
d5;Atelier roue libre (lieu inventé);Réparer son vélo;9 rue du Guidon;69200;Vénissieux;69259;45.7120;4.8850;;;;;;;;mobilite--entretenir-reparer-son-vehicule
d6;Permanence santé des Tours (lieu inventé);Ouvrir ses droits à la santé;7 boulevard du Conte;69200;Vénissieux;69259;45.7100;4.8780;0400000006;Mo-Fr 09:00-17:00;arabe|russe;oui;non;;c2s_sans_participation|puma_affiliation;sante--acces-aux-soins
d7;Agence des allocations (lieu inventé);Demander une prestation;20 rue de la Fable;69200;Vénissieux;69259;45.7050;4.8900;0400000007;Mo-Fr 08:30-16:00;;oui;non;oui;rsa|prime_activite|aides_logement;{_DROITS}
d8;Foyer de la Fontaine (lieu inventé);Domiciliation;3 quai Supposé;69007;Lyon;69387;45.7420;4.8420;0400000008;Mo-Fr 09:00-12:00;anglais|persan;oui;oui;;domiciliation;{_DROITS}
d9;Le Relais du logement (lieu inventé);Aide contre les impayés de loyer;15 rue du Prétexte;69007;Lyon;69387;45.7360;4.8370;0400000009;;;;;;fsl_maintien;logement-hebergement--reduire-les-impayes-de-loyer
d10;Espace emploi du Mas (lieu inventé);Refaire son CV;6 place de l’Hypothèse;69120;Vaulx-en-Velin;69256;45.7830;4.9180;0400000010;Mo-Fr 09:00-12:00;arabe;oui;oui;oui;;preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation
d11;Crèche des Possibles (lieu inventé);Garde ponctuelle;11 chemin du Songe;69120;Vaulx-en-Velin;69256;45.7790;4.9230;0400000011;Mo-Fr 07:30-18:30;;non;non;oui;paje_cmg;famille--garde-denfants
"""


def seed_annuaire(*, on: date) -> int:
    """Import the made-up places, once; return how many there are."""
    if not Source.objects.filter(code=SOURCE).exists():
        contenu = f"{_TETE}\n{_CORPS}".encode()
        now = timezone.make_aware(datetime.combine(on, time(8)))
        passage = start_import(
            source=SOURCE,
            nom_source="la démonstration",
            fichier="demo.csv",
            empreinte=hashlib.sha256(contenu).hexdigest(),
            octets=len(contenu),
            actor=None,
            now=now,
        )
        run_import(passage, rows(io.BytesIO(contenu), "demo.csv"), clock=lambda: now)
    return Lieu.objects.filter(source__code=SOURCE).count()
