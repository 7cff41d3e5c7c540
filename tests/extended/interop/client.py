"""A customer's program, as Python's common tools write it: ``client.py OPERATION URL < message.json``

requests for 000 to 002, httpx for 003 and 004, zeep for SOAP; nothing of smscodec is in here.
"""

from __future__ import annotations

import gzip
import json
import struct
import sys
import xml.etree.ElementTree as ET
from base64 import b64decode, b64encode
from datetime import datetime, timedelta, timezone
from hashlib import md5
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import requests
from Crypto.Cipher import DES
from Crypto.Util.Padding import pad

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


def signed() -> dict[str, str]:
    timestamp = now("%Y%m%d%H%M%S")
    return {
        "userid": "1",
        "timestamp": timestamp,
        "sign": digest(ACCOUNT + PASSWORD + timestamp),
    }


def gbk(fields: dict[str, str]) -> dict[str, bytes]:
    return {name: text.replace("€", "\x80").encode("cp936", "dotnet") for name, text in fields.items()}
