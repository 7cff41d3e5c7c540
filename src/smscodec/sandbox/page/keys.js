// The keyboard, and the page that explains it.

import { fill, h } from "./dom.js";
import { kept, t } from "./words.js";

const KEYS = {
  "j k": "key_move",
  "/": "key_filter",
  a: "key_answer",
  r: "key_report",
  "1 2 3 4": "key_views",
  Esc: "key_back",
  l: "key_language",
  "?": "key_help",
};

// whoever speaks to his machine may not want single letters to do things (WCAG 2.1.4)
const singleKeys = () => kept.get("keys") !== "off";

const help = document.querySelector("#help");

/** Opens the page that says what each key does, and lets the single ones be switched off. */
export function showHelp() {
  const on = h("input", { type: "checkbox", checked: singleKeys(), onchange: remember });
  function remember() {
    kept.set("keys", on.checked ? "on" : "off");
  }
  const close = h(
    "button",
    { type: "button", class: "do", onclick: () => help.close() },
    t("close"),
  );
  const lines = Object.entries(KEYS).map(([keys, words]) => {
    const caps = keys.split(" ").map((key) => h("kbd", key));
    return h("div", h("dt", caps), h("dd", t(words)));
  });
  fill(help, h("h2", t("keys")), h("dl.help", lines), h("label.check", on, t("key_on")), close);
  help.showModal();
}

/**
 * Keys do their `acts`, but for letters in a field, and for arrows in `place`, which they scroll.
 * Escape leaves a field, then goes `back`.
 */
export function keyboard({ acts, place, back }) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const typing = event.target.closest("input, textarea, select");
    const arrow = event.key.startsWith("Arrow");
    if (event.key === "Escape") {
      if (typing) typing.blur();
      else back();
      return;
    }
    if (typing || !(event.key in acts) || (arrow && place.contains(event.target))) return;
    if (!arrow && !singleKeys()) return;
    event.preventDefault();
    acts[event.key]();
  });
}
