// Keys that are letters, whatever the layout of the keyboard.

/** The letter of a key, also where the keyboard writes Cyrillic or Arabic: then by its place. */
export function letter({ key, code }: KeyboardEvent): string {
  if (key.length > 1 || key.codePointAt(0)! < 128 || !code.startsWith("Key")) return key;
  const latin = code.slice(3);
  return key === key.toUpperCase() && key !== key.toLowerCase() ? latin : latin.toLowerCase();
}
