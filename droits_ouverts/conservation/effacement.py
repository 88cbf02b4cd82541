"""Erasing one file at its term: read again under lock, counted without anybody, its keys destroyed, its rows removed. One transaction a file."""

from __future__ import annotations

from datetime import date, datetime, time

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from droits_ouverts.agenda.models import FluxAgenda, Resume
from droits_ouverts.bilan.effacement import erase_files, erase_rows
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.comptes.models import Compte
from droits_ouverts.conservation.echeances import standing
from droits_ouverts.conservation.enums import GenreDossier
from droits_ouverts.conservation.rules import may_erase
from droits_ouverts.conservation.services import FINALITE
from droits_ouverts.foundation.conservation import regle
from droits_ouverts.journal.services import record
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.models import Membre

EFFACE = "compte{numero}@efface.invalid"
"""Stands for the address of an account that has none any more; the domain never exists (RFC 2606)."""
NOM = "Compte effacé"


@transaction.atomic
def erase_file(structure_id: int, genre: str, sujet_id: str, *, on: date, now: datetime) -> bool:
    """Erase a file if, read again under lock, its term has come; tell whether it did. What was done since then is seen: it stays."""
    if genre == GenreDossier.COMPTE:
        return _forget_account(int(sujet_id), on)
    modele = Personne if genre == GenreDossier.PERSONNE else Bilan
    dossier = modele.objects.select_for_update().filter(pk=sujet_id, structure_id=structure_id).first()
    if dossier is None:
        return False
    echeance = standing(structure_id, genre, sujet_id)
    if echeance is None or not may_erase(echeance, on):
        return False
    record(actor=None, verb="effacer_a_terme", thing_kind=genre, thing_id=sujet_id, purpose=FINALITE, structure=structure_id)
    if isinstance(dossier, Personne):
        erase_files(dossier, actor=None, purpose=FINALITE, now=now)
    else:
        erase_rows(structure_id=structure_id, bilan_ids=[dossier.pk], actor=None, purpose=FINALITE, now=now)
    return True


def accounts_due(on: date) -> QuerySet[Compte]:
    """Return the closed accounts whose holder is no longer named from this day on."""
    jour = timezone.make_aware(datetime.combine(regle("compte_ferme").terme.over_since(on), time.max))
    vieux = Q(last_login__lte=jour) | Q(last_login=None, created_at__lte=jour)
    return Compte.objects.filter(vieux, is_active=False).exclude(email__endswith=EFFACE.partition("@")[2]).order_by("pk")


def _forget_account(numero: int, on: date) -> bool:
    """Take name, address and means of signing in away from an account: its number stays, in what it did."""
    compte = accounts_due(on).select_for_update().filter(pk=numero).first()
    if compte is None:
        return False
    compte.email, compte.nom, compte.last_login = EFFACE.format(numero=numero), NOM, None
    compte.charte_version, compte.charte_le, compte.averti_le = "", None, None
    compte.set_unusable_password()
    compte.save()
    FluxAgenda.objects.filter(compte=compte).delete()
    Resume.objects.filter(compte=compte).delete()
    compte.identites.all().delete()
    compte.seances.all().delete()
    Authenticator.objects.filter(user=compte).delete()
    EmailAddress.objects.filter(user=compte).delete()
    Membre.objects.filter(compte=compte).delete()
    record(actor=None, verb="retirer_identite", thing_kind="compte", thing_id=numero, purpose=FINALITE, structure=None)
    return True
