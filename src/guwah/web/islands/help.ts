// Help: the keys of a page that is typed on, shown or folded away by "?", in the words by F2 and "?".

// As Latin, Arabic and Chinese keyboards write it.
const asked = ["?", "؟", "？"];
const sheet = document.querySelector<HTMLDetailsElement>("details[data-keys]");

function toggle(): void {
  if (!sheet) return;
  sheet.open = !sheet.open;
  if (sheet.open) sheet.scrollIntoView({ block: "nearest" });
}

// Of the transcriber's own keys (_keys.ts): the cursor stays in the words.
document.addEventListener("guwah:keys", toggle);
document.addEventListener("keydown", (event) => {
  if (!asked.includes(event.key) || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.matches("input, textarea, select")) return;
  event.preventDefault();
  toggle();
  if (sheet?.open) sheet.querySelector("summary")?.focus();
});
