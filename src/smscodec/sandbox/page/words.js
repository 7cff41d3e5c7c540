// What the page says, in two languages, and how it writes numbers and times.

const WORDS = {
  en: {
    other: "中文",
    views: "Views",
    skip: "Skip to the list",
    list: "List",
    detail: "Details",
    sent: "Sent",
    inbound: "Inbound",
    requests: "Requests",
    platform: "Platform",
    filter: "Filter what is listed",
    live: "live",
    away: "reconnecting",
    back: "Back to the list",
    older: "Older",
    newest: "Newest",
    news: "{0} new",
    came: "{0} new",
    nothing_matches: "Nothing listed here matches.",
    empty_title: "Nothing has been sent yet",
    empty_text:
      "Point your client at this address. Every path of the five documents is answered \
here, and whatever arrives shows up at once. Or send the first message by hand:",
    empty_login: "Account {0} · user id {1}",
    documents: "documents {0}",
    empty_numbers: "13800138060 never arrives, 13800138075 answers TD, 13800138090 is refused.",
    empty_sample: "【Example】Your code is 1234",
    empty_inbound: "No phone has written yet",
    empty_inbound_text: "Answer as a phone, and your client gets it as an inbound message.",
    empty_requests: "Nobody has called yet",
    empty_requests_text: "Every call is listed here, the refused ones too, with what was wrong.",
    choose: "Choose one from the list.",
    copy: "Copy",
    copied: "Copied",
    more: "+{0}",
    batch: "batch of {0}",
    mms: "MMS",
    refused: "refused",
    n_refused: "{0} refused",
    scheduled: "scheduled",
    state_sent: "no report yet",
    reported: "report ready",
    fetched: "report fetched",
    inbound_waits: "waiting",
    inbound_fetched: "fetched",
    cost: "cost {0}",
    task: "Task",
    signature: "Signature",
    none: "none",
    characters: "Characters",
    segments: "Segments",
    charged: "Cost",
    accepted: "Accepted",
    extension: "Extension",
    endpoint: "Endpoint",
    document: "document {0}",
    account: "Account",
    send_at: "Scheduled for",
    due_at: "Reports due",
    handed: "Reports fetched",
    messages: "Messages",
    mobile: "Mobile",
    text: "Text",
    state: "State",
    code: "Report",
    rows: "{0}–{1} of {2}",
    first: "First",
    previous: "Previous",
    next: "Next",
    last: "Last",
    pick: "Use {0} in the forms",
    as_phone: "Answer as the phone",
    as_phone_do: "Send",
    as_phone_done: "The answer is on its way.",
    write: "Write as a phone",
    as_carrier: "Report as the carrier",
    as_carrier_do: "Set report",
    as_carrier_done: "Reports set: {0}.",
    carrier_code: "Carrier code",
    all_mobiles: "all numbers",
    optional: "optional",
    request: "Request",
    explained: "What it says",
    raw: "As it came, secrets masked",
    cut: "{0} more characters",
    all_of_it: "all of it as JSON",
    no_request: "The request is not kept.",
    answered: "Answered",
    answer_ok: "taken",
    ip: "From",
    status: "HTTP status",
    reply: "Reply",
    why: "Why",
    received_at: "Received",
    answers_task: "Answers task",
    play: "The MMS, frame by frame",
    accounts: "Accounts",
    user_id: "User id",
    dialects: "Dialects",
    billing: "Billing",
    prepaid: "prepaid",
    postpaid: "postpaid",
    balance: "Balance",
    used: "Used",
    mms_balance: "MMS balance",
    clock: "Clock",
    clock_runs: "It runs in real time. Beijing time.",
    clock_stands: "It stands still until somebody moves it. Beijing time.",
    plus: "+ {0}",
    minute: "1 minute",
    hour: "1 hour",
    day: "1 day",
    stop: "Stop",
    run: "Run",
    faults: "Ordered faults and refusals",
    no_faults: "None: everything works.",
    calm: "Take them all back",
    reset: "Start over",
    reset_text: "Forgets every message, report and fault; balances as configured.",
    reset_sure: "Forget everything that was sent?",
    store: "Store",
    memory: "in memory only",
    seed: "Seed",
    keys: "Keyboard",
    key_move: "next, previous in the list",
    key_filter: "filter",
    key_answer: "answer as the phone",
    key_report: "report as the carrier",
    key_views: "the four views",
    key_back: "back to the list",
    key_language: "the other language",
    key_help: "this page",
    key_on: "Single keys work",
    close: "Close",
    went_wrong: "That did not work: {0}",
  },
  zh: {
    other: "English",
    views: "视图",
    skip: "跳到列表",
    list: "列表",
    detail: "详情",
    sent: "下发",
    inbound: "上行",
    requests: "请求",
    platform: "平台",
    filter: "筛选已列出的内容",
    live: "实时",
    away: "正在重连",
    back: "返回列表",
    older: "更早",
    newest: "最新",
    news: "{0} 条新内容",
    came: "新到 {0} 条",
    nothing_matches: "列表中没有匹配的内容。",
    empty_title: "还没有收到任何消息",
    empty_text:
      "把客户端的地址指向这里即可。五份接口文档的全部路径都会应答，消息一到就会显示。\
也可以先用 curl 发第一条：",
    empty_login: "账号 {0} · 企业 ID {1}",
    documents: "文档 {0}",
    empty_numbers: "特殊号码：13800138060 发送失败，13800138075 自动回复 TD，13800138090 被拒绝。",
    empty_sample: "【示例】您的验证码为 1234",
    empty_inbound: "还没有上行短信",
    empty_inbound_text: "以手机的身份回复一条，客户端就能取到这条上行。",
    empty_requests: "还没有任何调用",
    empty_requests_text: "每次调用都会列在这里，包括被拒绝的，以及拒绝的原因。",
    choose: "请从列表中选择一条。",
    copy: "复制",
    copied: "已复制",
    more: "等 {0} 个",
    batch: "点对点 {0} 条",
    mms: "彩信",
    refused: "已拒绝",
    n_refused: "{0} 条被拒",
    scheduled: "定时",
    state_sent: "暂无报告",
    reported: "报告待取",
    fetched: "报告已取",
    inbound_waits: "待取",
    inbound_fetched: "已取",
    cost: "计费 {0} 条",
    task: "任务",
    signature: "签名",
    none: "无",
    characters: "字数",
    segments: "计费条数",
    charged: "扣费",
    accepted: "已接受",
    extension: "扩展子号",
    endpoint: "接口",
    document: "文档 {0}",
    account: "账号",
    send_at: "定时发送",
    due_at: "报告时间",
    handed: "报告已取",
    messages: "短信",
    mobile: "手机号码",
    text: "内容",
    state: "状态",
    code: "报告",
    rows: "第 {0}–{1} 条，共 {2} 条",
    first: "首页",
    previous: "上一页",
    next: "下一页",
    last: "末页",
    pick: "在表单中使用 {0}",
    as_phone: "以手机身份回复",
    as_phone_do: "发送",
    as_phone_done: "回复已发出。",
    write: "以手机身份发送",
    as_carrier: "以运营商身份给出报告",
    as_carrier_do: "设置报告",
    as_carrier_done: "已设置 {0} 条报告。",
    carrier_code: "网关返回值",
    all_mobiles: "全部号码",
    optional: "可选",
    request: "请求",
    explained: "含义",
    raw: "原始请求（密码等已遮盖）",
    cut: "另有 {0} 个字符",
    all_of_it: "查看完整 JSON",
    no_request: "未保留该请求。",
    answered: "应答",
    answer_ok: "成功",
    ip: "来源",
    status: "HTTP 状态",
    reply: "回复",
    why: "原因",
    received_at: "接收时间",
    answers_task: "所回复的任务",
    play: "逐帧播放彩信",
    accounts: "账号",
    user_id: "企业 ID",
    dialects: "接口类型",
    billing: "计费方式",
    prepaid: "预付费",
    postpaid: "后付费",
    balance: "余额",
    used: "已用",
    mms_balance: "彩信余额",
    clock: "时钟",
    clock_runs: "按真实时间走动（北京时间）。",
    clock_stands: "静止不动，直到有人拨动（北京时间）。",
    plus: "快进 {0}",
    minute: "1 分钟",
    hour: "1 小时",
    day: "1 天",
    stop: "暂停",
    run: "走动",
    faults: "已安排的故障与拒绝",
    no_faults: "没有，一切正常。",
    calm: "全部撤销",
    reset: "重新开始",
    reset_text: "清除全部短信、报告与故障，余额恢复为配置值。",
    reset_sure: "确定清除已收到的全部内容？",
    store: "存储",
    memory: "仅在内存中",
    seed: "随机种子",
    keys: "键盘",
    key_move: "列表中的下一条、上一条",
    key_filter: "筛选",
    key_answer: "以手机身份回复",
    key_report: "以运营商身份给出报告",
    key_views: "四个视图",
    key_back: "返回列表",
    key_language: "切换语言",
    key_help: "本页",
    key_on: "启用单键操作",
    close: "关闭",
    went_wrong: "操作失败：{0}",
  },
};

/** What the browser keeps for this page; it may refuse to. */
export const kept = {
  get(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch {
      // then it is forgotten
    }
  },
};

const wanted = () => {
  const first = navigator.languages.find((each) => /^(zh|en)\b/i.test(each)) ?? "en";
  return first.slice(0, 2).toLowerCase();
};

let language = kept.get("language") in WORDS ? kept.get("language") : wanted();

export const spoken = () => language;

/** The words of a name, with what belongs into them. */
export function t(name, ...said) {
  return WORDS[language][name].replace(/\{(\d)\}/g, (_, n) => said[n]);
}

/** Goes over to the other language, and remembers. */
export function change() {
  language = language === "zh" ? "en" : "zh";
  kept.set("language", language);
}

/** Writes the words into all that stands in the document already. */
export function translate() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const one of document.querySelectorAll("[data-t]")) one.textContent = t(one.dataset.t);
  for (const one of document.querySelectorAll("[data-t-label]")) {
    one.ariaLabel = t(one.dataset.tLabel);
    if (one.matches("button")) one.title = one.ariaLabel;
  }
  for (const one of document.querySelectorAll("[data-t-placeholder]")) {
    one.placeholder = t(one.dataset.tPlaceholder);
  }
}

export const count = (number) => number.toLocaleString(language === "zh" ? "zh-CN" : "en");

/** The time of `2026-01-05 09:00:00`, with its day unless that is `today`. */
export function when(moment, today) {
  const [day, time] = moment.split(" ");
  return !today || today.startsWith(day) ? time : `${day.slice(5)} ${time.slice(0, 5)}`;
}

const DOCUMENTS = { plain: "000", signed: "001", mms: "002", hashed: "003", xunchen: "004" };

/** Which document a dialect is from. */
export const documented = (dialect) => DOCUMENTS[dialect] ?? "";
