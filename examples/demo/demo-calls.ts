import type { Bilingual } from '../../src/model/bilingual.ts'

/** The calls that the demo suggests, each showing another verdict. */
export interface DemoCall {
  readonly title: Bilingual
  /** A line for a shell. */
  readonly command: string
  readonly status: number
  /** Key of the verdict that `faultline why` gives for this call. */
  readonly verdict: string
  /** One sentence: who answered, whose fault, who acts. */
  readonly expect: Bilingual
}

export function demoCalls(
  gatewayUrl: string,
  secret: string,
  hasNginx: boolean,
): readonly DemoCall[] {
  const shop = `${gatewayUrl}/api/shop/prod`
  const own = credentials('demo-app', secret)
  return [
    ...callsByIdentity(shop, own),
    ...callsToTheGateway(shop, own),
    ...callsThatGetNoAnswer(shop),
    ...callsThatBreakOff(shop),
    ...callsThatAreAnswered(shop),
    ...(hasNginx ? callsThroughNginx(shop) : []),
  ]
}

/** The gateway looks at who calls. */
function callsByIdentity(shop: string, own: string): readonly DemoCall[] {
  return [
    {
      title: ['a good call', '正常的调用'],
      command: `curl -i ${own} ${shop}/orders/7`,
      status: 200,
      verdict: 'answered',
      expect: ['the service answered; nothing is wrong.', '服务作了应答；没有问题。'],
    },
    {
      title: ['no credentials', '没有带凭证'],
      command: `curl -i ${shop}/orders/7`,
      status: 400,
      verdict: 'app_missing',
      expect: [
        'the gateway answered; the caller forgot its identity.',
        '网关作了应答；调用方没有带应用身份。',
      ],
    },
    {
      title: ['a wrong secret', '密钥错误'],
      command: `curl -i ${credentials('demo-app', 'mistyped')} ${shop}/orders/7`,
      status: 400,
      verdict: 'app_secret_wrong',
      expect: [
        'the gateway answered; the caller must copy its secret again.',
        '网关作了应答；调用方须重新复制密钥。',
      ],
    },
  ]
}

/** The gateway decides these by itself. */
function callsToTheGateway(shop: string, own: string): readonly DemoCall[] {
  return [
    {
      title: ['a path that does not exist', '路径不存在'],
      command: `curl -i ${own} ${shop}/order/7`,
      status: 404,
      verdict: 'resource_not_found',
      expect: [
        'the gateway answered and names the nearest path.',
        '网关作了应答，并指出最接近的路径。',
      ],
    },
    {
      title: [
        'over the limit (the second call within the hour)',
        '超过频率限制（一小时内的第二次调用）',
      ],
      command: `curl -s -o /dev/null ${own} ${shop}/limited; curl -i ${own} ${shop}/limited`,
      status: 429,
      verdict: 'resource_rate_limited',
      expect: ['the gateway answered; the caller must wait.', '网关作了应答；调用方须等待。'],
    },
  ]
}

/** Nothing came from behind the gateway. */
function callsThatGetNoAnswer(shop: string): readonly DemoCall[] {
  return [
    {
      title: ['a service that nothing listens for', '服务没有监听'],
      command: `curl -i ${shop}/archive`,
      status: 502,
      verdict: 'backend_refused',
      expect: [
        'the gateway answered; the owner of the backend must start it.',
        '网关作了应答；后端负责人须启动服务。',
      ],
    },
    {
      title: ['a name that does not exist', '域名不存在'],
      command: `curl -i ${shop}/moved`,
      status: 502,
      verdict: 'dns_not_found',
      expect: [
        'the gateway answered; its publisher configured a name that does not exist.',
        '网关作了应答；网关维护人配置了不存在的域名。',
      ],
    },
    {
      title: ['a service that is too slow', '服务太慢'],
      command: `curl -i ${shop}/report`,
      status: 504,
      verdict: 'backend_first_byte_timeout',
      expect: [
        'the gateway answered after 1 s of silence; the service is at fault.',
        '等待 1 秒没有响应后由网关应答；是服务的问题。',
      ],
    },
  ]
}

/** The connection, or the answer, was no usable one. */
function callsThatBreakOff(shop: string): readonly DemoCall[] {
  return [
    {
      title: ['a service that crashes', '服务崩溃'],
      command: `curl -i -X POST -d amount=12 ${shop}/pay`,
      status: 502,
      verdict: 'backend_reset',
      expect: [
        'the gateway answered; the service reset the connection after taking the request.',
        '网关作了应答；服务收下请求后重置了连接。',
      ],
    },
    {
      title: ['an answer that breaks off', '应答中断'],
      command: `curl -i ${shop}/export`,
      status: 200,
      verdict: 'backend_body_incomplete',
      expect: [
        'the service promised 1,000 bytes and sent fewer: status 200, and still its fault.',
        '服务声明 1,000 字节却没有发完：状态码是 200，仍是服务的问题。',
      ],
    },
    {
      title: ['an expired certificate', '证书过期'],
      command: `curl -i ${shop}/vault`,
      status: 502,
      verdict: 'tls_certificate_expired',
      expect: [
        'the gateway answered; the owner of the backend must renew the certificate.',
        '网关作了应答；后端负责人须更换证书。',
      ],
    },
  ]
}

/** Something behind the gateway answered, and the caller sees exactly that. */
function callsThatAreAnswered(shop: string): readonly DemoCall[] {
  return [
    {
      title: ['http configured, the service only knows https', '配置为 http，服务只支持 https'],
      command: `curl -i ${shop}/portal`,
      status: 308,
      verdict: 'https_redirect',
      expect: [
        'what lies behind the gateway answered; the publisher configured the wrong scheme.',
        '网关后面的某一层作了应答；网关维护人配错了协议。',
      ],
    },
    {
      title: ['the wrong content type', '内容类型错误'],
      command: `curl -i -H 'Content-Type: application/json' -d '{}' ${shop}/invoices`,
      status: 415,
      verdict: 'service_media_type',
      expect: [
        'the service answered; the caller must send XML.',
        '服务作了应答；调用方须发送 XML。',
      ],
    },
    {
      title: ["a service that imitates the gateway's errors", '服务模仿网关的错误'],
      command: `curl -i ${shop}/partner`,
      status: 400,
      verdict: 'backend_imitates_gateway',
      expect: [
        'the service answered, whatever its body claims; the mark is gone.',
        '不管响应体怎么说，是服务作了应答；假冒的标记已去掉。',
      ],
    },
  ]
}

function callsThroughNginx(shop: string): readonly DemoCall[] {
  return [
    {
      title: ["nginx's own 404", 'nginx 自己的 404'],
      command: `curl -i ${shop}/stock/missing`,
      status: 404,
      verdict: 'access_layer_not_found',
      expect: [
        'the access layer answered; the service never saw the request.',
        '接入层作了应答；服务没有收到请求。',
      ],
    },
    {
      title: ["nginx's own 403", 'nginx 自己的 403'],
      command: `curl -i ${shop}/stock/staff`,
      status: 403,
      verdict: 'access_layer_denied',
      expect: [
        'the access layer denies our address; ask for it to be allowed.',
        '接入层拒绝了网关的地址；请申请放行。',
      ],
    },
    {
      title: ["nginx's own 502", 'nginx 自己的 502'],
      command: `curl -i ${shop}/stock`,
      status: 502,
      verdict: 'access_layer_bad_gateway',
      expect: [
        'the access layer answered; the service behind it is down.',
        '接入层作了应答；它后面的服务没有运行。',
      ],
    },
  ]
}

function credentials(code: string, secret: string): string {
  return `-H 'X-Bkapi-Authorization: {"bk_app_code": "${code}", "bk_app_secret": "${secret}"}'`
}
