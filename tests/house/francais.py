"""French that a screen would show without asking for its translation: literals of Python files outside gettext's markers."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from bs4 import BeautifulSoup

FRENCH = re.compile(
    r"[éèêëàâçùûôîïœÉÈÊÀÂÇÔÎ’«»]|\b(?:le|la|les|un|une|des|du|de|vous|votre|vos|est|sont|pas|pour|dans|avec|par|aux|cette|ce|qui|que|sur|ou|et)\b",
    re.IGNORECASE,
)
MARKERS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "Phrase"}
NOT_SAID = {"compile", "match", "fullmatch", "search", "sub", "split", "info", "warning", "error", "exception", "debug", "startswith", "endswith"}
"""Calls whose texts are patterns, or go to the log."""

ELSEWHERE = {
    "engine/": "the engine knows no screen: its sentences are models (`Phrase`, domains questionnaire and regles) translated at the door, or tell whoever "
    "writes a situation file for the console or the API what to mend",
    "config/cli.py": "the terminal's words have their own catalogue (console)",
    "config/console/": "the terminal's words have their own catalogue (console)",
    "config/sauvegarde/": "what the commands of backups say to whoever runs the service",
    "config/serveur.py": "the terminal of whoever runs the service",
    "foundation/lignes/": "said in the terminal of whoever runs the service, which does not open: no page shows them",
    "config/demo/": "made-up families: what they answer and say, not what the service says",
    "connectors/": "told to whoever runs the service, or to a machine",
    "journal/verification.py": "said in the terminal: no page shows them",
    "journal/signature.py": "said in the terminal: no page shows them",
    "journal/tetes.py": "said in the terminal: no page shows them",
    "journal/purge.py": "said in the terminal: no page shows them",
    "conservation/purge.py": "said in the terminal: no page shows them",
    "agenda/courriels.py": "the mail of counts that members of the team receive: in French, as the other mails of the service",
    "conservation/courriels.py": "sent by the command of the night, in French as those of `management/`",
    "reperage/retards.py": "the mail that a member of the team receives when a round is late: in French, as the other mails of the service",
    "orientation/courriels.py": "mails that services receive: in French, as the services that decide on rights read it",
    "ecarts/commentaires.py": "comments of a test file, in French as OpenFisca France's community reads them",
    "courriers/redaction.py": "letters to institutions, in French as the bodies that decide read them (CRPA, art. L111-1)",
    "courriers/articles.py": "names of texts of law; what they say is marked for the catalogue",
    "courriers/organismes.py": "names of bodies, as the catalogue has them",
    "conservation/effacement.py": "the name that an account without a holder keeps in its row",
    "foundation/conservation.py": "mistakes told to whoever writes the policy of retention",
    "coffre/envelope.py": "details for the log: no page shows them",
    "coffre/keys.py": "details for the log: no page shows them",
    "coffre/dossier.py": "details for the log: no page shows them",
    "coffre/effacements.py": "details for the log: no page shows them",
    "coffre/trousseau.py": "details for the log: no page shows them",
    "coffre/enums.py": "kinds of subjects: no page shows them",
    "documents/rules.py": "drawn on a copy that is given: in French, as the bodies that receive it read it",
    "suivi/blocages.py": "names of bodies that are looked for in the sheets of the catalogue",
    "reprise/rules.py": "words that are looked for in headings and cells",
    "documents/reponses.py": "words that institutions print, recognised and never said",
    "documents/pdf.py": "operators of PDF",
    "droits/reader.py": "mistakes told to whoever writes the files of the catalogue",
    "droits/catalogue.py": "mistakes told to whoever writes the files of the catalogue",
    "droits/problemes.py": "mistakes told to whoever writes the files of the catalogue",
    "droits/horloges_fichier.py": "mistakes told to whoever writes the file of clocks; its texts are in the domain catalogue",
    "delais/articles.py": "citations of law, the same in every language",
    "droits/rules.py": "mistakes told to whoever writes the files of the catalogue",
    "droits/urgences.py": "mistakes told to whoever writes the file of urgent needs; its texts are in the domain catalogue",
    "annuaire/rules.py": "words that are searched for",
    "droits/synonymes.py": "words that are searched for",
    "droits/recherche.py": "words that are left out of a search",
    "config/settings/": "told to whoever installs the service",
    "droits/declarer.py": "mistakes told to whoever writes the file of advice; its texts are in the domain catalogue",
    "droits/guichet.py": "data: said in French on purpose, with its meaning from the sheet's catalogue beside",
    "bilan/phrases.py": "a model of the engine, recognised in order to be translated",
    "bilan/fiche": "the sheet's words have their own catalogue (fiche)",
    "bilan/api/views.py": "answers of OpenFisca's doors to a machine, whose language is not asked",
}
"""Files, or folders, whose French no screen shows as it is, each with its reason. Commands (`management/`) speak to whoever runs the service."""
FILES = {
    "models.py": "names of columns: no page shows them",
    "models_absence.py": "names of columns: no page shows them",
    "models_partage.py": "names of columns: no page shows them",
    "models_rapprochement.py": "names of columns: no page shows them",
    "models_reponse.py": "names of columns: no page shows them",
    "models_lecture.py": "names of columns: no page shows them",
    "models_import.py": "names of columns: no page shows them",
    "models_vie.py": "names of columns: no page shows them",
    "models_droits.py": "names of columns: no page shows them",
    "triggers.py": "refusals of the database itself: a mistake of ours, never a page",
    "triggers_choix.py": "refusals of the database itself: a mistake of ours, never a page",
    "triggers_rectification.py": "refusals of the database itself: a mistake of ours, never a page",
    "apps.py": "names of applications: no page shows them",
}


def left_in_french(source: str) -> list[tuple[int, str]]:
    """The French texts of several words that no marker surrounds: their line and their beginning."""
    tree = ast.parse(source)
    aside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            aside.add(id(node.value))
        elif isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if name in MARKERS | NOT_SAID:
                aside.update(id(part) for argument in (*node.args, *node.keywords) for part in ast.walk(argument))
    return [
        (node.lineno, node.value[:60])
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside and " " in node.value.strip() and FRENCH.search(node.value)
    ]


def left_in_template(path: Path) -> list[str]:
    """The French texts of a template, in the page or in an attribute that is read, which no tag translates and no `lang="fr"` announces."""
    source = re.sub(r"\{%\s*(?:comment)\b.*?\{%\s*endcomment\s*%\}|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    source = re.sub(r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}", "", source, flags=re.DOTALL)
    # A tag becomes a blank: what it shows is not written here.
    page = BeautifulSoup(re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", source, flags=re.DOTALL), "html.parser")
    for french in page.select('[lang="fr"], script, style'):
        french.decompose()
    texts = [text.strip() for text in page.find_all(string=True)]
    texts += [str(tag[name]).strip() for tag in page.find_all(True) for name in ("title", "alt", "aria-label", "placeholder") if tag.get(name)]
    return [text for text in texts if FRENCH.search(text) and re.search(r"[a-zà-ÿ]", text, re.IGNORECASE)]


def is_elsewhere(inside: str) -> bool:
    """Tell whether a file, named from the package, has a reason to keep its French."""
    return "/migrations/" in inside or "/management/" in inside or inside.startswith(tuple(ELSEWHERE)) or inside.rsplit("/", 1)[-1] in FILES
