import type { userErrors } from '../../model/errors/user-errors.ts'
import type { ErrorText } from './catalogue-text.ts'
import { firstHopVerifies } from './shared-advice.ts'

/** The identity of the user. */
export const userTexts: Readonly<Record<keyof typeof userErrors, ErrorText>> = {
  user_missing: {
    titleZh: '资源要求用户身份，但请求没有带。',
    why: [
      'Neither bk_token nor a user token was found. Programs have no login cookie, and curl sends none by itself.',
      '没有找到 bk_token 或用户令牌。程序没有登录 Cookie，curl 也不会自动携带。',
    ],
    remedyZh: '发送 bk_token（登录 Cookie 的值）或用户令牌。',
    publisher: firstHopVerifies,
  },
  user_unverified: {
    titleZh: '仅有 bk_username 不能证明用户身份。',
    why: [
      'Anybody can write a name; the resource needs a user who was verified.',
      '任何人都可以写用户名，而该资源要求经过校验的用户。',
    ],
    remedyZh: '发送 bk_token 或用户令牌。',
    publisher: firstHopVerifies,
  },
  user_token_invalid: {
    titleZh: '登录服务不接受这个 bk_token。',
    why: [
      'The login has expired or ended, or belongs to another environment. The reason holds the words of the login service.',
      '登录已过期或已退出，或属于其他环境。reason 是登录服务的原文。',
    ],
    remedyZh: '重新登录，并确认令牌属于当前环境。',
    publisher: [
      'Where all users meet it: check that `userAuth.tokenUrl` is the login service of this environment.',
      '如所有用户都遇到：确认 userAuth.tokenUrl 是当前环境的登录服务。',
    ],
  },
  user_service_failed: {
    titleZh: '无法询问校验用户的服务。',
    why: [
      'The verification endpoint is down, slow, or not reachable from the gateway. The caller did nothing wrong, and nothing is said about the token.',
      '校验接口不可用、太慢或网关访问不到。调用方没有做错，令牌是否有效也未知。',
    ],
    remedyZh: '检查该网关的用户校验接口：是否可用、网关能否访问。',
    caller: [
      'Nothing is wrong with the request: send it again later; no new login is needed.',
      '请求没有问题：稍后重新发送，无需重新登录。',
    ],
    publisher: [
      'Check `userAuth.tokenUrl` and `timeoutMs` of the gateway; tell who runs that service.',
      '检查网关的 userAuth.tokenUrl 和 timeoutMs，并通知该服务的负责人。',
    ],
  },
  user_auth_not_configured: {
    titleZh: '资源要求用户，但网关没有校验用户的方式。',
    why: [
      '`userAuth` is not set on the gateway, and the resource has `auth.user: true`.',
      '网关没有设置 userAuth，而资源设置了 auth.user: true。',
    ],
    remedyZh: '在网关上设置 userAuth，或关闭该资源的用户认证。',
    caller: [
      'No request can succeed: tell the maintainers of the gateway.',
      '任何请求都无法成功：请通知网关维护人。',
    ],
  },
}
