// Sound: a recording in step with the turns. The turn being heard is marked; a time leads to its place.
import { markWord, secondUnder, wordByWord } from "./_heard.ts";
import { calm, typing } from "./_text.ts";

interface Timed {
  readonly turn: HTMLElement;
  readonly start: number;
  readonly end: number;
}

const audio = document.querySelector<HTMLMediaElement>("[data-sound]");
const follow = document.querySelector<HTMLInputElement>("[data-sound-follow]");
const timed: Timed[] = [...document.querySelectorAll<HTMLElement>("[data-time-start]")]
  .map((turn) => ({
    turn,
    start: Number(turn.dataset["timeStart"]),
    end: Number(turn.dataset["timeEnd"] ?? "Infinity"),
  }))
  .filter(({ start }) => Number.isFinite(start))
  .sort((one, other) => one.start - other.start);
let heard: HTMLElement | undefined;
const step = 5;

/** The last turn that has begun and not ended; between two turns nothing is heard. */
function turnAt(seconds: number): HTMLElement | undefined {
  let low = 0;
  let high = timed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timed[middle]?.start ?? 0) <= seconds) low = middle + 1;
    else high = middle;
  }
  const last = timed[low - 1];
  return last && seconds < last.end ? last.turn : undefined;
}

function mark(): void {
  if (!audio) return;
  const turn = turnAt(audio.currentTime);
  markWord(turn, audio.currentTime);
  if (turn === heard) return;
  heard?.classList.remove("is-heard");
  heard?.removeAttribute("aria-current");
  turn?.classList.add("is-heard");
  turn?.setAttribute("aria-current", "true");
  heard = turn;
  if (turn && follow?.checked && !audio.paused) {
    turn.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  }
}

/** A word is shorter than the quarter of a second after which a player tells where it is. */
function markWords(): void {
  if (!audio || audio.paused) return;
  mark();
  requestAnimationFrame(markWords);
}

function seek(seconds: number): void {
  if (!audio) return;
  const last = Number.isFinite(audio.duration) ? audio.duration : seconds;
  audio.currentTime = Math.max(0, Math.min(seconds, last));
  mark();
}

function start(): void {
  // A browser may refuse to play before somebody has touched the page; its own controls then stay as they are.
  audio?.play().catch(() => mark());
}

/** Keys belong to the sound while a turn or the player has the focus, not a field, link or button. */
function owns(target: EventTarget | null): boolean {
  if (typing(target) || !(target instanceof Element)) return false;
  return target === document.body || target.matches("[data-turn], [data-player]");
}

/** The turn somebody last played from: until they stand in another, space goes on where it stopped. */
let stood: EventTarget | null = null;

/** Space stops what plays; else it plays where one stands. */
function playOrPause(player: HTMLMediaElement, target: EventTarget | null): void {
  if (!player.paused) {
    player.pause();
    return;
  }
  const begins = target instanceof HTMLElement ? target.dataset["timeStart"] : undefined;
  if (begins !== undefined && target !== stood && target !== heard) seek(Number(begins));
  if (begins !== undefined) stood = target;
  start();
}

/** A click on words that selects none of them and leads nowhere else: that turn is heard. */
function clicked(target: Element): HTMLElement | undefined {
  if (target.closest("a, button, input, label, summary, select, textarea, [data-player]")) return undefined;
  if (!(document.getSelection()?.isCollapsed ?? true)) return undefined;
  return target.closest<HTMLElement>("[data-time-start]") ?? undefined;
}

const subtitle = document.querySelector<HTMLElement>("[data-subtitle]");
const choice = document.querySelector<HTMLSelectElement>("[data-subtitles]");

/** A sound has no picture to write on: what is said now stands under its controls. */
function write(track: TextTrack): void {
  if (!subtitle) return;
  const words = [...(track.activeCues ?? [])].map((cue) => (cue as VTTCue).getCueAsHTML().textContent).join(" ");
  subtitle.textContent = words;
  subtitle.lang = track.language;
  subtitle.dir = "auto";
  subtitle.hidden = track.mode === "disabled" || words === "";
}

function choose(number: string): void {
  if (!audio) return;
  if (subtitle) subtitle.hidden = true;
  [...audio.textTracks].forEach((track, place) => {
    track.mode = String(place) === number ? "showing" : "disabled";
    if (track.mode === "showing") write(track);
  });
}

/** One text after another, then none. */
function another(): void {
  if (!choice) return;
  choice.selectedIndex = (choice.selectedIndex + 1) % choice.options.length;
  choose(choice.value);
}

if (audio && choice) {
  choice.closest("label")?.removeAttribute("hidden");
  for (const track of audio.textTracks) track.addEventListener("cuechange", () => write(track));
  choice.addEventListener("change", () => choose(choice.value));
  choose(choice.value);
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyV" || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (!owns(event.target)) return;
    event.preventDefault();
    another();
  });
}

const keys: Readonly<Record<string, (player: HTMLMediaElement, target: EventTarget | null) => void>> = {
  " ": playOrPause,
  ArrowLeft: (player) => seek(player.currentTime + (document.dir === "rtl" ? step : -step)),
  ArrowRight: (player) => seek(player.currentTime + (document.dir === "rtl" ? -step : step)),
};

if (audio) {
  for (const name of ["timeupdate", "seeked", "play"]) audio.addEventListener(name, mark);
  if (wordByWord) audio.addEventListener("play", markWords);
  document.addEventListener("keydown", (event) => {
    const does = keys[event.key];
    if (!does || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !owns(event.target)) return;
    event.preventDefault();
    does(audio, event.target);
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const link = event.target.closest<HTMLElement>("[data-seek]");
    if (link) event.preventDefault();
    const turn = link ? undefined : clicked(event.target);
    const at = link?.dataset["seek"] ?? (turn && (secondUnder(event) ?? turn.dataset["timeStart"]));
    if (at === undefined) return;
    seek(Number(at));
    start();
  });
  // An address may name a time of the recording: `?t=83.5`. It is shown and waits; nothing plays by itself.
  const asked = Number(new URLSearchParams(location.search).get("t") ?? "");
  if (asked > 0) {
    const show = (): void => {
      seek(asked);
      turnAt(asked)?.scrollIntoView({ block: "center" });
    };
    if (audio.readyState > 0) show();
    else audio.addEventListener("loadedmetadata", show, { once: true });
  }
}
