//! The five languages. English is in the sources; the others stand in words.json under the English sentence.
import type { Say } from "./faults.ts";
import { shown } from "./shown.ts";
import words from "./words.json";

type Translations = Readonly<Record<string, string>>;

export const LANGUAGES: readonly (readonly [code: string, name: string])[] = [
  ["en", "English"],
  ["ru", "Русский"],
  ["zh-Hans", "简体中文"],
  ["kk", "Қазақша"],
  ["ug", "ئۇيغۇرچە"],
];

const known = new Map<string, Translations>(Object.entries(words));
let current = "en";

export const language = (): string => current;

/** The language of the address (`#ug`) or else of the browser, where it is one of the five. */
export function chooseLanguage(wanted: readonly string[]): void {
  const found = wanted.map((tag) => LANGUAGES.find(([code]) => tag.toLowerCase().split("-")[0] === code.split("-")[0]));
  current = found.find((each) => each !== undefined)?.[0] ?? "en";
  document.documentElement.lang = current;
  document.documentElement.dir = current === "ug" ? "rtl" : "ltr";
}

export const told = (text: string): string => known.get(text)?.[current] ?? text;

/** A sentence with its values, each on its own so that the direction of writing of one cannot turn the rest. */
export function sentence({ text, values }: Say): DocumentFragment {
  const made = document.createDocumentFragment();
  for (const piece of told(text).split(/(\{\d\})/)) {
    const value = /^\{\d\}$/.test(piece) ? values[Number(piece[1])] : undefined;
    if (value === undefined) made.append(piece);
    else made.append(apart(value));
  }
  return made;
}

/** A text from the folder, so that it can play no tricks. */
export function apart(text: string): HTMLElement {
  const made = document.createElement("bdi");
  made.textContent = shown(text);
  return made;
}
