// A customer's program, as Node's own tools write it: node client.mjs OPERATION URL < message.json
import { createCipheriv, createHash } from "node:crypto";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";

const [operation, url] = process.argv.slice(2);
const message = JSON.parse(await text(process.stdin));

const ACCOUNT = "demo", PASSWORD = "secret123", VERY_CODE = "code456";
const LOGIN = { userid: "12", account: ACCOUNT, password: PASSWORD };

const md5 = (words) => createHash("md5").update(words).digest("hex");

function des(plain) {
  const key = Buffer.alloc(8);
  key.write(PASSWORD); // one key three times: triple DES is DES
  const cipher = createCipheriv("des-ede3-cbc", Buffer.concat([key, key, key]), key);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

async function post(path, fields) {
  const answer = await fetch(url + path, { method: "POST", body: new URLSearchParams(fields) });
  return answer.text();
}

async function postMultipart(path, fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return (await fetch(url + path, { method: "POST", body })).text();
}

async function get(path, fields) {
  return (await fetch(`${url}${path}?${new URLSearchParams(fields)}`)).text();
}

// Node reads no XML; people take expressions.
function xml(answer) {
  return Object.fromEntries([...answer.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map((found) => [found[1], found[2]]));
}

const send = { action: "send", ...LOGIN, ...message, sendTime: "", extno: "" };
const hashed = { ...send, password: md5(PASSWORD).toUpperCase() };
const coded = { username: ACCOUNT, password: PASSWORD, veryCode: VERY_CODE };

const operations = {
  "plain": async () => xml(await post("/sms.aspx", send)),
  "plain json": async () => JSON.parse(await post("/sms.aspx", { rt: "json", ...send })),
  "plain get": async () => xml(await get("/sms.aspx", send)),
  "plain multipart": async () => xml(await postMultipart("/sms.aspx", send)),
  "signed": async () => xml(await post("/v2sms.aspx", {
    action: "send", userid: "12", timestamp: "20180202090810",
    sign: md5(`${ACCOUNT}${PASSWORD}20180202090810`), ...message,
  })),
  "mms": async () => ({ answer: await post("/sendmms.aspx", {
    action: "send", ...LOGIN, mobile: message.mobile, title: "标题", starttime: "",
    content: `5,gif|${message.gif}`,
  }) }),
  "hashed json": async () => JSON.parse(await post("/smsJson.aspx", hashed)),
  "hashed batch": async () => xml(await post("/BatchSms.ashx", {
    ...LOGIN, password: hashed.password, content: gzipSync(message.lines).toString("base64"), sendTime: "", extno: "",
  })),
  "hashed sealed": async () => JSON.parse(await get("/ensms.ashx", {
    UserId: "12",
    Text64: des(JSON.stringify({
      UserName: ACCOUNT, Stamp: "0202090810", Secret: md5(`${PASSWORD}0202090810`).toUpperCase(),
      Moblie: message.mobile, Text: message.content, Ext: null, SendTime: null,
    })).toString("base64"),
  })),
  "template": async () => JSON.parse(await post("/freeTemplate.aspx", {
    action: "add", ...LOGIN, password: hashed.password, template: message.content,
  })),
  "xunchen get": async () => xml(await get("/service/httpService/httpInterface.do", {
    method: "sendUtf8Msg", ...coded, ...message, msgtype: "1",
  })),
};
console.log(JSON.stringify(await operations[operation]()));
