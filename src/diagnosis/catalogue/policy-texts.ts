import type { policyErrors } from '../../model/errors/policy-errors.ts'
import type { ErrorText } from './catalogue-text.ts'
import { askForQuota, grantsAreOurs } from './shared-advice.ts'

/** A plugin said no. */
export const policyTexts: Readonly<Record<keyof typeof policyErrors, ErrorText>> = {
  app_no_permission: {
    titleZh: '应用没有调用该资源的权限。',
    why: [
      'The application is known and verified, but no grant covers it: none at all, or only for other resources. The reason tells which.',
      '应用已通过校验，但没有授权覆盖它：完全没有授权，或只授权了其他资源。reason 说明是哪一种。',
    ],
    remedyZh: '申请权限，由网关维护人授权。',
    publisher: grantsAreOurs,
  },
  permission_expired: {
    titleZh: '应用的权限已过期。',
    why: [
      'The application had a grant, for the whole gateway or for this resource, and its end date has passed.',
      '应用有过网关或该资源的授权，但截止日期已过。',
    ],
    remedyZh: '续期，由网关维护人授权。',
    publisher: grantsAreOurs,
  },
  ip_not_allowed: {
    titleZh: '调用方地址不被允许。',
    why: [
      'The address is on no allow list, or on a deny list. Behind a proxy it may be the address of the proxy: the message shows the one that was judged.',
      '该地址不在白名单或在黑名单中。经过代理时可能是代理的地址：消息中是实际判断的地址。',
    ],
    remedyZh: '请网关维护人放行所示地址；确认代理呈现的是哪个地址。',
    publisher: [
      "Add the address or its network to the ip-restriction plugin's list and release.",
      '把该地址或网段加入 ip-restriction 插件的名单并发布。',
    ],
    operator: [
      'Where the address shown is that of your own proxy: name it in `--trusted-proxies`.',
      '如显示的是自己代理的地址：用 --trusted-proxies 声明它。',
    ],
  },
  stage_global_rate_limited: {
    titleZh: '整个环境已达到频率上限。',
    why: [
      'All applications together used up the limit of the stage; a single one may have caused it.',
      '所有应用合计用完了该环境的配额，也可能是其中某一个造成的。',
    ],
    remedyZh: '等到 X-Bkapi-RateLimit-Reset；请维护人提高上限。',
    publisher: [
      'Find the application that calls most (`faultline logs error_key:stage_global_rate_limited`), give it a limit of its own, or raise that of the stage.',
      '找出调用最多的应用（faultline logs error_key:stage_global_rate_limited），为它单独限流，或调高环境上限。',
    ],
  },
  stage_rate_limited: {
    titleZh: '应用在该环境上已达到频率上限。',
    why: [
      'This application used up its quota of the stage in the current window; X-Bkapi-RateLimit-Limit tells the quota.',
      '该应用在当前时间窗口内用完了环境配额；X-Bkapi-RateLimit-Limit 给出配额。',
    ],
    remedyZh: '等到 X-Bkapi-RateLimit-Reset，分散调用，或请维护人提高配额。',
    publisher: askForQuota,
  },
  resource_rate_limited: {
    titleZh: '应用在该资源上已达到频率上限。',
    why: [
      'This application used up its quota of the resource in the current window; X-Bkapi-RateLimit-Limit tells the quota.',
      '该应用在当前时间窗口内用完了资源配额；X-Bkapi-RateLimit-Limit 给出配额。',
    ],
    remedyZh: '等到 X-Bkapi-RateLimit-Reset，分散调用，或请维护人提高配额。',
    publisher: askForQuota,
  },
  concurrency_limited: {
    titleZh: '该应用同时进行的请求过多。',
    why: [
      'Many parallel calls, or a slow backend that keeps calls open: then the rate has not risen at all.',
      '并发调用多，或后端变慢使调用长时间未结束：此时频率并没有上升。',
    ],
    remedyZh: '减少同时发送的请求。',
    publisher: [
      'Raise the limit of the concurrency-limit plugin, after a look whether the backend has become slow.',
      '先查看后端是否变慢，再调高 concurrency-limit 插件的上限。',
    ],
    backend: [
      'Where request_duration has grown: calls pile up because the service is slow.',
      '如 request_duration 变大：服务变慢导致调用堆积。',
    ],
  },
  recursive_request: {
    titleZh: '请求又回到了它来自的网关。',
    why: [
      "The backend's address of a resource leads back to this gateway, or its service calls the same resource again.",
      '资源的后端地址指回了本网关，或其服务又调用了同一资源。',
    ],
    remedyZh: '后端地址指回本网关，请更正。',
    caller: [
      'Nothing in the request is wrong: tell the maintainers of the gateway.',
      '请求本身没有问题：请通知网关维护人。',
    ],
    backend: [
      'Do not pass X-Bkapi-Instance-Id on to other calls through the gateway.',
      '不要把 X-Bkapi-Instance-Id 带到经过网关的其他调用中。',
    ],
  },
}
