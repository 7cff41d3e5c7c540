// Pieces that several views are made of.

import { bdi, cut, h } from "./dom.js";
import { count, documented, t } from "./words.js";

/** A row of the list: who and when, what, and the small print. */
export function row(href, { who, at, text, meta, chips = [] }) {
  return h(
    "a",
    { class: "row", href },
    h("span.who", who),
    h("time", at),
    h("span", { class: "text", dir: "auto", lang: "zh" }, text),
    h("span.meta", meta, chips),
  );
}

export const chip = (text, kind) => h("span", { class: `chip ${kind ?? ""}` }, text);

/** A text with its signature set off. */
export function signed(text, name) {
  const mark = `【${name}】`,
    at = name ? text.indexOf(mark) : -1;
  if (at < 0) return [text];
  return [text.slice(0, at), h("span.sign", mark), text.slice(at + mark.length)];
}

/** What a phone would show. */
export const bubble = (text, name, side = "from") =>
  h("div", { class: `bubble ${side}`, dir: "auto", lang: "zh" }, signed(text, name));

/** Names and values side by side; empty ones are left out. */
export function figures(pairs) {
  const said = pairs.filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return h(
    "dl.figures",
    said.map(([name, value]) => h("div", h("dt", t(name)), h("dd", value))),
  );
}

/** The head of what is open: a way back on small screens, a title, and the small print. */
export function heading(view, title, ...small) {
  const parts = small
    .flat()
    .filter(Boolean)
    .flatMap((each) => [" · ", each])
    .slice(1);
  return h(
    "header.head",
    h("a", { class: "back", href: `#/${view}`, "aria-label": t("back") }, "‹"),
    h("div", h("h2", { tabindex: "-1" }, title), h("p.soft", parts)),
  );
}

export function section(title, ...inside) {
  return h("section", h("h3", t(title)), inside);
}

/** A button that copies, where the browser lets it: on loopback, and over TLS. */
export function copyable(text) {
  if (!navigator.clipboard) return "";
  const button = h("button", { type: "button", class: "copy", onclick: copy }, t("copy"));
  async function copy() {
    await navigator.clipboard.writeText(text);
    button.textContent = t("copied");
    setTimeout(() => {
      button.textContent = t("copy");
    }, 1500);
  }
  return button;
}

export const endpoint = (name, dialect) => [
  h("code", name),
  ` ${t("document", documented(dialect))}`,
];

/** Buttons to go through pages of `size` rows; `go` is told the first row. */
export function pager(first, size, rows, go) {
  const last = Math.floor((rows - 1) / size) * size;
  const button = (name, to, on) =>
    h("button", { type: "button", disabled: !on, "data-to": name, onclick: () => go(to) }, t(name));
  const upto = Math.min(first + size, rows);
  return rows <= size
    ? []
    : h(
        "nav.pager",
        button("first", 0, first > 0),
        button("previous", first - size, first > 0),
        h("span", t("rows", count(first + 1), count(upto), count(rows))),
        button("next", first + size, first < last),
        button("last", last, first < last),
      );
}

// ---- requests -------------------------------------------------------------------------------

const LONG = 20_000;

/** A request: what it says, and as it came. `href` has all of it. */
export function requestSection(request, href) {
  if (!request) return section("request", h("p.soft", t("no_request")));
  const { explanation } = request;
  return section(
    "request",
    h("h4", t("explained")),
    h("p", explanation.name && h("code", explanation.name), " ", bdi(explanation.summary)),
    explanation.notes.map((note) => h("p.note", bdi(note))),
    tree(explanation.facts),
    h("h4", t("raw")),
    raw(request, href),
  );
}

function raw(request, href) {
  const line = `${request.method} ${request.path}${request.query && `?${request.query}`}`;
  const more = request.body.length - LONG;
  return [
    h(
      "pre",
      { tabindex: "0" },
      h("b", cut(line, LONG)),
      "\n",
      request.content_type && `Content-Type: ${request.content_type}\n`,
      "\n",
      cut(request.body, LONG),
    ),
    more > 0 && h("p.soft", t("cut", count(more)), " · ", h("a", { href }, t("all_of_it"))),
  ];
}

function tree(facts) {
  if (Array.isArray(facts))
    return h(
      "ol.tree",
      facts.map((each) => h("li", tree(each))),
    );
  if (facts === null || typeof facts !== "object") return bdi(String(facts));
  return h(
    "dl.tree",
    Object.entries(facts).map(([name, value]) => h("div", h("dt", name), h("dd", tree(value)))),
  );
}

// ---- nothing to show -------------------------------------------------------------------------

export const choose = () => h("p.choose", t("choose"));

/** Nothing has been sent: how to send something. */
export function emptySent(box) {
  const account = box.accounts.find((each) => each.dialects.includes("plain")) ?? box.accounts[0];
  const password = account.name === "demo" ? "secret123" : "…";
  const command = `curl ${location.origin}/sms.aspx \\
  -d action=send -d mobile=13800138000 \\
  -d ${quoted(`userid=${account.user_id}`)} -d ${quoted(`account=${account.name}`)} -d password=${password} \\
  --data-urlencode ${quoted(`content=${t("empty_sample")}`)}`;
  return h(
    "div.empty",
    h("h2", t("empty_title")),
    h("p", t("empty_text")),
    h("div.command", h("pre", { tabindex: "0" }, command), copyable(command)),
    h(
      "p.soft",
      t("empty_login", account.name, account.user_id),
      " · ",
      t("documents", account.dialects.map(documented).join(" ")),
    ),
    h("p.soft", t("empty_numbers")),
  );
}

const quoted = (word) => (/^[\w=.-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

export function empty(name, ...inside) {
  return h("div.empty", h("h2", t(name)), h("p", t(`${name}_text`)), inside);
}

/** What went wrong, in place of what was to be shown. */
export const failed = (error) => h("p", { class: "note bad", role: "alert" }, error.message);
