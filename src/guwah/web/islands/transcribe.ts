// Transcribe: turns typed beside a recording go to the vault one by one; after a lock sealed. Stores nothing here.
import { doubt as fail, open } from "./_alive.ts";
import { listen } from "./_keys.ts";
import { changed, clock, doubt, name, put, read, shown, told, unheard, type News, type Row } from "./_rows.ts";

interface Answer {
  readonly sequence: number;
  readonly kept: readonly { readonly version: number; readonly other: number }[];
  readonly news: readonly News[];
  readonly beside: readonly { readonly mine: boolean; readonly stands: News }[];
  readonly people: readonly string[];
  readonly here: string;
}

const find = <Found extends Element = HTMLElement>(what: string): Found | null => document.querySelector<Found>(what);
const list = find("[data-transcribe]");
const mould = find<HTMLTemplateElement>("template[data-row]");
const sound = find<HTMLMediaElement>("[data-sound]");
const room = find("[data-typing]");
const said = find("[data-said]");
const keysLine = find("[data-armed-keys]");
const rows = new Map<string, Row>();
const page = (room?.dataset["slip"] ?? "").split(".")[1] ?? "";
const every = 1500;
const quiet = 4;
let since = Number(list?.dataset["sequence"] ?? "0");
let idle = 0;
let sealed = "";
let count = 0;
let locked = false;
let over = false;
let failed = false;
let away = 0;
let line: Promise<void> = Promise.resolve();

function words(key: string): string {
  return list?.dataset[key] ?? "";
}

function say(state: string): void {
  if (!said || said.dataset["state"] === state) return;
  said.dataset["state"] = state;
  said.textContent = words(state);
}

function tell(place: string, words: string): void {
  find(`[data-${place}]`)?.replaceChildren(words);
}

/** Tells the other islands of the page. */
function call(what: string, detail?: unknown): void {
  document.dispatchEvent(new CustomEvent(`guwah:${what}`, { detail }));
}

function inOrder(): Row[] {
  return [...(list?.children ?? [])].flatMap((each) => rows.get((each as HTMLElement).dataset["uid"] ?? "") ?? []);
}

function beside(row: Row, by: number): Row | undefined {
  const all = inOrder();
  return all[all.indexOf(row) + by];
}

function before(row: Row): string {
  return beside(row, -1)?.uid ?? "";
}

function here(): Row | undefined {
  const within = document.activeElement?.closest<HTMLElement>("[data-uid]");
  return rows.get(within?.dataset["uid"] ?? "") ?? inOrder().at(-1);
}

function make(uid: string, after: string): Row | undefined {
  const made = mould?.content.firstElementChild?.cloneNode(true);
  if (!(made instanceof HTMLElement)) return undefined;
  made.dataset["uid"] = uid;
  made.id = `t-${uid}`;
  const row = read(made);
  const place = rows.get(after)?.line;
  if (place) place.after(made);
  else list?.prepend(made);
  if (row) rows.set(uid, row);
  return row;
}

/** A new turn behind another, at the place that is heard now; an empty one that stands there already is taken. */
function next(row: Row | undefined, speaker: string): void {
  const empty = row?.words.value.trim() ? beside(row, 1) : (row ?? inOrder()[0]);
  const turn = empty && !empty.words.value.trim() ? empty : make(name(), row?.uid ?? "");
  if (!turn) return;
  // After a lock nothing is heard: a time would be invented.
  if (!turn.start.value && sound && !locked) turn.start.value = clock(sound.currentTime);
  if (speaker) turn.speaker.value = speaker;
  turn.words.focus();
  turn.line.scrollIntoView({ block: "nearest" });
}

/** Who speaks where Enter begins a turn: in a talk of two the other one, though nothing was said by them yet. */
function other(row: Row): string {
  const turns = inOrder().slice(0, inOrder().indexOf(row) + 1).reverse();
  const last = row.speaker.value;
  const before = turns.find((each) => ![last, "0"].includes(each.speaker.value));
  return before?.speaker.value ?? (row.speaker.length === 3 && last > "0" ? `${3 - +last}` : "0");
}

function remove(row: Row): void {
  const neighbour = beside(row, -1) ?? beside(row, 1);
  if (!neighbour) return;
  row.gone = true;
  row.line.hidden = true;
  neighbour.words.focus();
}

function seek(by: number): void {
  if (sound) sound.currentTime = Math.max(0, sound.currentTime + by);
}

function play(): void {
  // A browser may refuse before somebody has touched the page; the player's own button is there then.
  sound?.play().catch(() => say("noSound"));
}

function toggle(): void {
  if (!sound) return;
  if (!sound.paused) return sound.pause();
  seek(-1);
  play();
}

function speed(by: number): void {
  if (!sound) return;
  const next = (sound.playbackRate = Math.min(2, Math.max(0.5, Math.round((sound.playbackRate + by) * 10) / 10)));
  tell("speed", `× ${new Intl.NumberFormat(document.documentElement.lang).format(next)}`);
}

const step = 3;
const way = document.dir === "rtl" ? -1 : 1;
const acts: Readonly<Record<string, (row: Row | undefined) => void>> = {
  0: (row) => row && unheard(row.words),
  F2: (row) => row && doubt(row.words),
  Space: (row) => {
    if (row && sound) row.start.value = clock(sound.currentTime);
  },
  ArrowUp: () => speed(0.1),
  ArrowDown: () => speed(-0.1),
  ArrowLeft: () => seek(-step * way),
  ArrowRight: () => seek(step * way),
  Enter: (row) => {
    const at = row && shown(row).start;
    if (sound && typeof at === "number") sound.currentTime = at;
    play();
  },
  PageUp: (row) => row && beside(row, -1)?.words.focus(),
  PageDown: (row) => row && beside(row, 1)?.words.focus(),
};

function after(code: string): boolean {
  const row = here();
  const key = code.replace(/^(Digit|Numpad)/, "");
  if (key > "0" && key <= "9") {
    if (row?.speaker.options[Number(key)]) next(row, key);
    return true;
  }
  acts[key]?.(row);
  return key in acts;
}

function flush(): void {
  line = line.then(send, send);
}

/** The turns that the vault does not have as they stand here. */
function unkept(): Row[] {
  return [...rows.values()].filter((row) => changed(row) && (row.version > 0 || (!row.gone && row.words.value.trim())));
}

async function send(): Promise<void> {
  const news = unkept();
  idle = news.length ? 0 : idle + 1;
  if (!news.length && (idle % quiet || document.hidden)) return;
  const said = news.map(told);
  const turns = news.map((row) => ({ uid: row.uid, base: row.version, after: before(row), ...shown(row), gone: row.gone }));
  const body = JSON.stringify({ page, since, turns });
  const headers: Record<string, string> = { "Content-Type": "application/json", "X-Guwah-Page": page };
  // A page on which nobody types must not keep the vault open.
  if (!news.length) headers["X-Nobody-There"] = "1";
  const url = words("tellUrl");
  const request = { method: "POST", headers, body, cache: "no-store", redirect: "manual", keepalive: body.length < 60_000 } as const;
  const reply = !over && (await open()) ? await fetch(url, request).catch(() => undefined) : undefined;
  if (!reply?.ok) {
    // Somebody else ended this transcription: nothing is taken into its turns any more.
    over ||= reply?.status === 409;
    // Led away twice: the vault was locked and opened by somebody else, and whoever sits here has to say who they are.
    // Once it may be somebody's own unlock in another window, whose answer is on its way.
    if (reply?.type === "opaqueredirect" && ++away > 1) lock();
    failed = true;
    fail();
    return news.length ? seal(news) : undefined;
  }
  // A program that was started anew knows neither slip nor token of this page (leaving.ts).
  if (failed) call("again");
  failed = false;
  away = 0;
  const answer = (await reply.json()) as Answer;
  news.forEach((row, index) => {
    row.known = said[index] ?? "";
    const kept = answer.kept[index];
    // Typed on, words that lie beside must not take the place of the others' for being newer.
    if (kept && !kept.other) row.version = kept.version;
  });
  for (const row of rows.values()) {
    const stands = answer.beside.find((each) => each.mine && each.stands.uid === row.uid)?.stands;
    // Somebody has looked at both: what stands in the turn now stands here too.
    if (row.stands && !stands && !changed(row)) put(row, row.stands);
    row.stands = stands;
  }
  // Words beside a turn are shown with those that stand in it, and a choice (clash.ts).
  call("beside", answer.beside);
  // A row that did not know somebody who was named on another page would take the name off its turn (named.ts).
  call("people", answer.people);
  for (const each of answer.news) take(each);
  since = answer.sequence;
  tell("here", answer.here);
  if (locked) location.reload();
  if (news.length) say("kept");
}

/** What somebody else typed comes in; a turn that is being typed here waits for its own answer. */
function take(news: News): void {
  let after = news.after;
  // Behind the same turn one may have begun here that nobody knows yet: what was said first stands first.
  for (const each of inOrder()) {
    if (!each.version && before(each) === after && (shown(each).start ?? 0) <= (news.start ?? 0)) after = each.uid;
  }
  const row = rows.get(news.uid) ?? (news.gone ? undefined : make(news.uid, after));
  if (!row || row.stands || changed(row) && row.version) return;
  put(row, news);
  row.line.hidden = news.gone;
  row.gone = news.gone;
  row.known = told(row);
}

/** The vault cannot be reached or is locked: what it does not know goes in by the slit of the drafts. */
async function seal(news: readonly Row[]): Promise<void> {
  const fields = news
    .filter((row) => !row.gone)
    .map((row) => ({
      form: JSON.stringify({ turn: row.uid, base: row.version, after: before(row), ...shown(row), words: undefined }),
      name: row.uid,
      label: `${row.speaker.selectedOptions[0]?.text ?? ""} ${row.start.value}`.trim(),
      text: row.words.value,
    }));
  const place = location.pathname;
  const all = JSON.stringify(fields);
  if (all === sealed || !fields.length) return;
  count = Math.max(count + 1, Date.now());
  const reply = await fetch(room?.dataset["keepUrl"] ?? "", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Guwah-Slip": room?.dataset["slip"] ?? "" },
    body: JSON.stringify({ place, number: count, fields }),
    cache: "no-store",
    keepalive: all.length < 50_000,
  }).catch(() => undefined);
  if (!reply?.ok) return say(reply?.status === 507 ? "tooMuch" : "notKept");
  sealed = all;
  const answer = (await reply.json()) as { readonly kept: string };
  if (answer.kept === "sealed") lock();
  say(locked ? "sealed" : over ? "over" : "kept");
}

/** Locked: words and sound go (leaving.ts), but for the turn somebody types in; it is sealed as it grows. */
function lock(): void {
  if (locked) return;
  locked = true;
  here()?.line.setAttribute("data-stays", "");
  call("shut");
}

if (list && mould && page) {
  for (const each of list.querySelectorAll<HTMLElement>("[data-uid]")) {
    const row = read(each);
    if (row) rows.set(row.uid, row);
  }
  document.documentElement.dataset["live"] = "";
  if (!rows.size) next(undefined, find("[data-person='1']") ? "1" : "0");
  listen({ toggle, back: () => seek(-step), after, armed: (on) => keysLine?.toggleAttribute("data-on", on) });
  list.addEventListener("keydown", (event) => {
    const row = rows.get((event.target as Element).closest<HTMLElement>("[data-uid]")?.dataset["uid"] ?? "");
    if (!row || event.target !== row.words || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (row.words.value.trim()) next(row, other(row));
    }
    if (event.key === "Backspace" && !row.words.value) {
      event.preventDefault();
      remove(row);
    }
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-key]") : null;
    const code = button?.dataset["key"];
    if (!code) return;
    if (code === "F8") toggle();
    else after(code);
  });
  // A button must not take the cursor away from the words.
  document.addEventListener("mousedown", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-key]")) event.preventDefault();
  });
  document.addEventListener("guwah:leaving", (event) => {
    flush();
    (event as CustomEvent<Promise<boolean>[]>).detail.push(line.then(() => over || !unkept().length));
  });
  setInterval(flush, every);
  addEventListener("blur", flush);
  // The page goes, and can ask nothing first: should the vault have locked since the last beat, the slit takes it.
  addEventListener("pagehide", () => {
    flush();
    void seal(unkept());
  });
  for (const event of ["guwah:locked", "visibilitychange"]) document.addEventListener(event, flush);
}
