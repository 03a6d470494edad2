// Rows of a transcription: one turn each, as it stands on the page and as the vault knows it.

export interface Shown {
  readonly words: string;
  readonly speaker: number;
  readonly start: number | null;
}

export interface News extends Shown {
  readonly uid: string;
  readonly version: number;
  readonly after: string;
  readonly gone: boolean;
}

export interface Row {
  readonly uid: string;
  readonly line: HTMLElement;
  readonly words: HTMLTextAreaElement;
  readonly speaker: HTMLSelectElement;
  readonly start: HTMLInputElement;
  version: number;
  known: string;
  gone: boolean;
  /** What stands in the turn while the words of this row lie beside it: two typed at the same time. */
  stands?: News | undefined;
}

/** Seconds as people write them, to the tenth: 0:07.4, 1:02:03. */
export function clock(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  const whole = Math.floor(tenths / 10);
  const two = (value: number): string => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = `${two(whole % 60)}${tenths % 10 ? `.${tenths % 10}` : ""}`;
  return hours ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** The seconds somebody wrote, or nothing when it is no time. */
export function seconds(written: string): number | null {
  const parts = /^(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d{1,2})?)$/.exec(written.trim());
  if (!parts) return null;
  return Number(parts[1] ?? 0) * 3600 + Number(parts[2]) * 60 + Number(parts[3]?.replace(",", "."));
}

export function shown(row: Row): Shown {
  return { words: row.words.value, speaker: Number(row.speaker.value), start: seconds(row.start.value) };
}

export function told(row: Row): string {
  return JSON.stringify([shown(row), row.gone]);
}

export function changed(row: Row): boolean {
  return told(row) !== row.known;
}

/** Takes what the vault says of a row. */
export function put(row: Row, news: Shown & { readonly version: number }): void {
  const place = row.words.selectionEnd;
  if (row.words.value !== news.words) {
    row.words.value = news.words;
    row.words.setSelectionRange(place, place);
  }
  row.speaker.value = String(news.speaker);
  row.start.value = news.start === null ? "" : clock(news.start);
  row.version = news.version;
  row.known = told(row);
}

export function read(line: HTMLElement): Row | undefined {
  const words = line.querySelector("textarea");
  const speaker = line.querySelector("select");
  const start = line.querySelector<HTMLInputElement>("input[name=start]");
  if (!words || !speaker || !start) return undefined;
  const version = Number(line.dataset["version"] ?? "0");
  const row = { uid: line.dataset["uid"] ?? "", line, words, speaker, start, version, known: "", gone: false };
  row.known = version ? told(row) : "";
  return row;
}

export function name(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Puts words where the cursor is, as if they were typed: undo takes them out again. */
export function type(field: HTMLTextAreaElement, words: string): void {
  field.focus();
  if (!document.execCommand("insertText", false, words)) field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Something was not heard: its sign, apart from the word before it; Han is written without spaces. */
export function unheard(field: HTMLTextAreaElement): void {
  type(field, /[^\s\p{sc=Han}]$/u.test(field.value.slice(0, field.selectionStart)) ? " [?]" : "[?]");
}

/** Says of the chosen words, or of the word before the cursor, that they are not sure: [word?]. */
export function doubt(field: HTMLTextAreaElement): void {
  const { value, selectionStart: from, selectionEnd: to } = field;
  const before = value.slice(0, to);
  const start = from < to ? from : before.length - (/\S+\s*$/.exec(before)?.[0].length ?? 0);
  const chosen = value.slice(start, to);
  if (!chosen.trim()) return;
  const end = to - (chosen.length - chosen.trimEnd().length);
  field.setSelectionRange(start, end);
  type(field, `[${value.slice(start, end)}?]`);
}
