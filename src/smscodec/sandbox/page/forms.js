// What people do as a phone and as the carrier.

import { tell } from "./api.js";
import { h } from "./dom.js";
import { count, t } from "./words.js";

const CODES = ["DELIVRD", "UNDELIV", "EXPIRED", "REJECTD", "DELETED", "UNKNOWN", "MA:0006"];

/** A phone sends a text, by itself or because of a task. */
export function answerForm(box, { title = "as_phone", mobile = "", account = "", task_id = "" }) {
  const fields = {
    mobile: input({ value: mobile, required: true, inputmode: "tel", maxlength: 20 }),
    content: h("textarea", { rows: 3, required: true, maxlength: 1000, onkeydown: sendByKey }),
    account: h(
      "select",
      box.accounts.map(({ name }) => h("option", { selected: name === account }, name)),
    ),
    extension: input({ placeholder: t("optional"), inputmode: "numeric", maxlength: 20 }),
  };
  const one = box.accounts.length === 1;
  return form(
    title,
    "as_phone_do",
    [
      label("mobile", fields.mobile),
      label("text", fields.content),
      !one && label("account", fields.account),
      !task_id && label("extension", fields.extension),
    ],
    fields,
    async () => {
      const said = { mobile: fields.mobile.value, content: fields.content.value };
      await tell("inbound", {
        ...said,
        account: fields.account.value,
        ...(task_id && { task_id }),
        ...(fields.extension.value && { extension: fields.extension.value }),
      });
      fields.content.value = "";
      return t("as_phone_done");
    },
  );
}

/** What the carrier says of a task's messages. */
export function reportForm(task_id) {
  const fields = {
    code: input({ value: "UNDELIV", required: true, maxlength: 50, list: "codes" }),
    mobile: input({ placeholder: t("all_mobiles"), inputmode: "tel", maxlength: 20 }),
  };
  return form(
    "as_carrier",
    "as_carrier_do",
    [
      label("mobile", fields.mobile),
      label("carrier_code", fields.code),
      h(
        "datalist",
        { id: "codes" },
        CODES.map((value) => h("option", { value })),
      ),
    ],
    fields,
    async () => {
      const mobile = fields.mobile.value.trim();
      const said = { task_id, carrier_code: fields.code.value.trim(), ...(mobile && { mobile }) };
      const { reports } = await tell("report", said);
      return t("as_carrier_done", count(reports));
    },
  );
}

const input = (facts) => h("input", { autocomplete: "off", spellcheck: "false", ...facts });

const label = (name, field) => h("label", h("span", t(name)), field);

function sendByKey(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit();
}

/** `send` returns what is said when it has worked. */
function form(title, verb, inside, fields, send) {
  const said = h("output", { role: "status" });
  const button = h("button.do", t(verb));
  const made = h(
    "form",
    { class: "card", onsubmit: submit },
    h("h3", t(title)),
    inside,
    h("div.done", button, said),
  );

  async function submit(event) {
    event.preventDefault();
    button.disabled = true;
    try {
      said.textContent = await send();
      said.className = "";
    } catch (error) {
      said.textContent = t("went_wrong", error.message);
      said.className = "bad";
    }
    button.disabled = false;
  }
  return Object.assign(made, { fields });
}
