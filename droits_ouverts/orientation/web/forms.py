"""Forms of orientation. Nothing is ticked beforehand: what she agrees to is said, not supposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.orientation import rules
from droits_ouverts.orientation.enums import (
    Capacite,
    Champ,
    Demande,
    IssueRelais,
    MotifImpossible,
    MotifPause,
    NatureRelais,
    Pourquoi,
    StatutEnvoi,
    Voie,
)
from droits_ouverts.orientation.fiche import MOTS_MAX
from droits_ouverts.orientation.gestes import Reponse
from droits_ouverts.orientation.services import Demandee
from droits_ouverts.orientation.services_destinataires import Service
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.structures.enums import Genre

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

    from droits_ouverts.orientation.models import Destinataire
    from droits_ouverts.structures.models import Structure

CHOISISSEZ = ("", gettext_lazy("Choisissez"))
OBLIGATOIRE = {"required": gettext_lazy("Choisissez dans la liste.")}


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:  # noqa: ANN401  a lazy translation has no public type
    """Return a field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Écrivez un jour."), "invalid": gettext_lazy("Ce jour n’existe pas. Écrivez-le jour, mois, année.")},
    )


def told(form: forms.Form, erreurs: Mapping[str, str]) -> None:
    """Put beside each field what a verb refused, and above the form what concerns no field of it."""
    for champ, phrase in erreurs.items():
        form.add_error(champ if champ in form.fields else None, _(phrase))


class EnvoyerForm(forms.Form):
    """To whom, why, what is asked, what she agrees to share, how she said yes."""

    destinataires = forms.TypedMultipleChoiceField(
        label=gettext_lazy("À quel service ?"),
        help_text=gettext_lazy("Chaque service a sa propre réponse : si l’un accepte, les réponses des autres restent attendues."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    cherche = forms.CharField(
        label=gettext_lazy("Ou un lieu de l’annuaire"),
        help_text=gettext_lazy("Un nom, une ville. Les fautes ne gênent pas. Rien d’écrit : les lieux qui traitent ce droit."),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    lieux = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Lieux trouvés"),
        help_text=gettext_lazy("Celui que vous cochez rejoint la liste de votre structure."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    pourquoi = forms.ChoiceField(label=gettext_lazy("Pourquoi ce service ?"), choices=Pourquoi.choices, widget=forms.RadioSelect, error_messages=OBLIGATOIRE)
    demande = forms.ChoiceField(label=gettext_lazy("Que lui demandez-vous ?"), choices=Demande.choices, widget=forms.RadioSelect, error_messages=OBLIGATOIRE)
    champs = forms.MultipleChoiceField(
        label=gettext_lazy("Qu’accepte-t-elle de partager avec ce service ?"),
        help_text=gettext_lazy("Lisez la liste avec elle. Ce qui n’est pas coché ne part pas."),
        choices=Champ.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Cochez au moins une chose : sans rien, le service ne saurait pas de qui il s’agit.")},
    )
    precision = forms.CharField(
        label=gettext_lazy("Ce que vous écrivez au service"),
        help_text=gettext_lazy("Seulement ce qui lui sert, et qu’elle accepte. 600 caractères au plus."),
        required=False,
        max_length=MOTS_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    accord_mode = forms.ChoiceField(
        label=gettext_lazy("Comment a-t-elle dit oui ?"), choices=ModeAccord.choices, widget=forms.RadioSelect, error_messages=OBLIGATOIRE
    )

    def __init__(self, *args: object, services: Sequence[tuple[int, str]], lieux: Sequence[tuple[int, str]], today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.today = today
        cast("forms.TypedMultipleChoiceField", self.fields["destinataires"]).choices = services
        cast("forms.TypedMultipleChoiceField", self.fields["lieux"]).choices = lieux
        if not services:
            del self.fields["destinataires"]

    def clean(self) -> dict[str, Any]:
        """Ask for one service at least, of the list or of the directory."""
        recu = super().clean() or {}
        if not self.errors.keys() & {"destinataires", "lieux"} and not recu.get("destinataires") and not recu.get("lieux"):
            self.add_error("destinataires" if "destinataires" in self.fields else "lieux", _("Choisissez au moins un service."))
        return recu

    def demandee(self) -> Demandee:
        """What is sent, as a value."""
        recu = self.cleaned_data
        return Demandee(
            pourquoi=recu["pourquoi"],
            demande=recu["demande"],
            champs=frozenset(recu["champs"]),
            accord_mode=recu["accord_mode"],
            accord_le=self.today,
            precision=recu["precision"],
        )


class ReponseForm(forms.Form):
    """What a service answers. `rang` is the rank of the last step that was seen.

    A page shows beside an answer what goes with it and nothing else (`PROPRES`), by its style alone: what belongs to another answer does not count.
    """

    PROPRES: ClassVar[dict[str, str]] = {"rdv_le": "rendez_vous", "depot_le": "faite", "motif": "impossible"}

    statut = forms.ChoiceField(label=gettext_lazy("Que répondez-vous ?"), widget=forms.RadioSelect, error_messages=OBLIGATOIRE)
    rdv_le = day_field(gettext_lazy("Quel jour est le rendez-vous ?"), required=False)
    depot_le = day_field(
        gettext_lazy("Quel jour la demande a-t-elle été déposée ?"),
        required=False,
        help_text=gettext_lazy("Ce jour fait courir les délais du droit. Laissez vide si rien n’est déposé."),
    )
    motif = forms.ChoiceField(label=gettext_lazy("Pourquoi est-ce impossible ?"), choices=[CHOISISSEZ, *MotifImpossible.choices], required=False)
    mots = forms.CharField(label=gettext_lazy("Un mot, si vous voulez"), required=False, max_length=MOTS_MAX, widget=forms.Textarea(attrs={"rows": 3}))
    rang = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, statut: str, rang: int, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.today = today
        possibles = [(code, StatutEnvoi(code).label) for code in rules.REPONSES if rules.may_answer(statut, code)]
        cast("forms.ChoiceField", self.fields["statut"]).choices = possibles
        self.fields["rang"].initial = rang

    @property
    def demandes(self) -> list[tuple[BoundField, str, str]]:
        """Each field that is shown, with the answer that it goes with and how it is said; nothing for those of every answer, and for one that has a mistake to mend."""
        pour = {field.name: "" if field.errors else self.PROPRES.get(field.name, "") for field in self.visible_fields()}
        return [(field, pour[field.name], str(StatutEnvoi(pour[field.name]).label) if pour[field.name] else "") for field in self.visible_fields()]

    def reponse(self) -> Reponse:
        """The answer, as a value."""
        recu = self.cleaned_data
        siens = {champ: recu[champ] for champ, statut in self.PROPRES.items() if statut == recu["statut"]}
        return Reponse(
            statut=recu["statut"],
            fait_le=recu.get("fait_le") or self.today,
            rdv_le=siens.get("rdv_le"),
            depot_le=siens.get("depot_le"),
            motif=siens.get("motif", ""),
            mots=recu["mots"].strip(),
        )


class ReponseNoteeForm(ReponseForm):
    """What a service answered, as who sends notes it: by which way, and on which day."""

    voie = forms.ChoiceField(
        label=gettext_lazy("Comment l’avez-vous su ?"),
        choices=[(voie.value, voie.label) for voie in (Voie.TELEPHONE, Voie.BORDEREAU, Voie.EXPEDITEUR)],
        widget=forms.RadioSelect,
        error_messages=OBLIGATOIRE,
    )
    fait_le = day_field(gettext_lazy("Quel jour le service a-t-il répondu ?"))
    field_order = ("statut", "rdv_le", "depot_le", "motif", "voie", "fait_le", "mots", "rang")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self.fields["statut"].label = gettext_lazy("La réponse du service")
        self.fields["fait_le"].initial = self.today


class CodeForm(forms.Form):
    """The code of the desk, said on the telephone."""

    code = forms.CharField(
        label=gettext_lazy("Le code de votre accueil"),
        help_text=gettext_lazy("Six chiffres, donnés au téléphone par la structure qui vous écrit. Ils ne sont dans aucun courriel."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
        error_messages={"required": gettext_lazy("Tapez le code à six chiffres.")},
    )


class ServiceForm(forms.Form):
    """A service of the list."""

    nom = forms.CharField(label=gettext_lazy("Nom du service"), max_length=120, error_messages={"required": gettext_lazy("Écrivez le nom du service.")})
    genre = forms.ChoiceField(label=gettext_lazy("Quelle sorte de service ?"), choices=[CHOISISSEZ, *Genre.choices], error_messages=OBLIGATOIRE)
    vers_structure = forms.TypedChoiceField(
        label=gettext_lazy("Répond-il dans Droits Ouverts ?"),
        help_text=gettext_lazy("Si c’est une structure du programme, ses membres répondent ici, sans lien."),
        required=False,
        coerce=int,
        empty_value=None,
    )
    email = forms.EmailField(
        label=gettext_lazy("Adresse électronique de l’accueil"),
        help_text=gettext_lazy("Celle du service plutôt que d’une personne : elle ne change pas quand quelqu’un part."),
        required=False,
        error_messages={"invalid": gettext_lazy("Cette adresse n’est pas complète. Elle s’écrit comme accueil@exemple.fr.")},
    )
    telephone = forms.CharField(
        label=gettext_lazy("Téléphone de l’accueil"), required=False, max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr"})
    )
    adresse = forms.CharField(label=gettext_lazy("Adresse"), required=False, max_length=200)
    accueil = forms.CharField(
        label=gettext_lazy("Comment demander l’accueil"), help_text=gettext_lazy("Jours, guichet, à qui s’adresser."), required=False, max_length=200
    )
    capacite = forms.ChoiceField(
        label=gettext_lazy("Que peut-il recevoir en ce moment ?"), choices=Capacite.choices, widget=forms.RadioSelect, initial=Capacite.INCONNUE.value
    )
    delai_promis = forms.IntegerField(
        label=gettext_lazy("En combien de jours promet-il de répondre ?"),
        help_text=gettext_lazy("Laissez vide s’il n’a rien promis."),
        required=False,
        min_value=1,
        max_value=60,
    )

    def __init__(self, *args: object, structures: Sequence[Structure], connu: Destinataire | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        choix = [("", _("Non, ou je ne sais pas")), *((str(une.pk), une.nom) for une in structures)]
        cast("forms.TypedChoiceField", self.fields["vers_structure"]).choices = choix
        if connu is not None:
            for champ in ("nom", "genre", "email", "telephone", "adresse", "accueil", "capacite", "delai_promis"):
                self.fields[champ].initial = getattr(connu, champ)
            self.fields["vers_structure"].initial = connu.vers_structure_id

    def service(self, service_annuaire: str = "") -> Service:
        """What is said of the service, as a value."""
        recu = self.cleaned_data
        return Service(
            nom=recu["nom"],
            genre=recu["genre"],
            email=recu["email"],
            telephone=recu["telephone"],
            adresse=recu["adresse"],
            accueil=recu["accueil"],
            capacite=recu["capacite"],
            delai_promis=recu["delai_promis"],
            vers_structure_id=recu["vers_structure"],
            service_annuaire=service_annuaire,
        )


class AussiForm(forms.Form):
    """One more service for the same sheet."""

    destinataire = forms.TypedChoiceField(label=gettext_lazy("À quel autre service ?"), coerce=int, error_messages=OBLIGATOIRE)

    def __init__(self, *args: object, services: Sequence[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        cast("forms.TypedChoiceField", self.fields["destinataire"]).choices = [CHOISISSEZ, *services]


class PauseForm(forms.Form):
    """Why nobody is reminded for a while."""

    motif = forms.ChoiceField(
        label=gettext_lazy("Pourquoi ne plus relancer pour l’instant ?"), choices=MotifPause.choices, widget=forms.RadioSelect, error_messages=OBLIGATOIRE
    )


class RetraitForm(forms.Form):
    """How she said that she no longer agrees."""

    mode = forms.ChoiceField(label=gettext_lazy("Comment l’a-t-elle dit ?"), choices=ModeAccord.choices, widget=forms.RadioSelect, error_messages=OBLIGATOIRE)


class RelaisForm(AussiForm):
    """A warm hand-over to plan."""

    nature = forms.ChoiceField(label=gettext_lazy("Comment ?"), choices=NatureRelais.choices, widget=forms.RadioSelect, error_messages=OBLIGATOIRE)
    prevu_le = day_field(gettext_lazy("Quel jour ?"))

    def __init__(self, *args: object, services: Sequence[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, services=services, **kwargs)
        self.fields["destinataire"].label = gettext_lazy("Avec quel service ?")


class RelaisIssueForm(forms.Form):
    """What came of a warm hand-over."""

    issue = forms.ChoiceField(label=gettext_lazy("Qu’en est-il sorti ?"), choices=[CHOISISSEZ, *IssueRelais.choices], error_messages=OBLIGATOIRE)
    fait_le = day_field(gettext_lazy("Quel jour ?"))
