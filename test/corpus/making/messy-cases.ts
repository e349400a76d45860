import { making, shell, type Accepted, type Making } from './making.ts'

const messy = 'messy'
const written = 'written'

const nginx502: Accepted = {
  responder: 'access_layer',
  fault: 'access_layer|service|network|unsure',
  software: 'nginx',
  why: "nginx's own 502 page.",
}
const gatewayRefused: Accepted = {
  responder: 'gateway',
  fault: 'service|network|access_layer|unsure',
  why: 'Code 1650200, connection refused.',
}
const appMissing: Accepted = { responder: 'gateway', fault: 'client', why: 'Code 1640001.' }

/** A command's output, changed on its way into a form. */
function changed(
  how: string,
  command: string,
  accepted: Accepted,
  change: (text: string) => string,
): Making {
  return making(messy, `${command}, ${how}`, accepted, async (lab) =>
    change(await shell(lab.filled(command))),
  )
}

const curlPage = 'curl -si http://shop.example.test/dead'
const curlRefused = 'curl -s http://old.example.test/refused'
const curlApp = 'curl -si http://old.example.test/app'

export const messyCases: readonly Making[] = [
  changed(
    'in a log line',
    curlRefused,
    gatewayRefused,
    (body) =>
      `2026-11-24 10:00:01,123 ERROR [job.py:42] call cmdb failed, status=502, resp: ${body}`,
  ),
  changed(
    'behind a Chinese sentence',
    curlRefused,
    gatewayRefused,
    (body) => `线上调用接口返回错误：${body}。帮忙看看`,
  ),
  changed(
    'as a Go log prints it',
    curlRefused,
    gatewayRefused,
    (body) => `level=error msg="request failed" status=502 body=${JSON.stringify(body)}`,
  ),
  changed('cat -n', curlApp, appMissing, (text) =>
    text
      .split(/\r?\n/)
      .map((line, index) => `${String(index + 1).padStart(6)}\t${line}`)
      .join('\n'),
  ),
  changed('docker compose logs', curlPage, nginx502, (text) =>
    text
      .trimEnd()
      .split(/\r?\n/)
      .map((line) => `client-1  | ${line}`)
      .join('\n'),
  ),
  changed(
    'quoted in a mail, twice',
    curlPage,
    nginx502,
    (text) =>
      `Hi,\n\nplease see below.\n\n${text
        .trimEnd()
        .split(/\r?\n/)
        .map((line) => `> > ${line}`)
        .join('\n')}\n`,
  ),
  changed(
    'in a Markdown block',
    'curl -v http://shop.example.test/dead',
    nginx502,
    (text) => `现象：接口 502\n\n\`\`\`bash\n${text}\`\`\`\n`,
  ),
  changed('line ends as two characters', curlApp, appMissing, (text) =>
    text.replaceAll('\r\n', String.raw`\r\n`),
  ),
  changed('only the first lines', curlPage, nginx502, (text) =>
    text.split('\n').slice(0, 12).join('\n'),
  ),
  changed('without its status line', curlApp, appMissing, (text) =>
    text.split('\n').slice(1).join('\n'),
  ),
  changed(
    'with the progress meter',
    'curl -v http://old.example.test/refused -o body.json; cat body.json; rm body.json',
    gatewayRefused,
    (text) => text,
  ),
  changed(
    'curl --trace-time',
    'curl -sv --trace-time http://shop.example.test/dead',
    nginx502,
    (text) => text,
  ),
  making(
    written,
    "PowerShell's error, in Chinese, as Windows PowerShell 5.1 prints it",
    {
      responder: 'gateway|access_layer|service|backend',
      fault: 'unsure|service|access_layer|network|gateway',
      why: 'Only the status 502.',
    },
    'Invoke-WebRequest : 远程服务器返回错误: (502) 错误的网关。\n所在位置 行:1 字符: 1\n+ Invoke-WebRequest http://shop.example.test/dead\n+ ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n    + CategoryInfo          : InvalidOperation: (System.Net.HttpWebRequest:HttpWebRequest) [Invoke-WebRequest]，WebException\n    + FullyQualifiedErrorId : WebCmdletWebResponseException,Microsoft.PowerShell.Commands.InvokeWebRequestCommand\n',
  ),
  making(
    written,
    "PowerShell's error with the answer's body, as Windows PowerShell 5.1 prints it",
    gatewayRefused,
    'Invoke-RestMethod : {"code":1650200,"data":null,"code_name":"BAD_GATEWAY","message":"Bad Gateway [upstream_error=\\"connection refused\\"]","result":false}\nAt line:1 char:1\n+ Invoke-RestMethod http://old.example.test/refused\n+ ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n    + CategoryInfo          : InvalidOperation: (System.Net.HttpWebRequest:HttpWebRequest) [Invoke-RestMethod], WebException\n    + FullyQualifiedErrorId : WebCmdletWebResponseException,Microsoft.PowerShell.Commands.InvokeRestMethodCommand\n',
  ),
  making(
    written,
    'PowerShell 7: no connection, as it prints it',
    {
      responder: 'none',
      fault: 'client|network|service|access_layer|unsure',
      why: 'Nobody listens there.',
    },
    'Invoke-WebRequest: No connection could be made because the target machine actively refused it.\n',
  ),
  making(
    written,
    "the object of PowerShell's Invoke-WebRequest",
    {
      responder: 'service|backend',
      fault: 'none',
      why: '200: nothing is wrong.',
    },
    'StatusCode        : 200\nStatusDescription : OK\nContent           : {"code":0,"data":[],"message":"success","result":true}\nRawContent        : HTTP/1.1 200 OK\n                    Connection: keep-alive\n                    Content-Length: 54\n                    Content-Type: application/json\n                    Date: Tue, 24 Nov 2026 10:00:00 GMT\n                    Server: nginx\n\n                    {"code":0,"data":[],"message":"success","result":true}\nForms             : {}\nHeaders           : {[Connection, keep-alive], [Content-Length, 54]}\nRawContentLength  : 54\n',
  ),
  making(
    written,
    "Chromium's Copy as cURL (bash) with the body of the answer",
    {
      responder: 'service|backend',
      fault: 'client',
      why: "The service's own JSON about a missing parameter.",
    },
    'curl \'http://bkapi.example.test/api/shop/prod/orders?bk_token=Planted-in-query-4\' \\\n  -H \'Accept: application/json\' \\\n  -H \'Content-Type: application/json\' \\\n  -b \'bk_token=Planted-in-cookie-5; lang=zh\' \\\n  --data-raw $\'{"name":"it\\\'s","password":"Planted-in-data-6"}\' \\\n  --insecure\n\n{"result":false,"code":1199006,"message":"parameter bk_biz_id is required","data":null}\n',
  ),
  making(
    written,
    "the header panel of Chrome's developer tools, in Chinese",
    {
      responder: 'gateway',
      fault: 'client',
      why: 'X-Bkapi-Error-Code 1640102.',
    },
    '请求网址: http://bkapi.example.test/api/shop/prod/me\n请求方法: GET\n状态代码: 401 Unauthorized\n远程地址: 127.9.0.10:80\n引荐来源网址政策: strict-origin-when-cross-origin\n\n响应标头\nContent-Type: application/json; charset=utf-8\nX-Bkapi-Error-Code: 1640102\nX-Bkapi-Error-Message: User authentication failed [reason="user authentication failed, please provide a valid user identity, such as bk_username, bk_token, access_token"]\nX-Bkapi-Request-ID: 0198c2f4-0000-7000-8000-000000000001\n',
  ),
  making(
    written,
    "an API client's console, as JSON",
    nginx502,
    '{"GET http://shop.example.test/dead": {"Network": {"addresses": {"remote": {"address": "127.9.0.1", "port": 80}}}, "Request Headers": {"user-agent": "PostmanRuntime/7.43.0", "authorization": "Bearer Planted-in-console-7"}, "Response Headers": {"server": "nginx/1.22.1", "content-type": "text/html", "content-length": "157"}, "status": 502, "Response Body": "<html>\\r\\n<head><title>502 Bad Gateway</title></head>\\r\\n<body>\\r\\n<center><h1>502 Bad Gateway</h1></center>\\r\\n<hr><center>nginx/1.22.1</center>\\r\\n</body>\\r\\n</html>\\r\\n"}}',
  ),
  making(
    written,
    'java.net.http, as a stack trace',
    {
      responder: 'none',
      fault: 'client|network|service|access_layer|unsure',
      why: 'Connection refused, as the root cause.',
    },
    'Exception in thread "main" java.net.ConnectException\n\tat java.net.http/jdk.internal.net.http.HttpClientImpl.send(HttpClientImpl.java:573)\n\tat java.net.http/jdk.internal.net.http.HttpClientFacade.send(HttpClientFacade.java:123)\n\tat Main.main(Main.java:9)\nCaused by: java.net.ConnectException: Connection refused\n\tat java.base/sun.nio.ch.Net.pollConnect(Native Method)\n\tat java.base/sun.nio.ch.Net.pollConnectNow(Net.java:672)\n\t... 9 more\n',
  ),
]
