import { emptyBody, type Fingerprint } from './fingerprint.ts'

/** Apache httpd 2.4 (Debian 12), with and without `ServerSignature`; mod_proxy prints the reason,
 *  as no other classic proxy does. */
const doctype = String.raw`<!DOCTYPE HTML PUBLIC "-//(?:IETF//DTD HTML 2\.0|W3C//DTD HTML 4\.01)//EN"`

function pageWith(text: string): RegExp {
  return new RegExp(String.raw`${doctype}[\s\S]*${text}`, 'i')
}

export const apache: readonly Fingerprint[] = [
  {
    software: 'Apache',
    layer: 'access_layer',
    pages: [
      {
        says: [
          "is mod_proxy's page for a server it could not reach or understand",
          '是 mod_proxy 对无法到达或无法理解的服务器给出的页面',
        ],
        weight: 'strong',
        body: pageWith(
          String.raw`(?:<title>\d{3} Proxy Error<\/title>|The proxy server (?:received an invalid\s+response|could not handle the request))`,
        ),
        meaning: 'bad_gateway',
      },
      {
        says: [
          "is Apache's page for plain HTTP on an https port",
          '是 Apache 对发往 https 端口的明文 HTTP 给出的页面',
        ],
        weight: 'strong',
        body: /You're speaking plain HTTP to an SSL-enabled server port/i,
        meaning: 'plain_http_to_https',
      },
      {
        says: [
          "is Apache's page for a header that is too large",
          '是 Apache 对过大的请求头给出的页面',
        ],
        weight: 'strong',
        body: pageWith('Size of a request header field exceeds server limit'),
        meaning: 'head_too_large',
      },
      {
        says: ["ends in Apache's signature", '以 Apache 的签名结尾'],
        weight: 'strong',
        body: /<address>Apache(?:\/(?<version>[\d.]+))?[^<]*Server at [^<]+<\/address>/i,
      },
      {
        says: [
          "is Apache's default page: no site is configured for this host",
          '是 Apache 的默认页：没有为该域名配置站点',
        ],
        weight: 'strong',
        body: /<title>(?:Apache2 (?:Debian|Ubuntu) Default Page|Test Page for (?:the )?Apache)/i,
        meaning: 'default_site',
      },
      {
        says: [
          'is empty, with the ETag and the order of fields of a file that Apache serves',
          '为空，带有 Apache 所提供文件的 ETag 与字段顺序',
        ],
        weight: 'strong',
        statuses: [304, 412, 416],
        body: emptyBody,
        needs: [
          { name: 'Server', value: /^Apache/ },
          { name: 'ETag', value: /^(?:W\/)?"[0-9a-f]+-[0-9a-f]+"$/ },
          { order: ['Date', 'Server'], adjacent: true },
        ],
      },
      {
        says: ["is Apache's own error page", '是 Apache 的错误页'],
        weight: 'strong',
        body: pageWith(
          String.raw`<h1>[^<]+<\/h1>\s*<p>(?:The requested URL was not found on this server|You don't have permission to access this resource|Your browser sent a request that this server could not understand|The server encountered an internal error or\s+misconfiguration|The server is temporarily unable to service your|The gateway did not receive a timely response|The document has moved|This server could not verify that you|The requested method \w+ is not allowed|The requested resource is no longer available|The requested resource does not allow|Reading from server|The supplied request)`,
        ),
      },
      {
        says: ["is Apache's own page, without its first line", '是缺少首行的 Apache 错误页'],
        weight: 'strong',
        body: /<p>The server is temporarily unable to service your\nrequest due to maintenance downtime/,
      },
    ],
    headers: [
      { name: 'Server', value: /^Apache(?:\/|$| )/i, weight: 'weak' },
      { name: 'Content-Type', value: /^text\/html; charset=iso-8859-1$/i, weight: 'medium' },
    ],
  },
]
