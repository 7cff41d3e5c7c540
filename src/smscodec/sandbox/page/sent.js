// What was sent: a list of tasks, and one task with its messages.

import { ask } from "./api.js";
import { bdi, cut, fill, h } from "./dom.js";
import { answerForm, reportForm } from "./forms.js";
import {
  bubble,
  chip,
  copyable,
  endpoint,
  figures,
  heading,
  pager,
  requestSection,
  row,
  section,
  signed,
} from "./parts.js";
import { count, spoken, t, when } from "./words.js";

const PAGE = 50;
const isMms = (task) => task.kind === "frames" || task.kind === "elements";

// ---- the list --------------------------------------------------------------------------------

export const sent = (box) => ({
  async fetch(before, limit) {
    const answer = await ask("tasks", { before, limit });
    return { items: answer.tasks, more: answer.before !== null };
  },
  id: (task) => task.task_id,
  text: (task) =>
    [
      task.mobile,
      task.content,
      task.subject,
      task.account,
      task.endpoint,
      task.task_id,
      task.extension,
    ].join("\n"),
  row: (task) =>
    row(`#/sent/${encodeURIComponent(task.task_id)}`, {
      who: who(task),
      at: when(task.taken_at, box.now()),
      text: isMms(task) ? cut(task.subject, 200) : signed(cut(task.content, 200), task.signature),
      meta: [h("code", task.endpoint), t("cost", count(task.cost))],
      chips: chips(task, box.now()),
    }),
});

function who(task) {
  const more =
    task.kind === "batch" ? t("batch", count(task.rows)) : t("more", count(more_of(task)));
  return [bdi(task.mobile), task.rows > 1 && h("small", more)];
}

// Chinese counts all of them, English those beside the first
const more_of = (task) => (spoken() === "zh" ? task.rows : task.rows - 1);

function chips(task, now) {
  const refused = task.rows - task.accepted;
  return [
    isMms(task) && chip(t("mms")),
    task.send_at > now && chip(t("scheduled"), "warn"),
    refused > 0 && chip(t("n_refused", count(refused)), "bad"),
  ];
}

// ---- one task --------------------------------------------------------------------------------

/** Shows a task in `place`; what `page.js` may do with it. */
export async function openTask(place, id, box) {
  const path = `tasks/${encodeURIComponent(id)}`;
  const found = await ask(path, { limit: PAGE });
  const { task, request } = found;
  const facts = h("div"),
    messages = h("div");
  const answer = answerForm(box, { mobile: task.mobile, account: task.account, task_id: id });
  const report = reportForm(id);
  let first = 0,
    turn = 0,
    seen = "";

  function show({ task, messages: rows }) {
    seen = box.now();
    fill(facts, facts_of(task, rows[0], box));
    fill(messages, table(task, rows, pick), pager(first, PAGE, task.rows, go));
  }
  async function go(to) {
    first = to;
    await refresh();
  }
  async function refresh() {
    const mine = ++turn;
    const answer = await ask(path, { after: first, limit: PAGE });
    if (mine === turn) show(answer);
  }
  function pick(mobile) {
    answer.fields.mobile.value = report.fields.mobile.value = mobile;
    answer.fields.content.focus();
  }

  show(found);
  fill(
    place,
    heading(
      "sent",
      title(task),
      isMms(task) && task.subject && who(task),
      task.taken_at,
      bdi(task.account),
      h("span", `${t("task")} `, bdi(task.task_id), copyable(task.task_id)),
    ),
    isMms(task)
      ? h("div.played", mms(path), facts)
      : [task.kind === "text" && bubble(task.content, task.signature), facts],
    section("messages", messages),
    h("div.cards", answer, report),
    requestSection(request, `/_sandbox/${path}`),
  );
  return {
    refresh,
    // when something changes by itself: it is sent, or its reports are there
    next: () => [task.send_at, task.due_at].filter((each) => each > seen).sort()[0],
    concerns: ({ type, task_id, endpoint }) =>
      type === "call"
        ? endpoint.includes("fetch")
        : ["clock", "push"].includes(type) || task_id === id,
    answer: () => answer.fields.content.focus(),
    report: () => report.fields.code.select(),
  };
}

function title(task) {
  return isMms(task) && task.subject
    ? h("span", { dir: "auto", lang: "zh" }, cut(task.subject, 100))
    : who(task);
}

/** The frame has no origin and runs the player only. */
function mms(path) {
  return h("iframe", {
    class: "mms",
    title: t("play"),
    sandbox: "allow-scripts allow-downloads",
    src: `/_sandbox/${path}/mms?language=${spoken()}`,
  });
}

function facts_of(task, message, box) {
  const text = task.kind === "text";
  return figures([
    ["signature", isMms(task) || task.kind === "batch" ? "" : bdi(task.signature || t("none"))],
    ["characters", text ? count([...task.content].length) : ""],
    ["segments", text && message ? count(message.segments) : ""],
    ["charged", count(task.cost)],
    ["accepted", `${count(task.accepted)} / ${count(task.rows)}`],
    ["handed", `${count(task.fetched)} / ${count(task.rows)}`],
    ["extension", task.extension && bdi(task.extension)],
    ["send_at", task.send_at && when(task.send_at, box.now())],
    ["due_at", task.due_at > box.now() ? when(task.due_at, box.now()) : ""],
    ["endpoint", endpoint(task.endpoint, task.dialect)],
  ]);
}

// ---- its messages ----------------------------------------------------------------------------

const STATES = {
  refused: ["refused", "bad"],
  scheduled: ["scheduled", "warn"],
  sent: ["state_sent"],
  reported: ["reported"],
  fetched: ["fetched"],
};

function table(task, messages, pick) {
  const each = task.kind === "batch";
  const names = ["mobile", each && "text", each && "segments", "state", "code"].filter(Boolean);
  return h(
    "table",
    h(
      "thead",
      h(
        "tr",
        h("th", { scope: "col" }, "#"),
        names.map((name) => h("th", { scope: "col" }, t(name))),
      ),
    ),
    h(
      "tbody",
      messages.map((one) => line(one, each, pick)),
    ),
  );
}

function line(message, each, pick) {
  const [state, kind] = STATES[message.state];
  const code = message.carrier_code;
  const number = h(
    "button",
    {
      type: "button",
      class: "pick",
      title: t("pick", message.mobile),
      onclick: () => pick(message.mobile),
    },
    bdi(message.mobile),
  );
  return h(
    "tr",
    h("td.n", count(message.row + 1)),
    h("td", number),
    each &&
      h(
        "td",
        { class: "text", dir: "auto", lang: "zh" },
        signed(message.content, message.signature),
      ),
    each && h("td.n", count(message.segments)),
    h(
      "td.state",
      kind ? chip(t(state), kind) : t(state),
      message.refused && h("small", bdi(message.refused)),
    ),
    h("td", code && chip(bdi(code), code === "DELIVRD" ? "ok" : "bad")),
  );
}
