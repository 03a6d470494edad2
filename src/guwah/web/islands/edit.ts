// Editing beside the recording: hear the part, and say from the sound where it begins and ends.
import { listen } from "./_keys.ts";
import { clock, seconds } from "./_rows.ts";

const sound = document.querySelector<HTMLMediaElement>("[data-sound]");
const begins = document.querySelector<HTMLInputElement>("input[name=begins]");
const ends = document.querySelector<HTMLInputElement>("input[name=ends]");
const said = document.querySelector<HTMLElement>("[data-heard-said]");
const armedKeys = document.querySelector<HTMLElement>("[data-armed-keys]");
const back = 3;
/** Where hearing the part stops by itself; nowhere while one listens on. */
let until = Infinity;

function say(key: string): void {
  if (said) said.textContent = said.dataset[key] ?? "";
}

function play(player: HTMLMediaElement): void {
  // A browser may refuse before somebody has touched the page; the player's own button is there then.
  player.play().catch(() => say("silent"));
}

/** Plays the part from where it is said to begin to where it is said to end, as the fields say it now. */
function hear(player: HTMLMediaElement): void {
  const start = seconds(begins?.value ?? "");
  const end = seconds(ends?.value ?? "");
  say("");
  player.currentTime = start ?? 0;
  until = start !== null && end !== null && end > start ? end : Infinity;
  play(player);
}

function toggle(player: HTMLMediaElement): void {
  until = Infinity;
  if (player.paused) play(player);
  else player.pause();
}

function set(player: HTMLMediaElement, field: HTMLInputElement | null, key: string): void {
  if (!field) return;
  field.value = clock(player.currentTime);
  // What was typed here is kept like everything typed: by whoever listens for it.
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const start = seconds(begins?.value ?? "");
  const end = seconds(ends?.value ?? "");
  say(start !== null && end !== null && end < start ? "wrong" : key);
}

if (sound) {
  const player = sound;
  const acts: Readonly<Record<string, () => void>> = {
    hear: () => hear(player),
    toggle: () => toggle(player),
    back: () => {
      player.currentTime = Math.max(0, player.currentTime - back);
    },
    begins: () => set(player, begins, "begun"),
    ends: () => set(player, ends, "ended"),
  };
  const after: Readonly<Record<string, string>> = { Space: "begins", Period: "ends", Enter: "hear" };
  listen({
    toggle: () => acts["toggle"]?.(),
    back: () => acts["back"]?.(),
    after: (code) => {
      acts[after[code] ?? ""]?.();
      return code in after;
    },
    armed: (on) => armedKeys?.classList.toggle("is-armed", on),
  });
  for (const button of document.querySelectorAll<HTMLElement>("[data-hear]")) {
    button.addEventListener("click", () => acts[button.dataset["hear"] ?? ""]?.());
  }
  for (const live of document.querySelectorAll<HTMLElement>("[data-with-script]")) live.hidden = false;
  player.addEventListener("timeupdate", () => {
    if (player.currentTime < until) return;
    until = Infinity;
    player.pause();
  });
  const wait = (): void => {
    player.currentTime = seconds(begins?.value ?? "") ?? 0;
  };
  if (player.readyState > 0) wait();
  else player.addEventListener("loadedmetadata", wait, { once: true });
}
