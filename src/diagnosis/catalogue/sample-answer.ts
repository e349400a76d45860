import { requestIdField } from '../../model/answer-marks.ts'

/** Samples of answers that somebody behind the gateway wrote, as the gateway passes them on. */
export const sampleId = '019ab4e1-2c00-7a31-9b02-5d1f0c8e7a44'

/** `head`: status line and the writer's own fields. The gateway adds its ids and Proxy-Status, and none
 *  of the fields that mark an error of its own. */
export function relayed(
  head: readonly [statusLine: string, ...fields: string[]],
  body = '',
): string {
  const status = head[0].split(' ')[1] ?? ''
  return [
    ...head,
    `${requestIdField}: ${sampleId}`,
    `Proxy-Status: faultline; received-status=${status}`,
    '',
    body,
  ]
    .join('\n')
    .trimEnd()
}

/** What nginx writes by itself; OpenResty, Tengine and many load balancers write the same with another
 *  name at the foot. */
export function nginxPage(status: string, title: string, heading = title, sentence = ''): string {
  return relayed(
    [
      `HTTP/1.1 ${status} ${title.replace(/^\d+ /, '')}`,
      'Server: nginx/1.22.1',
      'Content-Type: text/html',
    ],
    [
      '<html>',
      `<head><title>${title}</title></head>`,
      '<body>',
      `<center><h1>${heading}</h1></center>`,
      ...(sentence === '' ? [] : [`<center>${sentence}</center>`]),
      '<hr><center>nginx/1.22.1</center>',
      '</body>',
      '</html>',
    ].join('\n'),
  )
}

export function jsonAnswer(status: string, body: string): string {
  return relayed([`HTTP/1.1 ${status}`, 'Content-Type: application/json'], body)
}

/** curl's own words on the way to an answer that never came. */
export function curlText(...lines: readonly string[]): string {
  return [
    '*   Trying 192.0.2.10:80...',
    '* Connected to api.example.test (192.0.2.10) port 80 (#0)',
    '> GET /api/shop/prod/orders HTTP/1.1',
    '> Host: api.example.test',
    '> Accept: */*',
    '> ',
    ...lines,
  ].join('\n')
}
