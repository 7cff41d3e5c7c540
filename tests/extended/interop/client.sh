#!/usr/bin/env bash
# A customer's program, as curl and Unix write it: client.sh OPERATION URL < message.json
set -euo pipefail
export LC_ALL=C.UTF-8

operation=$1 url=$2
account=demo password=secret123 very_code=code456
do=service/httpService/httpInterface.do

message=$(cat)
said() { jq -rj ".$1" <<<"$message"; }

# ---- HTTP: fields stand as name=value, and what an answer says goes out line by line ----------------

encoded() { for field; do printf '%s\0' --data-urlencode "$field"; done; }
post() { encoded "${@:2}" | xargs -0 curl --silent --show-error "$url/$1"; }
get() { encoded "${@:2}" | xargs -0 curl --silent --show-error --get "$url/$1"; }

post_multipart() {
  for field in "${@:2}"; do printf '%s\0' --form-string "$field"; done | xargs -0 curl --silent --show-error "$url/$1"
}

gbk() { iconv -f UTF-8 -t GB18030; }
post_gbk() {
  for field in "${@:2}"; do
    printf '%s=' "${field%%=*}"
    printf %s "${field#*=}" | gbk | od -An -v -tx1 | tr -d '\n' | tr ' ' %
    printf '&'
  done | curl --silent --show-error --data-binary @- "$url/$1" | iconv -f GB18030 -t UTF-8
}

answer() {
  local answer
  answer=$(cat)
  case $answer in
    '{'*) printf %s "$answer" ;;
    '<'*) xml <<<"$answer" ;;
    *:*) printf 'balance\t%s\ntask\t%s\n' "${answer%%:*}" "${answer#*:}" ;;
    *) echo "refused: $answer" >&2 && return 1 ;;
  esac
}

xml() { # every element without others inside
  perl -CS -0777 -ne '
    my %entity = (lt => "<", gt => ">", amp => "&", quot => "\"", apos => "\x27");
    while (/<([\w:]+)>(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))<\/\1>/gs) {
      my ($name, $data, $text) = ($1, $2, $3);
      $text =~ s/&(?:#(\d+)|(\w+));/defined $1 ? chr $1 : $entity{$2}/ge if defined $text;
      print "$name\t", $data // $text, "\n";
    }'
}

# ---- what the documents want -----------------------------------------------------------------------

md5() { printf %s "$1" | md5sum | cut -c -32; }
upper_md5() { md5 "$1" | tr a-f A-F; }
now() { TZ=Asia/Shanghai date "+$1"; }
base64_line() { base64 --wrap 0; }

signed() {
  local timestamp
  timestamp=$(now %Y%m%d%H%M%S)
  login=(userid=1 "timestamp=$timestamp" "sign=$(md5 "$account$password$timestamp")")
}

des() { # one key three times: triple DES is DES, which OpenSSL 3 no longer offers
  local key
  key=$({ printf %s "$password"; head -c 8 /dev/zero; } | head -c 8 | od -An -tx1 | tr -d ' \n')
  openssl enc -des-ede3-cbc -K "$key$key$key" -iv "$key" | base64_line
}

sealed() {
  local stamp
  stamp=$(now %m%d%H%M%S)
  jq -c --arg name $account --arg stamp "$stamp" --arg secret "$(upper_md5 "$password$stamp")" \
    '{UserName: $name, Stamp: $stamp, Secret: $secret, Moblie: .mobile, Text: .content}' <<<"$message" | des
}

smil='<smil><head><layout><root-layout width="240" height="320"/>
<region id="Image" top="0" left="0" width="240" height="160"/>
<region id="Text" top="160" left="0" width="240" height="160"/></layout></head><body>
<par dur="5s"><img src="1.gif" region="Image"/><text src="1.txt" region="Text"/></par></body></smil>'

element() { # name, then the data
  local size
  size=$(printf '%08x' "$(base64 --decode <<<"$2" | wc -c)")
  printf '%s\0' "$1"
  printf "\\x${size:6:2}\\x${size:4:2}\\x${size:2:2}\\x${size:0:2}"
  base64 --decode <<<"$2"
}

container() {
  {
    element 1.gif "$(said gif)"
    element 1.txt "$(said content | gbk | base64_line)"
    element mms.smil "$(printf %s "$smil" | base64_line)"
  } | base64_line
}

soap() { # namespace, content type
  curl --silent --show-error --header "Content-Type: $2; charset=utf-8" --data-binary @- "$url/WebService.asmx" <<XML
<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="$1"><s:Body><SendSms xmlns="http://www.yysms.com/">
<userName>$account</userName><password>$password</password>
<sms><Msisdns>$(said mobile)</Msisdns><SMSContent><![CDATA[$(said content)]]></SMSContent></sms>
</SendSms></s:Body></s:Envelope>
XML
}

# ---- operations ------------------------------------------------------------------------------------

case $operation in
  plain* | mms*) login=(userid=1 account=$account password=$password) ;;
  signed*) signed ;;
  'hashed password') login=(userid=1 account=$account password=$password) ;;
  hashed* | template*) login=(userid= account=$account "password=$(upper_md5 $password)") ;;
  xunchen*) login=(username=$account password=$password veryCode=$very_code) ;;
esac
case $operation in
  plain* | 'hashed' | 'hashed gbk') sms=sms.aspx smsgbk=smsGBK.aspx reports=statusApi.aspx inbound=callApi.aspx ;;
  signed*) sms=v2sms.aspx smsgbk=v2smsGBK.aspx reports=v2statusApi.aspx inbound=v2callApi.aspx ;;
  'hashed json' | 'hashed balance') sms=smsJson.aspx ;;
  'hashed reports' | 'hashed inbound') reports=statusJsonApi.aspx inbound=callJsonApi.aspx ;;
esac

to="mobile=$(said mobile)"
content="content=$(said content; printf .)" content=${content%.} # the shell cuts line ends off

case $operation in
  'plain json') post $sms action=send "${login[@]}" "$to" "$content" rt=json ;;
  'plain get') get $sms action=send "${login[@]}" "$to" "$content" ;;
  'plain multipart') post_multipart $sms action=send "${login[@]}" "$to" "$content" ;;
  'plain password') post $sms action=changespwd "${login[@]}" newpwd=secret456 renewpwd=secret456 ;;
  mms) post sendmms.aspx action=send "${login[@]}" "$to" title=标题 starttime= \
    "content=3,txt|$(said content | gbk | base64_line);5,gif|$(said gif)" ;;
  'mms balance') post sendmms.aspx action=overage "${login[@]}" ;;
  'mms reports') post mmsStatusApi.aspx action=query "${login[@]}" ;;
  'hashed sealed') post ensms.ashx UserId=1 "Text64=$(sealed)" ;;
  'hashed batch') post BatchSms.ashx "${login[@]}" "content=$(said lines | gzip | base64_line)" ;;
  'hashed tms') post mms.aspx action=send "${login[@]}" "$to" subject=标题 "content=$(container)" ;;
  'hashed password') post pwd.aspx "${login[@]}" newpassword=secret456 ;;
  'template add') post freeTemplate.aspx action=Add "${login[@]}" "template=$(said content)" ;;
  template*) post freeTemplate.aspx "action=${operation#template }" "${login[@]}" \
    "templateid=$(said template)" "template=$(said content)" ;;
  'soap 1.1') soap http://schemas.xmlsoap.org/soap/envelope/ text/xml ;;
  'soap 1.2') soap http://www.w3.org/2003/05/soap-envelope application/soap+xml ;;
  xunchen) get $do method=sendUtf8Msg "${login[@]}" "$to" "$content" msgtype=1 ;;
  'xunchen gbk') post_gbk $do method=sendMsg "${login[@]}" "$to" "$content" msgtype=1 ;;
  'xunchen template') post $do method=sendMsg "${login[@]}" "$to" msgtype=2 tempid=T-1 code=utf-8 \
    content=@1@=李先生,@2@=您好,@3@=928371 ;;
  'xunchen balance') get $do method=getAmount "${login[@]}" ;;
  'xunchen reports') get $do method=queryReport "${login[@]}" ;;
  'xunchen inbound') get $do method=queryMo "${login[@]}" ;;
  *' gbk') post_gbk $smsgbk action=send "${login[@]}" "$to" "$content" ;;
  *' balance') post $sms action=overage "${login[@]}" ;;
  *' words') post $sms action=checkkeyword "${login[@]}" "$content" ;;
  *' reports') post $reports action=query "${login[@]}" ;;
  *' inbound') post $inbound action=query "${login[@]}" ;;
  *) post $sms action=send "${login[@]}" "$to" "$content" ;;
esac | answer
