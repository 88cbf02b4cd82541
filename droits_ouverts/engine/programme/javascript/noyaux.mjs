// What each operation of a graph does to numbers, as numpy does it: one loop for each, over the lanes of its operands.
//
// Every value is held in one Float64Array `m`, whatever its type: a float32 is rounded when it is written, a whole number is exact up to 2^53, a bool is 0
// or 1, a date is a count of days, months or years since 1970. `n` lanes are read at offsets `a`, `b`, `c` and written at `o`; `p` holds constants.

const INDEFINI = -2147483648;
const ENTIER_MAX = 9007199254740991;
const fround = Math.fround;
const PUISSANCES = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

export function rint(x) {
  // Half to even, by the rounding of an addition that leaves no place for a fraction.
  if (!(x < 4503599627370496 && x > -4503599627370496)) return x;
  const r = x < 0 ? x - 4503599627370496 + 4503599627370496 : x + 4503599627370496 - 4503599627370496;
  return r === 0 && (x < 0 || Object.is(x, -0)) ? -0 : r;
}

export function rounded(x, d) {
  if (d === 0) return rint(x);
  return d > 0 ? rint(x * PUISSANCES[d]) / PUISSANCES[d] : rint(x / PUISSANCES[-d]) * PUISSANCES[-d];
}

function rounded32(x, d) {
  if (d === 0) return rint(x);
  const f = PUISSANCES[d < 0 ? -d : d];
  return d > 0 ? fround(rint(fround(x * f)) / f) : fround(rint(fround(x / f)) * f);
}

function exact(x) {
  if (x > ENTIER_MAX || x < -ENTIER_MAX) throw new RangeError("un nombre entier dépasse ce qu'un navigateur compte exactement");
  return x;
}

const i4 = (x) => x | 0;
const i2 = (x) => (x << 16) >> 16;
const u1 = (x) => x & 255;
const entier = (x) => x;

// A float that does not fit in 32 (or 64) bits becomes the lowest of them, as a processor makes it.
function to32(x) {
  const t = Math.trunc(x);
  return t >= INDEFINI && t <= 2147483647 ? t + 0 : INDEFINI;
}

function to64(x) {
  const t = Math.trunc(x);
  return t >= -9223372036854775808 && t < 9223372036854775808 ? t + 0 : -9223372036854775808;
}

function remainder(a, b, round) {
  const mod = a % b;
  if (b === 0) return mod;
  if (mod !== 0) return b < 0 !== mod < 0 ? round(mod + b) : mod;
  return b < 0 || Object.is(b, -0) ? -0 : 0;
}

function floorDivide(a, b, round) {
  if (b === 0) return round(a / b);
  const mod = a % b;
  let quotient = round(round(a - mod) / b);
  if (mod !== 0 && b < 0 !== mod < 0) quotient = round(quotient - 1);
  if (quotient === 0) {
    const signe = a / b;
    return signe < 0 || Object.is(signe, -0) ? -0 : 0;
  }
  const plancher = Math.floor(quotient);
  return round(quotient - plancher) > 0.5 ? round(plancher + 1) : plancher;
}

function wholeRemainder(a, b) {
  if (b === 0) return 0;
  const mod = a % b;
  return mod !== 0 && b < 0 !== mod < 0 ? mod + b : mod + 0;
}

const wholeDivide = (a, b) => (b === 0 ? 0 : (a - wholeRemainder(a, b)) / b + 0);

function power(a, b) {
  if (a === 1 || (a === -1 && (b === Infinity || b === -Infinity))) return 1;
  return Math.pow(a, b);
}

function wholePower(a, b, times) {
  if (b < 0) throw new RangeError("un nombre entier est élevé à une puissance négative");
  let r = 1;
  for (let base = a, reste = b; reste > 0; reste = Math.floor(reste / 2)) {
    if (reste % 2) r = times(r, base);
    if (reste > 1) base = times(base, base);
  }
  return r;
}

const lower = (num, den) => (x) => Math.floor((x * num) / den) + 0;

function daysOfMonth(mois) {
  // First day of a month, in days since 1970 (algorithm of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
  const annee = 1970 + Math.floor((mois - 2) / 12);
  const rang = (((mois - 2) % 12) + 12) % 12;
  const ere = Math.floor(annee / 400);
  const dans = annee - ere * 400;
  return ere * 146097 + dans * 365 + Math.floor(dans / 4) - Math.floor(dans / 100) + Math.floor((153 * rang + 2) / 5) - 719468;
}

function monthOfDay(jour) {
  let mois = Math.floor(((jour + 0.5) * 4800) / 146097);
  while (daysOfMonth(mois) > jour) mois--;
  while (daysOfMonth(mois + 1) <= jour) mois++;
  return mois + 0;
}

const un = (f) => (m, n, o, a) => {
  for (let i = 0; i < n; i++) m[o + i] = f(m[a + i]);
};
const deux = (f) => (m, n, o, a, b) => {
  for (let i = 0; i < n; i++) m[o + i] = f(m[a + i], m[b + i]);
};

export const NOYAUX = {
  // Written out: those that make up nine tenths of a month.
  add_f8(m, n, o, a, b) {
    for (let i = 0; i < n; i++) m[o + i] = m[a + i] + m[b + i];
  },
  add_f4(m, n, o, a, b) {
    for (let i = 0; i < n; i++) m[o + i] = fround(m[a + i] + m[b + i]);
  },
  subtract_f8(m, n, o, a, b) {
    for (let i = 0; i < n; i++) m[o + i] = m[a + i] - m[b + i];
  },
  subtract_f4(m, n, o, a, b) {
    for (let i = 0; i < n; i++) m[o + i] = fround(m[a + i] - m[b + i]);
  },
  multiply_f8(m, n, o, a, b) {
    for (let i = 0; i < n; i++) m[o + i] = m[a + i] * m[b + i];
  },
  multiply_f4(m, n, o, a, b) {
    for (let i = 0; i < n; i++) m[o + i] = fround(m[a + i] * m[b + i]);
  },
  divide_f8(m, n, o, a, b) {
    for (let i = 0; i < n; i++) m[o + i] = m[a + i] / m[b + i];
  },
  divide_f4(m, n, o, a, b) {
    for (let i = 0; i < n; i++) m[o + i] = fround(m[a + i] / m[b + i]);
  },
  where(m, n, o, a, b, c) {
    for (let i = 0; i < n; i++) m[o + i] = m[a + i] !== 0 ? m[b + i] : m[c + i];
  },
  logical_and(m, n, o, a, b) {
    for (let i = 0; i < n; i++) m[o + i] = m[a + i] !== 0 && m[b + i] !== 0 ? 1 : 0;
  },
  logical_or(m, n, o, a, b) {
    for (let i = 0; i < n; i++) m[o + i] = m[a + i] !== 0 || m[b + i] !== 0 ? 1 : 0;
  },
  logical_not(m, n, o, a) {
    for (let i = 0; i < n; i++) m[o + i] = m[a + i] !== 0 ? 0 : 1;
  },
  less(m, n, o, a, b) {
    for (let i = 0; i < n; i++) m[o + i] = m[a + i] < m[b + i] ? 1 : 0;
  },
  less_equal(m, n, o, a, b) {
    for (let i = 0; i < n; i++) m[o + i] = m[a + i] <= m[b + i] ? 1 : 0;
  },
  equal(m, n, o, a, b) {
    for (let i = 0; i < n; i++) m[o + i] = m[a + i] === m[b + i] ? 1 : 0;
  },
  // Of two equal values (0 and -0), numpy keeps the second.
  maximum(m, n, o, a, b) {
    for (let i = 0; i < n; i++) {
      const x = m[a + i];
      m[o + i] = x > m[b + i] || x !== x ? x : m[b + i];
    }
  },
  minimum(m, n, o, a, b) {
    for (let i = 0; i < n; i++) {
      const x = m[a + i];
      m[o + i] = x < m[b + i] || x !== x ? x : m[b + i];
    }
  },
  copy(m, n, o, a) {
    for (let i = 0; i < n; i++) m[o + i] = m[a + i];
  },
  fround(m, n, o, a) {
    for (let i = 0; i < n; i++) m[o + i] = fround(m[a + i]);
  },
  add_n(m, n, o, a, b) {
    for (let i = 0; i < n; i++) m[o + i] = m[a + i] + m[b + i];
  },
  table(m, n, o, a, b, c, p) {
    for (let i = 0; i < n; i++) m[o + i] = p[m[a + i] < 0 ? m[a + i] + p.length : m[a + i]];
  },
  table_of_classes(m, n, o, a, b, c, [classes, valeurs]) {
    for (let i = 0; i < n; i++) m[o + i] = valeurs[classes[m[a + i]]];
  },
  // The rest, shorter.
  not_equal: deux((x, y) => (x !== y ? 1 : 0)),
  greater: deux((x, y) => (x > y ? 1 : 0)),
  greater_equal: deux((x, y) => (x >= y ? 1 : 0)),
  logical_xor: deux((x, y) => ((x !== 0) !== (y !== 0) ? 1 : 0)),
  isnan: un((x) => (x !== x ? 1 : 0)),
  isfinite: un((x) => (x - x === 0 ? 1 : 0)),
  sign: un((x) => (x > 0 ? 1 : x < 0 ? -1 : x === 0 ? 0 : x)),
  negative_f: un((x) => -x),
  absolute_f: un(Math.abs),
  floor: un(Math.floor),
  ceil: un(Math.ceil),
  trunc: un(Math.trunc),
  rint: un(rint),
  sqrt_f8: un(Math.sqrt),
  sqrt_f4: un((x) => fround(Math.sqrt(x))),
  exp_f8: un(Math.exp),
  exp_f4: un((x) => fround(Math.exp(x))),
  log_f8: un(Math.log),
  log_f4: un((x) => fround(Math.log(x))),
  power_f8: deux(power),
  power_f4: deux((x, y) => fround(power(x, y))),
  floor_divide_f8: deux((x, y) => floorDivide(x, y, entier)),
  floor_divide_f4: deux((x, y) => floorDivide(x, y, fround)),
  remainder_f8: deux((x, y) => remainder(x, y, entier)),
  remainder_f4: deux((x, y) => remainder(x, y, fround)),
  round_f8(m, n, o, a, b, c, p) {
    for (let i = 0; i < n; i++) m[o + i] = rounded(m[a + i], p);
  },
  round_f4(m, n, o, a, b, c, p) {
    for (let i = 0; i < n; i++) m[o + i] = rounded32(m[a + i], p);
  },
  to_bool: un((x) => (x !== 0 ? 1 : 0)),
  to_i4: un(to32),
  to_i8: un(to64),
  to_i2: un((x) => i2(to32(x))),
  to_u1: un((x) => u1(to32(x))),
  months_of_days: un(monthOfDay),
  years_of_days: un((x) => Math.floor(monthOfDay(x) / 12)),
  days_of_months: un(daysOfMonth),
  days_of_years: un((x) => daysOfMonth(x * 12)),
  // Of dates or durations counted in other units; a mean year of the calendar has 365.2425 days.
  twelfth: un(lower(1, 12)),
  times_twelve: un((x) => x * 12),
  mean_months_of_days: un(lower(4800, 146097)),
  mean_years_of_days: un(lower(400, 146097)),
  mean_days_of_months: un(lower(146097, 4800)),
  mean_days_of_years: un(lower(146097, 400)),
};

const fois = { i4: Math.imul, i2: (x, y) => i2(x * y), u1: (x, y) => u1(x * y), i8: (x, y) => exact(x * y) + 0, n: (x, y) => x * y + 0 };
for (const [type, wrap] of Object.entries({ i4, i2, u1, i8: exact, n: entier })) {
  NOYAUX[`add_${type}`] ??= deux((x, y) => wrap(x + y));
  NOYAUX[`subtract_${type}`] = deux((x, y) => wrap(x - y));
  NOYAUX[`multiply_${type}`] = deux(fois[type]);
  NOYAUX[`floor_divide_${type}`] = deux((x, y) => wrap(wholeDivide(x, y)));
  NOYAUX[`remainder_${type}`] = deux((x, y) => wrap(wholeRemainder(x, y)));
  NOYAUX[`power_${type}`] = deux((x, y) => wholePower(x, y, fois[type]));
  NOYAUX[`negative_${type}`] = un((x) => wrap(0 - x));
  NOYAUX[`absolute_${type}`] = un((x) => wrap(Math.abs(x)));
  NOYAUX[`invert_${type}`] = un((x) => wrap(-1 - x));
  NOYAUX[`wrap_${type}`] = un(wrap);
}
