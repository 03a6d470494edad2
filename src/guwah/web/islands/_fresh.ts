// What any page is given when it is opened, as it is given now: the program may have been started anew since.

import { doubt, open } from "./_alive.ts";

const tries = 8;
const between = 400;

export interface Given {
  readonly token: string;
  readonly slip: string;
}

/** Asks for a page that is short and that everybody has; nothing comes of a locked vault, or of none. */
export async function given(): Promise<Given | undefined> {
  doubt();
  for (let tried = 0; !(await open()); tried += 1) {
    if (tried === tries) return undefined;
    await new Promise((resolve) => setTimeout(resolve, between));
  }
  const url = document.querySelector<HTMLElement>("[data-typing]")?.dataset["dropUrl"] ?? location.href;
  const reply = await fetch(url, { cache: "no-store", redirect: "manual" }).catch(() => undefined);
  if (!reply?.ok) return undefined;
  const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
  const token = fresh.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value;
  const slip = fresh.querySelector<HTMLElement>("[data-typing]")?.dataset["slip"];
  return token === undefined || slip === undefined ? undefined : { token, slip };
}

/** Gives every form of this page the token that is taken now. */
export function put(now: Given): void {
  for (const held of document.querySelectorAll<HTMLInputElement>("[name=csrfmiddlewaretoken]")) held.value = now.token;
}
