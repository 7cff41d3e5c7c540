// Every call, taken or refused.

import { ask } from "./api.js";
import { bdi, cut, fill, h } from "./dom.js";
import { chip, endpoint, figures, heading, requestSection, row } from "./parts.js";
import { t, when } from "./words.js";

const wrong = (call) => call.refused || call.status !== 200;

const verdict = (call) =>
  wrong(call)
    ? chip([t("refused"), " ", bdi(call.status === 200 ? call.code : String(call.status))], "bad")
    : chip(t("answer_ok"), "ok");

export const requests = (box) => ({
  async fetch(before, limit) {
    const { calls } = await ask("calls");
    const items = calls.reverse().filter((each) => !before || each.number < before);
    return { items: items.slice(0, limit), more: items.length > limit };
  },
  id: (call) => String(call.number),
  text: (call) =>
    [call.endpoint, call.account, call.ip, call.code, call.message, call.why, call.task_id].join(
      "\n",
    ),
  row: (call) =>
    row(`#/requests/${call.number}`, {
      who: call.endpoint,
      at: when(call.at, box.now()),
      text: wrong(call) && cut(call.message || call.why, 200),
      meta: [bdi(call.account || "–"), call.ip],
      chips: wrong(call) && verdict(call),
    }),
});

/** One call with all that came. */
export async function openRequest(place, id) {
  const path = `calls/${encodeURIComponent(id)}`;
  const { call, request } = await ask(path);
  fill(
    place,
    heading("requests", call.endpoint, call.at),
    figures([
      ["answered", verdict(call)],
      ["reply", call.message && bdi(call.message)],
      ["why", call.why && call.why !== call.message && bdi(call.why)],
      ["account", bdi(call.account || "–")],
      ["ip", call.ip],
      ["status", String(call.status)],
      ["endpoint", endpoint(call.endpoint, call.endpoint.split(".")[0])],
      [
        "task",
        call.task_id &&
          h("a", { href: `#/sent/${encodeURIComponent(call.task_id)}` }, call.task_id),
      ],
    ]),
    requestSection(request, `/_sandbox/${path}`),
  );
  return { concerns: () => false };
}
