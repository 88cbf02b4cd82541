// Who lives with whom: sums over a family, the value of one of its members, the value of her family for each person.
import { NOYAUX } from "./noyaux.mjs";

/** The groups at hand, by entity; set before each run. */
export const composition = { personnes: 0, groupes: {} };

/** Index the members of groups: `de`, the group of each person; `role`, her role as a number; `nombre` of groups. */
export function indexed({ nombre, de, role }) {
  const debut = new Int32Array(nombre + 1);
  for (const g of de) debut[g + 1]++;
  for (let g = 0; g < nombre; g++) debut[g + 1] += debut[g];
  const membre = new Int32Array(de.length);
  const position = new Int32Array(de.length);
  const pris = new Int32Array(nombre);
  let maximum = 0;
  for (let i = 0; i < de.length; i++) {
    position[i] = pris[de[i]]++;
    membre[debut[de[i]] + position[i]] = i;
    if (pris[de[i]] > maximum) maximum = pris[de[i]];
  }
  return { nombre, de, role, debut, membre, position, maximum };
}

function reduced(m, o, a, [entite, neutre], keep) {
  const { nombre, debut, membre, maximum } = composition.groupes[entite];
  for (let g = 0; g < nombre; g++) {
    let r = neutre;
    for (let k = debut[g]; k < debut[g + 1]; k++) r = keep(r, m[a + membre[k]]);
    // A larger group elsewhere gives this one a neutral member: 0 may take the place of -0.
    m[o + g] = debut[g + 1] - debut[g] < maximum ? keep(r, neutre) : r;
  }
}

function chosen(m, o, a, entite, defaut, values, wanted) {
  const { nombre, de } = composition.groupes[entite];
  for (let g = 0; g < nombre; g++) m[o + g] = defaut;
  for (let i = 0; i < de.length; i++) if (values[i] === wanted) m[o + de[i]] = m[a + i];
}

Object.assign(NOYAUX, {
  role(m, n, o, a, b, c, [entite, codes]) {
    const { role } = composition.groupes[entite];
    for (let i = 0; i < n; i++) m[o + i] = codes.includes(role[i]) ? 1 : 0;
  },
  position(m, n, o, a, b, c, [entite]) {
    const { position } = composition.groupes[entite];
    for (let i = 0; i < n; i++) m[o + i] = position[i];
  },
  size(m, n, o, a, b, c, [entite]) {
    const { debut } = composition.groupes[entite];
    for (let g = 0; g < n; g++) m[o + g] = debut[g + 1] - debut[g];
  },
  group_sum(m, n, o, a, b, c, [entite, codes]) {
    const { nombre, de, role } = composition.groupes[entite];
    for (let g = 0; g < nombre; g++) m[o + g] = 0;
    if (codes === null) for (let i = 0; i < de.length; i++) m[o + de[i]] += m[a + i];
    else for (let i = 0; i < de.length; i++) if (codes.includes(role[i])) m[o + de[i]] += m[a + i];
  },
  group_max: (m, n, o, a, b, c, p) => reduced(m, o, a, p, (x, y) => (x > y || x !== x ? x : y)),
  group_min: (m, n, o, a, b, c, p) => reduced(m, o, a, p, (x, y) => (x < y || x !== x ? x : y)),
  group_all: (m, n, o, a, b, c, p) => reduced(m, o, a, p, (x, y) => (x !== 0 && y !== 0 ? 1 : 0)),
  group_any: (m, n, o, a, b, c, p) => reduced(m, o, a, p, (x, y) => (x !== 0 || y !== 0 ? 1 : 0)),
  group_nth: (m, n, o, a, b, c, [entite, rang, defaut]) => chosen(m, o, a, entite, defaut, composition.groupes[entite].position, rang),
  group_person: (m, n, o, a, b, c, [entite, code, defaut]) => chosen(m, o, a, entite, defaut, composition.groupes[entite].role, code),
  project(m, n, o, a, b, c, [entite]) {
    const { de } = composition.groupes[entite];
    for (let i = 0; i < n; i++) m[o + i] = m[a + de[i]];
  },
  rank(m, n, o, a, b, c, [entite]) {
    const { de, debut, membre, position, maximum } = composition.groupes[entite];
    for (let i = 0; i < n; i++) {
      const x = m[a + i];
      const fin = debut[de[i] + 1];
      let rang = 0;
      for (let k = debut[de[i]]; k < fin; k++) {
        const y = m[a + membre[k]];
        const avant = k - debut[de[i]] < position[i];
        // What is not a number comes last, after those whom the largest group has more.
        if (x !== x ? y === y || avant : y < x || (y === x && avant)) rang++;
      }
      m[o + i] = x !== x ? rang + maximum - (fin - debut[de[i]]) : rang;
    }
  },
});
