import type { Language } from '../diagnosis/catalogue.ts'
import type { Certainty, Fault, Owner, Responder } from '../model/attribution.ts'
import type { Contact } from '../model/verdict.ts'

/** The labels of a verdict in a terminal. */
export interface VerdictWords {
  readonly whoAnswered: string
  readonly whoseFault: string
  readonly whoActs: string
  readonly howSure: string
  readonly contacts: string
  readonly evidence: string
  readonly nextSteps: string
  readonly wouldConfirm: string
  readonly notSeen: string
  readonly more: string
  readonly responders: Readonly<Record<Responder, string>>
  /** Of an answer without a gateway on the way. */
  readonly directResponder: string
  readonly faults: Readonly<Record<Fault, string>>
  readonly owners: Readonly<Record<Owner, string>>
  readonly certainties: Readonly<Record<Certainty, string>>
  readonly roles: Readonly<Record<Contact['role'], string>>
}

export const verdictWords: Readonly<Record<Language, VerdictWords>> = {
  en: {
    whoAnswered: 'Who answered',
    whoseFault: 'Whose fault',
    whoActs: 'Who acts',
    howSure: 'How sure',
    contacts: 'Ask',
    evidence: 'Evidence',
    nextSteps: 'Next steps',
    wouldConfirm: 'Would make it certain',
    notSeen: 'Not in the text',
    more: 'More',
    responders: {
      gateway: 'the gateway',
      access_layer: 'the access layer in front of the service',
      service: 'the service',
      backend: 'something behind the gateway (access layer and service not told apart)',
      none: 'nobody',
    },
    directResponder: 'whatever runs at that address (access layer and service not told apart)',
    faults: {
      none: 'nothing is wrong',
      client: 'the caller',
      gateway: 'the gateway or its configuration',
      network: 'the network',
      access_layer: 'the access layer',
      service: 'the service',
      unsure: 'not sure',
    },
    owners: {
      nobody: 'nobody has to',
      caller: 'the caller',
      publisher: 'the maintainers of the gateway',
      backend: "the backend's owners",
      operator: 'whoever runs the gateway',
    },
    certainties: {
      certain: 'certain (our own sockets or our own decision)',
      confirmed: 'confirmed by a record of the backend',
      likely: 'likely',
      possible: 'possible, the signs are weak',
      unknown: 'not known',
    },
    roles: {
      publisher: 'publisher',
      'backend owner': 'backend owner',
      caller: 'caller',
      operator: 'operator',
    },
  },
  zh: {
    whoAnswered: '谁应答',
    whoseFault: '谁的问题',
    whoActs: '谁来处理',
    howSure: '确定程度',
    contacts: '联系',
    evidence: '证据',
    nextSteps: '下一步',
    wouldConfirm: '有以下信息即可确定',
    notSeen: '文本中没有',
    more: '更多',
    responders: {
      gateway: '网关',
      access_layer: '服务前的接入层',
      service: '服务',
      backend: '网关后面的某一层（接入层或服务，无法区分）',
      none: '没有应答',
    },
    directResponder: '该地址的程序（无法区分接入层与服务）',
    faults: {
      none: '没有问题',
      client: '调用方',
      gateway: '网关或其配置',
      network: '网络',
      access_layer: '接入层',
      service: '服务',
      unsure: '不能确定',
    },
    owners: {
      nobody: '无需处理',
      caller: '调用方',
      publisher: '网关维护人',
      backend: '后端负责人',
      operator: '网关平台运维',
    },
    certainties: {
      certain: '确定（网关自己的连接或判定）',
      confirmed: '已由后端记录确认',
      likely: '很可能',
      possible: '有可能，特征较弱',
      unknown: '未知',
    },
    roles: {
      publisher: '网关维护人',
      'backend owner': '后端负责人',
      caller: '调用方',
      operator: '运维',
    },
  },
}
