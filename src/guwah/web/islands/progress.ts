// Progress: looks how far long work has come, and shows the page anew when it has ended. Wakes nothing.

const frame = document.querySelector<HTMLElement>("[data-progress-url]");
const bar = frame?.querySelector("progress");
const line = frame?.querySelector<HTMLElement>(".progress-line span");
const every = 2_000;

interface Standing {
  readonly done: number;
  readonly total: number;
  readonly ended: boolean;
}

async function look(): Promise<void> {
  const url = frame?.dataset["progressUrl"] ?? "";
  // A page that only watches must not keep the vault open.
  const reply = await fetch(url, { cache: "no-store", headers: { "X-Nobody-There": "1" } }).catch(() => undefined);
  if (!reply?.ok || reply.redirected) return;
  const standing = (await reply.json()) as Standing;
  if (standing.ended) {
    location.reload();
    return;
  }
  if (bar) bar.value = standing.done;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  if (line) line.textContent = `${number.format(standing.done)} / ${number.format(standing.total)}`;
}

if (frame) setInterval(() => void look(), every);
