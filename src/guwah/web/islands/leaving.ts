// Leaving: a form of a page that is open for long goes when the vault has what was typed, with a token that is taken now.

import { given, put } from "./_fresh.ts";

const said = document.querySelector<HTMLElement>("[data-said]");
const room = document.querySelector<HTMLElement>("[data-typing]");
const answer = document.querySelector<HTMLElement>("[data-not-sent]");
const going = new WeakSet<HTMLFormElement>();
const patience = 10;
const between = 400;
let busy = false;

/** The page takes what it would be given if it were opened now; false where it could not be opened. */
async function renew(): Promise<boolean> {
  const now = await given();
  if (!now) return false;
  put(now);
  if (room) room.dataset["slip"] = now.slip;
  return true;
}

/** Whether the vault has every turn that stands here; tried for some seconds. */
async function allKept(): Promise<boolean> {
  for (let tries = patience; tries; tries -= 1) {
    const kept: Promise<boolean>[] = [];
    document.dispatchEvent(new CustomEvent("guwah:leaving", { detail: kept }));
    if ((await Promise.all(kept)).every(Boolean)) return true;
    await new Promise((resolve) => setTimeout(resolve, between));
  }
  return false;
}

async function leave(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
  answer?.replaceChildren();
  if ((await allKept()) && (await renew())) {
    going.add(form);
    return form.requestSubmit(button);
  }
  // The words stay where they are: the page that would come could not bring them back.
  answer?.replaceChildren(answer.dataset["notSent"] ?? "");
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post" || going.has(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (busy) return;
    busy = true;
    void leave(form, event.submitter).finally(() => (busy = false));
  },
  { capture: true },
);
/** Locked: everything but the turn somebody types in goes out of sight, and out of hearing. */
document.addEventListener("guwah:shut", () => {
  const sound = document.querySelector<HTMLMediaElement>("[data-sound]");
  sound?.pause();
  sound?.removeAttribute("src");
  sound?.load();
  document.documentElement.dataset["locked"] = "";
  room?.removeAttribute("hidden");
  room?.querySelector("[data-typing-locked]")?.removeAttribute("hidden");
  document.title = "Guwah";
});
// A closed tab takes with it what nobody has.
addEventListener("beforeunload", (event) => {
  if (["notKept", "tooMuch"].includes(said?.dataset["state"] ?? "")) event.preventDefault();
});
document.addEventListener("guwah:again", () => void renew());
document.querySelector<HTMLFormElement>("form[data-take-up]")?.requestSubmit();
