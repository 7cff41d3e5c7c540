// The list at the side: the newest on top, never more than KEEP elements however many there are.

import { fill, h } from "./dom.js";
import { count, t } from "./words.js";

const KEEP = 200;
const PAGE = 100;

/** What items are counted by. */
const place = (item) => item?.order ?? item?.number ?? 0;

/**
 * One list for all views. A kind says how to `fetch(before, limit)` (newest first), what is the
 * `id` of an item, its `row`, and the `text` to filter by.
 */
export class List {
  #kind;
  #items = [];
  #rows = new Map();
  #more = false;
  #top = true;
  #missed = 0;
  #chosen;
  #turn = 0;

  constructor(side, changed) {
    this.ol = side.querySelector(".rows");
    this.pager = side.querySelector(".pager");
    this.filter = side.querySelector("#filter");
    this.news = side.querySelector("#news");
    this.changed = changed;
    this.filter.addEventListener("input", () => this.#sift());
    this.news.addEventListener("click", () => this.#turnTo());
  }

  get empty() {
    return this.#top && !this.#items.length;
  }

  /** Another kind of list, from its top. */
  show(kind) {
    if (kind !== this.#kind) {
      this.#kind = kind;
      this.filter.value = "";
      this.#put([], false);
    }
    return this.load();
  }

  /** The newest, or those before a number. */
  async load(before) {
    const turn = ++this.#turn,
      kind = this.#kind;
    const { items, more } = await kind.fetch(before, PAGE);
    if (turn !== this.#turn) return;
    this.#top = before === undefined;
    this.#missed = 0;
    this.#put(items, more);
    this.ol.parentElement.scrollTop = 0;
  }

  /** The same page, whatever has changed in its items. */
  async reload() {
    if (!this.#top) return;
    const turn = ++this.#turn;
    const { items, more } = await this.#kind.fetch(undefined, PAGE);
    if (turn !== this.#turn) return;
    this.#rows.forEach((row) => row.remove());
    this.#rows.clear();
    this.#put(items, more);
  }

  /** What has just come, oldest first. On another page than the first it is only counted. */
  add(items) {
    const last = place(this.#items[0]);
    const fresh = items.filter((each) => place(each) > last).reverse();
    if (!fresh.length) return;
    if (!this.#top) {
      this.#missed += fresh.length;
      this.#tell();
      return;
    }
    const all = [...fresh, ...this.#items];
    this.#put(all.slice(0, KEEP), this.#more || all.length > KEEP);
    for (const each of fresh.slice(0, KEEP)) this.#rows.get(place(each)).classList.add("fresh");
  }

  /** Marks the one that is open. */
  choose(id) {
    this.#chosen = id;
    for (const each of this.#items) this.#mark(each);
  }

  /** Goes so many steps further; the id of the one that is there. */
  step(by) {
    const seen = this.#items.filter((each) => !this.#rows.get(place(each)).hidden);
    const at = seen.findIndex((each) => this.#kind.id(each) === this.#chosen);
    const next = seen[at < 0 ? 0 : Math.max(0, Math.min(at + by, seen.length - 1))];
    if (!next) return undefined;
    this.#rows.get(place(next)).scrollIntoView({ block: "nearest" });
    this.choose(this.#kind.id(next));
    return this.#chosen;
  }

  /** Everything anew in the language that is spoken now. */
  redraw() {
    this.#rows.forEach((row) => row.remove());
    this.#rows.clear();
    this.#put(this.#items, this.#more);
  }

  #put(items, more) {
    const rows = new Map();
    for (const each of items) {
      rows.set(place(each), this.#rows.get(place(each)) ?? h("li", this.#kind.row(each)));
    }
    for (const [number, row] of this.#rows) if (rows.get(number) !== row) row.remove();
    let at = this.ol.firstChild;
    for (const row of rows.values()) {
      if (row === at) at = at.nextSibling;
      else this.ol.insertBefore(row, at);
    }
    [this.#items, this.#rows, this.#more] = [items, rows, more];
    for (const each of items) this.#mark(each);
    this.#sift();
    this.#tell();
    this.changed();
  }

  #turnTo(before) {
    this.load(before).catch(() => {}); // the sandbox is away, which the page says already
  }

  #mark(item) {
    const link = this.#rows.get(place(item)).firstChild;
    if (this.#kind.id(item) === this.#chosen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }

  #sift() {
    const wanted = this.filter.value.trim().toLowerCase();
    let seen = 0;
    for (const each of this.#items) {
      const hit = !wanted || this.#kind.text(each).toLowerCase().includes(wanted);
      this.#rows.get(place(each)).hidden = !hit;
      seen += hit;
    }
    this.ol.dataset.none = wanted && !seen ? t("nothing_matches") : "";
  }

  #tell() {
    this.news.hidden = !this.#missed;
    this.news.textContent = t("news", count(this.#missed));
    const last = place(this.#items.at(-1));
    const older =
      this.#more && h("button", { type: "button", onclick: () => this.#turnTo(last) }, t("older"));
    const newest =
      !this.#top && h("button", { type: "button", onclick: () => this.#turnTo() }, t("newest"));
    fill(this.pager, newest, older);
  }
}
