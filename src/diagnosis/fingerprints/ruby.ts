import { contentType, server, serverField } from './common-signs.ts'
import { emptyBody, noContent, type Fingerprint } from './fingerprint.ts'

/** Ruby. Seen (Debian 12): Rails 6.1, Sinatra 3.0, Rack 2.2, Puma 5.6, unicorn 6.0, thin 1.8,
 *  Grape 1.6 and WEBrick 1.8; Passenger from its source. */
export const ruby: readonly Fingerprint[] = [
  {
    software: 'Ruby on Rails',
    layer: 'service',
    builtOn: ['Rack'],
    pages: [
      {
        says: ["is one of Rails' standard error pages", '是 Rails 的标准错误页之一'],
        weight: 'strong',
        body: /<title>(?:The page you were looking for doesn't exist \(404\)|We're sorry, but something went wrong \(500\)|The change you wanted was rejected \(422\)|The server cannot process the request due to a client error \(400[^<]*|Your browser is not supported \(406\))<\/title>/,
      },
      {
        says: ['says that Rails blocks this host', '表明 Rails 拦截了该 Host'],
        weight: 'strong',
        body: /Blocked hosts?: /,
        meaning: 'host_refused',
      },
      {
        says: ["has the shape of Rails' API errors", '具有 Rails 的 API 错误的形状'],
        weight: 'medium',
        body: /^\s*\{\s*"status"\s*:\s*\d{3}\s*,\s*"error"\s*:\s*"[^"]*"\s*\}\s*$/,
      },
      {
        says: ["is Rails' API error as XML", '是 Rails 的 XML 格式 API 错误'],
        weight: 'strong',
        body: /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*<hash>\s*<status type="integer">\d{3}<\/status>/,
      },
      {
        says: ['is the text of Rails for missing credentials', '是 Rails 在缺少凭证时给出的文本'],
        weight: 'strong',
        statuses: [401],
        body: /^HTTP (?:Token|Basic|Digest): Access denied\.$/,
      },
      {
        says: ["is Rails' text for a redirect", '是 Rails 的跳转文本'],
        weight: 'strong',
        body: /^<html><body>You are being <a href="[^"]*">redirected<\/a>\.<\/body><\/html>$/,
      },
      {
        says: [
          'is empty, as `force_ssl` of Rails redirects',
          '为空，是 Rails 的 `force_ssl` 的跳转方式',
        ],
        weight: 'medium',
        statuses: [301, 307],
        body: emptyBody,
        needs: [
          contentType(/^text\/html$/),
          { order: ['Content-Type', 'Location'] },
          { name: 'Location', value: /^https:/ },
          { lacks: ['Server', 'Date'] },
        ],
      },
      {
        says: ["is Rails' debug page", '是 Rails 的调试页'],
        weight: 'strong',
        body: /<title>Action Controller: Exception caught<\/title>/,
        meaning: 'debug_page',
      },
    ],
    headers: [
      { name: 'X-Runtime', value: /^\d+\.\d+$/, weight: 'medium' },
      { name: 'X-Request-Id', weight: 'weak' },
    ],
  },
  {
    software: 'Sinatra',
    layer: 'service',
    builtOn: ['Rack'],
    pages: [
      {
        says: ["is Sinatra's debug page", '是 Sinatra 的调试页'],
        weight: 'strong',
        body: /<title>[^<]{1,200} at &#x2F;[^<]*<\/title>\s*<script type="text\/javascript">\s*\/\/<!--\s*function toggle\(id\)/,
        meaning: 'debug_page',
      },
      {
        says: [
          "is Sinatra's page for a path without a route",
          '是 Sinatra 对没有路由的路径给出的页面',
        ],
        weight: 'strong',
        statuses: [404],
        body: /Sinatra doesn(?:’|'|&rsquo;)t know this ditty/,
        meaning: 'route_not_found',
      },
      {
        says: [
          'is a bare heading, with the field by which Rack passes a request on',
          '只有一个标题，带有 Rack 转交请求所用的字段',
        ],
        weight: 'strong',
        statuses: [404, 405],
        body: /^<h1>(?:Not Found|Method Not Allowed)<\/h1>$/,
        needs: [{ name: 'X-Cascade', value: /^pass$/ }],
        meaning: 'route_not_found',
      },
      {
        says: [
          'is a bare heading with the fields that Sinatra sets for protection',
          '只有一个标题，带有 Sinatra 为防护设置的字段',
        ],
        weight: 'strong',
        body: /^<h1>(?:Not Found|Internal Server Error|Bad Request|Forbidden)<\/h1>$/,
        needs: [{ name: 'X-Content-Type-Options' }, { name: 'X-XSS-Protection' }],
      },
      {
        says: [
          'is not shown or empty, with the fields that Sinatra sets for protection, in their order',
          '未显示或为空，带有 Sinatra 为防护设置的字段，顺序一致',
        ],
        weight: 'medium',
        body: emptyBody,
        needs: [
          contentType(/^text\/html;charset=utf-8$/),
          { order: ['X-XSS-Protection', 'X-Content-Type-Options', 'X-Frame-Options'] },
        ],
      },
      {
        says: ['is a bare heading, as Sinatra answers', '只有一个标题，是 Sinatra 的应答方式'],
        weight: 'medium',
        body: /^<h1>(?:Not Found|Internal Server Error|Bad Request)<\/h1>$/,
      },
      {
        says: [
          "is Sinatra's text for a Host it does not know",
          '是 Sinatra 对不认识的 Host 给出的文本',
        ],
        weight: 'medium',
        statuses: [403],
        body: /^Host not permitted$/,
        meaning: 'host_refused',
      },
    ],
  },
  {
    software: 'Rack',
    layer: 'service',
    pages: [
      {
        says: [
          'is a text of Rack for a path without a mapping',
          '是 Rack 对没有映射的路径给出的文本',
        ],
        weight: 'strong',
        body: /^(?:Not Found|Entity not found|File not found|Method Not Allowed): \/|^(?:Entity|File) not found: \S/,
        meaning: 'route_not_found',
      },
      {
        says: ['says that Rack shows it', '表明由 Rack 显示'],
        weight: 'strong',
        body: /you use <code>Rack::Show(?:Exceptions|Status)<\/code>/,
        meaning: 'debug_page',
      },
      {
        says: ["is empty, with Rack's digest challenge", '为空，带有 Rack 的 digest 质询'],
        weight: 'medium',
        statuses: [401],
        body: emptyBody,
        needs: [
          noContent,
          {
            name: 'WWW-Authenticate',
            value: /^Digest realm="[^"]*", nonce="[^"]*", opaque="[0-9a-f]{32}", qop="auth"/,
          },
        ],
      },
      {
        says: [
          "is empty, with a challenge and Rack's plain type",
          '为空，带有质询与 Rack 的纯文本类型',
        ],
        weight: 'medium',
        statuses: [401],
        body: emptyBody,
        needs: [
          noContent,
          contentType(/^text\/plain$/),
          { order: ['Content-Type', 'WWW-Authenticate'] },
          { lacks: ['Server', 'Date'] },
        ],
      },
    ],
    headers: [
      { name: 'X-Cascade', value: /^pass$/, weight: 'medium' },
      { lacks: ['Server', 'Date'], weight: 'weak' },
    ],
  },
  {
    software: 'Grape',
    layer: 'service',
    builtOn: ['Rack'],
    pages: [
      {
        says: ["is Grape's text", '是 Grape 的文本'],
        weight: 'medium',
        body: /^(?:\{"error":"405 Not Allowed"\}|404 Not Found|405 Not Allowed|The requested (?:format|method) [^\n]*not (?:supported|allowed)[^\n]*)$/,
        needs: [{ lacks: ['Server'] }],
      },
    ],
    headers: [{ name: 'X-Cascade', value: /^pass$/, weight: 'medium' }],
  },
  {
    software: 'Puma',
    layer: 'service',
    builtOn: ['Rack'],
    pages: [
      {
        says: ["is Puma's text for an application that fails", '是 Puma 在应用出错时给出的文本'],
        weight: 'strong',
        body: /^(?:An unhandled lowlevel error occurred\.|Puma caught this error: )/,
      },
      {
        says: [
          'is not shown, but as long as what Puma says of an application that fails',
          '未显示，但长度与 Puma 对出错应用的文本相同',
        ],
        weight: 'medium',
        statuses: [500],
        body: emptyBody,
        needs: [
          { name: 'Content-Length', value: /^77$/ },
          { lacks: ['Date', 'Server', 'Content-Type'] },
        ],
      },
    ],
  },
  {
    software: 'thin',
    layer: 'service',
    builtOn: ['Rack'],
    pages: [
      {
        says: [
          'is a bare phrase, as thin answers for itself',
          '只有原因短语，是 thin 自己的应答方式',
        ],
        weight: 'medium',
        body: /^(?:Bad Request|Internal server error|Request (?:entity too large|timeout))?$/i,
        needs: [
          contentType(/^text\/plain$/),
          { order: ['Content-Type', 'Connection', 'Server'] },
          serverField(/^thin/i),
        ],
      },
    ],
    headers: [server(/^thin(?: |$)/i)],
  },
  {
    software: 'Passenger',
    layer: 'service',
    pages: [
      {
        says: [
          "is Passenger's page for an application that does not start",
          '是 Passenger 在应用无法启动时给出的页面',
        ],
        weight: 'strong',
        body: /Web application could not be started|Phusion Passenger[^<]{0,80}error|passenger-error/i,
      },
      {
        says: [
          "is Passenger's page for visitors of an application that fails",
          '是 Passenger 在应用出错时给访问者的页面',
        ],
        weight: 'strong',
        body: /<title>We're sorry, but something went wrong<\/title>[\s\S]{0,4000}?Information for the administrator of this website/,
      },
    ],
    headers: [{ name: 'X-Powered-By', value: /^Phusion Passenger/i, weight: 'weak' }],
  },
  {
    software: 'WEBrick',
    layer: 'service',
    pages: [
      {
        says: ["is WEBrick's error page", '是 WEBrick 的错误页'],
        weight: 'strong',
        body: /<ADDRESS>\s*WEBrick\/(?<version>[\d.]+)/,
      },
    ],
    headers: [server(/^WEBrick\//i)],
  },
]
