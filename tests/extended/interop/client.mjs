// A customer's program, as Node's own tools and npm's soap write it: node client.mjs OPERATION URL < message.json
import { createCipheriv, createHash } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";

const [operation, url] = process.argv.slice(2);
const ACCOUNT = "demo", PASSWORD = "secret123", VERY_CODE = "code456";
const DO = "/service/httpService/httpInterface.do";

// ---- HTTP --------------------------------------------------------------------------------------

const asked = async (path, request) => Buffer.from(await (await fetch(url + path, request)).arrayBuffer());
const post = (path, fields) => asked(path, { method: "POST", body: new URLSearchParams(fields) });
const get = (path, fields) => asked(`${path}?${new URLSearchParams(fields)}`);

function postMultipart(path, fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return asked(path, { method: "POST", body });
}

function postGbk(path, fields) {
  const escaped = (text) => gbk(text).reduce((all, byte) => all + "%" + byte.toString(16).padStart(2, "0"), "");
  const body = Object.entries(fields).map(([name, value]) => `${name}=${escaped(value)}`).join("&");
  return asked(path, { method: "POST", body, headers: { "Content-Type": "application/x-www-form-urlencoded" } });
}

// Node reads GBK but does not write it: read every pair of bytes once, and turn that round.
function gbk(text) {
  const bytes = new Map(), decoder = new TextDecoder("gbk");
  for (let first = 0x80; first < 0xff; first++) {
    bytes.set(decoder.decode(Uint8Array.of(first)), [first]);
    for (let second = 0x40; second < 0xff; second++)
      bytes.set(decoder.decode(Uint8Array.of(first, second)), [first, second]);
  }
  return Buffer.from([...text].flatMap((each) => each < "\x80" ? [each.charCodeAt(0)] : bytes.get(each)));
}

// ---- what the documents want -------------------------------------------------------------------

const md5 = (words) => createHash("md5").update(words).digest("hex");
const inBeijing = () => new Date(Date.now() + 8 * 3600_000).toISOString().replace(/\D/g, "").slice(0, 14);

function des(plain) {
  const key = Buffer.alloc(8);
  key.write(PASSWORD); // one key three times: triple DES is DES, which OpenSSL 3 no longer offers
  const cipher = createCipheriv("des-ede3-cbc", Buffer.concat([key, key, key]), key);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

function container(elements) {
  return Buffer.concat(Object.entries(elements).flatMap(([name, data]) => {
    const size = Buffer.alloc(4);
    size.writeInt32LE(data.length);
    return [Buffer.from(name + "\0"), size, data];
  }));
}

const SMIL = Buffer.from(
  '<smil><head><layout><root-layout width="240" height="320"/>' +
  '<region id="Image" top="0" left="0" width="240" height="160"/>' +
  '<region id="Text" top="160" left="0" width="240" height="160"/></layout></head>' +
  '<body><par dur="5s"><img src="1.gif" region="Image"/><text src="1.txt" region="Text"/></par></body></smil>',
);

async function soap(options) {
  const { createClientAsync } = createRequire(import.meta.url)("soap");
  const service = await createClientAsync(`${url}/WebService.asmx?wsdl`, options);
  const [answer] = await service.SendSmsAsync({
    userName: ACCOUNT,
    password: PASSWORD,
    sms: { Msisdns: message.mobile, SMSContent: message.content, PlanSendTime: { attributes: { "xsi:nil": "true" } } },
  });
  return answer.SendSmsResult;
}

// ---- answers -----------------------------------------------------------------------------------

const ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const plainText = (text) => text
  .replace(/<!\[CDATA\[([^]*?)\]\]>/g, (_, data) => data.replace(/[<>&]/g, (c) => `&#${c.charCodeAt(0)};`))
  .replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (_, number, hex, name) =>
    name ? ENTITIES[name] : String.fromCodePoint(number ?? parseInt(hex, 16)));

// Node reads no XML; people take expressions.
function xml(answer) {
  const charset = /encoding="([\w-]+)"/.exec(answer.toString("latin1"))?.[1];
  const found = new TextDecoder(charset).decode(answer).matchAll(/<(\w+)>((?:<!\[CDATA\[[^]*?\]\]>|[^<])*)<\/\1>/g);
  return Object.fromEntries([...found].map(([, name, value]) => [name, plainText(value)]));
}

const json = (answer) => JSON.parse(answer);

function balanceAndTask(answer) {
  const [balance, task] = answer.toString().split(":");
  if (!task) throw new Error(`refused: ${balance}`);
  return { balance, task };
}

// ---- pushes ------------------------------------------------------------------------------------

// Says its address, then line by line what is pushed to it; the first push has to come again.
function receive() {
  let answer = "error";
  const server = createServer(async (request, response) => {
    console.log(Object.entries(xml(Buffer.from(await text(request)))).flat().join("\t"));
    response.end(answer);
    answer = "1";
  });
  server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/push`));
}

// ---- operations --------------------------------------------------------------------------------

const message = operation === "receive" ? {} : JSON.parse(await text(process.stdin));
const { mobile, content } = message;

const login = { userid: "1", account: ACCOUNT, password: PASSWORD };
const hashed = { ...login, userid: "", password: md5(PASSWORD).toUpperCase() };
const coded = { username: ACCOUNT, password: PASSWORD, veryCode: VERY_CODE };
const signed = () => {
  const timestamp = inBeijing();
  return { userid: "1", timestamp, sign: md5(ACCOUNT + PASSWORD + timestamp) };
};

const sms = { action: "send", mobile, content, sendTime: "", extno: "" };
const overage = { action: "overage" }, query = { action: "query" };
const words = { action: "checkkeyword", content };
const template = (action) => post("/freeTemplate.aspx", {
  action, ...hashed, template: content, templateid: message.template,
});

const operations = {
  "plain": async () => xml(await post("/sms.aspx", { ...login, ...sms })),
  "plain json": async () => json(await post("/sms.aspx", { rt: "json", ...login, ...sms })),
  "plain get": async () => xml(await get("/sms.aspx", { ...login, ...sms })),
  "plain gbk": async () => xml(await postGbk("/smsGBK.aspx", { ...login, ...sms })),
  "plain multipart": async () => xml(await postMultipart("/sms.aspx", { ...login, ...sms })),
  "plain balance": async () => xml(await post("/sms.aspx", { ...login, ...overage })),
  "plain words": async () => xml(await post("/sms.aspx", { ...login, ...words })),
  "plain reports": async () => xml(await post("/statusApi.aspx", { ...login, ...query })),
  "plain inbound": async () => xml(await post("/callApi.aspx", { ...login, ...query })),
  "plain password": async () => xml(await post("/sms.aspx", {
    action: "changespwd", ...login, newpwd: "secret456", renewpwd: "secret456",
  })),

  "signed": async () => xml(await post("/v2sms.aspx", { ...signed(), ...sms })),
  "signed gbk": async () => xml(await postGbk("/v2smsGBK.aspx", { ...signed(), ...sms })),
  "signed balance": async () => xml(await post("/v2sms.aspx", { ...signed(), ...overage })),
  "signed words": async () => xml(await post("/v2sms.aspx", { ...signed(), ...words })),
  "signed reports": async () => xml(await post("/v2statusApi.aspx", { ...signed(), ...query })),
  "signed inbound": async () => xml(await post("/v2callApi.aspx", { ...signed(), ...query })),

  "mms": async () => balanceAndTask(await post("/sendmms.aspx", {
    action: "send", ...login, mobile, title: "标题", starttime: "",
    content: `3,txt|${gbk(content).toString("base64")};5,gif|${message.gif}`,
  })),
  "mms balance": async () => xml(await post("/sendmms.aspx", { ...login, ...overage })),
  "mms reports": async () => xml(await post("/mmsStatusApi.aspx", { ...login, ...query })),

  "hashed": async () => xml(await post("/sms.aspx", { ...hashed, ...sms })),
  "hashed gbk": async () => xml(await postGbk("/smsGBK.aspx", { ...hashed, ...sms })),
  "hashed json": async () => json(await post("/smsJson.aspx", { ...hashed, ...sms })),
  "hashed sealed": async () => {
    const stamp = inBeijing().slice(4);
    const plain = {
      UserName: ACCOUNT, Stamp: stamp, Secret: md5(PASSWORD + stamp).toUpperCase(),
      Moblie: mobile, Text: content, Ext: null, SendTime: null,
    };
    return json(await get("/ensms.ashx", { UserId: "1", Text64: des(JSON.stringify(plain)).toString("base64") }));
  },
  "hashed batch": async () => xml(await post("/BatchSms.ashx", {
    ...hashed, content: gzipSync(message.lines).toString("base64"), sendTime: "", extno: "",
  })),
  "hashed tms": async () => {
    const elements = { "1.gif": Buffer.from(message.gif, "base64"), "1.txt": gbk(content), "mms.smil": SMIL };
    return xml(await post("/mms.aspx", {
      action: "send", ...hashed, mobile, subject: "标题", content: container(elements).toString("base64"),
    }));
  },
  "hashed balance": async () => json(await post("/smsJson.aspx", { ...hashed, ...overage })),
  "hashed reports": async () => json(await post("/statusJsonApi.aspx", { ...hashed, ...query })),
  "hashed inbound": async () => json(await post("/callJsonApi.aspx", { ...hashed, ...query })),
  "hashed password": async () => xml(await post("/pwd.aspx", { ...login, newpassword: "secret456" })),
  "template add": async () => json(await template("Add")),
  "template query": async () => json(await template("query")),
  "template update": async () => json(await template("update")),
  "template del": async () => json(await template("del")),
  "soap 1.1": () => soap({}),
  "soap 1.2": () => soap({ forceSoap12Headers: true }),

  "xunchen": async () => xml(await get(DO, { method: "sendUtf8Msg", ...coded, mobile, content, msgtype: "1" })),
  "xunchen gbk": async () => xml(await postGbk(DO, { method: "sendMsg", ...coded, mobile, content, msgtype: "1" })),
  "xunchen template": async () => xml(await post(DO, {
    method: "sendMsg", ...coded, mobile, content: "@1@=李先生,@2@=您好,@3@=928371",
    msgtype: "2", tempid: "T-1", code: "utf-8",
  })),
  "xunchen balance": async () => xml(await get(DO, { method: "getAmount", ...coded })),
  "xunchen reports": async () => xml(await get(DO, { method: "queryReport", ...coded })),
  "xunchen inbound": async () => xml(await get(DO, { method: "queryMo", ...coded })),
};

if (operation === "receive") receive();
else console.log(JSON.stringify(await operations[operation]()));
