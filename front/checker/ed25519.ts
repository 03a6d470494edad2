//! Ed25519 (RFC 8032 section 5.1), checking only. Not the browser's own: browsers differ on keys of small order.
import { same, type Bytes } from "./bytes.ts";
import { sha512 } from "./sha2.ts";

type Point = readonly [bigint, bigint, bigint, bigint];

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const NEUTRAL: Point = [0n, 1n, 1n, 0n];

const mod = (value: bigint, by: bigint = P): bigint => ((value % by) + by) % by;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let left = exponent, square = mod(base); left > 0n; left >>= 1n, square = (square * square) % P) {
    if (left & 1n) result = (result * square) % P;
  }
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n));
const ROOT_OF_MINUS_1 = power(2n, (P - 1n) / 4n);

/** Adds two points in extended coordinates (section 5.1.4); also right for doubling. */
function add(a: Point, b: Point): Point {
  const e = mod((a[1] - a[0]) * (b[1] - b[0]));
  const f = ((a[1] + a[0]) * (b[1] + b[0])) % P;
  const c = (((2n * a[3] * b[3]) % P) * D) % P;
  const d = (2n * a[2] * b[2]) % P;
  const [h, i, j, k] = [f - e, d - c, d + c, f + e];
  return [mod(h * i), mod(j * k), mod(i * j), mod(h * k)];
}

function fromLittleEndian(data: Uint8Array): bigint {
  return data.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

//! Bytes that are no point, or not the canonical form of one, are refused (section 5.1.3).
function decompress(data: Uint8Array): Point | undefined {
  const number = fromLittleEndian(data);
  const [sign, y] = [number >> 255n, number & (2n ** 255n - 1n)];
  const [u, v] = [mod(y * y - 1n), mod(D * y * y + 1n)];
  let x = (((u * power(v, 3n)) % P) * power(u * power(v, 7n), (P - 5n) / 8n)) % P;
  if (mod(v * x * x - u) !== 0n) x = (x * ROOT_OF_MINUS_1) % P;
  if (y >= P || mod(v * x * x - u) !== 0n || (x === 0n && sign === 1n)) return undefined;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, (x * y) % P];
}

function compress(a: Point): Bytes {
  const inverse = power(a[2], P - 2n);
  const [x, y] = [(a[0] * inverse) % P, (a[1] * inverse) % P];
  let number = y | ((x & 1n) << 255n);
  return Uint8Array.from({ length: 32 }, () => {
    const byte = Number(number & 255n);
    number >>= 8n;
    return byte;
  });
}

const BASE: Point = (() => {
  const y = (4n * power(5n, P - 2n)) % P;
  return decompress(compress([0n, y, 1n, 0n])) ?? NEUTRAL;
})();

/** Checks a signature (section 5.1.7): S below L, canonical points, no key of small order. */
export function ed25519Holds(key: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  const point = key.length === 32 && signature.length === 64 ? decompress(key) : undefined;
  const s = fromLittleEndian(signature.subarray(32));
  if (point === undefined || s >= L) return false;
  let small = point;
  for (let doubling = 0; doubling < 3; doubling += 1) small = add(small, small);
  if (same(compress(small), compress(NEUTRAL))) return false;
  const k = mod(fromLittleEndian(sha512(signature.subarray(0, 32), key, message)), L);
  const minus: Point = [mod(-point[0]), point[1], 1n, mod(-point[3])];
  const choices = [NEUTRAL, BASE, minus, add(BASE, minus)] as const;
  let result = NEUTRAL;
  for (let bit = 252n; bit >= 0n; bit -= 1n) {
    result = add(add(result, result), choices[Number(((s >> bit) & 1n) | (((k >> bit) & 1n) << 1n))]!);
  }
  return same(compress(result), signature.subarray(0, 32));
}
