"""The C source of the native kernel: one function that runs a tape of operations, whatever law it comes from.

An operation is ten 64-bit numbers: code, entity, three operands and the result (addresses), strides of the operands (0: one value for all), a parameter.
Floats are added in numpy's order and never contracted: the same bits as numpy.
"""

from __future__ import annotations

from droits_ouverts.engine.programme.graph import COMPARAISONS, LOGIQUES

C = {"bool": "uint8_t", "uint8": "uint8_t", "int16": "int16_t", "int32": "int32_t", "int64": "int64_t", "float32": "float", "float64": "double"}
FLOTTANTS = ("float32", "float64")
ENTIERS = ("uint8", "int16", "int32", "int64")
BITS = {1: "uint8_t", 2: "int16_t", 4: "int32_t", 8: "int64_t"}

Cle = tuple[str, ...]

DEBUT = """
#include <stdint.h>
#include <string.h>
#include <math.h>
#define LOOP _Pragma("GCC ivdep") for (int64_t i = 0; i < n; i++)
#define UN(TX, TO, E) { const TX *a = (const TX *)p[2]; TO *o = (TO *)p[5]; \\
  if (p[6]) LOOP { const TX x = a[i]; o[i] = E; } else { const TX x = a[0]; const TO r = E; LOOP o[i] = r; } break; }
#define DEUX(TX, TO, E) { const TX *a = (const TX *)p[2], *b = (const TX *)p[3]; TO *o = (TO *)p[5]; \\
  if (p[6] && p[7]) LOOP { const TX x = a[i], y = b[i]; o[i] = E; } \\
  else if (p[6]) { const TX y = b[0]; LOOP { const TX x = a[i]; o[i] = E; } } \\
  else if (p[7]) { const TX x = a[0]; LOOP { const TX y = b[i]; o[i] = E; } } \\
  else { const TX x = a[0], y = b[0]; const TO r = E; LOOP o[i] = r; } break; }
#define ENTRE(x, y) (y ^ ((x ^ y) & -m))
#define CHOIX(T) { const uint8_t *c = (const uint8_t *)p[2]; const T *a = (const T *)p[3], *b = (const T *)p[4]; T *o = (T *)p[5]; \\
  if (p[7] && p[8]) LOOP { const T x = a[i], y = b[i], m = c[i]; o[i] = ENTRE(x, y); } \\
  else if (p[7]) { const T y = b[0]; LOOP { const T x = a[i], m = c[i]; o[i] = ENTRE(x, y); } } \\
  else if (p[8]) { const T x = a[0]; LOOP { const T y = b[i], m = c[i]; o[i] = ENTRE(x, y); } } \\
  else { const T x = a[0], y = b[0]; LOOP { const T m = c[i]; o[i] = ENTRE(x, y); } } break; }
#define TABLE(TI, T) { const TI *a = (const TI *)p[2]; const T *b = (const T *)p[3]; T *o = (T *)p[5]; const int64_t k = p[9] - 1; \\
  for (int64_t i = 0; i < n; i++) { int64_t j = (int64_t)a[i * p[6]]; j = j < 0 ? 0 : j > k ? k : j; o[i] = b[j]; } break; }
#define PROJETTE(T) { const T *a = (const T *)p[2]; const int64_t *de = (const int64_t *)p[3]; T *o = (T *)p[5]; \\
  for (int64_t i = 0; i < n; i++) o[i] = a[de[i] * p[6]]; break; }
#define COPIE(T) { memcpy((void *)p[5], (const void *)p[2], (size_t)n * sizeof(T)); break; }
#define MEMBRE(T) { const T *a = (const T *)p[2]; const int64_t *m = (const int64_t *)p[3]; const uint8_t *sans = (const uint8_t *)p[4]; T *o = (T *)p[5]; \\
  const T d = *(const T *)p[9]; for (int64_t i = 0; i < n; i++) o[i] = sans[i] ? d : a[m[i] * p[6]]; break; }
#define SOMME(T) { const T *a = (const T *)p[2]; const int64_t *de = (const int64_t *)p[3]; const uint8_t *m = (const uint8_t *)p[4]; double *o = (double *)p[5]; \\
  for (int64_t i = 0; i < n; i++) o[i] = 0.0; \\
  if (m) { for (int64_t i = 0; i < tailles[0]; i++) if (m[i]) o[de[i]] += (double)a[i * p[6]]; } \\
  else { for (int64_t i = 0; i < tailles[0]; i++) o[de[i]] += (double)a[i * p[6]]; } break; }
#define REDUIT(T, E) { const T *a = (const T *)p[2]; const int64_t *de = (const int64_t *)p[3]; const int64_t *eff = (const int64_t *)p[4]; T *o = (T *)p[5]; \\
  const T neutre = *(const T *)p[9]; const int64_t plus = longs[p[1]]; \\
  for (int64_t i = 0; i < n; i++) o[i] = neutre; \\
  for (int64_t i = 0; i < tailles[0]; i++) { const T x = o[de[i]], y = a[i * p[6]]; o[de[i]] = E; } \\
  for (int64_t i = 0; i < n; i++) if (eff[i] < plus) { const T x = o[i], y = neutre; o[i] = E; } break; }
#define PALIERS(TX, TO) { const TX *a = (const TX *)p[2]; const double *s = (const double *)p[3]; const TO *m = (const TO *)p[4]; TO *o = (TO *)p[5]; \\
  const int64_t k = p[9] >> 1, droite = p[9] & 1; \\
  for (int64_t i = 0; i < n; i++) { const double x = (double)a[i * p[6]]; int64_t j = 0; \\
    if (droite) for (int64_t t = 0; t < k; t++) j += s[t] < x; else for (int64_t t = 0; t < k; t++) j += s[t] <= x; \\
    o[i] = m[x != x || (x == INFINITY && !droite) ? k + 1 : j]; } break; }
#define PLANCHER(NUM) { const int64_t *a = (const int64_t *)p[2]; int64_t *o = (int64_t *)p[5]; \\
  LOOP { const int64_t x = a[i * p[6]] * NUM; o[i] = x < 0 ? (x - 146096) / 146097 : x / 146097; } break; }
#define ARRONDI(T, RINT) { const T *a = (const T *)p[2]; T *o = (T *)p[5]; const T k = (T)p[9]; \\
  if (p[9] == 1) LOOP o[i] = RINT(a[i * p[6]]); else LOOP { const T x = a[i * p[6]] * k; o[i] = RINT(x) / k; } break; }

void run(const int64_t *tape, int64_t nombre, const int64_t *tailles, const int64_t *longs)
{
  for (const int64_t *p = tape; p < tape + nombre * 10; p += 10) {
    const int64_t n = tailles[p[1]];
    switch (p[0]) {
"""
FIN = """
    default: break;
    }
  }
}
"""


def _binary(op: str, dtype: str) -> str | None:
    if dtype == "bool":
        return {"add": "x | y", "multiply": "x & y", "maximum": "x | y", "minimum": "x & y"}.get(op)
    signe = {"add": "+", "subtract": "-", "multiply": "*"}.get(op)
    if signe:
        return f"({C[dtype]})(x {signe} y)"
    if op == "divide":
        return "x / y" if dtype in FLOTTANTS else None
    # Of two zeros the second is kept, as vector instructions do.
    faux = "x != x || " if dtype in FLOTTANTS else ""
    return {"maximum": f"({faux}x > y) ? x : y", "minimum": f"({faux}x < y) ? x : y"}.get(op)


def _unary(op: str, dtype: str) -> str | None:
    flottant = dtype in FLOTTANTS
    f = "f" if dtype == "float32" else ""
    communs = {"negative": f"({C[dtype]})-x", "absolute": f"fabs{f}(x)" if flottant else f"({C[dtype]})(x < 0 ? -x : x)"}
    if flottant:
        communs |= {nom: f"{c}{f}(x)" for nom, c in (("floor", "floor"), ("ceil", "ceil"), ("trunc", "trunc"), ("rint", "rint"), ("sqrt", "sqrt"))}
        communs["sign"] = "x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x"
    return None if dtype == "bool" else communs.get(op)


SIGNES = {"equal": "x == y", "not_equal": "x != y", "less": "x < y", "less_equal": "x <= y", "greater": "x > y", "greater_equal": "x >= y"}
LOGIQUE = {"logical_and": "(x != 0) & (y != 0)", "logical_or": "(x != 0) | (y != 0)", "logical_xor": "(x != 0) ^ (y != 0)"}


def cases() -> dict[Cle, str]:
    """Return what each operation does: (name, dtypes or size of a value in bytes) to a line of C."""
    lignes: dict[Cle, str] = {}
    for dtype, t in C.items():
        for op in ("add", "subtract", "multiply", "divide", "minimum", "maximum"):
            if (expression := _binary(op, dtype)) is not None:
                lignes[op, dtype] = f"DEUX({t}, {t}, {expression})"
        for op in ("negative", "absolute", "floor", "ceil", "trunc", "rint", "sqrt", "sign"):
            if (expression := _unary(op, dtype)) is not None:
                lignes[op, dtype] = f"UN({t}, {t}, {expression})"
        lignes |= {(op, dtype): f"DEUX({t}, uint8_t, {SIGNES[op]})" for op in COMPARAISONS}
        lignes |= {(op, dtype): f"DEUX({t}, uint8_t, {LOGIQUE[op]})" for op in LOGIQUES}
        lignes["logical_not", dtype] = f"UN({t}, uint8_t, x == 0)"
        for vers, u in C.items():
            if dtype not in FLOTTANTS or vers in {"bool", "int32", "int64", *FLOTTANTS}:
                lignes["cast", dtype, vers] = f"UN({t}, {u}, {'x != 0' if vers == 'bool' else f'({u})x'})"
        lignes["group_sum", dtype] = f"SOMME({t})"
        for op in ("maximum", "minimum"):
            lignes[f"reduce_{op}", dtype] = f"REDUIT({t}, {_binary(op, dtype)})"
    lignes["invert", "bool"] = "UN(uint8_t, uint8_t, x == 0)"
    for dtype in FLOTTANTS:
        f = "f" if dtype == "float32" else ""
        lignes["isnan", dtype] = f"UN({C[dtype]}, uint8_t, x != x)"
        lignes["isfinite", dtype] = f"UN({C[dtype]}, uint8_t, x - x == 0)"
        lignes["round", dtype] = f"ARRONDI({C[dtype]}, rint{f})"
        lignes |= {("single_amounts", dtype, vers): f"PALIERS({C[dtype]}, {C[vers]})" for vers in ("float64", "int64")}
    lignes["days", "Y"], lignes["days", "M"] = "PLANCHER(400)", "PLANCHER(4800)"
    for octets, t in BITS.items():
        nom = str(octets)
        lignes["where", nom] = f"CHOIX({t})"
        lignes["project", nom] = f"PROJETTE({t})"
        lignes["copy", nom] = f"COPIE({t})"
        lignes["member", nom] = f"MEMBRE({t})"
        lignes |= {("table", entier, nom): f"TABLE({C[entier]}, {t})" for entier in ENTIERS}
    lignes["role",] = (
        "{ const int8_t *a = (const int8_t *)p[2]; uint8_t *o = (uint8_t *)p[5]; for (int64_t i = 0; i < n; i++) o[i] = (p[9] >> a[i]) & 1; break; }"
    )
    return lignes


CODES: dict[Cle, int] = {cle: rang for rang, cle in enumerate(cases())}


def source() -> str:
    """Return the whole text."""
    return DEBUT + "\n".join(f"    case {CODES[cle]}: {ligne}" for cle, ligne in cases().items()) + FIN
