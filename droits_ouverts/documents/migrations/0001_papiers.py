import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Papers of a person, in sealed pieces, and the links by which one is handed over."""

    initial = True

    dependencies = [
        ("personnes", "0004_droits_de_la_personne"),
        ("structures", "0003_invitations_et_suspensions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("fiche_scellee", models.TextField(verbose_name="fiche scellée")),
                ("pages", models.PositiveSmallIntegerField(verbose_name="pages")),
                ("octets", models.PositiveIntegerField(verbose_name="octets")),
                ("sujet_genre", models.SlugField(blank=True, default="", max_length=40, verbose_name="ce pour quoi il est gardé")),
                ("sujet_id", models.CharField(blank=True, default="", max_length=36, verbose_name="numéro de ce pour quoi il est gardé")),
                ("expire_le", models.DateField(blank=True, null=True, verbose_name="valable jusqu’au")),
                ("servi_le", models.DateField(verbose_name="a servi le")),
                ("efface_le", models.DateField(verbose_name="effacé le")),
                ("ajoute_at", models.DateTimeField(verbose_name="ajouté le")),
                ("retire_at", models.DateTimeField(blank=True, null=True, verbose_name="retiré le")),
                (
                    "ajoute_par",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="ajouté par"),
                ),
                (
                    "personne",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="personnes.personne", verbose_name="personne"),
                ),
                (
                    "retire_par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="retiré par",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="structures.structure", verbose_name="structure"),
                ),
            ],
            options={
                "verbose_name": "papier",
                "verbose_name_plural": "papiers",
            },
        ),
        migrations.CreateModel(
            name="LienPapier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("empreinte", models.CharField(max_length=64, unique=True, verbose_name="empreinte du lien")),
                ("code_empreinte", models.CharField(max_length=64, verbose_name="empreinte du code")),
                ("mention_scellee", models.TextField(blank=True, default="", verbose_name="mention scellée")),
                ("cree_at", models.DateTimeField(verbose_name="créé le")),
                ("expire_at", models.DateTimeField(verbose_name="expire le")),
                ("ouvertures_max", models.PositiveSmallIntegerField(verbose_name="ouvertures au plus")),
                ("ouvertures", models.PositiveSmallIntegerField(default=0, verbose_name="ouvertures")),
                ("essais", models.PositiveSmallIntegerField(default=0, verbose_name="codes faux")),
                ("revoque_at", models.DateTimeField(blank=True, null=True, verbose_name="révoqué le")),
                (
                    "cree_par",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="créé par"),
                ),
                (
                    "document",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="liens", to="documents.document", verbose_name="papier"),
                ),
            ],
            options={
                "verbose_name": "lien vers un papier",
                "verbose_name_plural": "liens vers des papiers",
            },
        ),
        migrations.CreateModel(
            name="Morceau",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rang", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("contenu_scelle", models.TextField(verbose_name="contenu scellé")),
                (
                    "document",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="morceaux", to="documents.document", verbose_name="papier"),
                ),
            ],
            options={
                "verbose_name": "morceau de papier",
                "verbose_name_plural": "morceaux de papier",
            },
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["structure", "personne", "-ajoute_at"], name="document_de_la_personne"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("expire_le__isnull", False), ("retire_at__isnull", True)), fields=["structure", "expire_le"], name="document_par_validite"
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["efface_le"], name="document_par_effacement"),
        ),
        migrations.AddConstraint(
            model_name="document",
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
                name="document_a_une_nature_connue",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(condition=models.Q(("pages__gte", 1), ("octets__gte", 1)), name="document_a_un_contenu"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(condition=models.Q(("fiche_scellee", ""), _negated=True), name="document_a_une_fiche_scellee"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(condition=models.Q(("efface_le__gte", models.F("servi_le"))), name="document_s_efface_apres_avoir_servi"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sujet_genre", ""), ("sujet_id", "")),
                    models.Q(models.Q(("sujet_genre", ""), _negated=True), models.Q(("sujet_id", ""), _negated=True)),
                    _connector="OR",
                ),
                name="document_nomme_son_sujet_en_entier",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retire_at__isnull", True), ("retire_par__isnull", True)),
                    models.Q(("retire_at__isnull", False), ("retire_par__isnull", False)),
                    _connector="OR",
                ),
                name="document_retire_par_quelqu_un",
            ),
        ),
        migrations.AddConstraint(
            model_name="lienpapier",
            constraint=models.CheckConstraint(condition=models.Q(("ouvertures__lte", models.F("ouvertures_max"))), name="lien_papier_ouvert_autant_que_permis"),
        ),
        migrations.AddConstraint(
            model_name="lienpapier",
            constraint=models.CheckConstraint(condition=models.Q(("expire_at__gt", models.F("cree_at"))), name="lien_papier_expire_apres_sa_creation"),
        ),
        migrations.AddConstraint(
            model_name="morceau",
            constraint=models.UniqueConstraint(fields=("document", "rang"), name="morceau_un_par_rang"),
        ),
        migrations.AddConstraint(
            model_name="morceau",
            constraint=models.CheckConstraint(condition=models.Q(("contenu_scelle", ""), _negated=True), name="morceau_a_un_contenu_scelle"),
        ),
    ]
