import type { VerdictOnlyKey } from '../../model/verdict-keys.ts'
import type { VerdictText } from './catalogue-text.ts'
import { askBackendOwner } from './shared-advice.ts'

type ReceivedKey = Exclude<
  VerdictOnlyKey,
  `call_${string}` | `access_layer_${string}` | `service_${string}` | TextKey
>
export type TextKey = 'status_only' | 'answer_cut' | 'gateway_error_unlisted' | 'nothing_recognised'

/** Nothing is wrong, the gateway answered by itself, or nobody that is known wrote the answer. */
export const receivedTexts: Readonly<Record<ReceivedKey, VerdictText>> = {
  answered: {
    titleZh: '后端已应答，状态码为成功。',
    why: [
      'The answer of the backend was passed on as is. Its status is a success; a code of its own in the body may still tell of a failure.',
      '后端的应答被原样返回，状态码为成功；响应体中服务自己的错误码仍可能表示失败。',
    ],
    remedy: [
      'Nothing to do. Where the verdict is only possible, read the body.',
      '无需处理。如果结论只是“可能”，请阅读响应体。',
    ],
  },
  redirected: {
    titleZh: '后端把调用方引向别处。',
    why: [
      'A redirect that is meant: another page, a file store, a new address.',
      '这是有意的重定向：其他页面、文件存储或新地址。',
    ],
    remedy: ['Nothing has to be done.', '无需处理。'],
    caller: [
      'Follow the Location where that is wanted; credentials must not go to another host.',
      '按需跟随 Location；不要把凭证发给其他主机。',
    ],
  },
  mock_answer: {
    titleZh: '网关返回了配置的模拟应答。',
    why: [
      'The mock plugin of the resource or stage answered; no backend was asked.',
      '资源或环境的 mock 插件直接应答，未请求后端。',
    ],
    remedy: ['Nothing has to be done.', '无需处理。'],
    publisher: [
      'Remove the plugin and release, where calls shall reach the backend.',
      '如要访问后端：移除该插件并发布。',
    ],
  },
  gateway_page: {
    titleZh: '网关在自己的地址上应答。',
    why: [
      'The address is no resource: services fetch there the public key that X-Bkapi-JWT is checked with.',
      '该地址不是资源：服务在此获取校验 X-Bkapi-JWT 的公钥。',
    ],
    remedy: ['Nothing has to be done.', '无需处理。'],
  },
  preflight_answer: {
    titleZh: '网关应答了跨域预检。',
    why: [
      'A browser asks before a cross-origin call; the CORS plugin answers, and no backend is asked.',
      '浏览器在跨域调用前先询问，由 CORS 插件应答，不请求后端。',
    ],
    remedy: ['Nothing has to be done.', '无需处理。'],
    publisher: [
      'Where browsers still complain: allow origin, method and header fields in the CORS plugin.',
      '如浏览器仍报跨域错误：在 CORS 插件中允许其来源、方法和请求头。',
    ],
  },
  tunnel_closed: {
    titleZh: '升级后的连接运行后结束。',
    why: [
      'A WebSocket or another upgrade ended; the verdict says who ended it and after how many bytes.',
      'WebSocket 等升级连接结束；结论说明由谁结束、传输了多少字节。',
    ],
    remedy: ['Nothing has to be done, unless it ended too early.', '除非过早结束，否则无需处理。'],
    caller: [
      'Send pings more often than the idle limit (60 s) to keep it open.',
      '以小于空闲时限（60 秒）的间隔发送 ping 可保持连接。',
    ],
  },
  backend_imitates_gateway: {
    titleZh: '服务返回了看起来像网关错误的应答。',
    why: [
      'The service relayed the error of another gateway that it calls itself, or chose codes that begin with 16. The header lacks the marks that only this gateway can set.',
      '服务转发了它自己所调用的其他网关的错误，或自己使用了 16 开头的错误码。响应头没有只有本网关才能设置的标记。',
    ],
    remedy: [
      'Give errors of the service codes of their own; say in them which call failed.',
      '服务应使用自己的错误码，并说明是哪个调用失败。',
    ],
    caller: askBackendOwner,
  },
  not_explained: {
    titleZh: '已知规则无法解释。',
    why: [
      'The record holds facts that no rule knows. It says so instead of guessing.',
      '记录中的事实不符合任何已知规则。此处如实说明，不作猜测。',
    ],
    remedy: ['Nobody can be named yet.', '尚不能确定由谁处理。'],
    operator: [
      'Report the record (`faultline why ID --json`): a rule is missing.',
      '上报该记录（faultline why ID --json）：缺少一条规则。',
    ],
  },
  https_redirect: {
    titleZh: '后端只支持 https，网关配置成了 http。',
    why: [
      'The access layer redirects every http call to https (301, 302, 307, 308). The gateway never answers 308 itself.',
      '接入层把 http 调用全部重定向到 https（301、302、307、308）。网关自己从不返回 308。',
    ],
    remedy: [
      "Write https:// in the address of the stage's backend.",
      '把环境中后端服务的地址改为 https://。',
    ],
    caller: [
      'Do not follow the redirect: it leads past the gateway, and credentials are lost on the way.',
      '不要跟随该重定向：它会绕过网关，凭证也会在途中丢失。',
    ],
  },
  redirect_to_private_address: {
    titleZh: '服务把调用方引向只有它自己能到达的地址。',
    why: [
      'The service builds its redirects from the Host that reaches it: behind a gateway or proxy that is its inner address (127.0.0.1, 10.…, a name of the cluster).',
      '服务用它收到的 Host 生成重定向：在网关或代理后面，那是它的内部地址（127.0.0.1、10.…、集群内的名字）。',
    ],
    remedy: [
      'Let the service write a relative Location, or its public address.',
      '让服务写相对的 Location，或写它的公开地址。',
    ],
    caller: askBackendOwner,
    publisher: [
      'The gateway passes X-Forwarded-Host on: the service can build its addresses from it. Setting hostHeader of the backend to the public name works too, where the service takes it.',
      '网关会传递 X-Forwarded-Host：服务可以据此生成地址。如果服务接受，也可以把后端的 hostHeader 设为公开域名。',
    ],
  },
  login_redirect: {
    titleZh: '服务把调用方引向自己的登录页。',
    why: [
      'The service does not know the identity that the gateway passes on, and treats the call as a browser without a login.',
      '服务不认识网关传递的身份，把调用当作未登录的浏览器。',
    ],
    remedy: [
      'Send the credentials that the service wants; a login page is for browsers.',
      '发送服务要求的凭证；登录页是给浏览器用的。',
    ],
    publisher: [
      'Check that the resource leads to an API path, and whether the stage must pass cookies.',
      '确认资源指向 API 路径，以及环境是否需要传递 Cookie。',
    ],
    backend: [
      'Accept X-Bkapi-JWT, or answer API calls with 401.',
      '接受 X-Bkapi-JWT，或对 API 调用返回 401。',
    ],
  },
  backend_refused_request: {
    titleZh: '网关后面的某一层拒绝了请求。',
    why: [
      'The answer is not ours and carries no sign of a known program.',
      '应答不是网关写的，也没有已知程序的特征。',
    ],
    remedy: [
      'Look whether the service has a record of the request: if not, the access layer refused.',
      '查看服务是否有该请求的记录：没有则是接入层拒绝。',
    ],
    caller: [
      'Compare the request with what the API documents; then ask the owners of the backend.',
      '先与接口文档核对请求，再联系后端负责人。',
    ],
  },
  backend_error: {
    titleZh: '网关后面的某一层出错。',
    why: [
      'The answer is not ours and carries no sign of a known program.',
      '应答不是网关写的，也没有已知程序的特征。',
    ],
    remedy: [
      'Look whether the service has a record of the request: if not, the access layer failed.',
      '查看服务是否有该请求的记录：没有则是接入层出错。',
    ],
    caller: askBackendOwner,
  },
  writer_unclear: {
    titleZh: '两组强特征对应答来源结论不一。',
    why: [
      'A page of one program under the header of another: copied, relayed or rewritten. Both lists of signs are in the evidence.',
      '一个程序的页面配着另一个程序的响应头：被复制、转发或改写。两组特征都列在证据中。',
    ],
    remedy: [
      'Tell which layer wrote it: the log of each layer at that time knows.',
      '确认是哪一层写的：各层在该时刻的日志可以说明。',
    ],
    caller: askBackendOwner,
  },
}
