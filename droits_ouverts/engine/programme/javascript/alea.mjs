// Python's generator (Mersenne Twister 19937): the same seed draws the same plausible households here and on the server.

export class Alea {
  constructor(graine) {
    const mt = (this.mt = new Uint32Array(624));
    mt[0] = 19650218;
    for (let i = 1; i < 624; i++) mt[i] = Math.imul(1812433253, mt[i - 1] ^ (mt[i - 1] >>> 30)) + i;
    let i = 1;
    for (let k = 0; k < 624; k++) {
      mt[i] = (mt[i] ^ Math.imul(mt[i - 1] ^ (mt[i - 1] >>> 30), 1664525)) + graine;
      if (++i >= 624) i = this._again();
    }
    for (let k = 0; k < 623; k++) {
      mt[i] = (mt[i] ^ Math.imul(mt[i - 1] ^ (mt[i - 1] >>> 30), 1566083941)) - i;
      if (++i >= 624) i = this._again();
    }
    mt[0] = 0x80000000;
    this.rang = 624;
  }

  _again() {
    this.mt[0] = this.mt[623];
    return 1;
  }

  _twist() {
    const { mt } = this;
    for (let i = 0; i < 624; i++) {
      const y = (mt[i] & 0x80000000) | (mt[(i + 1) % 624] & 0x7fffffff);
      mt[i] = mt[(i + 397) % 624] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.rang = 0;
  }

  word() {
    if (this.rang >= 624) this._twist();
    let y = this.mt[this.rang++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A rank below n, as `random.choice` draws it. */
  below(n) {
    const bits = 32 - Math.clz32(n);
    let r = this.word() >>> (32 - bits);
    while (r >= n) r = this.word() >>> (32 - bits);
    return r;
  }
}
