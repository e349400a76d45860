import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from '../transcripts/diagnose-text.ts'

function page(status: string, head: string, html: string): string {
  return `HTTP/1.1 ${status}\n${head}\nContent-Type: text/html; charset=utf-8\n\n${html}\n`
}

function akamai(status: string, title: string, reference: string, words = ''): string {
  return page(
    status,
    'Server: AkamaiGHost',
    `<HTML><HEAD>\n<TITLE>${title}</TITLE>\n</HEAD><BODY>\n<H1>${title}</H1>\n${words}<P>\nReference&#32;&#35;${reference}&#46;a5f43b17&#46;1700000000&#46;1d2c3b4\n</BODY></HTML>`,
  )
}

test('a page of Akamai is a block only where it denies access', () => {
  for (const [text, key] of [
    [
      akamai('503 Service Unavailable', 'Service Unavailable - DNS failure', '11'),
      'access_layer_bad_gateway',
    ],
    [akamai('504 Gateway Timeout', 'Gateway Timeout - In read ', '1'), 'access_layer_timeout'],
    [akamai('404 Not Found', 'Error', '30'), 'access_layer_not_found'],
    [akamai('500 Internal Server Error', 'Error', '30'), 'access_layer_error'],
    [akamai('403 Forbidden', 'Forbidden', '30'), 'access_layer_denied'],
    [
      akamai(
        '403 Forbidden',
        'Access Denied',
        '18',
        'You don\'t have permission to access "http&#58;&#47;&#47;shop" on this server.',
      ),
      'access_layer_blocked',
    ],
  ] as const) {
    const { verdict } = diagnoseText(text)

    assert.equal(verdict.key, key, text)
    assert.equal(verdict.software, 'Akamai', text)
  }
})

const badges = [
  '<script type="text/javascript" src="/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e&ns=1&cb=1" async></script>',
  '<a href="https://www.yunaq.com/cert/1"><img alt="知道创宇云安全"></a>',
  '<a href="http://wangzhan.360.cn/">360网站卫士</a>',
  '<a href="https://www.safedog.cn/">safedog.cn</a>',
  '<img src="https://errors.aliyun.com/images/TB1.png">',
  '<script src="https://waf.tencent-cloud.com/probe.js"></script>',
  '<footer>本站由长亭雷池提供防护</footer>',
  '<footer>本站使用宝塔 Linux 防火墙</footer>',
]

test('a page of success that shows the badge or the script of a firewall is not blocked', () => {
  for (const badge of badges) {
    const html = `<!DOCTYPE html><html><head><title>Shop</title></head><body><h1>Welcome</h1><p>Our products</p>${badge}</body></html>`
    const { verdict } = diagnoseText(page('200 OK', 'X-Request-Id: 1', html))

    assert.equal(verdict.key, 'answered', badge)
  }
})

test('an error page of a site with such a badge is not blocked either', () => {
  for (const badge of badges) {
    const html = `<!DOCTYPE html><html><head><title>Not found</title></head><body><h1>Nothing here</h1>${badge}</body></html>`
    const { verdict } = diagnoseText(page('404 Not Found', 'X-Request-Id: 1', html))

    assert.notEqual(verdict.key, 'access_layer_blocked', badge)
  }
})

test('the refusal of a firewall is still a block, with any status where the sentence is its own', () => {
  for (const [status, html, software] of [
    [
      '403 Forbidden',
      '<html><body>Request unsuccessful. Incapsula incident ID: 443000-1</body></html>',
      'Imperva',
    ],
    [
      '200 OK',
      '<html><head></head><body><iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=9" frameborder=0></iframe></body></html>',
      'Imperva',
    ],
    ['403 Forbidden', '<html><body>您的访问被创宇盾拦截</body></html>', 'Yunaq'],
    [
      '405 Not Allowed',
      '<html><body><img src="https://errors.aliyun.com/a.png">很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</body></html>',
      'Alibaba Cloud WAF',
    ],
    [
      '200 OK',
      '<html><body>The requested URL was rejected. Please consult with your administrator.<br><br>Your support ID is: 1234567890</body></html>',
      'F5 BIG-IP',
    ],
  ] as const) {
    const { verdict } = diagnoseText(page(status, 'X-Request-Id: 1', html))

    assert.equal(verdict.key, 'access_layer_blocked', html)
    assert.equal(verdict.software, software, html)
  }
})

test('a challenge for browsers is not called an attack', () => {
  const { verdict } = diagnoseText(
    page(
      '403 Forbidden',
      'server: cloudflare\ncf-mitigated: challenge',
      '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body></body></html>',
    ),
  )

  assert.equal(verdict.key, 'access_layer_blocked')
  assert.match(verdict.summary, /wants a browser to prove itself/)
  assert.doesNotMatch(verdict.summary, /attack/)
})
