import type { VerdictOnlyKey } from '../../model/verdict-keys.ts'
import type { VerdictText } from './catalogue-text.ts'

/** Answers that a service, or nobody that is known, wrote; and the gateway's own that are no error. */
type ReceivedKey = Exclude<VerdictOnlyKey, `call_${string}` | `access_layer_${string}` | TextKey>
export type TextKey = 'status_only' | 'answer_cut' | 'gateway_error_unlisted' | 'nothing_recognised'

export const receivedTexts: Readonly<Record<ReceivedKey, VerdictText>> = {
  answered: {
    titleZh: '后端已应答，没有问题。',
    why: ['The answer of the backend was passed on as is.', '后端的应答被原样返回。'],
    remedy: ['Nothing to do.', '无需处理。'],
  },
  redirected: {
    titleZh: '后端把调用方引向别处。',
    why: ['A redirect that is meant.', '这是有意的重定向。'],
    remedy: ['Follow the Location, if the caller wants to.', '按需跟随 Location。'],
  },
  mock_answer: {
    titleZh: '网关返回了配置的模拟应答。',
    why: [
      'The mock plugin of the resource or stage answered; no backend was asked.',
      '资源或环境的 mock 插件直接应答，未请求后端。',
    ],
    remedy: ['Remove the plugin to reach the backend.', '移除该插件即可访问后端。'],
  },
  preflight_answer: {
    titleZh: '网关应答了跨域预检。',
    why: [
      'A browser asks before a cross-origin call; the CORS plugin answers.',
      '浏览器在跨域调用前询问，由 CORS 插件应答。',
    ],
    remedy: ['Nothing to do.', '无需处理。'],
  },
  tunnel_closed: {
    titleZh: '升级后的连接运行后结束。',
    why: [
      'A WebSocket or another upgrade ended; the verdict says who ended it.',
      'WebSocket 等升级连接结束，结论说明由谁结束。',
    ],
    remedy: ['Nothing to do, unless it ended too early.', '除非过早结束，无需处理。'],
  },
  backend_imitates_gateway: {
    titleZh: '服务返回了看起来像网关错误的应答。',
    why: [
      'The service relayed the error of another gateway that it calls, or chose codes that begin with 16.',
      '服务转发了它所调用的其他网关的错误，或自己使用了 16 开头的错误码。',
    ],
    remedy: [
      'Give errors of the service codes of their own; say in them which call failed.',
      '服务应使用自己的错误码，并说明是哪个调用失败。',
    ],
  },
  not_explained: {
    titleZh: '已知规则无法解释。',
    why: ['A rule is missing.', '缺少规则。'],
    remedy: ['Report the record.', '上报该记录。'],
  },
  https_redirect: {
    titleZh: '后端只支持 https，网关配置成了 http。',
    why: [
      'The access layer redirects every http call to https (301, 302, 307, 308). The gateway never answers 308 itself.',
      '接入层把 http 调用全部重定向到 https（301、302、307、308）。网关自己从不返回 308。',
    ],
    remedy: [
      "Write https:// in the address of the stage's backend.",
      '把环境后端地址改为 https://。',
    ],
    others: {
      caller: [
        'Do not follow the redirect: it leads past the gateway, and credentials are lost on the way.',
        '不要跟随该重定向：它绕过网关且会丢失凭证。',
      ],
    },
  },
  login_redirect: {
    titleZh: '服务把调用方引向自己的登录页。',
    why: [
      'The service does not know the identity that the gateway passes on.',
      '服务不认识网关传递的身份。',
    ],
    remedy: [
      'Send the credentials that the service wants; a login page is for browsers.',
      '发送服务要求的凭证；登录页是给浏览器用的。',
    ],
    others: {
      backend: [
        'Accept X-Bkapi-JWT, or answer API calls with 401.',
        '接受 X-Bkapi-JWT，或对 API 调用返回 401。',
      ],
    },
  },
  service_host_refused: {
    titleZh: '框架不接受所发送的 Host。',
    why: [
      'Frameworks refuse Hosts that they do not know (Django: ALLOWED_HOSTS).',
      '框架拒绝未知的 Host（Django 的 ALLOWED_HOSTS）。',
    ],
    remedy: [
      'Add the Host shown in the verdict to the allowed hosts.',
      '把结论中的 Host 加入允许列表。',
    ],
    others: {
      publisher: [
        'Or set hostHeader of the backend to a name that the service accepts.',
        '或把后端 hostHeader 设为服务接受的名字。',
      ],
    },
  },
  service_csrf_refused: {
    titleZh: '框架没有得到有效的 CSRF 令牌。',
    why: ['A page for browsers was called like an API.', '把面向浏览器的页面当作 API 调用。'],
    remedy: [
      'Call an address for APIs, or send the token with its cookie.',
      '调用 API 地址，或带上令牌及其 Cookie。',
    ],
    others: { backend: ['Exempt API paths from the CSRF check.', '对 API 路径豁免 CSRF 检查。'] },
  },
  service_media_type: {
    titleZh: '服务不接受该 Content-Type。',
    why: [
      'A body without, or with a wrong, Content-Type. The gateway never answers 415.',
      '请求体缺少或使用了错误的 Content-Type。网关从不返回 415。',
    ],
    remedy: [
      'Send the documented Content-Type, mostly application/json.',
      '使用文档规定的 Content-Type，多为 application/json。',
    ],
  },
  service_route_not_found: {
    titleZh: '框架没有匹配该路径的路由。',
    why: [
      'A prefix, version or slash of the backend path is wrong, or an id in the path.',
      '后端路径的前缀、版本或斜杠错误，或路径里的标识错误。',
    ],
    remedy: [
      'Compare the path that was sent with the routes of the service.',
      '核对发送的路径与服务路由。',
    ],
    others: {
      publisher: [
        'Where the resource has no variables: correct the path of its backend.',
        '如资源没有路径变量：更正其后端路径。',
      ],
    },
  },
  service_unauthorized: {
    titleZh: '服务要求自己的凭证。',
    why: [
      'The gateway accepted the call; the service wants a login of its own.',
      '网关已放行；服务要求自己的登录。',
    ],
    remedy: ['Send the credentials that the service documents.', '发送服务文档规定的凭证。'],
  },
  service_forbidden: {
    titleZh: '服务拒绝该调用方。',
    why: [
      'The user or application lacks a right within the service.',
      '用户或应用在服务内缺少权限。',
    ],
    remedy: ['Ask the owner of the service for the right.', '向服务负责人申请权限。'],
  },
  service_not_found: {
    titleZh: '服务没有所请求的内容。',
    why: ['An id that does not exist (any more).', '标识不存在或已删除。'],
    remedy: ['Check the ids in path and query.', '检查路径和查询中的标识。'],
  },
  service_method_refused: {
    titleZh: '服务在此不接受该方法。',
    why: [
      "The method of the backend in the resource differs from the service's.",
      '资源里的后端方法与服务不一致。',
    ],
    remedy: ['Use a method that the service offers.', '使用服务支持的方法。'],
  },
  service_rate_limited: {
    titleZh: '服务限制了频率。',
    why: ['A limit of the service, not of the gateway.', '这是服务的限制，不是网关的。'],
    remedy: ['Call less often, or ask for a higher limit.', '降低频率，或申请更高上限。'],
  },
  service_refused_request: {
    titleZh: '服务不接受该请求。',
    why: [
      'A parameter is missing, wrong, or contradicts the state of the service.',
      '参数缺失、错误，或与服务状态冲突。',
    ],
    remedy: ["Correct the request as the service's message says.", '按服务返回的消息修改请求。'],
  },
  service_error: {
    titleZh: '服务出错。',
    why: [
      'An unhandled exception, a dependency that is down, or a deliberate error.',
      '未处理的异常、依赖不可用，或主动返回的错误。',
    ],
    remedy: [
      "Look in the service's log at the time and with the request id.",
      '按时间和 request id 查看服务日志。',
    ],
  },
  service_error_in_success: {
    titleZh: '状态码是成功，内容却是错误。',
    why: [
      'The service reports errors in the body under status 200.',
      '服务以 200 状态在内容中报告错误。',
    ],
    remedy: [
      'Read the code and message of the body; ask the owner of the service.',
      '查看内容里的错误码和消息，联系服务负责人。',
    ],
  },
  backend_refused_request: {
    titleZh: '网关后面的某一层拒绝了请求。',
    why: ['The answer carries no sign of a known program.', '应答没有已知程序的特征。'],
    remedy: [
      'Look whether the service has a record of the request: if not, the access layer refused.',
      '查看服务是否有该请求的记录：没有则是接入层拒绝。',
    ],
  },
  backend_error: {
    titleZh: '网关后面的某一层出错。',
    why: ['The answer carries no sign of a known program.', '应答没有已知程序的特征。'],
    remedy: [
      'Look whether the service has a record of the request: if not, the access layer failed.',
      '查看服务是否有该请求的记录：没有则是接入层出错。',
    ],
  },
  writer_unclear: {
    titleZh: '两组强特征对应答来源结论不一。',
    why: [
      'A page of one program under the header of another: copied, relayed or rewritten.',
      '一个程序的页面配着另一个程序的响应头：被复制、转发或改写。',
    ],
    remedy: [
      'Ask the owner of the backend which layer wrote it.',
      '请后端负责人确认是哪一层写的。',
    ],
  },
}
