// A customer's program, as Go's standard library writes it: client OPERATION URL < message.json
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/cipher"
	"crypto/des"
	"crypto/md5"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"log"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
)

const (
	account  = "demo"
	password = "secret123"
	veryCode = "code456"
	do       = "/service/httpService/httpInterface.do"
)

// ---- what comes in and goes out ------------------------------------------------------------------

type message struct {
	Mobile, Content, Lines, Gif, Template string
}

type fields map[string]string

func (f fields) with(more fields) fields {
	all := fields{}
	for _, each := range []fields{f, more} {
		for name, value := range each {
			all[name] = value
		}
	}
	return all
}

func (f fields) encode(write func(string) string) string {
	values := url.Values{}
	for name, value := range f {
		values.Set(name, write(value))
	}
	return values.Encode()
}

func utf8(text string) string { return text }

func gbk(text string) string {
	encoded, err := simplifiedchinese.GBK.NewEncoder().String(text)
	check(err)
	return encoded
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// ---- HTTP ------------------------------------------------------------------------------------------

type client struct{ url string }

func read(answer *http.Response, err error) []byte {
	check(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	check(err)
	return body
}

func (c client) post(path string, f fields) []byte {
	return c.postIn(utf8, path, f)
}

func (c client) postIn(charset func(string) string, path string, f fields) []byte {
	body := strings.NewReader(f.encode(charset))
	return read(http.Post(c.url+path, "application/x-www-form-urlencoded", body))
}

func (c client) get(path string, f fields) []byte {
	return read(http.Get(c.url + path + "?" + f.encode(utf8)))
}

func (c client) postMultipart(path string, f fields) []byte {
	var body bytes.Buffer
	writer := multipart.NewWriter(&body)
	for name, value := range f {
		check(writer.WriteField(name, value))
	}
	check(writer.Close())
	return read(http.Post(c.url+path, writer.FormDataContentType(), &body))
}

// ---- what documents want -----------------------------------------------------------------------

func md5hex(text string) string { return fmt.Sprintf("%x", md5.Sum([]byte(text))) }

func stamp(layout string) string {
	return time.Now().In(time.FixedZone("Beijing", 8*60*60)).Format(layout)
}

func signature() fields {
	now := stamp("20060102150405")
	return fields{"userid": "1", "timestamp": now, "sign": md5hex(account + password + now)}
}

func sealed(m message) string {
	now := stamp("0102150405")
	plain, err := json.Marshal(map[string]string{
		"UserName": account, "Stamp": now, "Secret": strings.ToUpper(md5hex(password + now)),
		"Moblie": m.Mobile, "Text": m.Content, "Ext": "", "SendTime": "",
	})
	check(err)
	key := make([]byte, des.BlockSize)
	copy(key, password)
	block, err := des.NewCipher(key)
	check(err)
	padding := block.BlockSize() - len(plain)%block.BlockSize()
	plain = append(plain, bytes.Repeat([]byte{byte(padding)}, padding)...)
	cipher.NewCBCEncrypter(block, key).CryptBlocks(plain, plain)
	return base64.StdEncoding.EncodeToString(plain)
}

func gzipped(lines string) string {
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, err := io.WriteString(writer, lines)
	check(err)
	check(writer.Close())
	return base64.StdEncoding.EncodeToString(packed.Bytes())
}

const smil = `<smil><head><layout><root-layout width="240" height="320"/>` +
	`<region id="Image" top="0" left="0" width="240" height="160"/>` +
	`<region id="Text" top="160" left="0" width="240" height="160"/></layout></head>` +
	`<body><par dur="5s"><img src="1.gif" region="Image"/><text src="1.txt" region="Text"/></par></body></smil>`

func container(m message) string {
	gif, err := base64.StdEncoding.DecodeString(m.Gif)
	check(err)
	var tms bytes.Buffer
	for _, element := range []struct {
		name string
		data []byte
	}{{"1.gif", gif}, {"1.txt", []byte(gbk(m.Content))}, {"mms.smil", []byte(smil)}} {
		tms.WriteString(element.name + "\x00")
		check(binary.Write(&tms, binary.LittleEndian, int32(len(element.data))))
		tms.Write(element.data)
	}
	return base64.StdEncoding.EncodeToString(tms.Bytes())
}

func frames(m message) string {
	return "3,txt|" + base64.StdEncoding.EncodeToString([]byte(gbk(m.Content))) + ";5,gif|" + m.Gif
}

func (c client) soap(namespace, contentType string, m message) []byte {
	type sms struct {
		Msisdns, SMSContent, ExtNumber string
	}
	type call struct {
		XMLName  xml.Name `xml:"http://www.yysms.com/ SendSms"`
		UserName string   `xml:"userName"`
		Password string   `xml:"password"`
		Sms      sms      `xml:"sms"`
	}
	body, err := xml.Marshal(call{UserName: account, Password: password, Sms: sms{m.Mobile, m.Content, ""}})
	check(err)
	envelope := xml.Header + `<s:Envelope xmlns:s="` + namespace + `"><s:Body>` + string(body) + `</s:Body></s:Envelope>`
	request, err := http.NewRequest("POST", c.url+"/WebService.asmx", strings.NewReader(envelope))
	check(err)
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("SOAPAction", `"http://www.yysms.com/SendSms"`)
	return read(http.DefaultClient.Do(request))
}

// ---- answers ---------------------------------------------------------------------------------------

// Every element that has a text, line by line.
func elements(body []byte) string {
	decoder := xml.NewDecoder(bytes.NewReader(body))
	decoder.CharsetReader = func(charset string, input io.Reader) (io.Reader, error) {
		return simplifiedchinese.GBK.NewDecoder().Reader(input), nil // gb2312 is the only other one
	}
	var lines, text strings.Builder
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return lines.String()
		}
		check(err)
		switch token := token.(type) {
		case xml.StartElement:
			text.Reset()
		case xml.CharData:
			text.Write(token)
		case xml.EndElement:
			fmt.Fprintf(&lines, "%s\t%s\n", token.Name.Local, text.String())
			text.Reset()
		}
	}
}

func object(body []byte) string {
	var value map[string]any
	check(json.Unmarshal(body, &value))
	encoded, err := json.Marshal(value)
	check(err)
	return string(encoded)
}

func balanceAndTask(body []byte) string {
	balance, task, found := strings.Cut(string(body), ":")
	if !found {
		log.Fatalf("refused: %s", body)
	}
	return fmt.Sprintf("balance\t%s\ntask\t%s\n", balance, task)
}

// ---- operations ------------------------------------------------------------------------------------

func (c client) answer(operation string, m message) string {
	login := fields{"userid": "1", "account": account, "password": password}
	hashed := fields{"userid": "", "account": account, "password": strings.ToUpper(md5hex(password))}
	coded := fields{"username": account, "password": password, "veryCode": veryCode}
	text := fields{"action": "send", "mobile": m.Mobile, "content": m.Content, "sendTime": "", "extno": ""}
	overage, query := fields{"action": "overage"}, fields{"action": "query"}
	words := fields{"action": "checkkeyword", "content": m.Content}
	template := fields{"action": "Add", "template": m.Content, "templateid": m.Template}
	sms := fields{"mobile": m.Mobile, "content": m.Content, "msgtype": "1"}

	switch operation {
	case "plain":
		return elements(c.post("/sms.aspx", login.with(text)))
	case "plain json":
		return object(c.post("/sms.aspx", login.with(text).with(fields{"rt": "json"})))
	case "plain get":
		return elements(c.get("/sms.aspx", login.with(text)))
	case "plain gbk":
		return elements(c.postIn(gbk, "/smsGBK.aspx", login.with(text)))
	case "plain multipart":
		return elements(c.postMultipart("/sms.aspx", login.with(text)))
	case "plain balance":
		return elements(c.post("/sms.aspx", login.with(overage)))
	case "plain words":
		return elements(c.post("/sms.aspx", login.with(words)))
	case "plain reports":
		return elements(c.post("/statusApi.aspx", login.with(query)))
	case "plain inbound":
		return elements(c.post("/callApi.aspx", login.with(query)))
	case "plain password":
		changed := fields{"action": "changespwd", "newpwd": "secret456", "renewpwd": "secret456"}
		return elements(c.post("/sms.aspx", login.with(changed)))

	case "signed":
		return elements(c.post("/v2sms.aspx", signature().with(text)))
	case "signed gbk":
		return elements(c.postIn(gbk, "/v2smsGBK.aspx", signature().with(text)))
	case "signed balance":
		return elements(c.post("/v2sms.aspx", signature().with(overage)))
	case "signed words":
		return elements(c.post("/v2sms.aspx", signature().with(words)))
	case "signed reports":
		return elements(c.post("/v2statusApi.aspx", signature().with(query)))
	case "signed inbound":
		return elements(c.post("/v2callApi.aspx", signature().with(query)))

	case "mms":
		shown := fields{"action": "send", "mobile": m.Mobile, "title": "标题", "starttime": "", "content": frames(m)}
		return balanceAndTask(c.post("/sendmms.aspx", login.with(shown)))
	case "mms balance":
		return elements(c.post("/sendmms.aspx", login.with(overage)))
	case "mms reports":
		return elements(c.post("/mmsStatusApi.aspx", login.with(query)))

	case "hashed":
		return elements(c.post("/sms.aspx", hashed.with(text)))
	case "hashed gbk":
		return elements(c.postIn(gbk, "/smsGBK.aspx", hashed.with(text)))
	case "hashed json":
		return object(c.post("/smsJson.aspx", hashed.with(text)))
	case "hashed sealed":
		return object(c.post("/ensms.ashx", fields{"UserId": "1", "Text64": sealed(m)}))
	case "hashed batch":
		packed := fields{"content": gzipped(m.Lines), "sendTime": "", "extno": ""}
		return elements(c.post("/BatchSms.ashx", hashed.with(packed)))
	case "hashed tms":
		shown := fields{"action": "send", "mobile": m.Mobile, "subject": "标题", "content": container(m)}
		return elements(c.post("/mms.aspx", hashed.with(shown)))
	case "hashed balance":
		return object(c.post("/smsJson.aspx", hashed.with(overage)))
	case "hashed reports":
		return object(c.post("/statusJsonApi.aspx", hashed.with(query)))
	case "hashed inbound":
		return object(c.post("/callJsonApi.aspx", hashed.with(query)))
	case "hashed password":
		return elements(c.post("/pwd.aspx", login.with(fields{"newpassword": "secret456"})))
	case "template add":
		return object(c.post("/freeTemplate.aspx", hashed.with(template)))
	case "template query", "template update", "template del":
		act := fields{"action": strings.TrimPrefix(operation, "template ")}
		return object(c.post("/freeTemplate.aspx", hashed.with(template).with(act)))
	case "soap 1.1":
		return elements(c.soap("http://schemas.xmlsoap.org/soap/envelope/", "text/xml; charset=utf-8", m))
	case "soap 1.2":
		return elements(c.soap("http://www.w3.org/2003/05/soap-envelope", "application/soap+xml; charset=utf-8", m))

	case "xunchen":
		return elements(c.get(do, coded.with(sms).with(fields{"method": "sendUtf8Msg"})))
	case "xunchen gbk":
		return elements(c.postIn(gbk, do, coded.with(sms).with(fields{"method": "sendMsg"})))
	case "xunchen template":
		values := fields{
			"method": "sendMsg", "msgtype": "2", "tempid": "T-1", "code": "utf-8",
			"content": "@1@=李先生,@2@=您好,@3@=928371",
		}
		return elements(c.post(do, coded.with(sms).with(values)))
	case "xunchen balance":
		return elements(c.get(do, coded.with(fields{"method": "getAmount"})))
	case "xunchen reports":
		return elements(c.get(do, coded.with(fields{"method": "queryReport"})))
	case "xunchen inbound":
		return elements(c.get(do, coded.with(fields{"method": "queryMo"})))
	}
	log.Fatalf("no operation %q", operation)
	return ""
}

// ---- pushes ----------------------------------------------------------------------------------------

// Says its address, then line by line what is pushed to it; the first push has to come again.
func receive() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	fmt.Printf("http://%s/push\n", listener.Addr())
	answer := "error"
	check(http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		check(err)
		fmt.Println(strings.ReplaceAll(elements(body), "\n", "\t"))
		fmt.Fprint(w, answer)
		answer = "1"
	})))
}

func main() {
	if os.Args[1] == "receive" {
		receive()
	}
	var m message
	check(json.NewDecoder(os.Stdin).Decode(&m))
	fmt.Print(client{os.Args[2]}.answer(os.Args[1], m))
}
