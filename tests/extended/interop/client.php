<?php
/* A customer's program, as PHP's own tools write it: php client.php OPERATION URL < message.json */
declare(strict_types=1);
date_default_timezone_set('Asia/Shanghai');

[, $operation, $url] = $argv;
$message = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);

const ACCOUNT = 'demo', PASSWORD = 'secret123', VERY_CODE = 'code456';
const DO_PATH = '/service/httpService/httpInterface.do';

/* ---- HTTP -------------------------------------------------------------------------------------- */

function post(string $path, array $fields): string
{
    global $url;
    return file_get_contents($url . $path, false, stream_context_create(['http' => [
        'method'  => 'POST',
        'header'  => 'Content-Type: application/x-www-form-urlencoded',
        'content' => http_build_query($fields),
    ]]));
}

function get(string $path, array $fields): string
{
    global $url;
    return file_get_contents("$url$path?" . http_build_query($fields));
}

function post_multipart(string $path, array $fields): string
{
    global $url;
    $curl = curl_init($url . $path);
    curl_setopt_array($curl, [CURLOPT_POSTFIELDS => $fields, CURLOPT_RETURNTRANSFER => true]);
    return curl_exec($curl);
}

function gbk(array $fields): array
{
    return array_map(fn ($text) => iconv('UTF-8', 'CP936', $text), $fields);
}

/* ---- what the documents want --------------------------------------------------------------------- */

function signed(): array
{
    $timestamp = date('YmdHis');
    return ['userid' => '1', 'timestamp' => $timestamp, 'sign' => md5(ACCOUNT . PASSWORD . $timestamp)];
}

function des(string $plain): string
{
    $key = str_pad(substr(PASSWORD, 0, 8), 8, "\0"); // one key three times: triple DES is DES
    return openssl_encrypt($plain, 'des-ede3-cbc', $key . $key . $key, OPENSSL_RAW_DATA, $key);
}

function sealed(array $message): string
{
    $stamp = date('mdHis');
    return base64_encode(des(json_encode([
        'UserName' => ACCOUNT, 'Stamp' => $stamp, 'Secret' => strtoupper(md5(PASSWORD . $stamp)),
        'Moblie' => $message['mobile'], 'Text' => $message['content'], 'Ext' => '', 'SendTime' => '',
    ])));
}

const SMIL = '<smil><head><layout><root-layout width="240" height="320"/>'
    . '<region id="Image" top="0" left="0" width="240" height="160"/>'
    . '<region id="Text" top="160" left="0" width="240" height="160"/></layout></head>'
    . '<body><par dur="5s"><img src="1.gif" region="Image"/><text src="1.txt" region="Text"/></par></body></smil>';

function container(array $message): string
{
    $elements = [
        '1.gif'    => base64_decode($message['gif']),
        '1.txt'    => iconv('UTF-8', 'CP936', $message['content']),
        'mms.smil' => SMIL,
    ];
    $tms = '';
    foreach ($elements as $name => $data) {
        $tms .= "$name\0" . pack('V', strlen($data)) . $data;
    }
    return base64_encode($tms);
}

function frames(array $message): string
{
    return '3,txt|' . base64_encode(iconv('UTF-8', 'CP936', $message['content'])) . ";5,gif|$message[gif];";
}

function soap(array $message, int $version): array
{
    global $url;
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

/* ---- answers ------------------------------------------------------------------------------------- */

function xml(string $answer): array
{
    return json_decode(json_encode(simplexml_load_string($answer, null, LIBXML_NOCDATA)), true);
}

function json(string $answer): array
{
    return json_decode($answer, true, 512, JSON_THROW_ON_ERROR);
}

function balance_and_task(string $answer): array
{
    return array_combine(['balance', 'task'], explode(':', $answer));
}

/* ---- operations ---------------------------------------------------------------------------------- */

$login = ['userid' => '1', 'account' => ACCOUNT, 'password' => PASSWORD];
$hashed = ['userid' => '', 'account' => ACCOUNT, 'password' => strtoupper(md5(PASSWORD))];
$coded = ['username' => ACCOUNT, 'password' => PASSWORD, 'veryCode' => VERY_CODE];

$to = ['mobile' => $message['mobile']];
$sms = ['action' => 'send', ...$to, 'content' => $message['content'], 'sendTime' => '', 'extno' => ''];
$overage = ['action' => 'overage'];
$query = ['action' => 'query'];
$words = ['action' => 'checkkeyword', 'content' => $message['content']];
$text = [...$coded, ...$to, 'content' => $message['content'], 'msgtype' => '1'];
$template = fn (string $action) => json(post('/freeTemplate.aspx', [
    'action' => $action, ...$hashed, 'template' => $message['content'], 'templateid' => $message['template'] ?? '',
]));

$operations = [
    'plain'           => fn () => xml(post('/sms.aspx', [...$login, ...$sms])),
    'plain json'      => fn () => json(post('/sms.aspx', ['rt' => 'json', ...$login, ...$sms])),
    'plain get'       => fn () => xml(get('/sms.aspx', [...$login, ...$sms])),
    'plain gbk'       => fn () => xml(post('/smsGBK.aspx', gbk([...$login, ...$sms]))),
    'plain multipart' => fn () => xml(post_multipart('/sms.aspx', [...$login, ...$sms])),
    'plain multipart gbk' => fn () => xml(post_multipart('/smsGBK.aspx', gbk([...$login, ...$sms]))),
    'plain balance'   => fn () => xml(post('/sms.aspx', [...$login, ...$overage])),
    'plain words'     => fn () => xml(post('/sms.aspx', [...$login, ...$words])),
    'plain reports'   => fn () => xml(post('/statusApi.aspx', [...$login, ...$query])),
    'plain inbound'   => fn () => xml(post('/callApi.aspx', [...$login, ...$query])),
    'plain password'  => fn () => xml(post('/sms.aspx', [
        'action' => 'changespwd', ...$login, 'newpwd' => 'secret456', 'renewpwd' => 'secret456',
    ])),

    'signed'          => fn () => xml(post('/v2sms.aspx', [...signed(), ...$sms])),
    'signed gbk'      => fn () => xml(post('/v2smsGBK.aspx', gbk([...signed(), ...$sms]))),
    'signed balance'  => fn () => xml(post('/v2sms.aspx', [...signed(), ...$overage])),
    'signed words'    => fn () => xml(post('/v2sms.aspx', [...signed(), ...$words])),
    'signed reports'  => fn () => xml(post('/v2statusApi.aspx', [...signed(), ...$query])),
    'signed inbound'  => fn () => xml(post('/v2callApi.aspx', [...signed(), ...$query])),

    'mms'             => fn () => balance_and_task(post('/sendmms.aspx', [
        'action' => 'send', ...$login, ...$to, 'title' => '标题', 'starttime' => '', 'content' => frames($message),
    ])),
    'mms balance'     => fn () => xml(post('/sendmms.aspx', [...$login, ...$overage])),
    'mms reports'     => fn () => xml(post('/mmsStatusApi.aspx', [...$login, ...$query])),

    'hashed'          => fn () => xml(post('/sms.aspx', [...$hashed, ...$sms])),
    'hashed gbk'      => fn () => xml(post('/smsGBK.aspx', gbk([...$hashed, ...$sms]))),
    'hashed json'     => fn () => json(post('/smsJson.aspx', [...$hashed, ...$sms])),
    'hashed sealed'   => fn () => json(post('/ensms.ashx', ['UserId' => '1', 'Text64' => sealed($message)])),
    'hashed batch'    => fn () => xml(post('/BatchSms.ashx', [
        ...$hashed, 'content' => base64_encode(gzencode($message['lines'])), 'sendTime' => '', 'extno' => '',
    ])),
    'hashed tms'      => fn () => xml(post('/mms.aspx', [
        'action' => 'send', ...$hashed, ...$to, 'subject' => '标题', 'content' => container($message),
    ])),
    'hashed balance'  => fn () => json(post('/smsJson.aspx', [...$hashed, ...$overage])),
    'hashed reports'  => fn () => json(post('/statusJsonApi.aspx', [...$hashed, ...$query])),
    'hashed inbound'  => fn () => json(post('/callJsonApi.aspx', [...$hashed, ...$query])),
    'hashed password' => fn () => xml(post('/pwd.aspx', [...$login, 'newpassword' => 'secret456'])),
    'template add'    => fn () => $template('Add'),
    'template query'  => fn () => $template('query'),
    'template update' => fn () => $template('update'),
    'template del'    => fn () => $template('del'),
    'soap 1.1'        => fn () => soap($message, SOAP_1_1),
    'soap 1.2'        => fn () => soap($message, SOAP_1_2),

    'xunchen'          => fn () => xml(get(DO_PATH, ['method' => 'sendUtf8Msg', ...$text])),
    'xunchen gbk'      => fn () => json(post(DO_PATH, gbk(['method' => 'sendMsg', ...$text, 'rt' => 'json']))),
    'xunchen template' => fn () => xml(post(DO_PATH, [
        'method' => 'sendMsg', ...$coded, ...$to, 'content' => '@1@=李先生,@2@=您好,@3@=928371',
        'msgtype' => '2', 'tempid' => 'T-1', 'code' => 'utf-8',
    ])),
    'xunchen balance'  => fn () => xml(get(DO_PATH, ['method' => 'getAmount', ...$coded])),
    'xunchen reports'  => fn () => xml(get(DO_PATH, ['method' => 'queryReport', ...$coded])),
    'xunchen inbound'  => fn () => xml(get(DO_PATH, ['method' => 'queryMo', ...$coded])),
];
echo json_encode($operations[$operation](), JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
