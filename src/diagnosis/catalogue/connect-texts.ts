import type { connectErrors } from '../../model/errors/connect-errors.ts'
import type { ErrorText } from './catalogue-text.ts'
import { compareAddress, tryFromHere, unseenSoRepeat } from './shared-advice.ts'

/** The backend was not reached: name, address, TCP. */
export const connectTexts: Readonly<Record<keyof typeof connectErrors, ErrorText>> = {
  dns_not_found: {
    titleZh: '后端域名不存在。',
    why: [
      "The name servers say that there is no such name (NXDOMAIN): a typing mistake in the stage's backend, a name of another network or cluster, or a service that was removed.",
      '域名服务器回答没有这个名字（NXDOMAIN）：环境的后端域名写错、属于其他网络或集群，或服务已移除。',
    ],
    remedyZh: '更正环境中后端服务的域名，或创建该域名。',
    caller: unseenSoRepeat,
    backend: [
      'Where the name was removed or moved: tell the maintainers of the gateway the new one.',
      '如域名已移除或更换：把新域名告诉网关维护人。',
    ],
    operator: [
      'Where the name exists elsewhere: the name servers, `search` and `ndots` of this machine decide. `faultline doctor` shows them.',
      '如该域名在别处存在：由本机的域名服务器、search 和 ndots 决定，faultline doctor 会列出。',
    ],
  },
  dns_no_address: {
    titleZh: '后端域名存在但没有地址。',
    why: [
      'The name has other records (a mail server, a text), but neither A nor AAAA.',
      '该域名有其他记录（如 MX、TXT），但没有 A 或 AAAA 记录。',
    ],
    remedyZh: '为域名添加地址记录，或更正环境中后端服务的域名。',
    caller: unseenSoRepeat,
    backend: [
      'Publish an address record of the service; a headless service without ready instances has none.',
      '为服务发布地址记录；没有就绪实例的 headless 服务不会有地址。',
    ],
  },
  dns_failed: {
    titleZh: '域名服务器无法解析后端域名。',
    why: [
      'The name server answered SERVFAIL or REFUSED, or something that is no answer: it is broken, may not be asked from here, or cannot reach the servers of that domain.',
      '域名服务器返回 SERVFAIL、REFUSED 或无效内容：它有故障、不允许本机查询，或无法访问该域名的权威服务器。',
    ],
    remedyZh: '检查网关使用的域名服务器。',
    caller: unseenSoRepeat,
    publisher: [
      "Where other backends resolve: check that this one's domain is delegated correctly.",
      '如其他后端可以解析：检查该域名的委派是否正确。',
    ],
  },
  dns_timeout: {
    titleZh: '域名服务器未及时应答。',
    why: [
      'The name servers, or the way to them, are down or overloaded: every question went unanswered.',
      '域名服务器或到它们的网络中断或过载：所有查询都没有应答。',
    ],
    remedyZh: '检查网关使用的域名服务器，以及到它们的网络。',
    caller: unseenSoRepeat,
  },
  backend_refused: {
    titleZh: '后端地址上没有程序接受连接。',
    why: [
      'The host answered that nothing listens on this port: the process is not running, listens on another port or only on 127.0.0.1, or a firewall rejects. No backend saw the request.',
      '主机回答该端口没有监听：进程没有运行、监听其他端口或仅监听 127.0.0.1，或被防火墙拒绝。后端没有收到请求。',
    ],
    remedyZh: '启动后端，或更正环境中的地址和端口。',
    caller: unseenSoRepeat,
    publisher: compareAddress,
    operator: tryFromHere,
  },
  backend_unreachable: {
    titleZh: '没有到后端地址的路由。',
    why: [
      'A router or this machine itself said that there is no way to the address: a wrong address, a missing route, or a network that is down.',
      '路由器或本机回答没有到该地址的路径：地址错误、缺少路由或网络中断。',
    ],
    remedyZh: '检查网关与后端之间的路由和地址。',
    caller: unseenSoRepeat,
    publisher: compareAddress,
    operator: tryFromHere,
  },
  backend_connect_timeout: {
    titleZh: '后端地址没有及时应答连接。',
    why: [
      'Nothing came back at all, not even a refusal: a firewall drops packets, the address belongs to nobody, or the host is overloaded and its queue full.',
      '没有任何回应，连拒绝也没有：防火墙丢包、地址无人使用，或主机过载、连接队列已满。',
    ],
    remedyZh: '检查丢包的防火墙、错误的地址或过载的主机。',
    caller: unseenSoRepeat,
    publisher: compareAddress,
    operator: tryFromHere,
  },
  backend_connect_reset: {
    titleZh: '建立连接时被重置。',
    why: [
      'The connection was cut before it stood: a firewall or load balancer in front of the backend does that, a program hardly ever.',
      '连接在建立过程中被切断：通常是后端前的防火墙或负载均衡，程序自身几乎不会这样。',
    ],
    remedyZh: '查找后端前会重置连接的防火墙或负载均衡。',
    caller: unseenSoRepeat,
    operator: tryFromHere,
  },
  no_endpoint: {
    titleZh: '该环境的后端没有任何可用地址。',
    why: [
      'No host is configured for this stage, or all of them have the weight 0.',
      '该环境没有配置主机，或权重全为 0。',
    ],
    remedyZh: '为环境中的后端服务添加权重大于 0 的主机。',
    caller: unseenSoRepeat,
  },
  gateway_out_of_sockets: {
    titleZh: '网关的套接字或端口用尽。',
    why: [
      "The limit of open files (EMFILE) or the range of local ports (EADDRNOTAVAIL) of the gateway's machine is used up. The backend was not asked.",
      '网关机器的打开文件数（EMFILE）或本地端口范围（EADDRNOTAVAIL）用尽。没有请求后端。',
    ],
    remedyZh: '调高网关机器的打开文件数限制（ulimit -n）或本地端口范围。',
    caller: unseenSoRepeat,
  },
}
