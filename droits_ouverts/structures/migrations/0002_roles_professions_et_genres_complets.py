from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("structures", "0001_structure_et_membre"),
        ("territoires", "0001_programme_et_site"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="membre",
            name="membre_a_un_role_connu",
        ),
        migrations.RemoveConstraint(
            model_name="membre",
            name="membre_a_une_profession_connue",
        ),
        migrations.RemoveConstraint(
            model_name="structure",
            name="structure_a_un_genre_connu",
        ),
        migrations.AlterField(
            model_name="membre",
            name="profession",
            field=models.CharField(
                choices=[
                    ("assistant_service_social", "assistante ou assistant de service social"),
                    ("instructeur_aide_sociale", "personne qui instruit l’aide sociale"),
                    ("instructeur_rsa", "personne qui instruit le RSA ou en suit les allocataires"),
                    ("professionnel_sante", "professionnelle ou professionnel de santé"),
                    ("travailleur_social", "autre travailleuse ou travailleur social"),
                    ("mediateur_social", "médiatrice ou médiateur social"),
                    ("conseiller_insertion", "conseillère ou conseiller en insertion"),
                    ("benevole", "bénévole ou volontaire"),
                    ("autre", "autre profession"),
                ],
                default="autre",
                max_length=32,
                verbose_name="profession",
            ),
        ),
        migrations.AlterField(
            model_name="membre",
            name="role",
            field=models.CharField(
                choices=[
                    ("ambassadeur", "ambassadrice ou ambassadeur des droits"),
                    ("mediateur", "médiatrice ou médiateur"),
                    ("agent", "agent partenaire, à l’accueil ou à l’instruction"),
                    ("responsable", "responsable de la structure"),
                    ("coordinateur", "coordinatrice ou coordinateur de ressources"),
                    ("pilote", "pilote du programme"),
                    ("elu", "élue ou élu"),
                    ("technique", "administration technique"),
                ],
                max_length=32,
                verbose_name="rôle",
            ),
        ),
        migrations.AlterField(
            model_name="structure",
            name="genre",
            field=models.CharField(
                choices=[
                    ("association", "association"),
                    ("mediation", "médiation sociale"),
                    ("appui", "appui aux partenaires"),
                    ("ccas", "centre communal d’action sociale"),
                    ("commune", "commune"),
                    ("metropole", "métropole"),
                    ("departement", "département"),
                    ("centre_social", "centre social"),
                    ("caf", "caisse d’allocations familiales"),
                    ("cpam", "caisse primaire d’assurance maladie"),
                    ("caisse", "autre caisse de sécurité sociale"),
                    ("france_travail", "France Travail"),
                    ("mission_locale", "mission locale"),
                    ("etat", "service de l’État"),
                    ("lieu_de_vie", "lieu de vie (pharmacie, bibliothèque, commerce, loge de gardien)"),
                    ("autre", "autre"),
                ],
                max_length=32,
                verbose_name="genre",
            ),
        ),
        migrations.AddConstraint(
            model_name="membre",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["ambassadeur", "mediateur", "agent", "responsable", "coordinateur", "pilote", "elu", "technique"])),
                name="membre_a_un_role_connu",
            ),
        ),
        migrations.AddConstraint(
            model_name="membre",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "profession__in",
                        [
                            "assistant_service_social",
                            "instructeur_aide_sociale",
                            "instructeur_rsa",
                            "professionnel_sante",
                            "travailleur_social",
                            "mediateur_social",
                            "conseiller_insertion",
                            "benevole",
                            "autre",
                        ],
                    )
                ),
                name="membre_a_une_profession_connue",
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "genre__in",
                        [
                            "association",
                            "mediation",
                            "appui",
                            "ccas",
                            "commune",
                            "metropole",
                            "departement",
                            "centre_social",
                            "caf",
                            "cpam",
                            "caisse",
                            "france_travail",
                            "mission_locale",
                            "etat",
                            "lieu_de_vie",
                            "autre",
                        ],
                    )
                ),
                name="structure_a_un_genre_connu",
            ),
        ),
    ]
