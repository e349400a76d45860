import type { gatewayErrors } from '../../model/errors/gateway-errors.ts'
import type { policyErrors } from '../../model/errors/policy-errors.ts'
import type { ErrorText } from './catalogue-text.ts'

/** A plugin said no, or the gateway itself failed. */
export const policyTexts: Readonly<
  Record<keyof typeof policyErrors | keyof typeof gatewayErrors, ErrorText>
> = {
  app_no_permission: {
    titleZh: '应用没有调用该资源的权限。',
    why: ['No grant covers this application and resource.', '没有授权覆盖该应用和资源。'],
    remedyZh: '申请权限，由网关维护人授权。',
    others: {
      publisher: [
        'Grant the application the resource or the gateway.',
        '为该应用授予资源或网关权限。',
      ],
    },
  },
  permission_expired: {
    titleZh: '应用的权限已过期。',
    why: ['The grant had an end date.', '授权有截止日期。'],
    remedyZh: '续期，由网关维护人授权。',
    others: { publisher: ['Renew the grant.', '续期授权。'] },
  },
  ip_not_allowed: {
    titleZh: '调用方地址不被允许。',
    why: [
      'The address is on no allow list, or on a deny list; behind a proxy it may be the address of the proxy.',
      '该地址不在白名单或在黑名单中；经过代理时可能是代理的地址。',
    ],
    remedyZh: '请网关维护人放行所示地址；确认代理呈现的是哪个地址。',
    others: {
      publisher: ['Add the address to the list.', '把地址加入名单。'],
      operator: [
        'Set the trusted proxies, if the address shown is that of your own proxy.',
        '如显示的是自己代理的地址，请设置可信代理。',
      ],
    },
  },
  stage_global_rate_limited: {
    titleZh: '整个环境已达到频率上限。',
    why: [
      'All applications together used up the limit of the stage.',
      '所有应用合计用完了该环境的配额。',
    ],
    remedyZh: '等到 X-Bkapi-RateLimit-Reset；请维护人提高上限。',
  },
  stage_rate_limited: {
    titleZh: '应用在该环境上已达到频率上限。',
    why: ['This application used up its quota of the stage.', '该应用用完了环境配额。'],
    remedyZh: '等到 X-Bkapi-RateLimit-Reset，分散调用，或请维护人提高配额。',
  },
  resource_rate_limited: {
    titleZh: '应用在该资源上已达到频率上限。',
    why: ['This application used up its quota of the resource.', '该应用用完了资源配额。'],
    remedyZh: '等到 X-Bkapi-RateLimit-Reset，分散调用，或请维护人提高配额。',
  },
  concurrency_limited: {
    titleZh: '该应用同时进行的请求过多。',
    why: [
      'Many parallel calls, or a slow backend that keeps calls open.',
      '并发调用多，或后端慢使调用长时间未结束。',
    ],
    remedyZh: '减少同时发送的请求。',
  },
  recursive_request: {
    titleZh: '请求又回到了它来自的网关。',
    why: [
      "The backend's address of a resource leads back to this gateway.",
      '资源的后端地址指回了本网关。',
    ],
    remedyZh: '后端地址指回本网关，请更正。',
  },
  gateway_bug: {
    titleZh: '网关自身出错。',
    why: [
      'A defect of the gateway. Neither the caller nor the backend is to blame.',
      '网关缺陷，与调用方和后端无关。',
    ],
    remedyZh: '这是网关缺陷，请带 request id 上报；进程日志有细节。',
  },
  plugin_failed: {
    titleZh: '网关的插件出错。',
    why: [
      'A plugin threw, by its options or by a defect. The backend was not asked.',
      '插件因配置或缺陷抛出异常，未请求后端。',
    ],
    remedyZh: '带 request id 上报；进程日志指明插件和错误。',
    others: {
      publisher: [
        'Where the verdict names the options: correct them and release again.',
        '如结论指出是插件配置，请更正并重新发布。',
      ],
    },
  },
  invalid_resource_config: {
    titleZh: '资源配置无法工作。',
    why: [
      'The released configuration contradicts itself, for instance a path variable that the path does not have.',
      '已发布的配置自相矛盾，例如引用了路径里没有的变量。',
    ],
    remedyZh: '更正资源并重新发布。',
  },
  jwt_sign_failed: {
    titleZh: '给后端的身份令牌签名失败。',
    why: ["The gateway's private key is missing or damaged.", '网关私钥缺失或损坏。'],
    remedyZh: '检查数据目录中的网关密钥。',
  },
  gateway_stopping: {
    titleZh: '网关正在停止。',
    why: [
      'A restart or an update; requests in flight still finish.',
      '正在重启或升级；进行中的请求会完成。',
    ],
    remedyZh: '重新发送请求，由其他节点应答。',
  },
  worker_lost: {
    titleZh: '处理该请求的工作线程已退出。',
    why: [
      'The worker died (out of memory, a defect). The caller saw its connection close.',
      '工作线程异常退出（内存不足或缺陷）。调用方看到连接被关闭。',
    ],
    remedyZh: '带 request id 上报；进程日志说明退出原因。',
    others: {
      caller: [
        'Repeat the request only if doing it twice does no harm.',
        '仅在重复执行无害时重试。',
      ],
    },
  },
}
