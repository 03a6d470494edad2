//! Text from a folder nobody vouches for, made so that it cannot play tricks on the page: what does not print, or
//! turns the direction of writing, is shown by its number, as guwah_verify.py shows it.
export const shown = (text: string): string =>
  text.replace(/[\p{C}\p{Z}]/gu, (letter) =>
    letter === " " ? letter : `\\u${(letter.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
