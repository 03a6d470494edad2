// Record: the microphone in pieces of a few seconds, each into the vault before the next; after a lock sealed.
// Stores nothing here.

import { doubt, open } from "./_alive.ts";
import { given, put } from "./_fresh.ts";

const form = document.querySelector<HTMLFormElement>("form[data-record]");
const ending = document.querySelector<HTMLFormElement>("form[data-record-finish]");
const title = form?.querySelector<HTMLInputElement>("[name=title]");
const agreed = form?.querySelector<HTMLInputElement>("input[type=checkbox]");
const start = form?.querySelector<HTMLButtonElement>("[data-start]");
const pause = form?.querySelector<HTMLButtonElement>("[data-pause]");
const stop = form?.querySelector<HTMLButtonElement>("[data-stop]");
const said = form?.querySelector<HTMLElement>("[data-record-said]");
const keptLine = form?.querySelector<HTMLElement>("[data-record-kept]");
const kinds = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
const every = 3000;
const again = 2000;
const queue: Blob[] = [];
const headers = { "X-Guwah-Page": "record" };
const slip = document.querySelector<HTMLElement>("[data-typing]")?.dataset["slip"] ?? "";
let sent = 0;
let over = false;
let locked = false;
let begun: Begun | undefined;
let working = false;

interface Begun {
  readonly piece: string;
  readonly finish: string;
  readonly number: number;
  readonly token: string;
}

function say(name: string): void {
  if (said) said.textContent = form?.dataset[name] ?? name;
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

function post(url: string, body?: BodyInit, more: HeadersInit = {}): Promise<Response | undefined> {
  const told = { ...headers, ...more };
  const request = { method: "POST", headers: told, cache: "no-store", redirect: "manual", ...(body && { body }) } as const;
  return fetch(url, request).catch(() => undefined);
}

/** What the vault does not take goes in by the slit, without a cookie: sealed, if it is locked. */
async function seal(piece: Blob): Promise<boolean> {
  if (!begun) return false;
  const told = { ...headers, "X-Guwah-Slip": slip, "X-Guwah-Token": begun.token };
  const request = { method: "POST", headers: told, cache: "no-store", credentials: "omit", body: piece } as const;
  const reply = await fetch(`/typing/sound/${begun.number}/?n=${sent}`, request).catch(() => undefined);
  if (!reply?.ok) return false;
  show(((await reply.json()) as { readonly kept: string }).kept === "sealed");
  return true;
}

/** Locked: whatever else stands on this page goes out of sight, and comes back after the unlock. */
function show(shut: boolean): void {
  locked = shut;
  document.documentElement.toggleAttribute("data-locked", shut);
}

/** One piece after the other; what can be put nowhere now waits in this page and is tried again. */
async function work(): Promise<void> {
  if (working || !begun) return;
  working = true;
  while (queue[0]) {
    const reply = (await open()) ? await post(`${begun.piece}?n=${sent}`, queue[0]) : undefined;
    if (reply?.ok) show(false);
    else {
      doubt();
      if (!(await seal(queue[0]))) {
        say("waiting");
        await new Promise((resolve) => setTimeout(resolve, again));
        continue;
      }
    }
    queue.shift();
    sent += 1;
    if (keptLine) keptLine.textContent = clock((sent * every) / 1000);
    say(over ? "ending" : locked ? "sealed" : "running");
  }
  working = false;
  if (over) await end();
}

async function end(): Promise<void> {
  removeEventListener("beforeunload", stay);
  // The program may have been started anew while it recorded.
  const now = locked ? undefined : await given();
  // The unlock page leads back to this one, where the recording stands among those that were broken off.
  if (!now || !ending) return location.replace(location.href);
  put(now);
  ending.action = begun?.finish ?? "";
  ending.requestSubmit();
}

function stay(event: Event): void {
  event.preventDefault();
}

async function record(): Promise<void> {
  say("asking");
  const heard = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => undefined);
  if (!heard) return say("refused");
  const type = kinds.find((kind) => MediaRecorder.isTypeSupported(kind)) ?? "";
  const recorder = new MediaRecorder(heard, { mimeType: type, audioBitsPerSecond: 48_000 });
  const body = new URLSearchParams({ title: title?.value ?? "", type });
  const reply = await post(form?.dataset["beginUrl"] ?? "", body);
  const told = (await reply?.json().catch(() => undefined)) as
    | (Partial<Begun> & { readonly error?: { readonly message: string } })
    | undefined;
  if (!told?.piece || !told.finish || !told.number || !told.token) {
    for (const track of heard.getTracks()) track.stop();
    return say(told?.error?.message ?? "waiting");
  }
  begun = told as Begun;
  recorder.addEventListener("dataavailable", ({ data }) => {
    // Whoever listens is at work: the vault stays open.
    document.dispatchEvent(new Event("guwah:working"));
    if (data.size) queue.push(data);
    void work();
  });
  recorder.addEventListener("stop", () => {
    over = true;
    for (const track of heard.getTracks()) track.stop();
    say("ending");
    void work();
  });
  addEventListener("beforeunload", stay);
  // The page must not leave because the vault has locked (idle.ts): it records on.
  document.addEventListener("guwah:locked", (event) => event.preventDefault());
  recorder.start(every);
  say("running");
  if (start && pause && stop && title && agreed) {
    start.hidden = title.readOnly = agreed.disabled = true;
    pause.hidden = stop.hidden = false;
    stop.focus();
    pause.addEventListener("click", () => {
      if (recorder.state === "paused") recorder.resume();
      else recorder.pause();
      pause.setAttribute("aria-pressed", String(recorder.state === "paused"));
    });
    stop.addEventListener("click", () => {
      pause.hidden = stop.hidden = true;
      recorder.stop();
    });
  }
}

if (form && start && agreed && title) {
  const able = typeof MediaRecorder !== "undefined" && Boolean(navigator.mediaDevices);
  if (!able) say("none");
  const look = (): void => {
    start.disabled = !able || !agreed.checked || !title.value.trim();
  };
  for (const name of ["input", "change"]) form.addEventListener(name, look);
  form.addEventListener("submit", (event) => event.preventDefault());
  look();
  start.addEventListener("click", () => void record());
}
