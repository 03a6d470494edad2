// What makes two spellings look the same to somebody who searches: case, diacritics, invisible signs, and the
// letter forms that keyboards of one script mix up. Nothing here crosses from one script to another.

const invisible = /[\u00ad\u061c\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]/u;
const combining = /\p{M}/u;
const space = /\s/u;
const sameLetter: Readonly<Record<string, string>> = {
  "ى": "ي",
  "ې": "ي",
  "ی": "ي",
  "ک": "ك",
  "ہ": "ه",
  "ھ": "ه",
  "ە": "ه",
  "’": "'",
  "‘": "'",
  "ʼ": "'",
  "“": '"',
  "”": '"',
};

export interface Folded {
  readonly text: string;
  /** For each UTF-16 unit of `text`, the code point of the original it came from; one more for the end.
   * Not there where each came from the one in its own place. */
  readonly from?: readonly number[];
}

// Folded once for every sign that was met: a long page has a million letters and a hundred different ones.
const known = new Map<string, string>();

function foldedSign(character: string): string {
  const before = known.get(character);
  if (before !== undefined) return before;
  let found = "";
  for (const part of character.normalize("NFKD").toLowerCase().normalize("NFKD")) {
    if (invisible.test(part) || combining.test(part)) continue;
    found += space.test(part) ? " " : (sameLetter[part] ?? part);
  }
  known.set(character, found);
  return found;
}

// Nothing of it is moved by folding: no sign has more than one unit, and none is dropped.
const plainly = /^(?:[\x21-\x7e]| (?! ))*$/;

export function fold(original: string): Folded {
  if (plainly.test(original)) return { text: original.toLowerCase() };
  let text = "";
  let last = "";
  const from: number[] = [];
  let place = 0;
  for (const character of original) {
    for (const plain of foldedSign(character)) {
      if (plain === " " && last === " ") continue;
      text += plain;
      last = plain;
      for (let unit = 0; unit < plain.length; unit += 1) from.push(place);
    }
    place += 1;
  }
  from.push(place);
  return { text, from };
}

/** Code-point stretches of what was folded in which `sought` is found; they do not overlap. */
export function occurrences({ text, from }: Folded, sought: string): [number, number][] {
  const needle = fold(sought).text.trim();
  if (needle === "") return [];
  const place = (unit: number): number => (from ? (from[unit] ?? 0) : unit);
  const found: [number, number][] = [];
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
    found.push([place(at), Math.max(place(at + needle.length - 1) + 1, place(at + needle.length))]);
  }
  return found;
}
