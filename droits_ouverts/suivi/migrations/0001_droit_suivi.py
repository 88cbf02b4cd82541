from __future__ import annotations

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The rows of the ledger: a right of a person, its moves, papers, clocks and calls, and what changes in her life."""

    initial = True

    dependencies = [
        ("bilan", "0007_enveloppes_remises_a_leur_sujet"),
        ("personnes", "0004_droits_de_la_personne"),
        ("structures", "0003_invitations_et_suspensions"),
        ("territoires", "0001_programme_et_site"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DroitSuivi",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("droit", models.SlugField(max_length=64, verbose_name="droit")),
                (
                    "origine",
                    models.CharField(
                        choices=[("bilan", "Choisi dans un bilan"), ("main", "Ouvert par un professionnel"), ("import", "Repris d’un tableau")],
                        max_length=20,
                        verbose_name="origine",
                    ),
                ),
                ("deja_ouvert", models.BooleanField(db_default=False, default=False, verbose_name="déjà ouvert avant nous")),
                (
                    "etat",
                    models.CharField(
                        choices=[
                            ("repere", "Repéré"),
                            ("propose", "Proposé"),
                            ("choisi", "Voulu par la personne"),
                            ("ecarte", "Pas voulu par la personne"),
                            ("en_preparation", "Dossier en préparation"),
                            ("depose", "Demande déposée"),
                            ("pieces_demandees", "Pièces demandées"),
                            ("en_instruction", "Demande à l’étude"),
                            ("accorde", "Accordé"),
                            ("partiel", "Accordé en partie"),
                            ("refuse", "Refusé"),
                            ("silence", "Resté sans réponse"),
                            ("verse", "Versé ou utilisé"),
                            ("maintenu", "Maintenu"),
                            ("perdu", "Arrêté"),
                            ("recours", "Recours déposé"),
                            ("renonce", "La personne y a renoncé"),
                            ("annule", "Ouvert par erreur"),
                        ],
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                ("etat_le", models.DateField(verbose_name="dans cet état depuis le")),
                ("rang", models.PositiveIntegerField(verbose_name="rang du dernier mouvement")),
                ("ouvert_le", models.DateField(blank=True, null=True, verbose_name="ouvert grâce au suivi depuis le")),
                ("verse_le", models.DateField(blank=True, null=True, verbose_name="versé depuis le")),
                ("maintenu_le", models.DateField(blank=True, null=True, verbose_name="maintenu le")),
                ("montants_scelles", models.TextField(blank=True, db_default="", default="", verbose_name="montants scellés")),
                ("created_at", models.DateTimeField(verbose_name="ouvert le")),
                ("updated_at", models.DateTimeField(verbose_name="modifié le")),
                (
                    "bilan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="droits_suivis",
                        to="bilan.bilan",
                        verbose_name="bilan",
                    ),
                ),
                (
                    "personne",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="droits_suivis", to="personnes.personne", verbose_name="personne"
                    ),
                ),
                (
                    "premier_par",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="première rencontre par"
                    ),
                ),
                (
                    "responsable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="responsable de la suite"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="droits_suivis",
                        to="territoires.site",
                        verbose_name="site",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="droits_suivis", to="structures.structure", verbose_name="structure"
                    ),
                ),
            ],
            options={
                "verbose_name": "droit suivi",
                "verbose_name_plural": "droits suivis",
            },
        ),
        migrations.CreateModel(
            name="Appel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mois", models.PositiveSmallIntegerField(verbose_name="mois après le versement")),
                ("fait_le", models.DateField(verbose_name="fait le")),
                (
                    "resultat",
                    models.CharField(
                        choices=[
                            ("toujours_verse", "Le droit est toujours là"),
                            ("arrete", "Le droit s’est arrêté"),
                            ("jamais_recu", "Rien n’est encore arrivé"),
                            ("injoignable", "La personne n’a pas pu être jointe"),
                            ("ne_souhaite_pas", "La personne ne souhaite pas être rappelée"),
                        ],
                        max_length=20,
                        verbose_name="résultat",
                    ),
                ),
                ("note_at", models.DateTimeField(verbose_name="noté le")),
                ("par", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="par")),
                (
                    "droit_suivi",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="appels", to="suivi.droitsuivi", verbose_name="droit suivi"),
                ),
            ],
            options={
                "verbose_name": "appel de suivi",
                "verbose_name_plural": "appels de suivi",
            },
        ),
        migrations.CreateModel(
            name="Echeance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cle", models.SlugField(max_length=80, verbose_name="clé")),
                ("nature", models.SlugField(max_length=40, verbose_name="nature")),
                ("debut_le", models.DateField(blank=True, null=True, verbose_name="depuis le")),
                ("due_le", models.DateField(verbose_name="pour le")),
                ("prudence_le", models.DateField(blank=True, null=True, verbose_name="jour de prudence")),
                ("a_faire_le", models.DateField(verbose_name="à faire le")),
                ("jusqu_au", models.DateField(blank=True, null=True, verbose_name="déplacée au")),
                ("pausee", models.BooleanField(db_default=False, default=False, verbose_name="en pause")),
                ("raison_scellee", models.TextField(blank=True, default="", verbose_name="raison scellée")),
                ("faite_le", models.DateField(blank=True, null=True, verbose_name="faite le")),
                ("reglee_at", models.DateTimeField(blank=True, null=True, verbose_name="réglée le")),
                ("calculee_at", models.DateTimeField(verbose_name="calculée le")),
                (
                    "droit_suivi",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="echeances", to="suivi.droitsuivi", verbose_name="droit suivi"),
                ),
                (
                    "reglee_par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="réglée par",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="structures.structure", verbose_name="structure"),
                ),
            ],
            options={
                "verbose_name": "échéance",
                "verbose_name_plural": "échéances",
            },
        ),
        migrations.CreateModel(
            name="Mouvement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rang", models.PositiveIntegerField(verbose_name="rang")),
                ("nature", models.CharField(choices=[("pas", "Étape"), ("correction", "Correction")], max_length=20, verbose_name="nature")),
                (
                    "avant",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("repere", "Repéré"),
                            ("propose", "Proposé"),
                            ("choisi", "Voulu par la personne"),
                            ("ecarte", "Pas voulu par la personne"),
                            ("en_preparation", "Dossier en préparation"),
                            ("depose", "Demande déposée"),
                            ("pieces_demandees", "Pièces demandées"),
                            ("en_instruction", "Demande à l’étude"),
                            ("accorde", "Accordé"),
                            ("partiel", "Accordé en partie"),
                            ("refuse", "Refusé"),
                            ("silence", "Resté sans réponse"),
                            ("verse", "Versé ou utilisé"),
                            ("maintenu", "Maintenu"),
                            ("perdu", "Arrêté"),
                            ("recours", "Recours déposé"),
                            ("renonce", "La personne y a renoncé"),
                            ("annule", "Ouvert par erreur"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="état d’avant",
                    ),
                ),
                (
                    "vers",
                    models.CharField(
                        choices=[
                            ("repere", "Repéré"),
                            ("propose", "Proposé"),
                            ("choisi", "Voulu par la personne"),
                            ("ecarte", "Pas voulu par la personne"),
                            ("en_preparation", "Dossier en préparation"),
                            ("depose", "Demande déposée"),
                            ("pieces_demandees", "Pièces demandées"),
                            ("en_instruction", "Demande à l’étude"),
                            ("accorde", "Accordé"),
                            ("partiel", "Accordé en partie"),
                            ("refuse", "Refusé"),
                            ("silence", "Resté sans réponse"),
                            ("verse", "Versé ou utilisé"),
                            ("maintenu", "Maintenu"),
                            ("perdu", "Arrêté"),
                            ("recours", "Recours déposé"),
                            ("renonce", "La personne y a renoncé"),
                            ("annule", "Ouvert par erreur"),
                        ],
                        max_length=20,
                        verbose_name="état d’après",
                    ),
                ),
                ("fait_le", models.DateField(verbose_name="fait le")),
                ("recu_le", models.DateField(blank=True, null=True, verbose_name="accusé de réception du")),
                ("complet_le", models.DateField(blank=True, null=True, verbose_name="dossier complet le")),
                ("notifie_le", models.DateField(blank=True, null=True, verbose_name="décision reçue le")),
                ("debut_le", models.DateField(blank=True, null=True, verbose_name="droit ouvert à partir du")),
                ("fin_le", models.DateField(blank=True, null=True, verbose_name="droit ouvert jusqu’au")),
                (
                    "preuve",
                    models.CharField(
                        choices=[("dit", "Dit par la personne"), ("vu", "Vu sur un papier"), ("confirme", "Confirmé par l’organisme")],
                        max_length=20,
                        verbose_name="niveau de preuve",
                    ),
                ),
                (
                    "sens_silence",
                    models.CharField(
                        blank=True,
                        choices=[("accord", "Il vaut accord"), ("refus", "Il vaut refus"), ("inconnu", "Ce qu’il veut dire est à vérifier")],
                        default="",
                        max_length=20,
                        verbose_name="sens du silence",
                    ),
                ),
                (
                    "motif_pro",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ne_connait_pas", "Je ne connaissais pas ce droit"),
                            ("croit_ne_pas_avoir_droit", "Je pensais ne pas y avoir droit"),
                            ("montant_trop_faible", "C’est trop peu pour moi"),
                            ("demarche_compliquee", "La démarche est trop compliquée"),
                            ("numerique", "C’est sur Internet, et c’est difficile"),
                            ("langue", "La langue est un obstacle"),
                            ("papiers_manquants", "Il me manque des papiers"),
                            ("attend_un_papier", "J’attends un papier"),
                            ("peur_dette", "J’ai peur de devoir rembourser"),
                            ("peur_controle", "J’ai peur d’un contrôle"),
                            ("peur_autres_droits", "J’ai peur de perdre autre chose"),
                            ("regard_des_autres", "Je crains le regard des autres"),
                            ("se_debrouiller", "Je préfère me débrouiller sans"),
                            ("conflit_familial", "Je veux éviter un conflit dans ma famille"),
                            ("aide_des_proches", "Mes proches m’aident"),
                            ("sans_reponse", "J’ai demandé, sans réponse"),
                            ("refuse_avant", "On me l’a refusé"),
                            ("coupe_au_renouvellement", "Il s’est arrêté au renouvellement"),
                            ("pas_propose", "Personne ne me l’a proposé"),
                            ("mal_oriente", "On m’a envoyé au mauvais endroit"),
                            ("autre", "Une autre raison"),
                        ],
                        default="",
                        max_length=40,
                        verbose_name="motif selon le professionnel",
                    ),
                ),
                (
                    "motif_personne",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ne_connait_pas", "Je ne connaissais pas ce droit"),
                            ("croit_ne_pas_avoir_droit", "Je pensais ne pas y avoir droit"),
                            ("montant_trop_faible", "C’est trop peu pour moi"),
                            ("demarche_compliquee", "La démarche est trop compliquée"),
                            ("numerique", "C’est sur Internet, et c’est difficile"),
                            ("langue", "La langue est un obstacle"),
                            ("papiers_manquants", "Il me manque des papiers"),
                            ("attend_un_papier", "J’attends un papier"),
                            ("peur_dette", "J’ai peur de devoir rembourser"),
                            ("peur_controle", "J’ai peur d’un contrôle"),
                            ("peur_autres_droits", "J’ai peur de perdre autre chose"),
                            ("regard_des_autres", "Je crains le regard des autres"),
                            ("se_debrouiller", "Je préfère me débrouiller sans"),
                            ("conflit_familial", "Je veux éviter un conflit dans ma famille"),
                            ("aide_des_proches", "Mes proches m’aident"),
                            ("sans_reponse", "J’ai demandé, sans réponse"),
                            ("refuse_avant", "On me l’a refusé"),
                            ("coupe_au_renouvellement", "Il s’est arrêté au renouvellement"),
                            ("pas_propose", "Personne ne me l’a proposé"),
                            ("mal_oriente", "On m’a envoyé au mauvais endroit"),
                            ("autre", "Une autre raison"),
                        ],
                        default="",
                        max_length=40,
                        verbose_name="motif selon la personne",
                    ),
                ),
                (
                    "motif_decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ressources", "Ressources au-dessus de la limite"),
                            ("foyer", "Composition du foyer"),
                            ("age", "Condition d’âge"),
                            ("sejour", "Droit au séjour ou ancienneté de résidence"),
                            ("residence", "Lieu d’habitation"),
                            ("taux_handicap", "Taux ou effet du handicap"),
                            ("pieces_manquantes", "Pièces manquantes"),
                            ("hors_delai", "Demande hors délai"),
                            ("autre_droit", "Un autre droit passe avant, ou ne se cumule pas"),
                            ("declaration_manquante", "Déclaration non faite"),
                            ("renouvellement_manque", "Renouvellement non demandé à temps"),
                            ("changement_situation", "Changement de situation"),
                            ("duree_atteinte", "Durée maximale atteinte"),
                            ("controle", "Suspendu après un contrôle"),
                            ("budget", "Aide facultative : plus de budget, ou refus de la commission"),
                            ("non_dit", "Motif non donné"),
                            ("autre", "Un autre motif"),
                        ],
                        default="",
                        max_length=40,
                        verbose_name="motif de l’organisme",
                    ),
                ),
                ("montants_scelles", models.TextField(blank=True, default="", verbose_name="montants scellés")),
                ("mots_scelles", models.TextField(blank=True, default="", verbose_name="mots scellés")),
                ("note_at", models.DateTimeField(verbose_name="noté le")),
                (
                    "annule",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="correction",
                        to="suivi.mouvement",
                        verbose_name="annule",
                    ),
                ),
                (
                    "auteur",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="auteur"
                    ),
                ),
                (
                    "droit_suivi",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mouvements", to="suivi.droitsuivi", verbose_name="droit suivi"
                    ),
                ),
            ],
            options={
                "verbose_name": "mouvement",
                "verbose_name_plural": "mouvements",
            },
        ),
        migrations.CreateModel(
            name="Piece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("identite", "Pièce d’identité"),
                            ("sejour", "Titre de séjour"),
                            ("domicile", "Justificatif de domicile ou domiciliation"),
                            ("logement", "Bail, quittance ou attestation de loyer"),
                            ("impot", "Avis d’impôt"),
                            ("ressources", "Justificatif de ressources"),
                            ("banque", "RIB"),
                            ("famille", "Livret de famille, acte ou jugement"),
                            ("scolarite", "Certificat de scolarité ou carte d’étudiant"),
                            ("emploi", "Contrat ou attestation d’employeur"),
                            ("sante", "Certificat médical, sous pli fermé"),
                            ("formulaire", "Formulaire rempli et signé"),
                            ("attestation", "Attestation d’un organisme"),
                            ("autre", "Un autre papier"),
                        ],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("precision_scellee", models.TextField(blank=True, default="", verbose_name="précision scellée")),
                ("demandee_le", models.DateField(verbose_name="demandée le")),
                ("avant_le", models.DateField(blank=True, null=True, verbose_name="à donner avant le")),
                ("donnee_le", models.DateField(blank=True, null=True, verbose_name="donnée le")),
                ("sans_objet_le", models.DateField(blank=True, null=True, verbose_name="sans objet depuis le")),
                ("note_at", models.DateTimeField(verbose_name="notée le")),
                (
                    "droit_suivi",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="suivi.droitsuivi", verbose_name="droit suivi"),
                ),
                (
                    "par",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="notée par"),
                ),
            ],
            options={
                "verbose_name": "pièce",
                "verbose_name_plural": "pièces",
            },
        ),
        migrations.CreateModel(
            name="Changement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("naissance", "Naissance ou grossesse"),
                            ("emploi", "Emploi trouvé"),
                            ("perte_emploi", "Emploi perdu"),
                            ("demenagement", "Déménagement"),
                            ("separation", "Séparation"),
                            ("vie_commune", "Vie de couple"),
                            ("depart_enfant", "Départ d’un enfant"),
                            ("deces", "Décès d’un proche"),
                            ("sante", "Maladie ou handicap"),
                            ("retraite", "Retraite"),
                            ("sejour", "Titre de séjour"),
                            ("autre", "Un autre changement"),
                        ],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("le", models.DateField(verbose_name="depuis le")),
                ("ecarte_le", models.DateField(blank=True, null=True, verbose_name="bilan écarté le")),
                ("note_at", models.DateTimeField(verbose_name="noté le")),
                (
                    "bilan",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="bilan.bilan", verbose_name="bilan refait"
                    ),
                ),
                ("par", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="noté par")),
                (
                    "personne",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changements", to="personnes.personne", verbose_name="personne"
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="structures.structure", verbose_name="structure"),
                ),
            ],
            options={
                "verbose_name": "changement de vie",
                "verbose_name_plural": "changements de vie",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "nature__in",
                                [
                                    "naissance",
                                    "emploi",
                                    "perte_emploi",
                                    "demenagement",
                                    "separation",
                                    "vie_commune",
                                    "depart_enfant",
                                    "deces",
                                    "sante",
                                    "retraite",
                                    "sejour",
                                    "autre",
                                ],
                            )
                        ),
                        name="changement_a_une_nature_connue",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="droitsuivi",
            index=models.Index(fields=["structure", "etat", "-updated_at"], name="droit_suivi_par_etat"),
        ),
        migrations.AddIndex(
            model_name="droitsuivi",
            index=models.Index(fields=["structure", "responsable", "-updated_at"], name="droit_suivi_de_qui"),
        ),
        migrations.AddIndex(
            model_name="droitsuivi",
            index=models.Index(fields=["structure", "-updated_at"], name="droit_suivi_recent"),
        ),
        migrations.AddConstraint(
            model_name="droitsuivi",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "etat__in",
                        [
                            "repere",
                            "propose",
                            "choisi",
                            "ecarte",
                            "en_preparation",
                            "depose",
                            "pieces_demandees",
                            "en_instruction",
                            "accorde",
                            "partiel",
                            "refuse",
                            "silence",
                            "verse",
                            "maintenu",
                            "perdu",
                            "recours",
                            "renonce",
                            "annule",
                        ],
                    )
                ),
                name="droit_suivi_a_un_etat_connu",
            ),
        ),
        migrations.AddConstraint(
            model_name="droitsuivi",
            constraint=models.CheckConstraint(condition=models.Q(("origine__in", ["bilan", "main", "import"])), name="droit_suivi_a_une_origine_connue"),
        ),
        migrations.AddConstraint(
            model_name="droitsuivi",
            constraint=models.CheckConstraint(condition=models.Q(("rang__gte", 1)), name="droit_suivi_a_un_mouvement"),
        ),
        migrations.AddConstraint(
            model_name="droitsuivi",
            constraint=models.UniqueConstraint(fields=("personne", "droit"), name="droit_suivi_un_par_personne_et_droit"),
        ),
        migrations.AddConstraint(
            model_name="appel",
            constraint=models.CheckConstraint(condition=models.Q(("mois__in", [1, 3, 6, 12])), name="appel_a_un_mois_prevu"),
        ),
        migrations.AddConstraint(
            model_name="appel",
            constraint=models.CheckConstraint(
                condition=models.Q(("resultat__in", ["toujours_verse", "arrete", "jamais_recu", "injoignable", "ne_souhaite_pas"])),
                name="appel_a_un_resultat_connu",
            ),
        ),
        migrations.AddIndex(
            model_name="echeance",
            index=models.Index(condition=models.Q(("faite_le__isnull", True), ("pausee", False)), fields=["structure", "a_faire_le"], name="echeance_par_jour"),
        ),
        migrations.AddConstraint(
            model_name="echeance",
            constraint=models.UniqueConstraint(fields=("droit_suivi", "cle"), name="echeance_une_par_cle"),
        ),
        migrations.AddConstraint(
            model_name="mouvement",
            constraint=models.UniqueConstraint(fields=("droit_suivi", "rang"), name="mouvement_un_par_rang"),
        ),
        migrations.AddConstraint(
            model_name="mouvement",
            constraint=models.CheckConstraint(condition=models.Q(("rang__gte", 1)), name="mouvement_commence_a_un"),
        ),
        migrations.AddConstraint(
            model_name="mouvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "vers__in",
                        [
                            "repere",
                            "propose",
                            "choisi",
                            "ecarte",
                            "en_preparation",
                            "depose",
                            "pieces_demandees",
                            "en_instruction",
                            "accorde",
                            "partiel",
                            "refuse",
                            "silence",
                            "verse",
                            "maintenu",
                            "perdu",
                            "recours",
                            "renonce",
                            "annule",
                        ],
                    ),
                    (
                        "avant__in",
                        [
                            "",
                            "repere",
                            "propose",
                            "choisi",
                            "ecarte",
                            "en_preparation",
                            "depose",
                            "pieces_demandees",
                            "en_instruction",
                            "accorde",
                            "partiel",
                            "refuse",
                            "silence",
                            "verse",
                            "maintenu",
                            "perdu",
                            "recours",
                            "renonce",
                            "annule",
                        ],
                    ),
                ),
                name="mouvement_entre_etats_connus",
            ),
        ),
        migrations.AddConstraint(
            model_name="mouvement",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("vers", "annule"), _negated=True), ("nature", "correction"), _connector="OR"),
                name="mouvement_vers_annule_est_une_correction",
            ),
        ),
        migrations.AddConstraint(
            model_name="mouvement",
            constraint=models.CheckConstraint(condition=models.Q(("preuve__in", ["dit", "vu", "confirme"])), name="mouvement_a_une_preuve_connue"),
        ),
        migrations.AddConstraint(
            model_name="mouvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "motif_pro__in",
                        [
                            "",
                            "ne_connait_pas",
                            "croit_ne_pas_avoir_droit",
                            "montant_trop_faible",
                            "demarche_compliquee",
                            "numerique",
                            "langue",
                            "papiers_manquants",
                            "attend_un_papier",
                            "peur_dette",
                            "peur_controle",
                            "peur_autres_droits",
                            "regard_des_autres",
                            "se_debrouiller",
                            "conflit_familial",
                            "aide_des_proches",
                            "sans_reponse",
                            "refuse_avant",
                            "coupe_au_renouvellement",
                            "pas_propose",
                            "mal_oriente",
                            "autre",
                        ],
                    ),
                    (
                        "motif_personne__in",
                        [
                            "",
                            "ne_connait_pas",
                            "croit_ne_pas_avoir_droit",
                            "montant_trop_faible",
                            "demarche_compliquee",
                            "numerique",
                            "langue",
                            "papiers_manquants",
                            "attend_un_papier",
                            "peur_dette",
                            "peur_controle",
                            "peur_autres_droits",
                            "regard_des_autres",
                            "se_debrouiller",
                            "conflit_familial",
                            "aide_des_proches",
                            "sans_reponse",
                            "refuse_avant",
                            "coupe_au_renouvellement",
                            "pas_propose",
                            "mal_oriente",
                            "autre",
                        ],
                    ),
                ),
                name="mouvement_a_un_motif_connu",
            ),
        ),
        migrations.AddConstraint(
            model_name="mouvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "motif_decision__in",
                        [
                            "",
                            "ressources",
                            "foyer",
                            "age",
                            "sejour",
                            "residence",
                            "taux_handicap",
                            "pieces_manquantes",
                            "hors_delai",
                            "autre_droit",
                            "declaration_manquante",
                            "renouvellement_manque",
                            "changement_situation",
                            "duree_atteinte",
                            "controle",
                            "budget",
                            "non_dit",
                            "autre",
                        ],
                    )
                ),
                name="mouvement_a_un_motif_de_decision_connu",
            ),
        ),
        migrations.AddConstraint(
            model_name="mouvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("annule__isnull", True), ("nature", "pas")), models.Q(("annule__isnull", False), ("nature", "correction")), _connector="OR"
                ),
                name="mouvement_de_correction_annule_un_pas",
            ),
        ),
        migrations.AddConstraint(
            model_name="mouvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sens_silence__in", ["accord", "refus", "inconnu"]), ("vers", "silence")),
                    models.Q(models.Q(("vers", "silence"), _negated=True), ("sens_silence", "")),
                    ("nature", "correction"),
                    _connector="OR",
                ),
                name="mouvement_de_silence_a_un_sens",
            ),
        ),
        migrations.AddConstraint(
            model_name="mouvement",
            constraint=models.CheckConstraint(
                condition=models.Q(("debut_le__isnull", True), ("fin_le__isnull", True), ("fin_le__gte", models.F("debut_le")), _connector="OR"),
                name="mouvement_finit_apres_son_debut",
            ),
        ),
        migrations.AddConstraint(
            model_name="piece",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "nature__in",
                        [
                            "identite",
                            "sejour",
                            "domicile",
                            "logement",
                            "impot",
                            "ressources",
                            "banque",
                            "famille",
                            "scolarite",
                            "emploi",
                            "sante",
                            "formulaire",
                            "attestation",
                            "autre",
                        ],
                    )
                ),
                name="piece_a_une_nature_connue",
            ),
        ),
        migrations.AddConstraint(
            model_name="piece",
            constraint=models.CheckConstraint(
                condition=models.Q(("donnee_le__isnull", True), ("sans_objet_le__isnull", True), _connector="OR"), name="piece_donnee_ou_sans_objet"
            ),
        ),
    ]
