// Idle: says that the vault will lock before it does, and leaves the page when it has. Stores nothing.

const dialog = document.querySelector<HTMLDialogElement>("dialog[data-idle-seconds]");
const left = dialog?.querySelector<HTMLElement>("[data-idle-left]");
const limit = Number(dialog?.dataset["idleSeconds"] ?? "0") * 1000;
const stayUrl = dialog?.dataset["stayUrl"] ?? "";
const warning = Math.min(120_000, limit / 4);
let served = performance.now();
let worked = served;
// Another page of ours that was just served, or kept the vault open, did so for this one too.
const pages = new BroadcastChannel("guwah-served");

/** Tells the server that somebody is at work; a page that only types would look idle to it. */
async function stay(): Promise<void> {
  worked = performance.now();
  const asked = worked;
  const reply = await fetch(stayUrl, { method: "HEAD", redirect: "manual", cache: "no-store" }).catch(() => undefined);
  if (reply?.ok) {
    served = asked;
    pages.postMessage("served");
    dialog?.close();
  }
}

function leave(): void {
  // Locked from here too, so that the words on this page do not stay on the screen of an empty room.
  const lock = document.querySelector<HTMLFormElement>("form[data-lock]");
  if (lock) lock.submit();
  else location.reload();
}

function look(): void {
  const now = performance.now();
  const remaining = limit - (now - served);
  if (remaining <= 0) return leave();
  if (remaining > warning) return;
  if (worked > served && now - worked < warning) {
    void stay();
    return;
  }
  if (dialog && !dialog.open) dialog.showModal();
  if (left) left.textContent = new Intl.NumberFormat(document.documentElement.lang).format(Math.ceil(remaining / 1000));
}

if (dialog && limit > 0 && stayUrl) {
  for (const name of ["keydown", "pointerdown", "input"]) {
    document.addEventListener(name, () => (worked = dialog.open ? worked : performance.now()), { passive: true });
  }
  pages.postMessage("served");
  pages.addEventListener("message", () => {
    served = performance.now();
    dialog.close();
  });
  for (const name of ["play", "timeupdate", "guwah:working"]) {
    document.addEventListener(name, () => (worked = performance.now()), { capture: true, passive: true });
  }
  dialog.querySelector("[data-idle-stay]")?.addEventListener("click", () => void stay());
  dialog.addEventListener("cancel", () => void stay());
  document.addEventListener("visibilitychange", look);
  setInterval(look, 1000);
}
