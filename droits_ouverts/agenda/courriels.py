"""What the quiet mail of a member says: how many things, and where. No name, no right, no structure; in French, as the mails of the service are."""

from __future__ import annotations

from droits_ouverts.agenda.enums import RythmeResume
from droits_ouverts.agenda.rules_resume import Nombres

SUJETS = {RythmeResume.QUOTIDIEN.value: "Votre journée", RythmeResume.HEBDOMADAIRE.value: "Votre semaine"}
TEXTE = (
    "Bonjour,\n\n{nombres}\n\nLe détail, après connexion :\n{adresse}\n\n"
    "Ce message ne dit jamais de qui il s’agit. Le recevoir chaque jour de travail, chaque semaine ou jamais :\n{reglage}\n"
)


def sentence(rythme: str, nombres: Nombres) -> str:
    """Return the counts in words, in French: "3 choses à faire aujourd’hui, 1 en retard."."""
    quand = "aujourd’hui" if rythme == RythmeResume.QUOTIDIEN else "cette semaine"
    if not nombres.a_faire:
        return f"Rien de prévu {quand}, {nombres.en_retard} en retard."
    choses = "chose" if nombres.a_faire == 1 else "choses"
    retard = f", {nombres.en_retard} en retard" if nombres.en_retard else ""
    return f"{nombres.a_faire} {choses} à faire {quand}{retard}."
