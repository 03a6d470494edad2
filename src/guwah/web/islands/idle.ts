// Idle: says that the vault will lock before it does, and leaves the page when it has. Stores nothing.

const dialog = document.querySelector<HTMLDialogElement>("dialog[data-idle-seconds]");
const left = dialog?.querySelector<HTMLElement>("[data-idle-left]");
const limit = Number(dialog?.dataset["idleSeconds"] ?? "0") * 1000;
const stayUrl = dialog?.dataset["stayUrl"] ?? "";
const aliveUrl = dialog?.dataset["aliveUrl"] ?? "";
const warning = Math.min(120_000, limit / 4);
const between = 5_000;
let locksAt = performance.now() + limit;
let worked = 0;
let asked = -between;
let gone = false;

interface Alive {
  readonly locked: boolean;
  readonly seconds: number;
}

/** Asks how long is left; another page may have been served meanwhile. Asking wakes nothing. */
async function ask(): Promise<void> {
  asked = performance.now();
  const reply = await fetch(aliveUrl, { cache: "no-store" }).catch(() => undefined);
  if (!reply?.ok) return;
  const alive = (await reply.json()) as Alive;
  gone = alive.locked;
  if (gone) leave();
  locksAt = asked + alive.seconds * 1000;
}

/** Tells the server that somebody is at work; a page on which one only types would look idle to it. */
async function stay(): Promise<void> {
  asked = performance.now();
  const from = asked;
  const reply = await fetch(stayUrl, { method: "HEAD", redirect: "manual", cache: "no-store" }).catch(() => undefined);
  if (reply?.ok) locksAt = from + limit;
}

/** Locked: the words on this page must not stay on the screen of an empty room; whoever types goes on (typing.ts). */
function leave(): void {
  dialog?.close();
  if (document.dispatchEvent(new Event("guwah:locked", { cancelable: true }))) location.reload();
}

function show(remaining: number): void {
  if (!dialog) return;
  if (remaining > warning) {
    dialog.close();
    return;
  }
  if (!dialog.open) dialog.showModal();
  const seconds = Math.max(0, Math.ceil(remaining / 1000));
  if (left) left.textContent = new Intl.NumberFormat(document.documentElement.lang).format(seconds);
}

function look(): void {
  const now = performance.now();
  const remaining = locksAt - now;
  if (remaining <= warning && now - asked >= between) {
    if (!dialog?.open && worked > 0 && now - worked < warning) void stay();
    else void ask();
    return;
  }
  if (!gone) show(remaining);
}

if (dialog && limit > 0 && stayUrl && aliveUrl) {
  for (const name of ["keydown", "pointerdown", "input", "play", "timeupdate", "guwah:working"]) {
    document.addEventListener(name, () => (worked = performance.now()), { capture: true, passive: true });
  }
  dialog.querySelector("[data-idle-stay]")?.addEventListener("click", () => void stay().then(look));
  dialog.addEventListener("cancel", () => void stay());
  document.addEventListener("visibilitychange", look);
  setInterval(look, 1000);
}
