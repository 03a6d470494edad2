//! SHA-256 and SHA-512 (FIPS 180-4). Browsers hash only what is wholly in memory; files of many gigabytes are not.
import type { Bytes } from "./bytes.ts";

const PRIMES = Array.from({ length: 410 }, (_, number) => number)
  .filter((number) => number > 1 && Array.from({ length: number }, (_, by) => by).every((by) => by < 2 || number % by !== 0))
  .slice(0, 80);

//! The constants are the first 64 bits after the point of square and cube roots of primes (section 4.2.3).
function fraction(prime: number, root: bigint): bigint {
  const target = BigInt(prime) << (64n * root);
  let found = 0n;
  for (let bit = 1n << 75n; bit > 0n; bit >>= 1n) if ((found + bit) ** root <= target) found += bit;
  return found & 0xffffffffffffffffn;
}

const high = (values: readonly bigint[]): Int32Array => Int32Array.from(values, (value) => Number(BigInt.asIntN(32, value >> 32n)));
const low = (values: readonly bigint[]): Int32Array => Int32Array.from(values, (value) => Number(BigInt.asIntN(32, value)));

const CUBES = PRIMES.map((prime) => fraction(prime, 3n));
const SQUARES = PRIMES.slice(0, 8).map((prime) => fraction(prime, 2n));
const K_HIGH = high(CUBES);
const K_LOW = low(CUBES);

/** SHA-256, piece by piece. */
export class Sha256 {
  readonly #state = high(SQUARES);
  readonly #block = new Uint8Array(64);
  readonly #words = new Int32Array(64);
  #held = 0;
  #size = 0;

  update(data: Uint8Array): this {
    this.#size += data.length;
    let at = 0;
    while (at < data.length) {
      if (this.#held === 0 && data.length - at >= 64) {
        mix(this.#state, this.#words, data, at);
        at += 64;
        continue;
      }
      const taken = Math.min(64 - this.#held, data.length - at);
      this.#block.set(data.subarray(at, at + taken), this.#held);
      this.#held = (this.#held + taken) % 64;
      at += taken;
      if (this.#held === 0) mix(this.#state, this.#words, this.#block, 0);
    }
    return this;
  }

  digest(): Bytes {
    const size = this.#size;
    const padding = new Uint8Array(((119 - (size % 64)) % 64) + 1 + 8);
    padding[0] = 0x80;
    new DataView(padding.buffer).setBigUint64(padding.length - 8, BigInt(size) * 8n);
    this.update(padding);
    const found = new Uint8Array(32);
    this.#state.forEach((word, at) => new DataView(found.buffer).setInt32(4 * at, word));
    return found;
  }
}

function mix(state: Int32Array, w: Int32Array, data: Uint8Array, start: number): void {
  const k = K_HIGH;
  for (let t = 0, at = start; t < 16; t += 1, at += 4) {
    w[t] = (data[at]! << 24) | (data[at + 1]! << 16) | (data[at + 2]! << 8) | data[at + 3]!;
  }
  for (let t = 16; t < 64; t += 1) {
    const x = w[t - 15]!;
    const y = w[t - 2]!;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = (((w[t - 16]! + s0) | 0) + ((w[t - 7]! + s1) | 0)) | 0;
  }
  let a = state[0]!, b = state[1]!, c = state[2]!, d = state[3]!;
  let e = state[4]!, f = state[5]!, g = state[6]!, h = state[7]!;
  for (let t = 0; t < 64; t += 1) {
    const big1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (((((h + big1) | 0) + (g ^ (e & (f ^ g)))) | 0) + ((k[t]! + w[t]!) | 0)) | 0;
    const big0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (big0 + ((a & b) ^ (c & (a ^ b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

export const sha256 = (...parts: readonly Uint8Array[]): Bytes =>
  parts.reduce((hasher: Sha256, part) => hasher.update(part), new Sha256()).digest();

const TWO_32 = 0x100000000;

//! A 64-bit word is two halves; the high half of a word turned to the right. Swap the halves for the low one.
function turned(h: number, l: number, by: number): number {
  return by < 32 ? (h >>> by) | (l << (32 - by)) : (l >>> (by - 32)) | (h << (64 - by));
}

/** SHA-512 of what is in memory; only signed notes, which are short. */
export function sha512(...parts: readonly Uint8Array[]): Bytes {
  const size = parts.reduce((length, part) => length + part.length, 0);
  const whole = new Uint8Array(Math.ceil((size + 17) / 128) * 128);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  whole[size] = 0x80;
  const view = new DataView(whole.buffer);
  view.setBigUint64(whole.length - 8, BigInt(size) * 8n);
  const [sh, sl] = [high(SQUARES), low(SQUARES)];
  for (let start = 0; start < whole.length; start += 128) mixed(view, start, sh, sl);
  const found = new DataView(new ArrayBuffer(64));
  for (let word = 0; word < 8; word += 1) {
    found.setInt32(8 * word, sh[word]!);
    found.setInt32(8 * word + 4, sl[word]!);
  }
  return new Uint8Array(found.buffer);
}

function mixed(view: DataView, start: number, sh: Int32Array, sl: Int32Array): void {
  const [wh, wl] = [new Int32Array(80), new Int32Array(80)];
  for (let t = 0; t < 16; t += 1) {
    wh[t] = view.getInt32(start + 8 * t);
    wl[t] = view.getInt32(start + 8 * t + 4);
  }
  for (let t = 16; t < 80; t += 1) {
    const xh = wh[t - 15]!, xl = wl[t - 15]!, yh = wh[t - 2]!, yl = wl[t - 2]!;
    const s0h = turned(xh, xl, 1) ^ turned(xh, xl, 8) ^ (xh >>> 7);
    const s0l = turned(xl, xh, 1) ^ turned(xl, xh, 8) ^ turned(xl, xh, 7);
    const s1h = turned(yh, yl, 19) ^ turned(yh, yl, 61) ^ (yh >>> 6);
    const s1l = turned(yl, yh, 19) ^ turned(yl, yh, 61) ^ turned(yl, yh, 6);
    const sum = (wl[t - 16]! >>> 0) + (s0l >>> 0) + (wl[t - 7]! >>> 0) + (s1l >>> 0);
    wl[t] = sum;
    wh[t] = wh[t - 16]! + s0h + wh[t - 7]! + s1h + Math.floor(sum / TWO_32);
  }
  let ah = sh[0]!, bh = sh[1]!, ch = sh[2]!, dh = sh[3]!, eh = sh[4]!, fh = sh[5]!, gh = sh[6]!, hh = sh[7]!;
  let al = sl[0]!, bl = sl[1]!, cl = sl[2]!, dl = sl[3]!, el = sl[4]!, fl = sl[5]!, gl = sl[6]!, hl = sl[7]!;
  for (let t = 0; t < 80; t += 1) {
    const big1h = turned(eh, el, 14) ^ turned(eh, el, 18) ^ turned(eh, el, 41);
    const big1l = turned(el, eh, 14) ^ turned(el, eh, 18) ^ turned(el, eh, 41);
    const chosenl = gl ^ (el & (fl ^ gl));
    const onel = (hl >>> 0) + (big1l >>> 0) + (chosenl >>> 0) + (K_LOW[t]! >>> 0) + (wl[t]! >>> 0);
    const oneh = (hh + big1h + (gh ^ (eh & (fh ^ gh))) + K_HIGH[t]! + wh[t]! + Math.floor(onel / TWO_32)) | 0;
    const big0h = turned(ah, al, 28) ^ turned(ah, al, 34) ^ turned(ah, al, 39);
    const big0l = turned(al, ah, 28) ^ turned(al, ah, 34) ^ turned(al, ah, 39);
    const nextl = (onel >>> 0) + (big0l >>> 0) + (((al & bl) ^ (cl & (al ^ bl))) >>> 0);
    const nexth = (oneh + big0h + ((ah & bh) ^ (ch & (ah ^ bh))) + Math.floor(nextl / TWO_32)) | 0;
    const fifth = (dl >>> 0) + (onel >>> 0);
    [hh, hl, gh, gl, fh, fl] = [gh, gl, fh, fl, eh, el];
    [eh, el] = [(dh + oneh + Math.floor(fifth / TWO_32)) | 0, fifth | 0];
    [dh, dl, ch, cl, bh, bl] = [ch, cl, bh, bl, ah, al];
    [ah, al] = [nexth, nextl | 0];
  }
  const found = [ah, al, bh, bl, ch, cl, dh, dl, eh, el, fh, fl, gh, gl, hh, hl];
  for (let word = 0; word < 8; word += 1) {
    const sum = (sl[word]! >>> 0) + (found[2 * word + 1]! >>> 0);
    sl[word] = sum;
    sh[word] = sh[word]! + found[2 * word]! + Math.floor(sum / TWO_32);
  }
}
