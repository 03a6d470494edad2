// Whether the vault can be told something: after a failure it is asked without cookies until it is open again.

let doubts = 0;

/** Something was not taken: nothing is sent until the vault has been found open twice. A request with the cookie
    of an earlier opening would sign out whoever has just unlocked in another window. */
export function doubt(): void {
  doubts ||= 2;
}

export async function open(): Promise<boolean> {
  if (doubts) {
    const reply = await fetch("/alive/", { credentials: "omit", cache: "no-store" }).catch(() => undefined);
    const shut = !reply?.ok || ((await reply.json()) as { readonly locked: boolean }).locked;
    doubts = shut ? 2 : doubts - 1;
  }
  return doubts === 0;
}
