import type { VerdictOnlyKey } from '../../model/verdict-keys.ts'
import type { VerdictText } from './catalogue-text.ts'
import type { TextKey } from './received-texts.ts'

/** Calls that got no answer, and texts that hold too little: only for what people paste. */
export const callTexts: Readonly<
  Record<Extract<VerdictOnlyKey, `call_${string}` | TextKey>, VerdictText>
> = {
  call_name_unknown: {
    titleZh: '调用方的机器无法解析域名。',
    why: [
      'A typing mistake, a missing VPN, or a name server that is down. No gateway has seen the call.',
      '域名写错、没有连 VPN，或域名服务器不可用。网关没有收到该调用。',
    ],
    remedy: [
      'Check the name and the network of the calling machine.',
      '检查域名和调用机器的网络。',
    ],
    operator: [
      "Where the name is the gateway's own: check its record and who may resolve it.",
      '如该域名是网关自己的：检查其解析记录和可解析范围。',
    ],
  },
  call_refused: {
    titleZh: '所调用的地址没有程序接受连接。',
    why: [
      'A wrong port, or whatever listens there is down: maybe the gateway itself. What curl reports is its own connection, never that of the gateway to a backend.',
      '端口错误，或那里的程序（可能是网关本身）没有运行。curl 报告的是它自己的连接，不是网关到后端的连接。',
    ],
    remedy: [
      'Check that the gateway, or what stands in front of it, is running and listens on this address.',
      '确认网关或其前面的程序正在运行并监听该地址。',
    ],
    caller: [
      'Check host and port; ask who runs that address.',
      '检查主机和端口；联系该地址的负责人。',
    ],
  },
  call_unreachable: {
    titleZh: '调用方没有到该地址的路由。',
    why: ['The network, VPN or route of the calling machine.', '调用机器的网络、VPN 或路由问题。'],
    remedy: ['Check the network of the calling machine.', '检查调用机器的网络。'],
  },
  call_connect_timeout: {
    titleZh: '所调用的地址没有应答连接。',
    why: [
      'A firewall that drops packets, a missing VPN, or an overloaded host.',
      '防火墙丢包、没有连 VPN，或主机过载。',
    ],
    remedy: [
      'Look for a firewall; then ask who runs that address.',
      '检查防火墙，再联系该地址负责人。',
    ],
    operator: [
      'Check that the network of the caller may reach the listener.',
      '确认调用方所在网络允许访问监听地址。',
    ],
  },
  call_tls_failed: {
    titleZh: '与所调用地址的 TLS 握手失败。',
    why: [
      'https spoken to an http port, or no common TLS version.',
      '用 https 访问 http 端口，或没有共同的 TLS 版本。',
    ],
    remedy: ['Check that the port speaks https.', '确认该端口支持 https。'],
  },
  call_certificate_refused: {
    titleZh: '调用方不信任所示证书。',
    why: [
      'Self-signed, expired, for another name, or an authority that the caller does not know.',
      '自签名、过期、名字不符，或调用方不认识该 CA。',
    ],
    remedy: [
      'Look at the certificate; add its authority on the calling machine, or have it renewed.',
      '查看证书；在调用机器上添加 CA，或更新证书。',
    ],
    operator: [
      "Where it is the gateway's certificate: `faultline doctor` shows its dates, names and chain.",
      '如是网关的证书：faultline doctor 会显示其日期、名字和证书链。',
    ],
  },
  call_reset: {
    titleZh: '连接在应答前被切断。',
    why: [
      'A firewall, a load balancer or a crash on the other side.',
      '防火墙、负载均衡或对端崩溃。',
    ],
    remedy: [
      'Repeat once; then ask who runs that address, with the time.',
      '重试一次；再带时间联系该地址负责人。',
    ],
    operator: [
      'Look for a worker that died at that time: `faultline logs error_key:worker_lost`.',
      '查看当时是否有工作线程退出：faultline logs error_key:worker_lost。',
    ],
  },
  call_empty_reply: {
    titleZh: '对端没有应答就关闭。',
    why: [
      'A crash, http spoken to https, or a port that is no HTTP.',
      '对端崩溃、用 http 访问 https，或端口不是 HTTP。',
    ],
    remedy: [
      'Check scheme and port; ask who runs that address.',
      '检查协议和端口；联系该地址负责人。',
    ],
  },
  call_gave_up: {
    titleZh: '调用方放弃等待。',
    why: [
      "The caller's own time limit was shorter than the answer took, or its own disk, pipe or limit of size ended the call; a gateway notes it as 499.",
      '调用方自己的时限短于应答时间，或其磁盘、管道、大小限制结束了调用；网关记录为 499。',
    ],
    remedy: [
      "Raise the limit, and look in the gateway's record where the time went.",
      '调大时限，并在网关流水日志中查看耗时。',
    ],
    backend: [
      'Where the record shows that the time went into waiting for you: make it faster.',
      '如流水记录显示时间花在等待后端：请优化后端。',
    ],
  },
  call_interrupted: {
    titleZh: '文本在得到应答前结束。',
    why: [
      'The person or the program stopped waiting, or the rest was not pasted.',
      '人或程序停止等待，或没有粘贴完整。',
    ],
    remedy: ['Run the call again and paste all of its output.', '重新调用并粘贴全部输出。'],
  },
  call_malformed: {
    titleZh: '调用本身格式错误，没有发出请求。',
    why: [
      'A wrong address, an unknown scheme, or a file that is missing.',
      '地址错误、协议未知或缺少文件。',
    ],
    remedy: ['Correct the command.', '更正命令。'],
  },
  call_too_many_redirects: {
    titleZh: '应答在循环重定向。',
    why: [
      'http and https, or a login page, send to each other.',
      'http 与 https 或登录页互相跳转。',
    ],
    remedy: [
      'Correct the address that sends callers away: often http:// for a backend that only speaks https.',
      '更正引起跳转的地址：常见的是后端只支持 https 却配置了 http://。',
    ],
    caller: [
      'Look at each Location without following (`faultline call` explains every hop).',
      '不跟随地逐个查看 Location（faultline call 会解释每一跳）。',
    ],
  },
  status_only: {
    titleZh: '只剩状态码，无法判断是谁写的。',
    why: [
      '`curl -f`, or a library that throws the body away.',
      '使用了 curl -f，或库丢弃了响应体。',
    ],
    remedy: ['Call again with `curl -i`.', '用 curl -i 重新调用。'],
  },
  answer_cut: {
    titleZh: '应答开始后中断。',
    why: [
      'The other side, the network or a time limit ended it inside the body.',
      '对端、网络或时限在响应体中途结束了应答。',
    ],
    remedy: [
      "Look in the service's log for a crash at that time; the gateway's record tells which side ended it.",
      '在服务日志中查找当时的崩溃；网关流水记录说明由哪一侧结束。',
    ],
    caller: [
      'Throw away what arrived; give the time and the X-Bkapi-Request-ID to the maintainers.',
      '丢弃已收到的内容；把时间和 X-Bkapi-Request-ID 交给网关维护人。',
    ],
  },
  gateway_error_unlisted: {
    titleZh: '网关错误，但错误码不在目录中。',
    why: [
      'An error of an older or another gateway, or without the detail that tells the cause.',
      '旧网关或其他网关的错误，或缺少能说明原因的细节。',
    ],
    remedy: [
      'Look the code up in that gateway, with the X-Bkapi-Request-ID.',
      '在该网关中按 X-Bkapi-Request-ID 查询该错误码。',
    ],
    caller: [
      'Read the message; codes 164xxxx are about the request, 165xxxx are not.',
      '阅读消息；164xxxx 与请求有关，165xxxx 与请求无关。',
    ],
  },
  nothing_recognised: {
    titleZh: '文本中没有可识别的应答。',
    why: ['Too little was pasted.', '粘贴的内容太少。'],
    remedy: [
      'Paste the output of `curl -v`, or give the request id.',
      '粘贴 curl -v 的输出，或提供 request id。',
    ],
  },
}
