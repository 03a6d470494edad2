//! Keys (C2SP signed-note): name+hash+base64(kind || 32 bytes); kind 1 signs, kind 4 is a witness's.
import { hex, join, utf8, type Bytes } from "./bytes.ts";
import { fromBase64 } from "./canonical.ts";
import { need } from "./faults.ts";
import { sha256 } from "./sha2.ts";

export interface Key {
  readonly vkey: string;
  readonly name: string;
  readonly id: string;
  readonly public: Bytes;
  readonly kind: number;
}

/** Reads a vkey of these kinds; its hash must fit its name and bytes. */
export function parseKey(vkey: string, file: string, kinds: readonly number[] = [1]): Key {
  const parts = /^([!-*,-~]+)\+([!-*,-~]*)\+([!-~]*)$/.exec(vkey);
  need(parts, "bad-key", "not a key in the form name+hash+base64", file);
  const [, name = "", hash = "", encoded = ""] = parts;
  const body = fromBase64(encoded, file, 33);
  const id = hex(sha256(utf8(`${name}\n`), body).subarray(0, 4));
  const kind = body[0] ?? 0;
  need(kinds.includes(kind) && id === hash, "bad-key", "of another kind, or its hash does not fit its name and bytes", file);
  return { vkey, name, id, public: body.slice(1), kind };
}

/** Six made-up words (96 bits, proquints) by which two people compare a key aloud. */
export function fingerprintWords(vkey: string): string {
  const [consonants, vowels] = ["bdfghjklmnprstvz", "aiou"];
  const digest = new DataView(join(sha256(utf8(vkey))).buffer);
  const words = [0, 2, 4, 6, 8, 10].map((at) => {
    const n = digest.getUint16(at);
    return [n >> 12, n >> 10, n >> 6, n >> 4, n].map((bits, place) => (place % 2 ? vowels[bits & 3] : consonants[bits & 15])).join("");
  });
  return words.join("-");
}
