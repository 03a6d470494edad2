//! What can be wrong, and sentences whose names are filled in late, so that each language has its own order.

/** A sentence in English with places {0}, {1}; the English is also the key of its translations. */
export interface Say {
  readonly text: string;
  readonly values: readonly string[];
}

export const say = (text: string, ...values: readonly string[]): Say => ({ text, values });

export const filled = (text: string, values: readonly string[]): string =>
  text.replace(/\{(\d)\}/g, (whole, at: string) => values[Number(at)] ?? whole);

export const inEnglish = ({ text, values }: Say): string => filled(text, values);

/** Something is not what it says it is. */
export class Broken extends Error {
  readonly code: string;
  readonly said: Say;
  readonly file: string | null;

  constructor(code: string, said: Say | string, file: string | null = null) {
    super(code);
    this.code = code;
    this.said = typeof said === "string" ? say(said) : said;
    this.file = file;
  }
}

/** Nothing can be said: it could not be read, or is of no kind this page knows. */
export class Unreadable extends Broken {}

/** Goes on only when something holds. */
export function need(holds: unknown, code: string, said: Say | string, file: string | null = null): asserts holds {
  if (!holds) throw new Broken(code, said, file);
}
