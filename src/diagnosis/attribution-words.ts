import type { Fault, Owner, Responder } from '../model/attribution.ts'
import type { Language } from './catalogue.ts'

/** Responder, fault and owner in words: the same in a terminal and on a page. */
export interface AttributionWords {
  readonly whoseFault: string
  readonly whoActs: string
  readonly responders: Readonly<Record<Responder, string>>
  readonly faults: Readonly<Record<Fault, string>>
  readonly owners: Readonly<Record<Owner, string>>
}

export const attributionWords: Readonly<Record<Language, AttributionWords>> = {
  en: {
    whoseFault: 'Whose fault',
    whoActs: 'Who acts',
    responders: {
      gateway: 'the gateway',
      access_layer: 'the access layer in front of the service',
      service: 'the service',
      backend: 'something behind the gateway (access layer and service not told apart)',
      none: 'nobody',
    },
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
  },
  zh: {
    whoseFault: '谁的问题',
    whoActs: '谁来处理',
    responders: {
      gateway: '网关',
      access_layer: '服务前的接入层',
      service: '服务',
      backend: '网关后面的某一层（接入层或服务，无法区分）',
      none: '没有应答',
    },
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
  },
}
