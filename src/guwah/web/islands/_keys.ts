// Keys of the transcriber: two of their own, and F2 before all others. None of them is a letter, so that every
// layout and input method can type; none is taken by a browser, a screen reader or a change of layout.

export interface Keys {
  readonly toggle: () => void;
  readonly back: () => void;
  /** After F2: what a key does, by its place on the keyboard (UI Events, "code"). */
  readonly after: (code: string) => boolean;
  readonly armed: (on: boolean) => void;
}

let armed = false;

function arm(keys: Keys, on: boolean): void {
  armed = on;
  keys.armed(on);
}

function pressed(event: KeyboardEvent, keys: Keys): boolean {
  if (event.key === "F8") {
    if (event.shiftKey) keys.back();
    else keys.toggle();
    return true;
  }
  if (event.key === "F2" && !armed) {
    arm(keys, true);
    return true;
  }
  if (!armed || event.key === "Shift") return false;
  arm(keys, false);
  if ("?؟？".includes(event.key)) return document.dispatchEvent(new Event("guwah:keys"));
  return event.key === "Escape" || keys.after(event.code);
}

export function listen(keys: Keys): void {
  document.addEventListener(
    "keydown",
    (event) => {
      // What an input method is composing belongs to it alone.
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!pressed(event, keys)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
  document.addEventListener("pointerdown", () => armed && arm(keys, false), { passive: true });
}
