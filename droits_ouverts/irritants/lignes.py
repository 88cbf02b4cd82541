"""What blocks is counted without anybody: no structure owns a cell of the count."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.declarations import outside

outside("how many times something blocks, without a person, a structure or a day", "irritants_irritant", gestes=("SELECT", "INSERT", "UPDATE"))
