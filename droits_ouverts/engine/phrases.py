"""A sentence with blanks that keeps its model: French as it is, and another language at the door of a screen."""

from __future__ import annotations


class Phrase(str):
    """A French sentence filled with its fields: `Phrase("« {texte} » n'est pas une date.", texte="hier")`.

    It is a plain text for whoever doesn't translate; `modele` and `champs` let a screen say the same in another language. A field may be a
    sentence itself.
    """

    __slots__ = ("champs", "modele")
    modele: str
    champs: dict[str, object]

    def __new__(cls, modele: str, **champs: object) -> Phrase:  # noqa: PYI034 - a sentence made of a sub-class is a sentence
        """Fill the blanks of the model."""
        phrase = super().__new__(cls, modele.format(**champs))
        phrase.modele = modele
        phrase.champs = champs
        return phrase
