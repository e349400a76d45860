import type { VerdictOnlyKey } from '../../model/verdict-keys.ts'
import { accessLayerSamples } from './access-layer-samples.ts'
import { curlText, jsonAnswer, nginxPage, relayed, sampleId } from './sample-answer.ts'
import { serviceSamples } from './service-samples.ts'

/** The gateway answered by itself, and it is no error. */
const ownMarks = [
  `X-Bkapi-Request-ID: ${sampleId}`,
  `X-Request-ID: ${sampleId}`,
  'Proxy-Status: faultline; error=proxy_internal_response',
]

/** What the caller sees, for each verdict that is no error of ours: real texts of the programs named in
 *  them, abridged. A test reads each with `why` and finds its own key. */
export const verdictSamples: Readonly<Record<VerdictOnlyKey, string>> = {
  ...accessLayerSamples,
  ...serviceSamples,

  answered: jsonAnswer('200 OK', '{"result":true,"code":0,"data":[]}'),
  redirected: relayed(['HTTP/1.1 303 See Other', 'Location: /v1/orders/8', 'Content-Length: 0']),
  mock_answer: [
    'HTTP/1.1 200 OK',
    'Date: Tue, 24 Nov 2026 08:00:00 GMT',
    'Content-Type: application/json',
    'Content-Length: 13',
    ...ownMarks,
    '',
    '{"orders":[]}',
  ].join('\n'),
  gateway_page: [
    'HTTP/1.1 200 OK',
    'Date: Tue, 24 Nov 2026 08:00:00 GMT',
    'Content-Type: application/json; charset=utf-8',
    'Content-Length: 133',
    ...ownMarks,
    '',
    '{"code":0,"data":{"issuer":"APIGW","public_key":"-----BEGIN PUBLIC KEY-----…"},"code_name":"OK","message":"OK","result":true}',
  ].join('\n'),
  preflight_answer: [
    'HTTP/1.1 200 OK',
    'Date: Tue, 24 Nov 2026 08:00:00 GMT',
    'Access-Control-Allow-Origin: https://shop.example.com',
    'Access-Control-Allow-Methods: GET,POST',
    'Access-Control-Allow-Headers: *',
    'Access-Control-Max-Age: 86400',
    'Vary: Origin',
    'Content-Length: 0',
    ...ownMarks,
  ].join('\n'),
  tunnel_closed: relayed([
    'HTTP/1.1 101 Switching Protocols',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
  ]),
  backend_imitates_gateway: relayed(
    [
      'HTTP/1.1 404 NOT FOUND',
      'Server: Werkzeug/2.2.2 Python/3.11.2',
      'Content-Type: application/json',
    ],
    '{"code":1640401,"data":null,"code_name":"API_NOT_FOUND","message":"API not found","result":false}',
  ),
  not_explained: `{"request_id":"${sampleId}","status":200,"answered_by":"gateway","attempts":[]}`,
  https_redirect: nginxRedirect('https://orders.example.com/v1/orders/7'),
  redirect_to_private_address: [
    'GET /api/shop/prod/orders HTTP/1.1',
    'Host: api.example.com',
    '',
    relayed([
      'HTTP/1.1 302 Found',
      'Location: http://127.0.0.1:8000/v1/orders/',
      'Content-Length: 0',
    ]),
  ].join('\n'),
  login_redirect: relayed([
    'HTTP/1.1 302 Found',
    'Content-Type: text/html; charset=utf-8',
    'Location: /accounts/login/?next=/v1/orders/7',
    'X-Frame-Options: DENY',
    'Content-Length: 0',
  ]),

  backend_refused_request: relayed(['HTTP/1.1 404 Not Found', 'Content-Length: 0']),
  backend_error: relayed(
    ['HTTP/1.1 502 Bad Gateway', 'Content-Type: text/html'],
    '<html><body>Oops</body></html>',
  ),
  writer_unclear: nginxPage('502', '502 Bad Gateway').replace(
    'Server: nginx/1.22.1',
    'Server: gunicorn/20.1.0',
  ),

  call_name_unknown: 'curl: (6) Could not resolve host: api.exampel.test',
  call_refused:
    'curl: (7) Failed to connect to api.example.test port 8080 after 2 ms: Connection refused',
  call_unreachable:
    'curl: (7) Failed to connect to api.example.test port 80 after 2 ms: No route to host',
  call_connect_timeout:
    'curl: (28) Failed to connect to api.example.test port 80 after 2001 ms: Timeout was reached',
  call_tls_failed: 'curl: (35) error:0A00010B:SSL routines::wrong version number',
  call_certificate_refused: [
    'curl: (60) SSL certificate problem: self-signed certificate',
    'More details here: https://curl.se/docs/sslcerts.html',
  ].join('\n'),
  call_reset: curlText(
    '* Recv failure: Connection reset by peer',
    '* Closing connection 0',
    'curl: (56) Recv failure: Connection reset by peer',
  ),
  call_empty_reply: curlText(
    '* Empty reply from server',
    '* Closing connection 0',
    'curl: (52) Empty reply from server',
  ),
  call_gave_up: 'curl: (28) Operation timed out after 1000 milliseconds with 0 bytes received',
  call_interrupted: curlText('^C'),
  call_malformed: 'curl: (3) URL using bad/illegal format or missing URL',
  call_too_many_redirects: 'curl: (47) Maximum (50) redirects followed',

  status_only: 'curl: (22) The requested URL returned error: 502',
  answer_cut: [
    'HTTP/1.1 200 OK',
    'Content-Length: 90000',
    '',
    'id,name',
    'curl: (18) transfer closed with 89992 bytes remaining to read',
  ].join('\n'),
  gateway_error_unlisted: [
    'HTTP/1.1 403 Forbidden',
    'Content-Type: application/json; charset=utf-8',
    'X-Bkapi-Error-Code: 1640303',
    'X-Bkapi-Error-Message: Request rejected by bk-user restriction',
    `X-Bkapi-Request-ID: ${sampleId}`,
    '',
    '{"code":1640303,"data":null,"code_name":"BK_USER_NOT_ALLOWED","message":"Request rejected by bk-user restriction","result":false}',
  ].join('\n'),
  nothing_recognised: 'it does not work, please help',
}

function nginxRedirect(location: string): string {
  const page = nginxPage('301', '301 Moved Permanently')
  return page.replace('Content-Type: text/html', `Content-Type: text/html\nLocation: ${location}`)
}
