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
  /** For each UTF-16 unit of `text`, the code point of the original it came from; one more for the end. */
  readonly from: readonly number[];
}

export function fold(original: string): Folded {
  let text = "";
  const from: number[] = [];
  let place = 0;
  for (const character of original) {
    for (const part of character.normalize("NFKD").toLowerCase().normalize("NFKD")) {
      if (invisible.test(part) || combining.test(part)) continue;
      const plain = space.test(part) ? " " : (sameLetter[part] ?? part);
      if (plain === " " && text.endsWith(" ")) continue;
      text += plain;
      for (let unit = 0; unit < plain.length; unit += 1) from.push(place);
    }
    place += 1;
  }
  from.push(place);
  return { text, from };
}

/** Code-point stretches of `original` in which `sought` is found, both folded; they do not overlap. */
export function occurrences(original: string, sought: string): [number, number][] {
  const needle = fold(sought).text.trim();
  if (needle === "") return [];
  const { text, from } = fold(original);
  const found: [number, number][] = [];
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
    const last = from[at + needle.length - 1] ?? 0;
    found.push([from[at] ?? 0, Math.max(last + 1, from[at + needle.length] ?? 0)]);
  }
  return found;
}
