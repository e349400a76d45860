import type { CatalogueEntry, Language } from '../diagnosis/catalogue.ts'
import type { Fault, Owner, Responder } from '../model/attribution.ts'

/** The words of the pages about errors around the catalogue's own. */
export interface ErrorPageWords {
  readonly language: string
  readonly languages: string
  readonly all: string
  readonly intro: string
  readonly searchLabel: string
  readonly searchButton: string
  readonly found: string
  readonly nothingFound: string
  readonly key: string
  readonly code: string
  readonly meaning: string
  readonly facts: string
  readonly whoAnswers: string
  readonly whoseFault: string
  readonly whoActs: string
  readonly why: string
  readonly act: string
  readonly sample: string
  readonly sampleNotes: Readonly<Record<CatalogueEntry['kind'], string>>
  readonly lookAlikes: string
  readonly related: string
  readonly unknown: string
  readonly didYouMean: string
  readonly roles: Readonly<Record<Owner, string>>
  readonly groups: Readonly<Record<Owner, string>>
  readonly responders: Readonly<Record<Responder, string>>
  readonly faults: Readonly<Record<Fault, string>>
  readonly owners: Readonly<Record<Owner, string>>
}

const english: ErrorPageWords = {
  language: 'English',
  languages: 'Language',
  all: 'Errors and verdicts',
  intro:
    'Everything that the gateway answers by itself, and everything that it concludes about answers of others.',
  searchLabel: 'A key, a code, a message as you received it, or words',
  searchButton: 'Search',
  found: 'Found',
  nothingFound: 'Nothing fits. Fewer words find more.',
  key: 'Key',
  code: 'Code',
  meaning: 'Meaning',
  facts: 'Who answers, whose fault it is, who acts',
  whoAnswers: 'Who answers',
  whoseFault: 'Whose fault',
  whoActs: 'Who acts',
  why: 'Why it happens',
  act: 'What to do',
  sample: 'What the caller sees',
  sampleNotes: {
    error: 'The answer of the gateway; ids, names and numbers differ.',
    verdict: 'An example of a real program; yours may look different.',
  },
  lookAlikes: 'Often confused with',
  related: 'Other errors with the same code',
  unknown: 'There is no error of this key',
  didYouMean: 'Did you mean',
  roles: {
    nobody: 'Nobody in particular',
    caller: 'The caller',
    publisher: 'Maintainers of the gateway',
    backend: 'Owners of the backend',
    operator: 'The operator of the gateway',
  },
  groups: {
    caller: 'The caller acts',
    publisher: 'The maintainers of the gateway act',
    backend: 'The owners of the backend act',
    operator: 'The operator of the gateway acts',
    nobody: 'Nobody has to act',
  },
  responders: {
    gateway: 'the gateway',
    access_layer: 'the access layer in front of the service',
    service: 'the service',
    backend: 'something behind the gateway',
    none: 'nobody: no answer arrived',
  },
  faults: {
    none: 'nothing is wrong',
    client: 'the caller',
    gateway: 'the gateway or its configuration',
    network: 'the network',
    access_layer: 'the access layer',
    service: 'the service',
    unsure: 'cannot be told from this alone',
  },
  owners: {
    nobody: 'nobody has to',
    caller: 'the caller',
    publisher: 'the maintainers of the gateway',
    backend: 'the owners of the backend',
    operator: 'whoever runs the gateway',
  },
}

const chinese: ErrorPageWords = {
  language: '中文',
  languages: '语言',
  all: '错误与结论',
  intro: '网关自己返回的全部错误，以及网关对其他应答得出的全部结论。',
  searchLabel: '错误键、错误码、收到的消息原文，或关键词',
  searchButton: '搜索',
  found: '找到',
  nothingFound: '没有匹配的内容，请减少关键词。',
  key: '错误键',
  code: '错误码',
  meaning: '含义',
  facts: '谁应答、谁的问题、谁来处理',
  whoAnswers: '谁应答',
  whoseFault: '谁的问题',
  whoActs: '谁来处理',
  why: '原因',
  act: '如何处理',
  sample: '调用方看到的内容',
  sampleNotes: {
    error: '网关返回的应答；其中的 ID、名字和数字会不同。',
    verdict: '真实程序的示例；您看到的可能有所不同。',
  },
  lookAlikes: '容易混淆的情况',
  related: '相同错误码的其他错误',
  unknown: '没有这个错误键',
  didYouMean: '您是否要找',
  roles: {
    nobody: '无特定处理人',
    caller: '调用方',
    publisher: '网关维护人',
    backend: '后端负责人',
    operator: '网关平台运维',
  },
  groups: {
    caller: '由调用方处理',
    publisher: '由网关维护人处理',
    backend: '由后端负责人处理',
    operator: '由网关平台运维处理',
    nobody: '无需处理',
  },
  responders: {
    gateway: '网关',
    access_layer: '服务前的接入层',
    service: '服务',
    backend: '网关后面的某一层',
    none: '没有应答',
  },
  faults: {
    none: '没有问题',
    client: '调用方',
    gateway: '网关或其配置',
    network: '网络',
    access_layer: '接入层',
    service: '服务',
    unsure: '仅凭此无法确定',
  },
  owners: {
    nobody: '无需处理',
    caller: '调用方',
    publisher: '网关维护人',
    backend: '后端负责人',
    operator: '网关平台运维',
  },
}

export const errorPageWords: Readonly<Record<Language, ErrorPageWords>> = {
  en: english,
  zh: chinese,
}
