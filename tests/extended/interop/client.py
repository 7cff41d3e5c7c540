"""A customer's program, as Python's tools write it: ``client.py OPERATION URL < message.json``

requests for 000 to 002, httpx for 003 and 004, zeep for SOAP; nothing of smscodec is in here.
"""

from __future__ import annotations

import gzip
import json
import struct
import sys
from base64 import b64decode, b64encode
from datetime import datetime, timedelta, timezone
from hashlib import md5
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, TypeAlias
from urllib.parse import urlencode

import httpx
import requests
from Crypto.Cipher import DES
from Crypto.Util.Padding import pad
from lxml import etree

Fields: TypeAlias = dict[str, str]

ACCOUNT, PASSWORD, VERY_CODE = "demo", "secret123", "code456"
DO = "service/httpService/httpInterface.do"
SMIL = (
    '<smil><head><layout><root-layout width="240" height="320"/>'
    '<region id="Image" top="0" left="0" width="240" height="160"/>'
    '<region id="Text" top="160" left="0" width="240" height="160"/></layout></head><body>'
    '<par dur="5s"><img src="1.gif" region="Image"/><text src="1.txt" region="Text"/></par>'
    "</body></smil>"
)

# ---- what the documents want -----------------------------------------------------------------


def digest(text: str) -> str:
    return md5(text.encode()).hexdigest()


def now(format: str) -> str:
    return datetime.now(timezone(timedelta(hours=8))).strftime(format)


def signed() -> Fields:
    timestamp = now("%Y%m%d%H%M%S")
    return {
        "userid": "1",
        "timestamp": timestamp,
        "sign": digest(ACCOUNT + PASSWORD + timestamp),
    }


def sealed(mobile: str, content: str) -> str:
    stamp = now("%m%d%H%M%S")
    plain = {
        "UserName": ACCOUNT,
        "Stamp": stamp,
        "Secret": digest(PASSWORD + stamp).upper(),
        "Moblie": mobile,
        "Text": content,
    }
    key = PASSWORD.encode()[:8].ljust(8, b"\0")
    des = DES.new(key, DES.MODE_CBC, key)
    return b64encode(des.encrypt(pad(json.dumps(plain).encode(), 8))).decode()


def frames(content: str, gif: str) -> str:
    return f"3,txt|{b64encode(content.encode('gb18030')).decode()};5,gif|{gif}"


def container(content: str, gif: str) -> str:
    elements = {
        "1.gif": b64decode(gif),
        "1.txt": content.encode("gb18030"),
        "mms.smil": SMIL.encode(),
    }
    tms = b"".join(
        name.encode() + b"\0" + struct.pack("<i", len(data)) + data
        for name, data in elements.items()
    )
    return b64encode(tms).decode()


# ---- answers ---------------------------------------------------------------------------------


def xml(answer: bytes) -> list[Fields]:
    """Every element without others inside."""
    found = etree.fromstring(answer).iter()
    return [{each.tag: each.text or ""} for each in found if not len(each)]


def balance_and_task(answer: bytes) -> Fields:
    balance, task = answer.decode().split(":")
    return {"balance": balance, "task": task}


# ---- operations ------------------------------------------------------------------------------


class Client:
    """A message, and the platform it goes to."""

    def __init__(self, url: str, message: Fields) -> None:
        self.url, self.message = url, message
        self.login = {"userid": "1", "account": ACCOUNT, "password": PASSWORD}
        self.md5_login = {**self.login, "userid": "", "password": digest(PASSWORD).upper()}
        self.coded = {"username": ACCOUNT, "password": PASSWORD, "veryCode": VERY_CODE}
        self.to = {"mobile": message["mobile"]}
        self.words = {"action": "checkkeyword", "content": message["content"]}
        self.sms = {**self.to, "action": "send", "content": message["content"]}
        self.text = {**self.to, "content": message["content"], "msgtype": "1"}

    def __call__(self, operation: str) -> Any:
        kind, _, what = operation.partition(" ")
        return getattr(self, kind)(what)

    def post(self, path: str, *fields: Fields) -> bytes:
        data = {name: text for each in fields for name, text in each.items()}
        return requests.post(f"{self.url}/{path}", data=data, timeout=30).content

    def post_gbk(self, path: str, *fields: Fields) -> bytes:
        data = {name: text for each in fields for name, text in each.items()}
        body = urlencode(data, encoding="gb18030")
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=gb2312"}
        return requests.post(f"{self.url}/{path}", data=body, headers=headers, timeout=30).content

    def plain(self, what: str) -> Any:
        overage, query = {"action": "overage"}, {"action": "query"}
        if what == "json":
            return json.loads(self.post("sms.aspx", self.login, self.sms, {"rt": "json"}))
        if what == "get":
            fields = {**self.login, **self.sms}
            return xml(requests.get(f"{self.url}/sms.aspx", params=fields, timeout=30).content)
        if what == "gbk":
            return xml(self.post_gbk("smsGBK.aspx", self.login, self.sms))
        if what == "multipart":
            parts = {name: (None, text) for name, text in {**self.login, **self.sms}.items()}
            return xml(requests.post(f"{self.url}/sms.aspx", files=parts, timeout=30).content)
        if what == "reports":
            return xml(self.post("statusApi.aspx", self.login, query))
        if what == "inbound":
            return xml(self.post("callApi.aspx", self.login, query))
        new = {"action": "changespwd", "newpwd": "secret456", "renewpwd": "secret456"}
        asked = {"": self.sms, "balance": overage, "words": self.words, "password": new}
        return xml(self.post("sms.aspx", self.login, asked[what]))

    def signed(self, what: str) -> Any:
        query = {"action": "query"}
        if what == "gbk":
            return xml(self.post_gbk("v2smsGBK.aspx", signed(), self.sms))
        if what == "reports":
            return xml(self.post("v2statusApi.aspx", signed(), query))
        if what == "inbound":
            return xml(self.post("v2callApi.aspx", signed(), query))
        asked = {"": self.sms, "balance": {"action": "overage"}, "words": self.words}
        return xml(self.post("v2sms.aspx", signed(), asked[what]))

    def mms(self, what: str) -> Any:
        if what == "balance":
            return xml(self.post("sendmms.aspx", self.login, {"action": "overage"}))
        if what == "reports":
            return xml(self.post("mmsStatusApi.aspx", self.login, {"action": "query"}))
        content = frames(self.message["content"], self.message["gif"])
        shown = {"action": "send", "title": "标题", "starttime": "", "content": content}
        return balance_and_task(self.post("sendmms.aspx", self.login, self.to, shown))

    def over_httpx(self, path: str, *fields: Fields, method: str = "POST") -> bytes:
        data = {name: text for each in fields for name, text in each.items()}
        with httpx.Client(base_url=self.url) as client:
            if method == "GET":
                return client.get(path, params=data).content
            return client.post(path, data=data).content

    def hashed(self, what: str) -> Any:
        message, hashed = self.message, self.md5_login
        query, overage = {"action": "query"}, {"action": "overage"}
        if what == "":
            return xml(self.over_httpx("sms.aspx", hashed, self.sms))
        if what == "gbk":
            return xml(self.post_gbk("smsGBK.aspx", hashed, self.sms))
        if what == "sealed":
            text64 = {"UserId": "1", "Text64": sealed(message["mobile"], message["content"])}
            return json.loads(self.over_httpx("ensms.ashx", text64))
        if what == "batch":
            content = b64encode(gzip.compress(message["lines"].encode())).decode()
            return xml(self.over_httpx("BatchSms.ashx", hashed, {"content": content}))
        if what == "tms":
            content = container(message["content"], message["gif"])
            shown = {"action": "send", "subject": "标题", "content": content}
            return xml(self.over_httpx("mms.aspx", hashed, self.to, shown))
        if what == "password":
            return xml(self.over_httpx("pwd.aspx", self.login, {"newpassword": "secret456"}))
        path, asked = {
            "json": ("smsJson.aspx", self.sms),
            "balance": ("smsJson.aspx", overage),
            "reports": ("statusJsonApi.aspx", query),
            "inbound": ("callJsonApi.aspx", query),
        }[what]
        return json.loads(self.over_httpx(path, hashed, asked))

    def template(self, what: str) -> Any:
        fields = {
            "action": "Add" if what == "add" else what,
            "template": self.message["content"],
            "templateid": self.message["template"],
        }
        return json.loads(self.over_httpx("freeTemplate.aspx", self.md5_login, fields))

    def soap(self, what: str) -> Any:
        import zeep

        port = {"1.1": "WebServiceSoap", "1.2": "WebServiceSoap12"}[what]
        with zeep.Client(f"{self.url}/WebService.asmx?wsdl") as client:
            answer = client.bind("WebService", port).SendSms(
                userName=ACCOUNT,
                password=PASSWORD,
                sms={
                    "Msisdns": self.message["mobile"],
                    "SMSContent": self.message["content"],
                    "PlanSendTime": zeep.xsd.Nil,
                },
            )
        return {name: str(answer[name]) for name in answer}

    def xunchen(self, what: str) -> Any:
        if what == "gbk":
            return xml(self.post_gbk(DO, self.coded, self.text, {"method": "sendMsg"}))
        values = {
            "method": "sendMsg",
            "msgtype": "2",
            "tempid": "T-1",
            "code": "utf-8",
            "content": "@1@=李先生,@2@=您好,@3@=928371",
        }
        asked = {
            "": {**self.text, "method": "sendUtf8Msg"},
            "template": {**self.to, **values},
            "balance": {"method": "getAmount"},
            "reports": {"method": "queryReport"},
            "inbound": {"method": "queryMo"},
        }
        return xml(self.over_httpx(DO, self.coded, asked[what], method="GET"))


# ---- pushes ----------------------------------------------------------------------------------


class Receiver(BaseHTTPRequestHandler):
    """Prints line by line what is pushed to it; the first push has to come again."""

    answer = b"error"

    def do_POST(self) -> None:
        pushed = xml(self.rfile.read(int(self.headers["Content-Length"])))
        print(*(f"{name}\t{text}" for each in pushed for name, text in each.items()), sep="\t")
        sys.stdout.flush()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(Receiver.answer)
        Receiver.answer = b"1"

    def log_message(self, format: str, *args: Any) -> None:
        pass


def receive() -> None:
    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        print(f"http://127.0.0.1:{server.server_port}/push", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    if sys.argv[1] == "receive":
        receive()
    answer = Client(sys.argv[2], json.load(sys.stdin))(sys.argv[1])
    if isinstance(answer, list):
        print(*(f"{name}\t{text}" for each in answer for name, text in each.items()), sep="\n")
    else:
        print(json.dumps(answer))
