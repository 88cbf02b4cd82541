"""Retention as a Django application."""

from django.apps import AppConfig


class ConservationConfig(AppConfig):
    """Room of retention."""

    name = "droits_ouverts.conservation"
    verbose_name = "conservation"

    def ready(self) -> None:
        """Hear what earlier rooms announce."""
        from droits_ouverts.bilan.signals import bilans_effaces, copie_composee  # noqa: PLC0415  models are there from now on only
        from droits_ouverts.conservation import recepteurs  # noqa: PLC0415  same reason
        from droits_ouverts.conservation.faits import counts_of_erased, keep_of_erased, keep_of_erased_rights  # noqa: PLC0415  same reason
        from droits_ouverts.personnes.signals import effacement_verifie, personne_effacee  # noqa: PLC0415  same reason
        from droits_ouverts.suivi.signals import comptes_lus, suivis_effaces  # noqa: PLC0415  same reason

        bilans_effaces.connect(keep_of_erased, dispatch_uid="conservation.faits")
        comptes_lus.connect(counts_of_erased, dispatch_uid="conservation.faits")
        suivis_effaces.connect(keep_of_erased_rights, dispatch_uid="conservation.faits")
        effacement_verifie.connect(recepteurs.hold_file, dispatch_uid="conservation.reserve")
        bilans_effaces.connect(recepteurs.forget_bilans, dispatch_uid="conservation.traces")
        personne_effacee.connect(recepteurs.forget_person, dispatch_uid="conservation.traces")
        copie_composee.connect(recepteurs.tell_copy, dispatch_uid="conservation.copie")
