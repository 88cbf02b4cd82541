import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("territoires", "0001_programme_et_site"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Structure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=64, unique=True, verbose_name="code")),
                ("nom", models.CharField(max_length=200, unique=True, verbose_name="nom")),
                (
                    "genre",
                    models.CharField(
                        choices=[
                            ("association", "association"),
                            ("ccas", "centre communal d’action sociale"),
                            ("commune", "commune"),
                            ("metropole", "métropole"),
                            ("departement", "département"),
                            ("caisse", "caisse de sécurité sociale"),
                            ("etat", "service de l’État"),
                            ("centre_social", "centre social"),
                            ("autre", "autre"),
                        ],
                        max_length=32,
                        verbose_name="genre",
                    ),
                ),
                ("sites", models.ManyToManyField(blank=True, related_name="structures", to="territoires.site", verbose_name="sites où elle agit")),
            ],
            options={
                "verbose_name": "structure",
                "verbose_name_plural": "structures",
            },
        ),
        migrations.CreateModel(
            name="Membre",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("ambassadeur", "ambassadrice ou ambassadeur des droits"),
                            ("mediateur", "médiatrice ou médiateur"),
                            ("agent", "agent d’accueil ou d’instruction"),
                            ("coordinateur", "coordinatrice ou coordinateur de ressources"),
                            ("responsable", "responsable de la structure"),
                            ("pilote", "pilote du programme"),
                        ],
                        max_length=32,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "profession",
                    models.CharField(
                        choices=[
                            ("assistant_service_social", "assistante ou assistant de service social"),
                            ("instructeur_aide_sociale", "personne qui instruit l’aide sociale"),
                            ("travailleur_social", "autre travailleuse ou travailleur social"),
                            ("mediateur_social", "médiatrice ou médiateur social"),
                            ("autre", "autre profession"),
                        ],
                        default="autre",
                        max_length=32,
                        verbose_name="profession",
                    ),
                ),
                ("depuis_le", models.DateField(verbose_name="premier jour")),
                ("jusqu_au", models.DateField(blank=True, null=True, verbose_name="dernier jour")),
                (
                    "compte",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appartenances", to=settings.AUTH_USER_MODEL, verbose_name="compte"
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="membres", to="structures.structure", verbose_name="structure"),
                ),
            ],
            options={
                "verbose_name": "membre",
                "verbose_name_plural": "membres",
            },
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.CheckConstraint(
                condition=models.Q(("genre__in", ["association", "ccas", "commune", "metropole", "departement", "caisse", "etat", "centre_social", "autre"])),
                name="structure_a_un_genre_connu",
            ),
        ),
        migrations.AddConstraint(
            model_name="membre",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["ambassadeur", "mediateur", "agent", "coordinateur", "responsable", "pilote"])), name="membre_a_un_role_connu"
            ),
        ),
        migrations.AddConstraint(
            model_name="membre",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("profession__in", ["assistant_service_social", "instructeur_aide_sociale", "travailleur_social", "mediateur_social", "autre"])
                ),
                name="membre_a_une_profession_connue",
            ),
        ),
        migrations.AddConstraint(
            model_name="membre",
            constraint=models.CheckConstraint(
                condition=models.Q(("jusqu_au__isnull", True), ("jusqu_au__gte", models.F("depuis_le")), _connector="OR"), name="membre_part_apres_etre_arrive"
            ),
        ),
        migrations.AddConstraint(
            model_name="membre",
            constraint=models.UniqueConstraint(
                condition=models.Q(("jusqu_au__isnull", True)), fields=("compte", "structure"), name="membre_une_seule_fois_a_la_fois"
            ),
        ),
    ]
