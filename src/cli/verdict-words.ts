import { attributionWords, type AttributionWords } from '../diagnosis/attribution-words.ts'
import type { Language } from '../diagnosis/catalogue.ts'
import type { Certainty } from '../model/attribution.ts'
import type { Contact, EvidenceSource } from '../model/verdict.ts'

/** The labels of a verdict in a terminal. */
export interface VerdictWords extends AttributionWords {
  readonly whoAnswered: string
  readonly howSure: string
  readonly contacts: string
  readonly evidence: string
  readonly nextSteps: string
  readonly wouldConfirm: string
  readonly notSeen: string
  readonly more: string
  /** Of an answer without a gateway on the way. */
  readonly directResponder: string
  readonly certainties: Readonly<Record<Certainty, string>>
  readonly roles: Readonly<Record<Contact['role'], string>>
  readonly sources: Readonly<Record<EvidenceSource, string>>
  readonly app: string
}

export const verdictWords: Readonly<Record<Language, VerdictWords>> = {
  en: {
    ...attributionWords.en,
    whoAnswered: 'Who answered',
    howSure: 'How sure',
    contacts: 'Ask',
    evidence: 'Evidence',
    nextSteps: 'Next steps',
    wouldConfirm: 'Would make it certain',
    notSeen: 'Not in the text',
    more: 'More',
    directResponder: 'whatever runs at that address (access layer and service not told apart)',
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
    sources: {
      socket: 'socket',
      response: 'response',
      fingerprint: 'fingerprint',
      'backend-log': 'backend-log',
      trace: 'trace',
      probe: 'probe',
      pasted: 'pasted',
      gateway: 'gateway',
    },
    app: 'app',
  },
  zh: {
    ...attributionWords.zh,
    whoAnswered: '谁应答',
    howSure: '确定程度',
    contacts: '联系',
    evidence: '证据',
    nextSteps: '下一步',
    wouldConfirm: '有以下信息即可确定',
    notSeen: '文本中没有',
    more: '更多',
    directResponder: '该地址的程序（无法区分接入层与服务）',
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
    sources: {
      socket: '连接',
      response: '响应',
      fingerprint: '特征',
      'backend-log': '后端日志',
      trace: '链路',
      probe: '探测',
      pasted: '文本',
      gateway: '网关',
    },
    app: '应用',
  },
}
