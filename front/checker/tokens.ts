//! Time stamps (RFC 3161): what a token is about. Who signed it, only openssl can check.
import { Broken } from "./faults.ts";

class NotDer extends Error {}

type Value = readonly [tag: number, content: Uint8Array];

//! Cuts DER into values; nothing inside is opened, so no nesting can hurt.
function der(data: Uint8Array): Value[] {
  const values: Value[] = [];
  let at = 0;
  while (at < data.length) {
    let [size, start] = [data[at + 1], at + 2];
    if (size === undefined) throw new NotDer();
    if (size > 0x7f) {
      const digits = data.subarray(start, start + size - 0x80);
      [size, start] = [digits.reduce((number, byte) => number * 256 + byte, 0), start + size - 0x80];
    }
    if (start + size > data.length || start > at + 6) throw new NotDer();
    values.push([data[at]!, data.subarray(start, start + size)]);
    at = start + size;
  }
  return values;
}

function nth(values: readonly Value[], place: number): Value {
  const found = values[place];
  if (found === undefined) throw new NotDer();
  return found;
}

function isTime(text: string): boolean {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(text)?.slice(1).map(Number);
  if (!parts) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const days = month >= 1 && month <= 12 ? new Date(Date.UTC(year + 400, month, 0)).getUTCDate() : 0;
  return year > 0 && day >= 1 && day <= days && hour < 24 && minute < 60 && second < 62;
}

/** The hash that a token or reply is about. */
export function imprintOf(token: Uint8Array, file: string): Uint8Array {
  try {
    const parts = der(nth(der(token), 0)[1]);
    const content = parts[0]?.[0] === 6 ? parts : der(nth(parts, 1)[1]);
    const signed = der(nth(der(nth(content, 1)[1]), 0)[1]);
    const held = nth(der(nth(der(nth(signed, 2)[1]), 1)[1]), 0)[1];
    const stamp = der(nth(der(held), 0)[1]);
    if (isTime(String.fromCharCode(...nth(stamp, 4)[1].subarray(0, 64)))) return nth(der(nth(stamp, 2)[1]), 1)[1];
  } catch (fault) {
    if (!(fault instanceof NotDer)) throw fault;
  }
  throw new Broken("bad-stamp", "not a time stamp token", file);
}
