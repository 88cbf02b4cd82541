"""Addresses: French, ASCII, ending with a slash, and carrying nothing personal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from droits_ouverts.agenda.web.views_absence import flux
from droits_ouverts.bilan.api.urls import descriptions
from droits_ouverts.config.web import mesures, sante, views
from droits_ouverts.foundation.web import securite
from droits_ouverts.foundation.web import views as foundation_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.accueil, name="accueil"),
    path("sante/", sante.sante, name="sante"),
    path("sante/pret/", sante.pret, name="pret"),
    path("mesures/", mesures.mesures, name="mesures"),
    path(".well-known/security.txt", securite.security_txt, name="securite"),
    path("", include("droits_ouverts.ui.web.urls")),
    path("compte/", include("droits_ouverts.comptes.web.urls")),
    path("structures/", include("droits_ouverts.structures.web.urls")),
    path("", include("droits_ouverts.droits.web.urls")),
    path("annuaire/", include("droits_ouverts.annuaire.web.urls")),
    path("bilan/", include("droits_ouverts.bilan.web.urls")),
    path("agenda/", include("droits_ouverts.agenda.web.urls")),
    # Outside the room's namespace: whoever reads it is not signed in, and it shows nothing of anybody.
    path("agenda/flux/<str:jeton>/", flux, name="agenda_flux"),
    path("conservation/", include("droits_ouverts.conservation.web.urls")),
    path("orientations/", include("droits_ouverts.orientation.web.urls")),
    path("coordination/", include("droits_ouverts.orientation.web.urls_coordination")),
    path("reponse/", include("droits_ouverts.orientation.web.urls_reponse")),
    path("reperage/", include("droits_ouverts.reperage.web.urls")),
    # Whom a team asked to tell that it is late may coordinate, and meet nobody.
    path("aller-vers/", include("droits_ouverts.reperage.web.urls_portee")),
    path("retards/", include("droits_ouverts.reperage.web.urls_retards")),
    path("irritants/", include("droits_ouverts.irritants.web.urls")),
    path("cas-anonymes/", include("droits_ouverts.ecarts.web.urls_cas")),
    path("ecarts/", include("droits_ouverts.ecarts.web.urls")),
    path("courriers/", include("droits_ouverts.courriers.web.urls")),
    path("reprise/", include("droits_ouverts.reprise.web.urls")),
    path("veille/", include("droits_ouverts.veille.web.urls")),
    path("suivi/", include("droits_ouverts.suivi.web.urls")),
    path("personnes/", include("droits_ouverts.bilan.web.urls_personnes")),
    path("", include("droits_ouverts.documents.web.urls")),
    path("confie/", include("droits_ouverts.documents.web.urls_confie")),
    path("", include("droits_ouverts.carnet.web.urls")),
    path("page/", include("droits_ouverts.carnet.web.urls_page")),
    path("api/", include("droits_ouverts.bilan.api.urls")),
    path("", include((descriptions, "openfisca"))),
]

handler400 = foundation_views.bad_request
handler403 = foundation_views.permission_denied
handler404 = foundation_views.page_not_found
handler500 = foundation_views.server_error
