// The page: which view is open, what has come, the keyboard and the language.

import { ask, listen } from "./api.js";
import { fill, h } from "./dom.js";
import { answerForm } from "./forms.js";
import { inbound, openInbound } from "./inbound.js";
import { keyboard, showHelp } from "./keys.js";
import { List } from "./list.js";
import { choose, empty, emptySent, failed } from "./parts.js";
import { openPlatform } from "./platform.js";
import { openRequest, requests } from "./requests.js";
import { openTask, sent } from "./sent.js";
import { change, count, t, translate } from "./words.js";

const $ = (selector) => document.querySelector(selector);
const body = document.body,
  place = $(".detail");

/** What the sandbox was last heard to be, and its time. */
const box = {
  accounts: [],
  base: 0,
  since: 0,
  running: false,
  take(state) {
    this.accounts = state.accounts;
    this.base = Date.parse(`${state.now.replace(" ", "T")}Z`);
    this.since = performance.now();
    this.running = state.running;
    tick();
  },
  now() {
    const at = this.base + (this.running ? performance.now() - this.since : 0);
    return new Date(at).toISOString().slice(0, 19).replace("T", " ");
  },
};

const VIEWS = {
  sent: { kind: sent(box), open: openTask, type: "task", empty: () => emptySent(box) },
  inbound: {
    kind: inbound(box),
    open: openInbound,
    type: "inbound",
    empty: () => empty("empty_inbound", answerForm(box, { title: "write", mobile: "13800138000" })),
  },
  requests: {
    kind: requests(box),
    open: openRequest,
    type: "call",
    empty: () => empty("empty_requests"),
  },
  platform: { open: openPlatform },
};

let view = "",
  id = "",
  shown = null,
  turn = 0,
  alive = false;
const list = new List($("#list"), () => {
  if (!id) idle();
});

// ---- where we are ----------------------------------------------------------------------------

function asked() {
  const [name, ...rest] = location.hash.slice(2).split("/");
  try {
    return [name in VIEWS ? name : "sent", decodeURIComponent(rest.join("/"))];
  } catch {
    return ["sent", ""];
  }
}

async function go({ anew = false } = {}) {
  const [to, item] = asked();
  const other = to !== view || anew;
  [view, id] = [to, item];
  body.dataset.view = view;
  body.toggleAttribute("data-open", Boolean(id) || view === "platform");
  for (const tab of document.querySelectorAll(".tabs a")) {
    if (tab.hash === `#/${view}`) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  if (other && VIEWS[view].kind) await list.show(VIEWS[view].kind);
  list.choose(id);
  await open();
}

/** The sandbox does not answer; `listen` will know when it does again. */
const gone = (error) => fill(place, failed(error));

async function open() {
  const mine = ++turn,
    { open: show } = VIEWS[view];
  shown = null;
  if (!id && view !== "platform") {
    idle();
    return;
  }
  body.removeAttribute("data-empty");
  const next = h("div");
  try {
    const made = await show(next, id, box);
    if (mine !== turn) return;
    shown = made;
  } catch (error) {
    if (mine !== turn) return;
    fill(next, failed(error));
  }
  fill(place, next);
  place.scrollTop = 0;
  if (matchMedia("(max-width: 56rem)").matches) next.querySelector("h2")?.focus();
}

/** Nothing is chosen: how to begin, or what to do. */
function idle() {
  if (!view || view === "platform") return;
  body.toggleAttribute("data-empty", list.empty && alive);
  const was = place.dataset.idle,
    is = list.empty ? view : "choose";
  if (was === is && place.firstChild?.matches(".empty, .choose")) return;
  place.dataset.idle = is;
  fill(place, list.empty && alive ? VIEWS[view].empty() : choose());
}

// ---- what comes ------------------------------------------------------------------------------

let waiting = 0;

function freshen() {
  if (!shown?.refresh || waiting) return;
  waiting = setTimeout(() => {
    waiting = 0;
    shown?.refresh?.().catch(() => {});
  }, 300);
}

const changesInbound = ({ type, endpoint }) =>
  type === "inbound" || type === "push" || (type === "call" && endpoint.includes("fetch_inbound"));

async function news(events) {
  if (events.some(({ type }) => type === "clock" || type === "reset")) box.take(await ask("state"));
  if (events.some(({ type }) => type === "reset")) {
    location.hash = view === "platform" ? "#/platform" : `#/${view}`;
    id = "";
    await go({ anew: true });
    return;
  }
  const mine = events.filter(({ type }) => type === VIEWS[view].type);
  if (view === "inbound" && events.some(changesInbound)) {
    await list.reload();
  } else if (mine.length) {
    list.add(mine);
  }
  const came = events.filter(({ type }) => type === "task" || type === "inbound").length;
  if (came) $("#said").textContent = t("came", count(came));
  if (shown && events.some((each) => shown.concerns(each))) freshen();
}

function connected(yes) {
  const live = $(".live");
  live.classList.toggle("away", !yes);
  live.textContent = t(yes ? "live" : "away");
}

listen({
  async start() {
    const state = await ask("state");
    box.take(state);
    if (alive) await Promise.all([VIEWS[view].kind && list.reload(), freshen()]);
    alive = true;
    if (!view) await go();
    return state.events;
  },
  news: (events) => news(events).catch(gone),
  connected,
});

function tick() {
  const clock = $(".clock");
  const now = box.base ? box.now() : "";
  if (clock.textContent !== now) clock.textContent = now;
  clock.classList.toggle("still", !box.running);
  if (shown?.next?.() <= now) freshen();
}
setInterval(tick, 500);
addEventListener("hashchange", () => go().catch(gone));

// ---- language --------------------------------------------------------------------------------

function speak() {
  translate();
  $("#language").textContent = t("other");
  $("#language").lang = t("other") === "English" ? "en" : "zh-CN";
  connected(!$(".live").classList.contains("away"));
}

$("#language").addEventListener("click", turnLanguage);
function turnLanguage() {
  change();
  speak();
  list.redraw();
  place.dataset.idle = "";
  open();
}

// ---- keyboard --------------------------------------------------------------------------------

function step(by) {
  const next = list.step(by);
  if (next !== undefined) location.hash = `#/${view}/${encodeURIComponent(next)}`;
}

function answer() {
  if (view === "inbound" && !id) location.hash = "#/inbound/new";
  else shown?.answer?.();
}

const to = (name) => () => {
  location.hash = `#/${name}`;
};

keyboard({
  place,
  back: () => to(view)(),
  acts: {
    j: () => step(1),
    ArrowDown: () => step(1),
    k: () => step(-1),
    ArrowUp: () => step(-1),
    "/": () => list.filter.focus(),
    a: answer,
    r: () => shown?.report?.(),
    l: turnLanguage,
    "?": showHelp,
    ...Object.fromEntries(Object.keys(VIEWS).map((name, n) => [n + 1, to(name)])),
  },
});
$("#keys").addEventListener("click", showHelp);

speak();
