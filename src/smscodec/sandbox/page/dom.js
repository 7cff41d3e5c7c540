// Elements from names and texts. Nothing on this page ever reads markup.

/**
 * An element, `"p.soft"` with a class: attributes by name if the first thing inside is an object
 * of them, `onclick` and the like as listeners, then all else; what is not there is left out.
 */
export function h(name, ...inside) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(" ");
  if (inside[0]?.constructor === Object) furnish(made, inside.shift());
  made.append(
    ...inside
      .flat(2)
      .filter((each) => each || each === 0)
      .map(node),
  );
  return made;
}

function furnish(made, facts) {
  for (const [key, value] of Object.entries(facts)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
}

const node = (each) => (each instanceof Node ? each : visible(String(each)));

/** Replaces everything in an element. */
export function fill(element, ...inside) {
  element.replaceChildren(...inside.flat(2).filter(Boolean));
  return element;
}

/** A text with its control characters shown as what they are, as `formats.mms_page` does. */
export function visible(text) {
  return text.replace(/\r\n?/g, "\n").replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]/gu, symbol);
}

function symbol(character) {
  const code = character.codePointAt(0);
  return code < 32 ? String.fromCodePoint(0x2400 + code) : code === 127 ? "\u2421" : "\ufffd";
}

/** What somebody else wrote, kept from turning the text around it. */
export const bdi = (text) => h("bdi", text);

/** Up to so many characters, whole ones. */
export function cut(text, most) {
  return text.length > most ? `${text.slice(0, most).replace(/[\ud800-\udbff]$/, "")}…` : text;
}
