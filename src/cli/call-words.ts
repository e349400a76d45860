import type { Language } from '../diagnosis/catalogue.ts'
import type { GatewaySeen } from '../calling/call-gateway.ts'
import type { Phase } from '../calling/call-timeline.ts'

/** The labels of a call in a terminal. */
export interface CallWords {
  readonly address: string
  readonly from: string
  readonly notNeeded: string
  /** What became of an address, by the key of its failure; the key tells where there is no word for it. */
  readonly addressFailures: Readonly<Record<string, string>>
  readonly sends: string
  readonly tls: string
  readonly issuer: string
  readonly until: string
  readonly daysLeft: (days: number) => string
  readonly phases: Readonly<Record<Phase, string>>
  readonly total: string
  readonly answer: string
  readonly noAnswer: string
  readonly moreFields: (count: number) => string
  readonly gateway: string
  readonly gatewayRoles: Readonly<Record<GatewaySeen['role'], string>>
  readonly note: string
  readonly body: string
  readonly binaryBody: (bytes: number) => string
  readonly emptyBody: string
  readonly moreBody: (bytes: number) => string
  /** Who answered, whose fault, who acts. */
  readonly inShort: (answered: string, status: number, fault: string, owner: string) => string
  readonly nothingWrong: (answered: string, status: number) => string
}

export const callWords: Readonly<Record<Language, CallWords>> = {
  en: {
    address: 'address',
    from: 'from',
    notNeeded: 'not needed',
    addressFailures: {
      backend_refused: 'refused',
      backend_unreachable: 'unreachable',
      backend_connect_timeout: 'connect timeout',
      backend_connect_reset: 'connect reset',
      gateway_out_of_sockets: 'out of sockets',
    },
    sends: 'sends',
    tls: 'tls',
    issuer: 'issuer',
    until: 'until',
    daysLeft: (days) => `${days} days left`,
    phases: { dns: 'dns', tcp: 'tcp', tls: 'tls', send: 'send', wait: 'wait', body: 'body' },
    total: 'total',
    answer: 'answer',
    noAnswer: 'none',
    moreFields: (count) => `… and ${count} more fields (--json shows them)`,
    gateway: 'gateway',
    gatewayRoles: {
      answered: 'wrote this answer itself',
      passed: 'passed on the answer of its backend',
      unclear: 'took part',
    },
    note: 'note',
    body: 'body',
    binaryBody: (bytes) => `binary, ${bytes} bytes (-o FILE keeps them)`,
    emptyBody: 'empty',
    moreBody: (bytes) => `… of ${bytes} bytes (-o FILE keeps all of it)`,
    inShort: (answered, status, fault, owner) =>
      `In short: ${answered} answered${status === 0 ? '' : ` ${status}`}; at fault: ${fault}; to act: ${owner}.`,
    nothingWrong: (answered, status) =>
      `In short: ${answered} answered ${status}; nothing is wrong.`,
  },
  zh: {
    address: '地址',
    from: '来自',
    notNeeded: '未使用',
    addressFailures: {
      backend_refused: '拒绝连接',
      backend_unreachable: '不可达',
      backend_connect_timeout: '连接超时',
      backend_connect_reset: '连接被重置',
      gateway_out_of_sockets: '套接字用尽',
    },
    sends: '发送',
    tls: 'TLS',
    issuer: '签发者',
    until: '有效期至',
    daysLeft: (days) => `剩余 ${days} 天`,
    phases: { dns: '域名', tcp: '连接', tls: 'TLS', send: '发送', wait: '等待', body: '响应体' },
    total: '总计',
    answer: '应答',
    noAnswer: '无',
    moreFields: (count) => `…… 另有 ${count} 个字段（--json 可见）`,
    gateway: '网关',
    gatewayRoles: {
      answered: '应答由网关自己写出',
      passed: '网关转发了后端的应答',
      unclear: '网关参与其中',
    },
    note: '注意',
    body: '响应体',
    binaryBody: (bytes) => `二进制，${bytes} 字节（用 -o FILE 保存）`,
    emptyBody: '空',
    moreBody: (bytes) => `…… 共 ${bytes} 字节（用 -o FILE 保存全部）`,
    inShort: (answered, status, fault, owner) =>
      `结论：应答方：${answered}${status === 0 ? '' : `（${status}）`}；故障方：${fault}；应处理方：${owner}。`,
    nothingWrong: (answered, status) => `结论：应答方：${answered}（${status}）；没有问题。`,
  },
}
