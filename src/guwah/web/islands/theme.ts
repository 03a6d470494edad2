// Theme: shows the chosen light at once and lets the form be sent behind it; without this the form reloads.

const form = document.querySelector<HTMLFormElement>("form[data-theme-form]");
const choice = form?.querySelector<HTMLSelectElement>("select[name=theme]");

function show(theme: string): void {
  const page = document.documentElement;
  if (theme === "") delete page.dataset["theme"];
  else page.dataset["theme"] = theme;
}

async function keep(chosen: HTMLFormElement): Promise<void> {
  const reply = await fetch(chosen.action, { method: "POST", body: new FormData(chosen), redirect: "manual" }).catch(
    () => undefined,
  );
  // An answer that is neither a yes nor a way onward: let the browser ask again and show what the server says.
  if (!reply || (!reply.ok && reply.type !== "opaqueredirect")) chosen.submit();
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  if (choice) show(choice.value);
  void keep(form);
});
