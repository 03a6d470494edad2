//! Canonical JSON (RFC 8785) and the other strict forms: what has another spelling is refused, never mended.
import { byCodePoint, strictBase64, strictText, utf8, type Bytes } from "./bytes.ts";
import { Broken, need } from "./faults.ts";

//! Objects are Maps: a name such as __proto__ is a name like any other. Whole numbers keep every digit.
export type Json = null | boolean | bigint | string | Json[] | JsonObject;
export type JsonObject = Map<string, Json>;

const DEEPEST = 900;
const NUMBER = /-?(?:0|[1-9][0-9]*)/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const SHORT = new Map([["b", "\b"], ["f", "\f"], ["n", "\n"], ["r", "\r"], ["t", "\t"], ['"', '"'], ["\\", "\\"]]);
const LITERALS: readonly (readonly [string, Json])[] = [["true", true], ["false", false], ["null", null]];

class NotCanonical extends Error {}

class Reader {
  at = 0;
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  take(expected: string): boolean {
    const there = this.text.startsWith(expected, this.at);
    if (there) this.at += expected.length;
    return there;
  }

  must(expected: string): void {
    if (!this.take(expected)) throw new NotCanonical();
  }

  value(depth: number): Json {
    if (depth > DEEPEST) throw new NotCanonical();
    if (this.take("{")) return this.object(depth);
    if (this.take("[")) return this.list(depth);
    if (this.text[this.at] === '"') return this.string();
    const literal = LITERALS.find(([name]) => this.take(name));
    return literal ? literal[1] : this.number();
  }

  object(depth: number): JsonObject {
    const found: JsonObject = new Map();
    let last: string | undefined;
    if (this.take("}")) return found;
    do {
      const name = this.string();
      //! Strictly ascending: no name can come twice.
      if (last !== undefined && byCodePoint(last, name) >= 0) throw new NotCanonical();
      this.must(":");
      found.set(name, this.value(depth + 1));
      last = name;
    } while (this.take(","));
    this.must("}");
    return found;
  }

  list(depth: number): Json[] {
    const found: Json[] = [];
    if (this.take("]")) return found;
    do found.push(this.value(depth + 1));
    while (this.take(","));
    this.must("]");
    return found;
  }

  matched(form: RegExp): string {
    form.lastIndex = this.at;
    const found = form.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  string(): string {
    this.must('"');
    let found = this.matched(PLAIN);
    while (this.take("\\")) {
      found += this.escaped() + this.matched(PLAIN);
    }
    this.must('"');
    return found;
  }

  escaped(): string {
    const letter = this.text[this.at] ?? "";
    const short = SHORT.get(letter);
    this.at += 1;
    if (short !== undefined) return short;
    const digits = this.text.slice(this.at, this.at + 4);
    this.at += 4;
    const code = /^00[01][0-9a-f]$/.test(digits) ? String.fromCharCode(parseInt(digits, 16)) : "";
    //! Whatever has a short escape, or needs none, is not written with a number.
    if (letter !== "u" || code === "" || "\b\f\n\r\t".includes(code)) throw new NotCanonical();
    return code;
  }

  number(): bigint {
    const digits = this.matched(NUMBER);
    if (digits === "" || digits === "-0" || digits.length > 17) throw new NotCanonical();
    return BigInt(digits);
  }
}

/** Reads a JSON object in canonical form: no name twice, one spelling, no fractions, no huge numbers. */
export function parseJson(data: Uint8Array, file: string): JsonObject {
  const reader = new Reader(decode(data, file));
  try {
    const value = reader.value(0);
    if (value instanceof Map && reader.at === reader.text.length) return value;
  } catch (fault) {
    if (!(fault instanceof NotCanonical)) throw fault;
  }
  throw new Broken("bad-json", "no canonical JSON object", file);
}

const ESCAPES = new Map([...SHORT].map(([letter, meant]) => [meant, `\\${letter}`]));

const quoted = (text: string): string =>
  `"${text.replace(/["\\\u0000-\u001f]/g, (letter) => ESCAPES.get(letter) ?? `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;

/** Writes canonical JSON. */
export function asJson(value: Json): string {
  if (value === null || typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(asJson).join(",")}]`;
  const names = [...value.keys()].sort(byCodePoint);
  return `{${names.map((name) => `${quoted(name)}:${asJson(value.get(name) ?? null)}`).join(",")}}`;
}

export const jsonBytes = (value: Json): Bytes => utf8(asJson(value));

export function decode(data: Uint8Array, file: string): string {
  const text = strictText(data);
  need(text !== undefined, "bad-encoding", "not UTF-8", file);
  return text;
}

export function fromBase64(text: string, file: string, size?: number): Bytes {
  const data = strictBase64(text);
  const good = data !== undefined && (size === undefined || data.length === size);
  need(good, "bad-base64", "not canonical base64 of the right length", file);
  return data;
}

/** Reads a number without leading zeroes; it may be larger than JavaScript's own numbers are exact. */
export function decimal(text: string, file: string): bigint {
  need(/^(?:0|[1-9][0-9]{0,18})$/.test(text), "bad-number", "not a plain decimal number", file);
  return BigInt(text);
}
