import type { Bilingual } from '../../model/bilingual.ts'
import { server, serverField } from './common-signs.ts'
import { emptyBody, type Fingerprint, type Meaning, type PageSign } from './fingerprint.ts'

const guruMeditation = /<h3>Guru Meditation:<\/h3>\s*<p>XID: \d+<\/p>/

/** The number of an error of Squid: in the page of every language, and in the header. */
function squidPages(says: Bilingual, numbers: string, meaning: Meaning): PageSign[] {
  return [
    {
      says,
      weight: 'strong',
      body: new RegExp(`<!-- ERR_(?:${numbers}) -->|<body id="?ERR_(?:${numbers})"?[ >]`),
      meaning,
    },
    {
      says: [
        'is not shown, but the header names an error of Squid',
        '未显示，但响应头指明了 Squid 的错误',
      ],
      weight: 'strong',
      body: emptyBody,
      needs: [{ name: 'X-Squid-Error', value: new RegExp(`^ERR_(?:${numbers})`) }],
      meaning,
    },
  ]
}

/** Caches and forward proxies. Seen (Debian 12): Varnish 7.1, Squid 5.7, Traffic Server 9.2, tinyproxy
 *  1.11, Privoxy 3.0, nghttpx 1.52; mitmproxy and Pound from their source. */
export const caches: readonly Fingerprint[] = [
  {
    software: 'Varnish',
    layer: 'access_layer',
    pages: [
      {
        says: ["is Varnish's guru meditation", '是 Varnish 的 guru meditation 页'],
        weight: 'strong',
        body: guruMeditation,
      },
      {
        says: [
          "is Varnish's guru meditation for a fetch that failed",
          '是 Varnish 在取内容失败时给出的 guru meditation 页',
        ],
        weight: 'strong',
        body: guruMeditation,
        also: /<title>503 Backend fetch failed<\/title>/,
        meaning: 'bad_gateway',
      },
      {
        says: [
          'is not shown, but the field set is that of a page of Varnish',
          '未显示，但字段组合是 Varnish 页面的',
        ],
        weight: 'strong',
        body: emptyBody,
        needs: [
          serverField(/^Varnish$/),
          { name: 'X-Varnish', value: /^\d+$/ },
          { name: 'Retry-After', value: /^5$/ },
        ],
      },
    ],
    headers: [
      { name: 'Server', value: /^Varnish$/i, weight: 'medium' },
      { name: 'X-Varnish', weight: 'weak' },
      { name: 'Retry-After', value: /^5$/, weight: 'weak' },
    ],
  },
  {
    software: 'Squid',
    layer: 'access_layer',
    isForwardProxy: true,
    pages: [
      {
        says: ["is Squid's page for a refusal by a rule", '是 Squid 按规则拒绝时给出的页面'],
        weight: 'strong',
        statuses: [403],
        body: /<!-- ERR_ACCESS_DENIED -->|<body id="?ERR_ACCESS_DENIED"?[ >]|<div id="content">\s*<p>The following error was encountered[\s\S]{0,600}?Access Denied\./,
        meaning: 'address_denied',
      },
      ...squidPages(
        [
          "is Squid's page for a name that it could not resolve",
          '是 Squid 对无法解析的域名给出的页面',
        ],
        'DNS_FAIL',
        'name_unknown',
      ),
      ...squidPages(
        [
          "is Squid's page for a server it could not reach or understand",
          '是 Squid 对无法到达或无法理解的服务器给出的页面',
        ],
        'CONNECT_FAIL|SECURE_CONNECT_FAIL|READ_ERROR|ZERO_SIZE_OBJECT|INVALID_RESP|WRITE_ERROR',
        'bad_gateway',
      ),
      ...squidPages(
        [
          "is Squid's page for a server that did not answer in time",
          '是 Squid 对没有及时应答的服务器给出的页面',
        ],
        'READ_TIMEOUT|LIFETIME_EXP',
        'upstream_timeout',
      ),
      {
        says: ["is Squid's error page", '是 Squid 的错误页'],
        weight: 'strong',
        body: /<!-- ERR_[A-Z_]+ -->|Copyright \(C\) [\d-]+ The Squid Software Foundation|\(squid(?:\/(?<version>[\d.]+))?\)<\/p>/,
      },
      {
        says: [
          'is not shown, but the header names an error of Squid',
          '未显示，但响应头指明了 Squid 的错误',
        ],
        weight: 'strong',
        body: emptyBody,
        needs: [{ name: 'X-Squid-Error' }],
      },
    ],
    headers: [{ name: 'X-Squid-Error', weight: 'strong' }, server(/^squid\//i)],
  },
  {
    software: 'Traffic Server',
    layer: 'access_layer',
    pages: [
      {
        says: ["is Traffic Server's error page", '是 Traffic Server 的错误页'],
        weight: 'strong',
        body: /<BODY BGCOLOR="white" FGCOLOR="black">\s*<(?:H1|h1)>[^<]+<\/(?:H1|h1)>\s*<HR>\s*<FONT FACE="Helvetica,Arial">\s*<B>\s*Description: /i,
      },
      {
        says: [
          'is what Traffic Server says when it could not reach the server',
          '是 Traffic Server 在无法到达服务器时给出的内容',
        ],
        weight: 'strong',
        body: /Description: Could not connect to the requested server host\./,
        meaning: 'bad_gateway',
      },
      {
        says: ["is the beginning of Traffic Server's error page", '是 Traffic Server 错误页的开头'],
        weight: 'medium',
        body: /^\s*<HTML>\s*<HEAD>\s*<TITLE>[^<]+<\/TITLE>\s*<\/HEAD>\s*<BODY BGCOLOR="white" FGCOLOR="black">(?:\s*<H1>[^<]+<\/H1>(?:\s*<HR>)?)?\s*(?:$|<\/B><\/FONT>)/,
      },
    ],
    headers: [server(/^ATS\//i)],
  },
  {
    software: 'tinyproxy',
    layer: 'access_layer',
    isForwardProxy: true,
    pages: [
      {
        says: ['says that tinyproxy generated it', '表明由 tinyproxy 生成'],
        weight: 'strong',
        body: /Generated by\s+(?:<a href="https?:\/\/[^"]*tinyproxy[^"]*">)?tinyproxy(?:<\/a>)?(?:\s+version\s+(?<version>[\d.]+\d))?/i,
      },
    ],
    headers: [server(/^tinyproxy/i)],
  },
  {
    software: 'Privoxy',
    layer: 'access_layer',
    isForwardProxy: true,
    pages: [
      {
        says: ["is Privoxy's page", '是 Privoxy 的页面'],
        weight: 'strong',
        body: /<link rel="shortcut icon" href="http:\/\/config\.privoxy\.org\/|<title>[^<]*\(Privoxy@|<title>Privoxy|http:\/\/config\.privoxy\.org\/|Privoxy \(version|intercepted by Privoxy/i,
      },
    ],
  },
  {
    software: 'nghttpx',
    layer: 'access_layer',
    pages: [
      {
        says: ["ends in nghttpx's name", '以 nghttpx 的名字结尾'],
        weight: 'strong',
        body: /<footer>nghttpx(?: nghttp2\/(?<version>[\d.]+))?[^<]*<\/footer>/,
      },
    ],
    headers: [server(/^nghttpx/i)],
  },
  {
    software: 'Pound',
    layer: 'access_layer',
    pages: [
      {
        says: ["is Pound's text", '是 Pound 的文本'],
        weight: 'strong',
        body: /^The service is not available\. Please try again later\.|^This server doesn't have a service for this request\.|^You have requested an URL that is too long for this server to process|^This method may not be used\.$/,
      },
    ],
  },
  {
    software: 'mitmproxy',
    layer: 'access_layer',
    isForwardProxy: true,
    pages: [
      {
        says: ["is mitmproxy's error page", '是 mitmproxy 的错误页'],
        weight: 'medium',
        body: /^<html>\s*<head>\s*<title>\d{3} [^<]+<\/title>\s*<\/head>\s*<body>\s*<h1>\d{3} [^<]+<\/h1>\s*<p>/,
        needs: [server(/^mitmproxy /i)],
      },
    ],
    headers: [server(/^mitmproxy /i)],
  },
]
