import { jsonAnswer, relayed } from './sample-answer.ts'
import type { serviceTexts } from './service-texts.ts'

const djangoHead = [
  'Server: gunicorn',
  'Content-Type: text/html; charset=utf-8',
  'X-Content-Type-Options: nosniff',
  'Referrer-Policy: same-origin',
] as const

export const serviceSamples: Readonly<Record<keyof typeof serviceTexts, string>> = {
  service_host_refused: relayed(
    ['HTTP/1.1 400 Bad Request', ...djangoHead],
    djangoPage('Bad Request (400)', '<h1>Bad Request (400)</h1><p></p>'),
  ),
  service_csrf_refused: relayed(
    ['HTTP/1.1 403 Forbidden', ...djangoHead],
    '<!DOCTYPE html><html lang="en"><body><h1>Forbidden <span>(403)</span></h1><p>CSRF verification failed. Request aborted.</p></body></html>',
  ),
  service_media_type: restAnswer(
    '415 Unsupported Media Type',
    '{"detail":"Unsupported media type \\"text/plain\\" in request."}',
  ),
  service_route_not_found: relayed(
    [
      'HTTP/1.1 404 Not Found',
      'X-Powered-By: Express',
      "Content-Security-Policy: default-src 'none'",
      'X-Content-Type-Options: nosniff',
      'Content-Type: text/html; charset=utf-8',
    ],
    [
      '<!DOCTYPE html>',
      '<html lang="en">',
      '<head>',
      '<meta charset="utf-8">',
      '<title>Error</title>',
      '</head>',
      '<body>',
      '<pre>Cannot GET /v1/orders/7</pre>',
      '</body>',
      '</html>',
    ].join('\n'),
  ),
  service_unauthorized: restAnswer(
    '401 Unauthorized',
    '{"detail":"Authentication credentials were not provided."}',
  ),
  service_forbidden: jsonAnswer(
    '403 Forbidden',
    '{"code":9900403,"message":"no access to this business","data":null,"result":false}',
  ),
  service_not_found: restAnswer('404 Not Found', '{"detail":"Not found."}'),
  service_method_refused: jsonAnswer(
    '405 Method Not Allowed',
    '{"code":40500,"message":"method not allowed"}',
  ),
  service_rate_limited: jsonAnswer('429 Too Many Requests', '{"code":42900,"message":"slow down"}'),
  service_refused_request: jsonAnswer(
    '422 Unprocessable Entity',
    '{"errors":[{"field":"name"}],"message":"name is required"}',
  ),
  service_error: jsonAnswer(
    '500 Internal Server Error',
    '{"result":false,"code":3540100,"message":"database is locked","request_id":"ab12"}',
  ),
  service_error_in_success: jsonAnswer(
    '200 OK',
    '{"result":false,"code":3540100,"message":"database is locked"}',
  ),
}

function restAnswer(status: string, body: string): string {
  return relayed(
    [
      `HTTP/1.1 ${status}`,
      'Server: gunicorn',
      'Content-Type: application/json',
      'Vary: Accept, Cookie',
      'Allow: GET, HEAD, OPTIONS',
    ],
    body,
  )
}

function djangoPage(title: string, body: string): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    `  <title>${title}</title>`,
    '</head>',
    '<body>',
    `  ${body}`,
    '</body>',
    '</html>',
  ].join('\n')
}
