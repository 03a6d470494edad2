// Ticks: what is ticked and chosen in a long form stands in a hidden field as well, so that it is kept as typing is.

const kept = document.querySelector<HTMLTextAreaElement>("textarea[data-ticks]");
const form = kept?.form;
const kinds = "input[type=checkbox], input[type=radio], input[type=datetime-local], select";
type Choice = HTMLInputElement | HTMLSelectElement;

function choices(): Choice[] {
  return [...(form?.querySelectorAll<Choice>(kinds) ?? [])].filter((each) => each.name);
}

/** Whether its value alone says what is chosen; a tick has its value also when it is none. */
function valued(each: Choice): boolean {
  return !(each instanceof HTMLInputElement) || !["checkbox", "radio"].includes(each.type);
}

/** One line for each: its name and what is chosen. */
function told(): string {
  return choices()
    .filter((each) => (valued(each) ? each.value : (each as HTMLInputElement).checked && each.value))
    .map((each) => `${each.name}=${each.value}`)
    .join("\n");
}

/** What was kept is chosen again; what is not in it is left as it stands. */
function choose(lines: string): void {
  for (const line of lines.split("\n")) {
    const [name, ...rest] = line.split("=");
    const value = rest.join("=");
    for (const each of choices().filter((one) => one.name === name)) {
      if (valued(each)) each.value = value;
      else if (each.value === value) (each as HTMLInputElement).checked = true;
    }
  }
}

if (kept && form) {
  kept.defaultValue = kept.value = told();
  form.addEventListener("input", (event) => {
    if (event.target === kept) choose(kept.value);
    else if (!(event.target instanceof Element) || !event.target.matches(kinds)) return;
    kept.value = told();
  });
}
