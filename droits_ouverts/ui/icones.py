"""Our own icons: 24 x 24, drawn with one stroke of 2, in the colour of the text beside them."""

from __future__ import annotations

# Name -> shapes. A dozen and a few; each is drawn here, none is taken from elsewhere.
ICONES: dict[str, str] = {
    "porte": '<path d="M4 21h16"/><path d="M6 21V3h12v18"/><path d="M6 3l7 3v15"/><path d="M10 13v1"/>',
    "coche": '<path d="M4 12.5l5.5 5.5L20 6.5"/>',
    "question": '<path d="M8.5 8.5a3.5 3.5 0 1 1 5.2 3.1c-1.1.6-1.7 1.3-1.7 2.6"/><path d="M12 18.5v.1"/>',
    "tiret": '<path d="M5 12h14"/>',
    "rond": '<circle cx="12" cy="12" r="5" fill="currentColor"/>',
    "fleche": '<path d="M4 12h15"/><path d="M13 6l6 6-6 6"/>',
    "retour": '<path d="M20 12H5"/><path d="M11 6l-6 6 6 6"/>',
    "personne": '<circle cx="12" cy="8" r="4"/><path d="M4 21c.8-4.4 4-6.5 8-6.5s7.2 2.1 8 6.5"/>',
    "famille": '<circle cx="8.5" cy="8" r="3.5"/><path d="M2.5 20c.5-4 2.9-6 6-6s5.5 2 6 6"/><circle cx="17.5" cy="12" r="2.5"/><path d="M17 17.5c2.5 0 4 1 4.5 3.5"/>',
    "maison": '<path d="M3 11.5L12 4l9 7.5"/><path d="M6 9.5V20h12V9.5"/><path d="M10 20v-6h4v6"/>',
    "feuille": '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4"/><path d="M9 12h6"/><path d="M9 16h6"/>',
    "photo": '<path d="M4 8h4l1.5-2.5h5L16 8h4v11H4z"/><circle cx="12" cy="13" r="3.5"/>',
    "imprimante": '<path d="M7 8V3h10v5"/><path d="M7 17H4V8h16v9h-3"/><path d="M7 14h10v7H7z"/>',
    "horloge": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>',
    "attention": '<path d="M12 4l9.5 16.5h-19z"/><path d="M12 10v4.5"/><path d="M12 17.5v.1"/>',
    "langue": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18"/><path d="M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9s.5-6 3.5-9z"/>',
    "contraste": '<circle cx="12" cy="12" r="9"/><path d="M12 3v18a9 9 0 0 0 0-18z" fill="currentColor"/>',
    "telephone": '<path d="M6 3h3l2 5-2.5 2a12 12 0 0 0 5.5 5.5L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z"/>',
    "euro": '<path d="M18 6.5A7 7 0 1 0 18 17.5"/><path d="M3.5 10.5H13"/><path d="M3.5 13.5H12"/>',
    "tourner": '<rect x="7" y="5" width="10" height="14" rx="2"/><path d="M3 14a9 9 0 0 0 3 5.5"/><path d="M3 19.5h3v-3"/><path d="M21 10a9 9 0 0 0-3-5.5"/><path d="M21 4.5h-3v3"/>',
    "plus": '<path d="M12 5v14"/><path d="M5 12h14"/>',
    "croix": '<path d="M6 6l12 12"/><path d="M18 6L6 18"/>',
    "sortie": '<path d="M10 4H5v16h5"/><path d="M10 12h10"/><path d="M16 8l4 4-4 4"/>',
}

# Those that point somewhere turn with the direction of writing.
SUIVENT_LE_SENS = frozenset({"fleche", "retour", "sortie"})
