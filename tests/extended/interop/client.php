<?php
/* A customer's program, as PHP's own tools write it: php client.php OPERATION URL < message.json */
declare(strict_types=1);

[, $operation, $url] = $argv;
$message = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);

const ACCOUNT = 'demo', PASSWORD = 'secret123', VERY_CODE = 'code456';
const LOGIN = ['userid' => '12', 'account' => ACCOUNT, 'password' => PASSWORD];

function post(string $url, array $fields): string
{
    return file_get_contents($url, false, stream_context_create(['http' => [
        'method'  => 'POST',
        'header'  => 'Content-Type: application/x-www-form-urlencoded',
        'content' => http_build_query($fields),
    ]]));
}

function post_multipart(string $url, array $fields): string
{
    $curl = curl_init($url);
    curl_setopt_array($curl, [CURLOPT_POSTFIELDS => $fields, CURLOPT_RETURNTRANSFER => true]);
    return curl_exec($curl);
}

function gbk(array $fields): array
{
    return array_map(fn ($text) => iconv('UTF-8', 'CP936', $text), $fields);
}

function xml(string $answer): array
{
    return json_decode(json_encode(simplexml_load_string($answer, null, LIBXML_NOCDATA)), true);
}

function json(string $answer): array
{
    return json_decode($answer, true, 512, JSON_THROW_ON_ERROR);
}

function des(string $plain): string
{
    $key = str_pad(substr(PASSWORD, 0, 8), 8, "\0"); // one key three times: triple DES is DES
    return openssl_encrypt($plain, 'des-ede3-cbc', $key . $key . $key, OPENSSL_RAW_DATA, $key);
}

function soap(string $url, array $message, int $version): array
{
    $service = new SoapClient("$url/WebService.asmx?wsdl", [
        'soap_version' => $version,
        'cache_wsdl'   => WSDL_CACHE_NONE,
    ]);
    try {
        $answer = $service->SendSms(['userName' => ACCOUNT, 'password' => PASSWORD, 'sms' => [
            'Msisdns'      => $message['mobile'],
            'SMSContent'   => $message['content'],
            'ExtNumber'    => '',
            'PlanSendTime' => $message['sendTime'] ?? null,
        ]]);
    } catch (SoapFault $fault) {
        return ['code' => $fault->faultcode, 'words' => $fault->getMessage()];
    }
    return json_decode(json_encode($answer->SendSmsResult), true);
}

$send = ['action' => 'send', ...LOGIN, ...$message, 'sendTime' => '', 'extno' => ''];
$md5 = ['password' => strtoupper(md5(PASSWORD))];
$coded = ['username' => ACCOUNT, 'password' => PASSWORD, 'veryCode' => VERY_CODE];

$operations = [
    'plain'           => fn () => xml(post("$url/sms.aspx", $send)),
    'plain json'      => fn () => json(post("$url/sms.aspx", ['rt' => 'json', ...$send])),
    'plain gbk'       => fn () => xml(post("$url/smsGBK.aspx", gbk($send))),
    'plain multipart' => fn () => json(post_multipart("$url/sms.aspx", ['rt' => 'json', ...$send])),
    'plain multipart gbk' => fn () => xml(post_multipart("$url/smsGBK.aspx", gbk($send))),
    'plain reports'   => fn () => xml(post("$url/statusApi.aspx", ['action' => 'query', ...LOGIN])),
    'signed'          => fn () => xml(post("$url/v2sms.aspx", [
        'action' => 'send', 'userid' => '12', 'timestamp' => '20180202090810',
        'sign' => md5(ACCOUNT . PASSWORD . '20180202090810'), ...$message,
    ])),
    'mms'             => fn () => ['answer' => post("$url/sendmms.aspx", [
        'action' => 'send', ...LOGIN, 'mobile' => $message['mobile'], 'title' => '标题', 'starttime' => '',
        'content' => '3,txt|' . base64_encode(iconv('UTF-8', 'CP936', $message['content']))
            . ';5,gif|' . $message['gif'] . ';',
    ])],
    'hashed'          => fn () => xml(post("$url/sms.aspx", [...$send, ...$md5])),
    'hashed json'     => fn () => json(post("$url/smsJson.aspx", [...$send, ...$md5])),
    'hashed batch'    => fn () => xml(post("$url/BatchSms.ashx", [
        ...LOGIN, ...$md5, 'content' => base64_encode(gzencode($message['lines'])), 'sendTime' => '', 'extno' => '',
    ])),
    'hashed sealed'   => fn () => json(post("$url/ensms.ashx", ['UserId' => '12', 'Text64' => base64_encode(des(
        json_encode([
            'UserName' => ACCOUNT, 'Stamp' => '0202090810', 'Secret' => strtoupper(md5(PASSWORD . '0202090810')),
            'Moblie' => $message['mobile'], 'Text' => $message['content'], 'Ext' => '', 'SendTime' => '',
        ]),
    ))])),
    'soap 1.1'        => fn () => soap($url, $message, SOAP_1_1),
    'soap 1.2'        => fn () => soap($url, $message, SOAP_1_2),
    'xunchen get'     => fn () => xml(file_get_contents("$url/service/httpService/httpInterface.do?"
        . http_build_query(['method' => 'sendUtf8Msg', ...$coded, ...$message, 'msgtype' => '1']))),
    'xunchen gbk'     => fn () => json(post("$url/service/httpService/httpInterface.do",
        gbk(['method' => 'sendMsg', ...$coded, ...$message, 'msgtype' => '1', 'rt' => 'json']))),
];
echo json_encode($operations[$operation](), JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
