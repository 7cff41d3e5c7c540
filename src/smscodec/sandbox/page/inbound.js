// What phones have written, and what they write next.

import { ask } from "./api.js";
import { bdi, cut, fill, h } from "./dom.js";
import { answerForm } from "./forms.js";
import { bubble, chip, figures, heading, row } from "./parts.js";
import { t, when } from "./words.js";

const state = (message) =>
  message.fetched ? chip(t("inbound_fetched"), "ok") : chip(t("inbound_waits"), "warn");

async function latest(limit) {
  return (await ask("inbound", { limit })).inbound;
}

export const inbound = (box) => ({
  async fetch(before, limit) {
    const all = await latest(before ? 1000 : limit + 1);
    const items = all.filter((each) => !before || each.number < before);
    return { items: items.slice(0, limit), more: items.length > limit };
  },
  id: (message) => String(message.number),
  text: (message) =>
    [message.mobile, message.content, message.account, message.extension].join("\n"),
  row: (message) =>
    row(`#/inbound/${message.number}`, {
      who: bdi(message.mobile),
      at: when(message.received_at, box.now()),
      text: cut(message.content, 200),
      meta: bdi(message.account),
      chips: state(message),
    }),
});

/** One message from a phone, and a form for its next. */
export async function openInbound(place, id, box) {
  if (id === "new") {
    const answer = answerForm(box, { title: "write", mobile: "13800138000" });
    fill(place, heading("inbound", t("inbound")), answer);
    return { concerns: () => false, answer: () => answer.fields.content.focus() };
  }
  const find = async () => (await latest(1000)).find((each) => String(each.number) === id);
  const message = await find();
  if (!message) throw new Error(`inbound ${id}?`);
  const facts = h("div");
  const { mobile, account } = message;
  const answer = answerForm(box, { title: "write", mobile, account });
  const show = (message) =>
    fill(
      facts,
      figures([
        ["state", state(message)],
        ["account", bdi(message.account)],
        ["extension", message.extension && bdi(message.extension)],
        [
          "answers_task",
          message.task_id &&
            h("a", { href: `#/sent/${encodeURIComponent(message.task_id)}` }, message.task_id),
        ],
      ]),
    );

  show(message);
  fill(
    place,
    heading("inbound", bdi(mobile), message.received_at),
    bubble(message.content, "", "to"),
    facts,
    h("div.cards", answer),
  );
  return {
    refresh: async () => show((await find()) ?? message),
    concerns: ({ type }) => type === "call" || type === "push",
    answer: () => answer.fields.content.focus(),
  };
}
