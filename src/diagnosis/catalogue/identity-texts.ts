import type { appErrors } from '../../model/errors/app-errors.ts'
import type { userErrors } from '../../model/errors/user-errors.ts'
import type { ErrorText } from './catalogue-text.ts'

/** The identity of the application or of the user. */
export const identityTexts: Readonly<
  Record<keyof typeof appErrors | keyof typeof userErrors, ErrorText>
> = {
  app_missing: {
    titleZh: '资源要求应用身份，但请求没有带。',
    why: [
      'No X-Bkapi-Authorization was received. A redirect (curl -L) or a proxy often drops it.',
      '没有收到 X-Bkapi-Authorization。重定向（curl -L）或代理常会丢掉它。',
    ],
    remedyZh: '发送 X-Bkapi-Authorization: {"bk_app_code": "..", "bk_app_secret": ".."}。',
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
      'Something else was put into bk_app_secret, mostly a token.',
      'bk_app_secret 里放了别的内容，多为令牌。',
    ],
    remedyZh: '填写真实的应用密钥。',
  },
  app_secret_missing: {
    titleZh: '只带了应用编码，没有密钥。',
    why: ['An empty environment variable is the usual reason.', '常见原因是环境变量为空。'],
    remedyZh: '补上 bk_app_secret。',
  },
  app_not_found: {
    titleZh: '没有这个应用编码。',
    why: [
      'A typing mistake, or an application of another environment.',
      '编码写错，或属于其他环境。',
    ],
    remedyZh: '检查应用编码和环境。',
  },
  app_secret_wrong: {
    titleZh: '密钥与应用不匹配。',
    why: [
      'The secret was rotated, belongs to another environment, or has white space around it.',
      '密钥已轮换、属于其他环境，或首尾多了空白。',
    ],
    remedyZh: '重新复制密钥；确认环境正确且未被轮换。',
  },
  credentials_not_json: {
    titleZh: 'X-Bkapi-Authorization 不是 JSON 对象。',
    why: [
      'Single quotes, an unescaped quote in a shell, or a dictionary printed by a program.',
      '使用了单引号、shell 中引号未转义，或直接打印了程序里的字典。',
    ],
    remedyZh: '用 JSON 库编码该请求头。',
  },
  credentials_ambiguous: {
    titleZh: '凭证出现了两次。',
    why: [
      'Two X-Bkapi-Authorization fields: a client library and a proxy each added one.',
      '存在两个 X-Bkapi-Authorization：客户端库和代理各加了一个。',
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
      'Expired, changed on the way, signed by a key that is not known, or with an algorithm that is not allowed.',
      '令牌过期、被改动、签名密钥未知或算法不被允许。',
    ],
    remedyZh: '原样转发网关签发的 JWT 并在有效期内使用；自有令牌请检查签发者、受众和密钥。',
  },
  jwt_no_app: {
    titleZh: '转发的 JWT 没有应用信息。',
    why: ['The first hop did not ask for an application.', '第一跳没有要求应用身份。'],
    remedyZh: '第一跳必须校验应用。',
  },
  jwt_app_unverified: {
    titleZh: '转发的 JWT 中应用未经校验。',
    why: ['The first hop took the application without verifying it.', '第一跳没有校验应用。'],
    remedyZh: '第一跳必须校验应用。',
  },
  jwt_no_user: {
    titleZh: '转发的 JWT 没有用户信息。',
    why: ['The first hop did not ask for a user.', '第一跳没有要求用户身份。'],
    remedyZh: '第一跳必须校验用户。',
  },
  jwt_user_unverified: {
    titleZh: '转发的 JWT 中用户未经校验。',
    why: ['The first hop took the user name without verifying it.', '第一跳没有校验用户。'],
    remedyZh: '第一跳必须校验用户。',
  },
  user_missing: {
    titleZh: '资源要求用户身份，但请求没有带。',
    why: [
      'Neither bk_token nor a user token was found; Cookie is not passed on by curl.',
      '没有找到 bk_token 或用户令牌；curl 不会自动带 Cookie。',
    ],
    remedyZh: '发送 bk_token（登录 Cookie 的值）或用户令牌。',
  },
  user_unverified: {
    titleZh: '仅有 bk_username 不能证明用户身份。',
    why: [
      'Anybody can write a name; a verified token is needed.',
      '任何人都可以写用户名，需要经过校验的令牌。',
    ],
    remedyZh: '发送 bk_token 或用户令牌。',
  },
  user_token_invalid: {
    titleZh: '登录服务不接受这个 bk_token。',
    why: ['The login expired, or belongs to another environment.', '登录已过期，或属于其他环境。'],
    remedyZh: '重新登录，并确认令牌属于当前环境。',
  },
  user_service_failed: {
    titleZh: '无法询问校验用户的服务。',
    why: [
      'The verification endpoint is down, slow, or not reachable from the gateway. The caller did nothing wrong.',
      '校验接口不可用、太慢或网关访问不到。调用方没有做错。',
    ],
    remedyZh: '检查该网关的用户校验接口：是否可用、网关能否访问。',
    others: { caller: ['Try again later.', '稍后重试。'] },
  },
  user_auth_not_configured: {
    titleZh: '资源要求用户，但网关没有校验用户的方式。',
    why: ['userAuth is not set on the gateway.', '网关没有设置 userAuth。'],
    remedyZh: '在网关上设置 userAuth，或关闭该资源的用户认证。',
  },
}
