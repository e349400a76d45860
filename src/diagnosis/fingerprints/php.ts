import { contentType } from './common-signs.ts'
import { emptyBody, type Fingerprint } from './fingerprint.ts'

/** PHP. Seen (Debian 12): PHP's own server and PHP-FPM 8.2, Laravel 8 and Symfony 5.4; the others from their source. */
export const php: readonly Fingerprint[] = [
  {
    software: 'PHP built-in server',
    layer: 'service',
    pages: [
      {
        says: [
          "comes with a Host field, which PHP's own development server repeats",
          '附有 Host 字段，PHP 自带的开发服务器会重复它',
        ],
        weight: 'strong',
        body: /^/,
        needs: [{ order: ['Host', 'Date', 'Connection'], adjacent: true }],
      },
      {
        says: ["is the page of PHP's own development server", '是 PHP 自带的开发服务器的页面'],
        weight: 'strong',
        body: /<h1>[^<]+<\/h1><p>The requested resource <code class="url">|<style>\s*body \{ background-color: #fcfcfc; color: #333333; margin: 0; padding:0; \}/,
      },
    ],
  },
  {
    software: 'PHP-FPM',
    layer: 'service',
    pages: [
      {
        says: [
          'is empty, with the type and charset that PHP sets by itself',
          '为空，带有 PHP 自行设置的类型与 charset',
        ],
        weight: 'medium',
        body: emptyBody,
        needs: [
          contentType(/^text\/html; charset=UTF-8$/),
          { name: 'Transfer-Encoding', value: /^chunked$/ },
          { name: 'Server', value: /^(?:nginx|Apache|lighttpd|Caddy|openresty)/ },
        ],
      },
      {
        says: [
          'is what PHP-FPM says of a script that it cannot open',
          '是 PHP-FPM 对无法打开的脚本给出的内容',
        ],
        weight: 'strong',
        statuses: [404],
        body: /^(?:File not found\.|No input file specified\.)\n?$/,
      },
      {
        says: [
          'is what PHP-FPM says of a script that it may not run',
          '是 PHP-FPM 对不允许运行的脚本给出的内容',
        ],
        weight: 'medium',
        statuses: [403],
        body: /^Access denied\.\n?$/,
        needs: [{ name: 'Content-Type', value: /^text\/html/ }],
      },
    ],
    headers: [{ name: 'X-Powered-By', value: /^PHP\//i, weight: 'weak' }],
  },
  {
    software: 'Laravel',
    layer: 'service',
    builtOn: ['Symfony'],
    pages: [
      {
        says: ["is Laravel's error page", '是 Laravel 的错误页'],
        weight: 'strong',
        body: /<title>(?:Not Found|Forbidden|Unauthorized|Page Expired|Too Many Requests|Server Error|Service Unavailable|Method Not Allowed|Payment Required)<\/title>[\s\S]{0,8000}?(?:tracking-wider|class="code")/,
      },
      {
        says: ["is one of Laravel's texts", '是 Laravel 的文本之一'],
        weight: 'medium',
        body: /^\s*\{\s*"message"\s*:\s*"(?:Unauthenticated\.|CSRF token mismatch\.|This action is unauthorized\.|Too Many Attempts\.|No query results for model \[[^"]*|The route [^"]* could not be found\.|The (?:GET|POST|PUT|PATCH|DELETE) method is not supported for [^"]*|The given data was invalid\.)"/,
      },
      {
        says: [
          "is Laravel's list of what is wrong with the request",
          '是 Laravel 列出的请求错误清单',
        ],
        weight: 'medium',
        statuses: [422],
        body: /^\s*\{\s*"message"\s*:\s*"[^"]*"\s*,\s*"errors"\s*:\s*\{\s*"[^"]+"\s*:\s*\[/,
        sharedWith: ['Express'], // services in other languages took the shape over
        mostly: true,
      },
      {
        says: ["is one of Laravel's texts", '是 Laravel 的文本之一'],
        weight: 'medium',
        statuses: [500],
        body: /^\s*\{\s*"message"\s*:\s*"Server Error"/,
        sharedWith: ['Express'],
        mostly: true,
      },
    ],
    headers: [
      { name: 'Set-Cookie', value: /^(?:laravel_session|XSRF-TOKEN)=/i, weight: 'medium' },
      { name: 'X-RateLimit-Limit', weight: 'weak' },
    ],
  },
  {
    software: 'Symfony',
    layer: 'service',
    pages: [
      {
        says: ["is Symfony's error page", '是 Symfony 的错误页'],
        weight: 'strong',
        body: /<h1>Oops! An Error Occurred<\/h1>\s*<h2>The server returned a "\d{3} /,
        sharedWith: ['Laravel'],
        mostly: true,
      },
      {
        says: ["is Symfony's page for a redirect", '是 Symfony 的跳转页'],
        weight: 'strong',
        body: /<meta http-equiv="refresh" content="0;url='[^']*'" \/>\s*<title>Redirecting to /,
        sharedWith: ['Laravel'],
        mostly: true,
      },
      {
        says: ["comes with the fields of Symfony's debugging", '附有 Symfony 调试的字段'],
        weight: 'strong',
        body: /^/,
        needs: [{ name: 'X-Debug-Exception' }],
        meaning: 'debug_page',
      },
      {
        says: ["is Symfony's problem object", '是 Symfony 的 problem 对象'],
        weight: 'strong',
        member: 'type',
        body: /^https:\/\/(?:symfony\.com\/errors\/|tools\.ietf\.org\/html\/rfc2616#section-10)$/,
      },
    ],
  },
  {
    software: 'Slim',
    layer: 'service',
    pages: [
      {
        says: ["is Slim's error page", '是 Slim 的错误页'],
        weight: 'strong',
        body: /<title>(?:Slim Application Error|404 Not Found|405 Method Not Allowed)<\/title>[\s\S]{0,3000}?(?:<p>A website error has occurred|<a href="#" onclick="window\.history\.go\(-1\)">)/,
      },
    ],
  },
  {
    software: 'CodeIgniter',
    layer: 'service',
    pages: [
      {
        says: ["is CodeIgniter's error page", '是 CodeIgniter 的错误页'],
        weight: 'strong',
        body: /<title>404 Page Not Found<\/title>[\s\S]{0,3000}?<div id="container">|<h1>We seem to have hit a snag/,
      },
    ],
  },
  {
    software: 'CakePHP',
    layer: 'service',
    pages: [
      {
        says: ["is CakePHP's error page", '是 CakePHP 的错误页'],
        weight: 'strong',
        body: /<strong>Error: ?<\/strong>\s*The requested address <strong>'|An Internal Error Has Occurred\.<\/h2>/,
      },
    ],
  },
  {
    software: 'Yii',
    layer: 'service',
    pages: [
      {
        says: ["is Yii's error object", '是 Yii 的错误对象'],
        weight: 'strong',
        member: 'type',
        body: /^yii\\{1,2}web\\/,
      },
      {
        says: ["is Yii's error page", '是 Yii 的错误页'],
        weight: 'strong',
        body: /The above error occurred while the Web server was processing your request\./,
      },
    ],
  },
  {
    software: 'ThinkPHP',
    layer: 'service',
    pages: [
      {
        says: ["is ThinkPHP's error page", '是 ThinkPHP 的错误页'],
        weight: 'strong',
        body: /页面错误！请稍后再试～|十年磨一剑-为API开发设计的高性能框架|<a title="官方网站" href="https?:\/\/www\.thinkphp\.cn">ThinkPHP/,
      },
    ],
  },
  {
    software: 'WordPress',
    layer: 'service',
    pages: [
      {
        says: ["is one of WordPress's texts", '是 WordPress 的文本之一'],
        weight: 'strong',
        body: /^\s*\{\s*"code"\s*:\s*"rest_[a-z_]+"|There has been a critical error on this website\.|<title>WordPress &rsaquo; Error<\/title>|Error establishing a database connection/,
      },
    ],
  },
]
