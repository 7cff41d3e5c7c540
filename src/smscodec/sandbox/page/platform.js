// The platform itself: its customers, its clock, and what was ordered to go wrong.

import { ask, tell } from "./api.js";
import { bdi, fill, h } from "./dom.js";
import { heading, section } from "./parts.js";
import { count, t } from "./words.js";

const JUMPS = [
  ["minute", 60],
  ["hour", 3600],
  ["day", 86400],
];

/** Shows the state, and keeps it fresh. */
export async function openPlatform(place, _, box) {
  async function refresh() {
    const state = await ask("state");
    box.take(state);
    fill(
      place,
      heading(
        "sent",
        t("platform"),
        `${t("store")}: ${state.store === ":memory:" ? t("memory") : state.store}`,
        `${t("seed")} ${state.seed}`,
      ),
      section("accounts", accounts(state)),
      clock(state),
      faults(state),
      reset(),
    );
  }
  const act = async (path, said) => {
    await tell(path, said);
    await refresh();
  };
  const button = (words, path, said) =>
    h("button", { type: "button", onclick: () => act(path, said) }, words);

  function clock(state) {
    return section(
      "clock",
      h(
        "p",
        h("b.time", state.now),
        h("span.soft", ` ${t(state.running ? "clock_runs" : "clock_stands")}`),
      ),
      h(
        "p.keys",
        JUMPS.map(([name, seconds]) => button(t("plus", t(name)), "clock", { advance: seconds })),
        button(t(state.running ? "stop" : "run"), "clock", { run: !state.running }),
      ),
    );
  }
  function faults({ faults, refusals }) {
    const ordered = [...faults, ...refusals];
    if (!ordered.length) return section("faults", h("p.soft", t("no_faults")));
    const said = (one) =>
      Object.entries(one)
        .filter(([, value]) => value !== null && value !== "")
        .map(([name, value]) => `${name} ${value}`)
        .join(", ");
    return section(
      "faults",
      h(
        "ul",
        ordered.map((one) => h("li", bdi(said(one)))),
      ),
      h("p.keys", button(t("calm"), "calm", {})),
    );
  }
  function reset() {
    const sure = () => confirm(t("reset_sure")) && act("reset", {});
    return section(
      "reset",
      h("p.soft", t("reset_text")),
      h("p.keys", h("button", { type: "button", class: "danger", onclick: sure }, t("reset"))),
    );
  }

  await refresh();
  return { refresh, concerns: () => true };
}

function accounts({ accounts }) {
  const names = ["account", "user_id", "dialects", "billing", "balance", "used", "mms_balance"];
  return h(
    "div.wide",
    h(
      "table",
      h(
        "thead",
        h(
          "tr",
          names.map((name) => h("th", { scope: "col" }, t(name))),
        ),
      ),
      h(
        "tbody",
        accounts.map((one) =>
          h(
            "tr",
            h("td", bdi(one.name)),
            h("td", bdi(one.user_id)),
            h("td", one.dialects.join(", ")),
            h("td", t(one.billing)),
            h("td.n", count(one.balance)),
            h("td.n", count(one.used)),
            h("td.n", count(one.mms_balance)),
          ),
        ),
      ),
    ),
  );
}
