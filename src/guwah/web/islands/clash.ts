// Clash: what two typed in one turn at the same time stands side by side under it, as the vault has both now.

interface Beside {
  readonly id: number;
  readonly words: string;
  readonly stands: { readonly words: string };
}

const box = (id: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-other="${id}"]`);
let asking = false;

/** Asks for this page anew: its forms know who typed what, and say it in the reader's language. */
async function bring(): Promise<void> {
  asking = true;
  const reply = await fetch(location.pathname, { cache: "no-store", redirect: "manual" }).catch(() => undefined);
  asking = false;
  // Told again with the next answer.
  if (!reply?.ok) return;
  const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
  for (const form of fresh.querySelectorAll<HTMLElement>("[data-other]")) {
    const turn = document.getElementById(form.closest("[data-uid]")?.id ?? "");
    if (!turn || box(form.dataset["other"] ?? "")) continue;
    turn.hidden = false;
    turn.append(document.importNode(form, true));
  }
}

document.addEventListener("guwah:beside", (event) => {
  const all = (event as CustomEvent<readonly Beside[]>).detail;
  // Somebody has looked at both.
  for (const each of document.querySelectorAll<HTMLElement>("[data-other]")) {
    if (!all.some(({ id }) => String(id) === each.dataset["other"])) each.remove();
  }
  for (const { id, words, stands } of all) {
    const form = box(String(id));
    for (const [choice, said] of [["theirs", stands.words], ["mine", words]] as const) {
      const quote = form?.querySelector(`[data-choice=${choice}]`);
      if (quote && quote.textContent !== said) quote.textContent = said;
    }
    if (!form && !asking) void bring();
  }
});
