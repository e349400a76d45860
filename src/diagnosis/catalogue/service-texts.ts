import type { VerdictOnlyKey } from '../../model/verdict-keys.ts'
import type { VerdictText } from './catalogue-text.ts'
import { askBackendOwner, notOurs } from './shared-advice.ts'

/** Answers that the service or its framework wrote. */
export const serviceTexts: Readonly<
  Record<Extract<VerdictOnlyKey, `service_${string}`>, VerdictText>
> = {
  service_host_refused: {
    titleZh: '框架不接受所发送的 Host。',
    why: [
      "Frameworks refuse Hosts that they do not know (Django: ALLOWED_HOSTS, Rails: config.hosts). Django's short page for it is also that for any other suspicious request.",
      '框架拒绝未知的 Host（Django 的 ALLOWED_HOSTS、Rails 的 config.hosts）。Django 的简短页面也用于其他可疑请求。',
    ],
    remedy: [
      'Add the Host shown in the verdict to the allowed hosts.',
      '把结论中的 Host 加入允许列表。',
    ],
    caller: askBackendOwner,
    publisher: [
      'Or set hostHeader of the backend to a name that the service accepts.',
      '或把后端 hostHeader 设为服务接受的名字。',
    ],
  },
  service_csrf_refused: {
    titleZh: '框架没有得到有效的 CSRF 令牌。',
    why: [
      'A page for browsers was called like an API: its form wants a token and a cookie.',
      '把面向浏览器的页面当作 API 调用：表单要求令牌和 Cookie。',
    ],
    remedy: [
      'Call an address for APIs, or send the token with its cookie.',
      '调用 API 地址，或带上令牌及其 Cookie。',
    ],
    publisher: [
      'Cookies pass only where the stage says `passCookies: true`.',
      '环境设置 passCookies: true 后 Cookie 才会传给后端。',
    ],
    backend: ['Exempt API paths from the CSRF check.', '对 API 路径豁免 CSRF 检查。'],
  },
  service_media_type: {
    titleZh: '服务不接受该 Content-Type。',
    why: [
      'A body without, or with a wrong, Content-Type; `curl -d` sends a form unless told otherwise. The gateway never answers 415.',
      '请求体缺少或使用了错误的 Content-Type；curl -d 默认发送表单类型。网关从不返回 415。',
    ],
    remedy: [
      'Send the documented Content-Type, mostly application/json.',
      '使用文档规定的 Content-Type，多为 application/json。',
    ],
    publisher: notOurs,
  },
  service_route_not_found: {
    titleZh: '框架没有匹配该路径的路由。',
    why: [
      'A prefix, version or slash of the backend path is wrong, or an id in the path. The gateway had a resource for the request.',
      '后端路径的前缀、版本或斜杠错误，或路径里的标识错误。网关中存在匹配的资源。',
    ],
    remedy: [
      'Compare the path that was sent with the routes of the service.',
      '核对发送的路径与服务路由。',
    ],
    publisher: [
      'Where the resource has no variables: correct the path of its backend.',
      '如资源没有路径变量：更正其后端路径。',
    ],
    backend: [
      'Where a route was renamed or removed: tell the maintainers of the gateway.',
      '如路由已改名或删除：通知网关维护人。',
    ],
  },
  service_unauthorized: {
    titleZh: '服务要求自己的凭证。',
    why: [
      'The gateway accepted the call; the service wants a login of its own, or does not know the identity in X-Bkapi-JWT.',
      '网关已放行；服务要求自己的登录，或不认识 X-Bkapi-JWT 中的身份。',
    ],
    remedy: ['Send the credentials that the service documents.', '发送服务文档规定的凭证。'],
    publisher: [
      'Credentials of the gateway are removed before the service; those of the service must use other fields.',
      '网关的凭证在到达服务前会被移除；服务自己的凭证须用其他字段。',
    ],
    backend: [
      "Verify X-Bkapi-JWT with the gateway's public key instead of a second login.",
      '用网关公钥校验 X-Bkapi-JWT，而不是要求再次登录。',
    ],
  },
  service_forbidden: {
    titleZh: '服务拒绝该调用方。',
    why: [
      "The user or application lacks a right within the service. It is not the gateway's permission, whose 403 has an X-Bkapi-Error-Code.",
      '用户或应用在服务内缺少权限。这不是网关的权限：网关的 403 带有 X-Bkapi-Error-Code。',
    ],
    remedy: ['Ask the owner of the service for the right.', '向服务负责人申请权限。'],
    publisher: notOurs,
  },
  service_not_found: {
    titleZh: '服务没有所请求的内容。',
    why: [
      'The address is right, the thing is not there: an id that does not exist (any more).',
      '地址正确，但内容不存在：标识错误或已删除。',
    ],
    remedy: ['Check the ids in path and query.', '检查路径和查询中的标识。'],
    publisher: notOurs,
  },
  service_method_refused: {
    titleZh: '服务在此不接受该方法。',
    why: [
      "The method of the backend in the resource differs from the service's, or a slash at the end leads elsewhere.",
      '资源里的后端方法与服务不一致，或末尾斜杠不同导致路由不同。',
    ],
    remedy: ['Use a method that the service offers.', '使用服务支持的方法。'],
    publisher: [
      'Compare `backend.method` of the resource with the service.',
      '核对资源的 backend.method 与服务。',
    ],
  },
  service_rate_limited: {
    titleZh: '服务限制了频率。',
    why: [
      'A limit of the service, not of the gateway, whose 429 has an X-Bkapi-Error-Code.',
      '这是服务的限制，不是网关的：网关的 429 带有 X-Bkapi-Error-Code。',
    ],
    remedy: ['Call less often, or ask for a higher limit.', '降低频率，或申请更高上限。'],
    publisher: [
      'A rate limit of your own, below theirs, answers callers clearly.',
      '在网关设置低于服务的频率限制，调用方可得到明确的应答。',
    ],
  },
  service_refused_request: {
    titleZh: '服务不接受该请求。',
    why: [
      'A parameter is missing, wrong, or contradicts the state of the service.',
      '参数缺失、错误，或与服务状态冲突。',
    ],
    remedy: ["Correct the request as the service's message says.", '按服务返回的消息修改请求。'],
    publisher: notOurs,
  },
  service_error: {
    titleZh: '服务出错。',
    why: [
      'An unhandled exception, a dependency of the service that is down, or an error that it answers on purpose.',
      '未处理的异常、服务的依赖不可用，或服务主动返回的错误。',
    ],
    remedy: [
      "Look in the service's log at the time and with the request id.",
      '按时间和 request id 查看服务日志。',
    ],
    caller: askBackendOwner,
    publisher: notOurs,
  },
  service_error_in_success: {
    titleZh: '状态码是成功，内容却是错误。',
    why: [
      'The service reports errors in the body under status 200, so monitoring of statuses sees none of them.',
      '服务以 200 状态在内容中报告错误，按状态码监控看不到。',
    ],
    remedy: [
      'Answer errors with a status of 4xx or 5xx; the code and message of the body tell the cause.',
      '错误应返回 4xx 或 5xx 状态码；内容里的错误码和消息说明原因。',
    ],
    caller: [
      'Read the code and message of the body, not the status alone; ask the owner of the service.',
      '不要只看状态码，读内容里的错误码和消息；联系服务负责人。',
    ],
  },
}
