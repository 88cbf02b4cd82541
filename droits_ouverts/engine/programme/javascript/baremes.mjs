// Tax scales, in the order of additions of OpenFisca-Core's `taxscales`. `p` holds thresholds and rates, as the graph gives them.
import { NOYAUX, rounded } from "./noyaux.mjs";

const EPSILON = 2.220446049250313e-16;
const borne = (seuil, facteur, decimales) => (decimales === null ? (facteur + EPSILON) * seuil : rounded((facteur + EPSILON) * seuil, decimales));

// numpy's own order for the sum of a row: eight running sums from eight terms on.
function sumOfRow(t, n) {
  if (n < 8) {
    let s = n ? t[0] : 0;
    for (let k = 1; k < n; k++) s += t[k];
    return s;
  }
  const r = t.slice(0, 8);
  let k = 8;
  for (; k + 8 <= n; k += 8) for (let j = 0; j < 8; j++) r[j] += t[k + j];
  let s = r[0] + r[1] + (r[2] + r[3]) + (r[4] + r[5] + (r[6] + r[7]));
  for (; k < n; k++) s += t[k];
  return s;
}

function marginal(m, n, o, a, b, p, scaled) {
  const [seuils, taux, decimales] = p;
  const termes = [];
  for (let i = 0; i < n; i++) {
    const base = m[a + i];
    const facteur = scaled ? m[b + i] : 1;
    let s = 0;
    let bas = borne(seuils[0], facteur, decimales);
    for (let k = 0; k < seuils.length; k++) {
      const haut = borne(k + 1 < seuils.length ? seuils[k + 1] : Infinity, facteur, decimales);
      const part = (base < haut || base !== base ? base : haut) - bas;
      const dedans = part > 0 || part !== part ? part : 0;
      if (decimales === null) s += taux[k] * dedans;
      else termes[k] = rounded(taux[k] * rounded(dedans, decimales), decimales);
      bas = haut;
    }
    m[o + i] = decimales === null ? s : sumOfRow(termes, seuils.length);
  }
}

Object.assign(NOYAUX, {
  marginal_rates: (m, n, o, a, b, c, p) => marginal(m, n, o, a, b, p, false),
  marginal_rates_scaled: (m, n, o, a, b, c, p) => marginal(m, n, o, a, b, p, true),
  average_rate: (m, n, o, a, b, c, [, taux]) => {
    for (let i = 0; i < n; i++) m[o + i] = m[a + i] * taux[0];
  },
  average_rate_f4: (m, n, o, a, b, c, [, taux]) => {
    for (let i = 0; i < n; i++) m[o + i] = Math.fround(m[a + i] * Math.fround(taux[0]));
  },
  average_rates(m, n, o, a, b, c, [seuils, taux]) {
    for (let i = 0; i < n; i++) {
      const base = m[a + i];
      let pente = 0;
      let depart = 0;
      let seuil = 0;
      for (let k = 0; k + 1 < seuils.length; k++) {
        const dedans = base >= seuils[k] && base < seuils[k + 1] ? 1 : 0;
        pente += dedans * ((taux[k + 1] - taux[k]) / (seuils[k + 1] - seuils[k]));
        depart += dedans * taux[k];
        seuil += dedans * seuils[k];
      }
      m[o + i] = base * (depart + (base - seuil) * pente);
    }
  },
  single_amounts(m, n, o, a, b, c, [seuils, montants, droite]) {
    for (let i = 0; i < n; i++) {
      const base = m[a + i];
      let rang = 0;
      while (rang < seuils.length && !(droite ? base <= seuils[rang] : base < seuils[rang])) rang++;
      // Beyond the last bracket there is infinity itself, and what is not a number.
      const dehors = base !== base || (base === Infinity && !droite) || (base === -Infinity && droite);
      m[o + i] = rang === 0 || dehors ? 0 : montants[rang - 1];
    }
  },
  marginal_amounts(m, n, o, a, b, c, [seuils, montants]) {
    for (let i = 0; i < n; i++) {
      let s = 0;
      for (let k = 0; k < seuils.length; k++) {
        const haut = k + 1 < seuils.length ? seuils[k + 1] : Infinity;
        const base = m[a + i];
        const part = (base < haut || base !== base ? base : haut) - seuils[k];
        s += montants[k] * (part > 0 ? 1 : 0);
      }
      m[o + i] = s;
    }
  },
  bracket: (m, n, o, a, b, c, p) => bracket(m, n, o, a, b, p, false),
  bracket_scaled: (m, n, o, a, b, c, p) => bracket(m, n, o, a, b, p, true),
});

function bracket(m, n, o, a, b, [seuils, decimales], scaled) {
  for (let i = 0; i < n; i++) {
    let rang = -1;
    for (const seuil of seuils) if (m[a + i] - borne(seuil, scaled ? m[b + i] : 1, decimales) >= 0) rang++;
    m[o + i] = rang;
  }
}
