// Wave: the shape of the recording above the player, in step with it; a click goes there.

interface Shape {
  readonly seconds: number;
  readonly peaks: readonly (readonly [number, number])[];
  /** One character for each tenth of a second: how far it swings, "0" to "z" (ten to the hundred … all). */
  readonly levels: string;
}

const canvas = document.querySelector<HTMLCanvasElement>("canvas[data-wave]");
const sound = document.querySelector<HTMLMediaElement>("[data-sound]");
const paper = canvas?.getContext("2d");
const window_ = 40;
const share = 1 / 3;
const perSecond = 10;
let shape: Shape | undefined;
/** Where the near strip begins, in seconds. */
let left = 0;
let asked = 0;

function level(second: number, until: number): number {
  if (!shape) return 0;
  if (shape.levels) {
    let most = 0;
    for (let at = Math.floor(second * perSecond); at <= Math.floor(until * perSecond); at += 1) {
      most = Math.max(most, (shape.levels.charCodeAt(at) || 48) - 48);
    }
    return most / 74;
  }
  const pair = shape.peaks[Math.floor((second / shape.seconds) * shape.peaks.length)];
  return pair ? Math.max(-pair[0], pair[1]) / 100 : 0;
}

function strip(top: number, height: number, from: number, seconds: number): void {
  if (!paper || !canvas || !sound) return;
  const middle = top + height / 2;
  for (let x = 0; x < canvas.width; x += 1) {
    const at = from + (x / canvas.width) * seconds;
    const swing = Math.max(0.5, (level(at, at + seconds / canvas.width) * height) / 2);
    paper.globalAlpha = at <= sound.currentTime ? 1 : 0.45;
    paper.fillRect(x, middle - swing, 1, 2 * swing);
  }
  paper.globalAlpha = 1;
  const here = ((sound.currentTime - from) / seconds) * canvas.width;
  paper.fillRect(Math.round(here) - 1, top, 2, height);
}

function draw(): void {
  asked = 0;
  if (!paper || !canvas || !sound || !shape) return;
  canvas.width = canvas.clientWidth || canvas.width;
  paper.fillStyle = getComputedStyle(canvas).color;
  const now = sound.currentTime;
  if (now < left || now > left + window_ * 0.9) left = Math.max(0, now - window_ * 0.1);
  const upper = canvas.height * share;
  strip(0, upper, 0, shape.seconds);
  strip(upper + 4, canvas.height - upper - 4, left, Math.min(window_, shape.seconds));
}

function soon(): void {
  asked ||= requestAnimationFrame(draw);
}

async function load(): Promise<void> {
  const reply = await fetch(canvas?.dataset["wave"] ?? "", { cache: "no-store" }).catch(() => undefined);
  if (!reply?.ok || reply.redirected) return;
  const told = (await reply.json()) as Shape;
  if (!told.seconds || !canvas) return;
  shape = told;
  canvas.hidden = false;
  draw();
}

if (canvas && sound && paper) {
  for (const name of ["timeupdate", "seeked", "play"]) sound.addEventListener(name, soon);
  addEventListener("resize", soon);
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    if (!shape) return;
    const across = event.offsetX / canvas.clientWidth;
    const above = event.offsetY < canvas.clientHeight * share;
    sound.currentTime = above ? across * shape.seconds : left + across * Math.min(window_, shape.seconds);
  });
  void load();
}
