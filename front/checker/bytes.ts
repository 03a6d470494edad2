//! Bytes and texts: one accepted spelling each, so that no byte can change unnoticed.

/** Bytes that lie in memory of their own. */
export type Bytes = Uint8Array<ArrayBuffer>;

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

export const hex = (data: Uint8Array): string => [...data].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const unhex = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

export function join(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const same = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);

//! Texts are ordered by code point, as their UTF-8 bytes are; JavaScript's own order is by UTF-16 unit.
export function byCodePoint(one: string, other: string): number {
  const [left, right] = [one[Symbol.iterator](), other[Symbol.iterator]()];
  for (;;) {
    const [a, b] = [left.next(), right.next()];
    if (a.done || b.done) return Number(b.done ?? false) - Number(a.done ?? false);
    const apart = (a.value.codePointAt(0) ?? 0) - (b.value.codePointAt(0) ?? 0);
    if (apart !== 0) return apart;
  }
}

/** Strict UTF-8 (no byte order mark is taken away), or nothing. */
export function strictText(data: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch (fault) {
    if (fault instanceof TypeError) return undefined;
    throw fault;
  }
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Canonical standard base64 (RFC 4648 sections 3.5 and 4), or nothing. */
export function strictBase64(text: string): Bytes | undefined {
  if (!BASE64.test(text)) return undefined;
  const raw = atob(text);
  //! The last letter may carry bits that are not read: writing it back shows them.
  return btoa(raw) === text ? Uint8Array.from(raw, (letter) => letter.charCodeAt(0)) : undefined;
}
