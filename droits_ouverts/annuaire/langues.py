"""Languages that places say they speak: codes of ISO 639, LSF for French sign language, and how spreadsheets write them."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

LANGUES: Final = {
    "ar": _("arabe"),
    "en": _("anglais"),
    "es": _("espagnol"),
    "pt": _("portugais"),
    "it": _("italien"),
    "tr": _("turc"),
    "ru": _("russe"),
    "uk": _("ukrainien"),
    "ro": _("roumain"),
    "sq": _("albanais"),
    "hy": _("arménien"),
    "fa": _("persan, dari"),
    "ps": _("pachto"),
    "zh": _("chinois"),
    "lsf": _("langue des signes"),
}
PROPRES: Final = {
    "ar": "العربية",
    "en": "English",
    "es": "español",
    "pt": "português",
    "it": "italiano",
    "tr": "Türkçe",
    "ru": "русский",
    "uk": "українська",
    "ro": "română",
    "sq": "shqip",
    "hy": "հայերեն",
    "fa": "فارسی، دری",
    "ps": "پښتو",
    "zh": "中文",
}
"""How each language names itself (CLDR): who reads no French finds hers."""
