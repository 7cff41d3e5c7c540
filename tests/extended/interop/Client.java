// A customer's program, as Java 17 writes it without libraries: java Client OPERATION URL < message.json
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

public class Client {
    static final String ACCOUNT = "demo", PASSWORD = "secret123", VERY_CODE = "code456";
    static final String DO = "/service/httpService/httpInterface.do";
    static final Charset UTF_8 = StandardCharsets.UTF_8, GBK = Charset.forName("GBK");

    final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final String url;
    final Map<String, String> message;

    Client(String url, Map<String, String> message) {
        this.url = url;
        this.message = message;
    }

    // ---- parameters ------------------------------------------------------------------------------

    static Map<String, String> fields(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) fields.put(namesAndValues[i], namesAndValues[i + 1]);
        return fields;
    }

    @SafeVarargs
    static Map<String, String> all(Map<String, String>... parts) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Map<String, String> part : parts) fields.putAll(part);
        return fields;
    }

    static String encoded(Map<String, String> fields, Charset charset) {
        return fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), charset))
            .collect(Collectors.joining("&"));
    }

    // ---- HTTP ------------------------------------------------------------------------------------

    byte[] send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofByteArray()).body();
    }

    byte[] post(String path, Map<String, String> fields, Charset charset) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/x-www-form-urlencoded;charset=" + charset)
            .POST(BodyPublishers.ofString(encoded(fields, charset), UTF_8)));
    }

    byte[] post(String path, Map<String, String> fields) throws Exception {
        return post(path, fields, UTF_8);
    }

    byte[] get(String path, Map<String, String> fields) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url + path + "?" + encoded(fields, UTF_8))));
    }

    byte[] postMultipart(String path, Map<String, String> fields) throws Exception {
        String boundary = "----------JavaClient" + System.nanoTime();
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) -> body.append("--").append(boundary)
            .append("\r\nContent-Disposition: form-data; name=\"").append(name).append("\"\r\n\r\n")
            .append(value).append("\r\n"));
        body.append("--").append(boundary).append("--\r\n");
        return send(HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(BodyPublishers.ofString(body.toString(), UTF_8)));
    }

    // ---- what the documents want -----------------------------------------------------------------

    static String md5(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    }

    static String now(String pattern) {
        return ZonedDateTime.now(ZoneId.of("Asia/Shanghai")).format(DateTimeFormatter.ofPattern(pattern));
    }

    static Map<String, String> signed() throws Exception {
        String timestamp = now("yyyyMMddHHmmss");
        return fields("userid", "1", "timestamp", timestamp, "sign", md5(ACCOUNT + PASSWORD + timestamp));
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\r", "\\r").replace("\n", "\\n") + "\"";
    }

    String sealed() throws Exception {
        String stamp = now("MMddHHmmss");
        String json = fields(
            "UserName", ACCOUNT, "Stamp", stamp, "Secret", md5(PASSWORD + stamp).toUpperCase(),
            "Moblie", message.get("mobile"), "Text", message.get("content"), "Ext", "", "SendTime", ""
        ).entrySet().stream().map(each -> quoted(each.getKey()) + ":" + quoted(each.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
        byte[] key = Arrays.copyOf(PASSWORD.getBytes(UTF_8), 8);
        Cipher des = Cipher.getInstance("DES/CBC/PKCS5Padding");
        des.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "DES"), new IvParameterSpec(key));
        return Base64.getEncoder().encodeToString(des.doFinal(json.getBytes(UTF_8)));
    }

    String gzipped() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(message.get("lines").getBytes(UTF_8));
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }

    String frames() {
        String text = Base64.getEncoder().encodeToString(message.get("content").getBytes(GBK));
        return "3,txt|" + text + ";5,gif|" + message.get("gif");
    }

    String container() throws IOException {
        String smil = "<smil><head><layout><root-layout width=\"240\" height=\"320\"/>"
            + "<region id=\"Image\" top=\"0\" left=\"0\" width=\"240\" height=\"160\"/>"
            + "<region id=\"Text\" top=\"160\" left=\"0\" width=\"240\" height=\"160\"/></layout></head><body>"
            + "<par dur=\"5s\"><img src=\"1.gif\" region=\"Image\"/><text src=\"1.txt\" region=\"Text\"/></par>"
            + "</body></smil>";
        Map<String, byte[]> elements = new LinkedHashMap<>();
        elements.put("1.gif", Base64.getDecoder().decode(message.get("gif")));
        elements.put("1.txt", message.get("content").getBytes(GBK));
        elements.put("mms.smil", smil.getBytes(UTF_8));
        ByteArrayOutputStream tms = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> element : elements.entrySet()) {
            byte[] data = element.getValue();
            tms.write((element.getKey() + "\0").getBytes(UTF_8));
            tms.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(data.length).array());
            tms.write(data);
        }
        return Base64.getEncoder().encodeToString(tms.toByteArray());
    }

    byte[] soap(String namespace, String contentType) throws Exception {
        String service = "http://www.yysms.com/";
        Document envelope = DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
        Element top = envelope.createElementNS(namespace, "s:Envelope");
        Element body = envelope.createElementNS(namespace, "s:Body");
        Element call = envelope.createElementNS(service, "SendSms");
        Element sms = envelope.createElementNS(service, "sms");
        envelope.appendChild(top).appendChild(body).appendChild(call);
        add(call, "userName", ACCOUNT);
        add(call, "password", PASSWORD);
        call.appendChild(sms);
        add(sms, "Msisdns", message.get("mobile"));
        add(sms, "SMSContent", message.get("content"));
        StringWriter written = new StringWriter();
        TransformerFactory.newInstance().newTransformer().transform(new DOMSource(envelope), new StreamResult(written));
        return send(HttpRequest.newBuilder(URI.create(url + "/WebService.asmx"))
            .header("Content-Type", contentType + "; charset=utf-8")
            .header("SOAPAction", "\"" + service + "SendSms\"")
            .POST(BodyPublishers.ofString(written.toString(), UTF_8)));
    }

    static void add(Element parent, String name, String text) {
        Element element = parent.getOwnerDocument().createElementNS(parent.getNamespaceURI(), name);
        element.setTextContent(text);
        parent.appendChild(element);
    }

    // ---- answers ---------------------------------------------------------------------------------

    /** Every element without others inside, line by line. */
    static String elements(byte[] answer) throws Exception {
        Document read = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(answer));
        var found = read.getElementsByTagName("*");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < found.getLength(); i++) {
            Element element = (Element) found.item(i);
            if (element.getElementsByTagName("*").getLength() == 0)
                lines.append(element.getNodeName()).append('\t').append(element.getTextContent()).append('\n');
        }
        return lines.toString();
    }

    /** Java reads no JSON by itself; the answer goes out as it came. */
    static String object(byte[] answer) {
        return new String(answer, UTF_8);
    }

    static String balanceAndTask(byte[] answer) {
        String[] parts = new String(answer, UTF_8).split(":");
        if (parts.length != 2) throw new IllegalStateException("refused: " + parts[0]);
        return "balance\t" + parts[0] + "\ntask\t" + parts[1] + "\n";
    }

    // ---- operations ------------------------------------------------------------------------------

    String answer(String operation) throws Exception {
        String content = message.get("content");
        var login = fields("userid", "1", "account", ACCOUNT, "password", PASSWORD);
        var hashed = fields("userid", "", "account", ACCOUNT, "password", md5(PASSWORD).toUpperCase());
        var coded = fields("username", ACCOUNT, "password", PASSWORD, "veryCode", VERY_CODE);
        var recipients = fields("mobile", message.get("mobile"));
        var text = all(fields("action", "send"), recipients, fields("content", content, "sendTime", "", "extno", ""));
        var overage = fields("action", "overage");
        var query = fields("action", "query");
        var words = fields("action", "checkkeyword", "content", content);
        var template = fields("template", content, "templateid", message.get("template"));
        var sms = all(recipients, fields("content", content, "msgtype", "1"));
        return switch (operation) {
            case "plain" -> elements(post("/sms.aspx", all(login, text)));
            case "plain json" -> object(post("/sms.aspx", all(login, text, fields("rt", "json"))));
            case "plain get" -> elements(get("/sms.aspx", all(login, text)));
            case "plain gbk" -> elements(post("/smsGBK.aspx", all(login, text), GBK));
            case "plain multipart" -> elements(postMultipart("/sms.aspx", all(login, text)));
            case "plain balance" -> elements(post("/sms.aspx", all(login, overage)));
            case "plain words" -> elements(post("/sms.aspx", all(login, words)));
            case "plain reports" -> elements(post("/statusApi.aspx", all(login, query)));
            case "plain inbound" -> elements(post("/callApi.aspx", all(login, query)));
            case "plain password" -> elements(post("/sms.aspx", all(login,
                fields("action", "changespwd", "newpwd", "secret456", "renewpwd", "secret456"))));

            case "signed" -> elements(post("/v2sms.aspx", all(signed(), text)));
            case "signed gbk" -> elements(post("/v2smsGBK.aspx", all(signed(), text), GBK));
            case "signed balance" -> elements(post("/v2sms.aspx", all(signed(), overage)));
            case "signed words" -> elements(post("/v2sms.aspx", all(signed(), words)));
            case "signed reports" -> elements(post("/v2statusApi.aspx", all(signed(), query)));
            case "signed inbound" -> elements(post("/v2callApi.aspx", all(signed(), query)));

            case "mms" -> balanceAndTask(post("/sendmms.aspx", all(login, recipients,
                fields("action", "send", "title", "标题", "starttime", "", "content", frames()))));
            case "mms balance" -> elements(post("/sendmms.aspx", all(login, overage)));
            case "mms reports" -> elements(post("/mmsStatusApi.aspx", all(login, query)));

            case "hashed" -> elements(post("/sms.aspx", all(hashed, text)));
            case "hashed gbk" -> elements(post("/smsGBK.aspx", all(hashed, text), GBK));
            case "hashed json" -> object(post("/smsJson.aspx", all(hashed, text)));
            case "hashed sealed" -> object(post("/ensms.ashx", fields("UserId", "1", "Text64", sealed())));
            case "hashed batch" -> elements(post("/BatchSms.ashx", all(hashed,
                fields("content", gzipped(), "sendTime", "", "extno", ""))));
            case "hashed tms" -> elements(post("/mms.aspx", all(hashed, recipients,
                fields("action", "send", "subject", "标题", "content", container()))));
            case "hashed balance" -> object(post("/smsJson.aspx", all(hashed, overage)));
            case "hashed reports" -> object(post("/statusJsonApi.aspx", all(hashed, query)));
            case "hashed inbound" -> object(post("/callJsonApi.aspx", all(hashed, query)));
            case "hashed password" -> elements(post("/pwd.aspx", all(login, fields("newpassword", "secret456"))));
            case "template add" -> object(post("/freeTemplate.aspx", all(hashed, template, fields("action", "Add"))));
            case "template query", "template update", "template del" ->
                object(post("/freeTemplate.aspx", all(hashed, template, fields("action", operation.substring(9)))));
            case "soap 1.1" -> elements(soap("http://schemas.xmlsoap.org/soap/envelope/", "text/xml"));
            case "soap 1.2" -> elements(soap("http://www.w3.org/2003/05/soap-envelope", "application/soap+xml"));

            case "xunchen" -> elements(get(DO, all(coded, sms, fields("method", "sendUtf8Msg"))));
            case "xunchen gbk" -> elements(post(DO, all(coded, sms, fields("method", "sendMsg")), GBK));
            case "xunchen template" -> elements(post(DO, all(coded, recipients, fields(
                "method", "sendMsg", "msgtype", "2", "tempid", "T-1", "code", "utf-8",
                "content", "@1@=李先生,@2@=您好,@3@=928371"))));
            case "xunchen balance" -> elements(get(DO, all(coded, fields("method", "getAmount"))));
            case "xunchen reports" -> elements(get(DO, all(coded, fields("method", "queryReport"))));
            case "xunchen inbound" -> elements(get(DO, all(coded, fields("method", "queryMo"))));
            default -> throw new IllegalArgumentException(operation);
        };
    }

    // ---- pushes ----------------------------------------------------------------------------------

    /** Says its address, then line by line what is pushed to it; the first push has to come again. */
    static void receive(PrintStream out) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        AtomicReference<String> answer = new AtomicReference<>("error");
        server.createContext("/push", exchange -> {
            try {
                out.println(elements(exchange.getRequestBody().readAllBytes()).replace("\n", "\t"));
                byte[] said = answer.getAndSet("1").getBytes(UTF_8);
                exchange.sendResponseHeaders(200, said.length);
                exchange.getResponseBody().write(said);
                exchange.close();
            } catch (Exception fault) {
                throw new IOException(fault);
            }
        });
        server.start();
        out.println("http://127.0.0.1:" + server.getAddress().getPort() + "/push");
    }

    // ---- what comes in ---------------------------------------------------------------------------

    static final Pattern ESCAPE = Pattern.compile("\\\\(u([0-9a-f]{4})|.)");

    static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
            found.group(2) != null ? String.valueOf((char) Integer.parseInt(found.group(2), 16))
                : switch (found.group(1)) { case "n" -> "\n"; case "r" -> "\r"; default -> found.group(1); }));
    }

    /** A flat object of texts. */
    static Map<String, String> readMessage() throws IOException {
        Pattern pair = Pattern.compile("\"(\\w+)\": \"((?:[^\"\\\\]|\\\\.)*)\"");
        return pair.matcher(new String(System.in.readAllBytes(), UTF_8)).results()
            .collect(Collectors.toMap((MatchResult found) -> found.group(1), found -> unescaped(found.group(2))));
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        if (arguments[0].equals("receive")) receive(out);
        else out.print(new Client(arguments[1], readMessage()).answer(arguments[0]));
    }
}
