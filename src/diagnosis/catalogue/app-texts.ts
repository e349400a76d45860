import type { appErrors } from '../../model/errors/app-errors.ts'
import type { ErrorText } from './catalogue-text.ts'
import { firstHopVerifies } from './shared-advice.ts'

/** The identity of the application. */
export const appTexts: Readonly<Record<keyof typeof appErrors, ErrorText>> = {
  app_missing: {
    titleZh: '资源要求应用身份，但请求没有带。',
    why: [
      'No X-Bkapi-Authorization arrived: it was not sent, has another name, or was lost on the way. A redirect that a client follows (curl -L) and many proxies drop it.',
      '没有收到 X-Bkapi-Authorization：没有发送、名字不对，或在途中丢失。跟随重定向的客户端（curl -L）和许多代理会丢掉它。',
    ],
    remedyZh:
      '发送 X-Bkapi-Authorization: {"bk_app_code": "..", "bk_app_secret": ".."}。重定向和代理经常丢掉它。',
    publisher: [
      'Where everybody may call the resource: set `auth: {app: false, permission: false}` and release.',
      '如资源对所有人开放：设置 auth: {app: false, permission: false} 并发布。',
    ],
  },
  app_code_too_long: {
    titleZh: '应用编码过长，不可能是真的编码。',
    why: [
      'Something else was put into bk_app_code, mostly a secret or a token.',
      'bk_app_code 里放了别的内容，多为密钥或令牌。',
    ],
    remedyZh: '填写真实的应用编码。',
  },
  app_secret_too_long: {
    titleZh: '应用密钥过长，不可能是真的密钥。',
    why: [
      'Something else was put into bk_app_secret, mostly a token or a whole file.',
      'bk_app_secret 里放了别的内容，多为令牌或整个文件。',
    ],
    remedyZh: '填写真实的应用密钥。',
  },
  app_secret_missing: {
    titleZh: '只带了应用编码，没有密钥。',
    why: [
      'An environment variable that is empty where the program runs is the usual reason; or a client that signs its calls, as the old system allowed.',
      '常见原因是程序运行处的环境变量为空；或者客户端像在旧系统中那样对调用签名。',
    ],
    remedyZh: '补上 bk_app_secret；Faultline 不接受用签名（bk_signature）代替。',
  },
  app_not_found: {
    titleZh: '这里没有使用该编码的应用。',
    why: [
      'A typing mistake, or an application that exists in another environment only.',
      '编码写错，或该应用只存在于其他环境。',
    ],
    remedyZh: '检查应用编码，并确认调用的是正确的环境。',
    operator: [
      'Where the application should exist here: add it to `apps` of a definition and apply.',
      '如该应用应在此存在：在定义的 apps 中添加并应用。',
    ],
  },
  app_secret_wrong: {
    titleZh: '密钥与应用不匹配。',
    why: [
      'The secret was rotated, belongs to another environment, or was copied with white space or a line end.',
      '密钥已轮换、属于其他环境，或复制时带了空白、换行。',
    ],
    remedyZh: '重新复制密钥；确认属于当前环境且未被轮换。',
    operator: [
      'After a rotation: check that the definition with the new secret was applied.',
      '轮换后：确认带有新密钥的定义已经应用。',
    ],
  },
  credentials_not_json: {
    titleZh: 'X-Bkapi-Authorization 不是 JSON 对象。',
    why: [
      'Single quotes, a quote that the shell took away, or a dictionary printed by a program (Python prints no JSON).',
      '使用了单引号、引号被 shell 去掉，或直接打印了程序里的字典（Python 打印的不是 JSON）。',
    ],
    remedyZh: '用 JSON 库编码该请求头；单引号和 shell 转义会破坏它。',
  },
  credentials_ambiguous: {
    titleZh: '凭证出现了两次。',
    why: [
      'Two X-Bkapi-Authorization fields: a client library and a proxy each added one. Which of them counts would be a guess.',
      '存在两个 X-Bkapi-Authorization：客户端库和代理各加了一个。以哪个为准只能猜测，因此拒绝。',
    ],
    remedyZh: '只发送一个 X-Bkapi-Authorization。',
  },
  access_token_empty: {
    titleZh: 'access_token 为空。',
    why: ['A variable that was never set.', '变量没有赋值。'],
    remedyZh: '带上令牌，或去掉该字段。',
  },
  access_token_unsupported: {
    titleZh: '此处没有配置令牌服务。',
    why: [
      'Access tokens need a token service, which this deployment does not have.',
      'access_token 需要令牌服务，本部署没有。',
    ],
    remedyZh: '使用应用编码和密钥。',
  },
  jwt_invalid: {
    titleZh: '作为身份发送的令牌无效。',
    why: [
      'Expired, changed on the way, signed by a key that is not known, of another issuer or audience, or with an algorithm that is not allowed. The reason in the message says which.',
      '令牌过期、被改动、签名密钥未知、签发者或受众不符，或算法不被允许。消息中的 reason 指出是哪一种。',
    ],
    remedyZh: '原样转发网关签发的 JWT 并在有效期内使用；自有令牌请检查签发者、受众和密钥。',
    publisher: [
      "Compare `userAuth` of the gateway (jwksUrl, issuer, audience, algorithms) with the token's header and claims.",
      '核对网关 userAuth 的 jwksUrl、issuer、audience、algorithms 与令牌的头部和声明。',
    ],
  },
  jwt_no_app: {
    titleZh: '转发的 JWT 没有应用信息。',
    why: [
      'A service passed on the X-Bkapi-JWT of its own call, and that call needed no application.',
      '服务转发了自己收到的 X-Bkapi-JWT，而那次调用没有要求应用身份。',
    ],
    remedyZh: '第一跳必须校验应用。',
    publisher: firstHopVerifies,
  },
  jwt_app_unverified: {
    titleZh: '转发的 JWT 中应用未经校验。',
    why: [
      'The first hop took the name of the application without asking for its secret.',
      '第一跳只取了应用编码，没有校验密钥。',
    ],
    remedyZh: '第一跳必须校验应用。',
    publisher: firstHopVerifies,
  },
  jwt_no_user: {
    titleZh: '转发的 JWT 没有用户信息。',
    why: [
      'A service passed on the X-Bkapi-JWT of its own call, and that call had no user.',
      '服务转发了自己收到的 X-Bkapi-JWT，而那次调用没有用户。',
    ],
    remedyZh: '第一跳必须校验用户。',
    publisher: firstHopVerifies,
  },
  jwt_user_unverified: {
    titleZh: '转发的 JWT 中用户未经校验。',
    why: [
      'The first hop took a user name without proof of who the user is.',
      '第一跳只取了用户名，没有校验用户身份。',
    ],
    remedyZh: '第一跳必须校验用户。',
    publisher: firstHopVerifies,
  },
}
