import type { accessLayerTexts } from './access-layer-texts.ts'
import { nginxPage, relayed } from './sample-answer.ts'

export const accessLayerSamples: Readonly<Record<keyof typeof accessLayerTexts, string>> = {
  access_layer_denied: nginxPage('403', '403 Forbidden'),
  access_layer_not_found: nginxPage('404', '404 Not Found'),
  access_layer_unknown_host: relayed(
    ['HTTP/1.1 200 OK', 'Server: nginx/1.22.1', 'Content-Type: text/html'],
    [
      '<!DOCTYPE html>',
      '<html>',
      '<head>',
      '<title>Welcome to nginx!</title>',
      '</head>',
      '<body><h1>Welcome to nginx!</h1></body></html>',
    ].join('\n'),
  ),
  access_layer_body_too_large: nginxPage('413', '413 Request Entity Too Large'),
  access_layer_uri_too_long: nginxPage('414', '414 Request-URI Too Large'),
  access_layer_head_too_large: badRequest('Request Header Or Cookie Too Large'),
  access_layer_wants_https: badRequest('The plain HTTP request was sent to HTTPS port'),
  access_layer_wants_certificate: badRequest('No required SSL certificate was sent'),
  access_layer_wants_login: nginxPage('401', '401 Authorization Required').replace(
    'Content-Type: text/html',
    'Content-Type: text/html\nWWW-Authenticate: Basic realm="intern"',
  ),
  access_layer_rate_limited: nginxPage('429', '429 Too Many Requests'),
  access_layer_refused_request: nginxPage('405', '405 Not Allowed'),
  access_layer_blocked: relayed(
    ['HTTP/1.1 200 OK', 'Content-Type: text/html; charset=utf-8'],
    '<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your administrator.<br><br>Your support ID is: 1234567890</body></html>',
  ),
  access_layer_bad_gateway: nginxPage('502', '502 Bad Gateway'),
  access_layer_no_upstream: nginxPage('503', '503 Service Temporarily Unavailable'),
  access_layer_timeout: nginxPage('504', '504 Gateway Time-out'),
  access_layer_error: nginxPage('500', '500 Internal Server Error'),
}

function badRequest(sentence: string): string {
  return nginxPage('400', `400 ${sentence}`, '400 Bad Request', sentence).replace(
    `HTTP/1.1 400 ${sentence}`,
    'HTTP/1.1 400 Bad Request',
  )
}
