import type { Fingerprint } from './fingerprint.ts'

/** Django in both generations (bare fragments before 3.0, whole documents since) and Django REST
 *  framework. Seen: Django 3.2 under gunicorn and its own server, DRF 3.14. */
const newPage = (title: string, rest: string): RegExp =>
  new RegExp(
    String.raw`<!doctype html>\s*<html lang="en">\s*<head>\s*<title>${title}<\/title>\s*<\/head>\s*<body>\s*${rest}`,
    'i',
  )

export const django: readonly Fingerprint[] = [
  {
    software: 'Django',
    layer: 'service',
    pages: [
      {
        says: [
          "is Django's page for a Host that is not in ALLOWED_HOSTS, or another suspicious request",
          '是 Django 对不在 ALLOWED_HOSTS 中的 Host 或其他可疑请求给出的页面',
        ],
        weight: 'strong',
        statuses: [400],
        body: newPage(String.raw`Bad Request \(400\)`, ''),
        meaning: 'suspicious_request',
      },
      {
        says: [
          "is older Django's page for a Host that is not in ALLOWED_HOSTS, or another suspicious request",
          '是旧版 Django 对不在 ALLOWED_HOSTS 中的 Host 或其他可疑请求给出的页面',
        ],
        weight: 'strong',
        statuses: [400],
        body: /^\s*<h1>Bad Request \(400\)<\/h1>\s*$/,
        meaning: 'suspicious_request',
      },
      {
        says: [
          "is the beginning of Django's page for an exception",
          '是 Django 对异常给出的页面的开头',
        ],
        weight: 'medium',
        body: /^\s*<!doctype html>\s*<html lang="en">\s*<head>\s*<title>Server Error \(500\)<\/title>\s*(?:<\/head>\s*(?:<body>\s*)?)?$/,
      },
      {
        says: [
          "is Django's debug page for a Host that is not in ALLOWED_HOSTS",
          '是 Django 对不在 ALLOWED_HOSTS 中的 Host 给出的调试页',
        ],
        weight: 'strong',
        body: /DisallowedHost at |Invalid HTTP_HOST header: /,
        meaning: 'host_refused',
      },
      {
        says: [
          "is Django's page for a failed CSRF check",
          '是 Django 在 CSRF 检查失败时给出的页面',
        ],
        weight: 'strong',
        body: /CSRF verification failed\. Request aborted\./,
        meaning: 'csrf',
      },
      {
        says: ["is Django's debug page", '是 Django 的调试页'],
        weight: 'strong',
        body: /You're seeing this (?:error|page) because you have <code>DEBUG = True<\/code>|<title>Page not found at \/[^<]*<\/title>[\s\S]*name="robots" content="NONE,NOARCHIVE"/,
        meaning: 'debug_page',
      },
      {
        says: [
          "is Django's page for a path without a route",
          '是 Django 对没有路由的路径给出的页面',
        ],
        weight: 'strong',
        statuses: [404],
        body: newPage(
          'Not Found',
          String.raw`<h1>Not Found<\/h1><p>The requested resource was not found on this server\.<\/p>`,
        ),
        meaning: 'route_not_found',
      },
      {
        says: [
          "is older Django's page for a path without a route",
          '是旧版 Django 对没有路由的路径给出的页面',
        ],
        weight: 'strong',
        statuses: [404],
        body: /^\s*<h1>Not Found<\/h1>\s*<p>The requested (?:resource|URL \S+) was not found on this server\.<\/p>\s*$/,
        meaning: 'route_not_found',
      },
      {
        says: ["is Django's page for a server error", '是 Django 在服务器出错时给出的页面'],
        weight: 'strong',
        body: newPage(String.raw`Server Error \(500\)`, ''),
      },
      {
        says: ["is Django's text for a server error", '是 Django 在服务器出错时给出的文本'],
        weight: 'strong',
        body: /^\s*(?:<h1>)?Server Error \(500\)(?:<\/h1>)?\s*$/,
      },
      {
        says: ["is Django's page for a refused request", '是 Django 拒绝请求时给出的页面'],
        weight: 'strong',
        statuses: [403],
        body: newPage('403 Forbidden', String.raw`<h1>403 Forbidden<\/h1>`),
      },
      {
        says: [
          "is older Django's page for a refused request",
          '是旧版 Django 拒绝请求时给出的页面',
        ],
        weight: 'strong',
        statuses: [403],
        body: /^\s*<h1>403 Forbidden<\/h1>\s*$/,
      },
    ],
    headers: [
      { name: 'X-Frame-Options', value: /^(?:DENY|SAMEORIGIN)$/, weight: 'weak' },
      { name: 'Referrer-Policy', value: /^same-origin$/, weight: 'medium' },
      { name: 'X-Content-Type-Options', value: /^nosniff$/, weight: 'weak' },
      { name: 'Cross-Origin-Opener-Policy', value: /^same-origin$/, weight: 'weak' },
    ],
  },
  {
    software: 'Django REST framework',
    layer: 'service',
    builtOn: ['Django'],
    pages: [
      {
        says: [
          'is the text of Django REST framework for a Content-Type it does not take',
          '是 Django REST framework 对不接受的 Content-Type 给出的文本',
        ],
        weight: 'strong',
        statuses: [415],
        body: /^\s*\{\s*"detail"\s*:\s*"Unsupported media type \\"[^"]*\\" in request\."\s*\}\s*$/,
        meaning: 'media_type',
      },
      {
        says: ['is a text of Django REST framework', '是 Django REST framework 的文本'],
        weight: 'strong',
        body: /^\s*\{\s*"detail"\s*:\s*"(?:Authentication credentials were not provided\.|Incorrect authentication credentials\.|Invalid token\.|Invalid username\/password\.|You do not have permission to perform this action\.|Method \\"[A-Z]+\\" not allowed\.|Could not satisfy the request Accept header\.|Request was throttled\.[^"]*|JSON parse error - [^"]*(?:\\"[^"]*)*|Malformed request\.|A server error occurred\.|Unsupported media type[^}]*)"\s*\}\s*$/,
      },
      {
        says: [
          'is the text of Django REST framework for an object that does not exist',
          '是 Django REST framework 对不存在的对象给出的文本',
        ],
        weight: 'strong',
        statuses: [404],
        body: /^\s*\{\s*"detail"\s*:\s*"Not found\."\s*\}\s*$/,
      },
      {
        says: [
          'says what Django REST framework says of a missing object since 5.0',
          '是 Django REST framework 自 5.0 起对不存在的对象的说法',
        ],
        weight: 'medium',
        statuses: [404],
        body: /^\s*\{\s*"detail"\s*:\s*"No \w+ matches the given query\."\s*\}\s*$/,
      },
      {
        says: [
          'refuses fields in the words of Django REST framework',
          '用 Django REST framework 的措辞拒绝了字段',
        ],
        weight: 'strong',
        statuses: [400],
        body: /^\s*\{[\s\S]{0,4000}?\[\s*"(?:A valid (?:integer|number) is required\.|This field may not be (?:blank|null)\.|Ensure this field has (?:no more|at least) [^"]{1,40}\.|\\"[^"\\]{0,60}\\" is not a valid choice\.|Must be a valid boolean\.|Not a valid string\.)"/,
      },
      {
        says: [
          'has the shape that Django REST framework gives its errors',
          '具有 Django REST framework 错误的形状',
        ],
        weight: 'medium',
        body: /^\s*\{\s*"(?:detail|non_field_errors)"\s*:/,
        sharedWith: ['Django Ninja'],
        mostly: true,
      },
    ],
    headers: [
      { name: 'Vary', value: /^Accept(?:, (?:Cookie|Origin))*$/i, weight: 'weak' },
      { name: 'Allow', value: /^[A-Z]+(?:, [A-Z]+)*, OPTIONS$/, weight: 'weak' },
      { name: 'Referrer-Policy', value: /^same-origin$/, weight: 'weak' },
    ],
  },
]
