/** Each kind of text with a secret in every place where one stands: `Planted`, then random characters. */
let planted = 0
function secret(): string {
  planted++
  const random = Array.from({ length: 3 }, (_, index) =>
    (((planted * 7_919 + index * 104_729) * 2_654_435_761) % 4_294_967_291).toString(36),
  )
  return `Planted${random.join('')}`
}

function jwt(): string {
  return `eyJhbGciOiJSUzUxMiJ9.${secret()}${secret()}.${secret()}`
}

const requestFields = (mark: string): string =>
  [
    'Host: api.example.test',
    `Authorization: Bearer ${secret()}`,
    `Cookie: bk_token=${secret()}; sessionid=${secret()}; lang=zh`,
    `X-Bkapi-Authorization: {"bk_app_code": "ops", "bk_app_secret": "${secret()}", "access_token": "${secret()}"}`,
    `X-Bkapi-JWT: ${jwt()}`,
    `X-API-Key: ${secret()}`,
    'Content-Type: application/json',
  ]
    .map((field) => `${mark}${field}\n`)
    .join('')

const query = (): string =>
  `page=2&bk_token=${secret()}&access_token=${secret()}&app_secret=${secret()}&signature=${secret()}`

/** A response whose words quote what the caller sent. */
const responseFields = (mark: string): string =>
  [
    'HTTP/1.1 403 Forbidden',
    'Content-Type: application/json',
    `Set-Cookie: sessionid=${secret()}; Path=/; HttpOnly`,
    `X-Bkapi-Error-Code: 1640301`,
    `X-Bkapi-Error-Message: refused [bk_token=${secret()} jwt=${jwt()}]`,
    `Location: https://ops:${secret()}@login.example.test/?ticket=${secret()}`,
    `WWW-Authenticate: Bearer realm="token=${secret()}"`,
  ]
    .map((field) => `${mark}${field}\n`)
    .join('')

const responseBody = (): string =>
  `{"code":1640301,"code_name":"APP_NO_PERMISSION","data":null,"message":"app_secret=${secret()} and \\"bk_token\\": \\"${secret()}\\" of https://u:${secret()}@x.test/ are refused","result":false}\n`

export const secretTexts: Readonly<Record<string, string>> = {
  'curl -v': `$ curl -v -u admin:${secret()} -d 'password=${secret()}' 'http://api.example.test/v2/jobs?${query()}'\n* Connected to api.example.test (127.0.0.1) port 80 (#0)\n> POST /v2/jobs?${query()} HTTP/1.1\n${requestFields('> ')}> \n${responseFields('< ')}< \n${responseBody()}* Connection #0 to host api.example.test left intact\n`,
  'curl -v -L': `* Connected to api.example.test (127.0.0.1) port 80 (#0)\n> GET /a?${query()} HTTP/1.1\n${requestFields('> ')}> \n< HTTP/1.1 302 Found\n< Location: https://me:${secret()}@login.example.test/login?bk_token=${secret()}\n< Content-Length: 0\n< \n* Issue another request to this URL: 'https://me:${secret()}@login.example.test/login?bk_token=${secret()}'\n* Connected to login.example.test (127.0.0.1) port 443 (#1)\n> GET /login?bk_token=${secret()} HTTP/1.1\n${requestFields('> ')}> \n${responseFields('< ')}< \n${responseBody()}`,
  'curl -i with its command': `dev@ci:~$ curl -si --user admin:${secret()} -H 'X-Bkapi-Authorization: {"bk_app_secret": "${secret()}"}' --data '{"password": "${secret()}"}' 'http://api.example.test/x?${query()}'\n${responseFields('')}\n${responseBody()}`,
  'raw HTTP with a form': `POST /login?${query()} HTTP/1.1\n${requestFields('')}\nusername=me&password=${secret()}&bk_token=${secret()}\n\n${responseFields('')}\n${responseBody()}`,
  'raw HTTP with a multipart body': `POST /upload HTTP/1.1\n${requestFields('')}\n--b\nContent-Disposition: form-data; name="password"\n\n${secret()}\n--b--\n\n${responseFields('')}\n${responseBody()}`,
  'httpie -v': `POST /v2/jobs?${query()} HTTP/1.1\n${requestFields('')}User-Agent: HTTPie/3.2.1\n\n{\n    "name": "x",\n    "password": "${secret()}"\n}\n\n\n${responseFields('')}\n${responseBody()}`,
  'a curl error': `curl: (28) Failed to connect to http://ops:${secret()}@api.example.test/?${query()} port 80: Timeout was reached\n`,
  'wget -S': `--2026-11-24 10:00:00--  http://me:${secret()}@api.example.test/x?${query()}\nConnecting to api.example.test|127.0.0.1|:80... connected.\nHTTP request sent, awaiting response... \n${responseFields('  ')}2026-11-24 10:00:01 ERROR 403: Forbidden.\n`,
  'a HAR': JSON.stringify({
    log: {
      entries: [
        {
          request: {
            method: 'POST',
            url: `http://u:${secret()}@api.example.test/x?${query()}`,
            httpVersion: 'HTTP/1.1',
            headers: [
              { name: 'Authorization', value: `Basic ${secret()}` },
              { name: 'Cookie', value: `bk_token=${secret()}` },
            ],
            cookies: [{ name: 'bk_token', value: secret() }],
            queryString: [{ name: 'bk_token', value: secret() }],
            postData: { mimeType: 'application/json', text: `{"password":"${secret()}"}` },
          },
          response: {
            status: 403,
            statusText: 'Forbidden',
            headers: [
              { name: 'Content-Type', value: 'application/json' },
              { name: 'Set-Cookie', value: `bk_token=${secret()}` },
              { name: 'X-Bkapi-Error-Code', value: '1640301' },
              { name: 'X-Bkapi-Error-Message', value: `token=${secret()}` },
            ],
            cookies: [{ name: 'bk_token', value: secret() }],
            content: { mimeType: 'application/json', text: responseBody() },
          },
        },
        {
          request: { method: 'GET', url: `http://api.example.test/?${query()}`, headers: [] },
          response: {
            status: 0,
            _error: `net::ERR_CONNECTION_REFUSED http://x.test/?token=${secret()}`,
          },
        },
      ],
    },
  }),
  'copy as cURL (bash)': `curl 'http://api.example.test/x?${query()}' \\\n  -H 'Authorization: Bearer ${secret()}' \\\n  -b 'bk_token=${secret()}' \\\n  --data-raw '{"password":"${secret()}"}' \\\n  --insecure\n\n${responseBody()}`,
  'copy as cURL (cmd)': `curl ^"http://api.example.test/x?${query()}^" ^\n  -H ^"Authorization: Bearer ${secret()}^" ^\n  -b ^"bk_token=${secret()}^" ^\n  --data-raw ^"^{^\\^"password^\\^":^\\^"${secret()}^\\^"^}^" ^\n  --insecure\n\n${responseBody()}`,
  PowerShell: `PS C:\\> Invoke-RestMethod 'http://me:${secret()}@api.example.test/x?${query()}' -Headers @{ Authorization = 'Bearer ${secret()}' }\nInvoke-RestMethod : ${responseBody()}At line:1 char:1\n+ Invoke-RestMethod 'http://api.example.test/x?${query()}'\n    + CategoryInfo          : InvalidOperation\n`,
  "a Python client's error": `Traceback (most recent call last):\n  File "job.py", line 3, in <module>\n    requests.get("http://api.example.test/x", params={"bk_token": "${secret()}"})\nrequests.exceptions.HTTPError: 502 Server Error: Bad Gateway for url: http://me:${secret()}@api.example.test/x?${query()}\n`,
  "a Go client's error": `Post "http://me:${secret()}@api.example.test/x?${query()}": dial tcp 127.0.0.1:9: connect: connection refused\n`,
  "an API client's JSON": JSON.stringify({
    [`GET http://me:${secret()}@api.example.test/x?${query()}`]: {
      'Request Headers': { authorization: `Bearer ${secret()}` },
      'Response Headers': { 'content-type': 'application/json', 'set-cookie': `a=${secret()}` },
      status: 403,
      'Response Body': responseBody(),
    },
  }),
  'a bare body': responseBody(),
  'a flow record': JSON.stringify({
    request_id: '0198c2f4-0000-7000-8000-000000000001',
    answered_by: 'backend',
    method: 'POST',
    http_path: `/x?${query()}`,
    params: query(),
    body: `{"password":"${secret()}"}`,
    status: 403,
    backend_status: 403,
    response_body: responseBody(),
    backend_headers: [
      ['Content-Type', 'application/json'],
      ['Set-Cookie', `sid=${secret()}`],
      ['Location', `https://u:${secret()}@x.test/?token=${secret()}`],
    ],
    attempts: [
      {
        endpoint: `http://u:${secret()}@x.test`,
        failure: '',
        detail: `token=${secret()}`,
        first_bytes: `Authorization: Bearer ${secret()}`,
      },
    ],
    plugins: [
      {
        plugin: 'app-auth',
        outcome: 'continue',
        ms: 1,
        evidence: { note: `bk_token=${secret()}` },
      },
    ],
  }),
}
