import type { Owner } from '../../model/attribution.ts'
import type { Language } from '../catalogue.ts'

/** The headings of an entry of the catalogue: the same in a terminal and on a page. */
export interface EntryWords {
  readonly why: string
  readonly act: string
  readonly sample: string
  readonly lookAlikes: string
  readonly related: string
  readonly roles: Readonly<Record<Owner, string>>
}

export const entryWords: Readonly<Record<Language, EntryWords>> = {
  en: {
    why: 'Why it happens',
    act: 'What to do',
    sample: 'What the caller sees',
    lookAlikes: 'Often confused with',
    related: 'Other errors with the same code',
    roles: {
      nobody: 'Nobody in particular',
      caller: 'The caller',
      publisher: 'Maintainers of the gateway',
      backend: 'Owners of the backend',
      operator: 'Whoever runs the gateway',
    },
  },
  zh: {
    why: '原因',
    act: '如何处理',
    sample: '调用方看到的内容',
    lookAlikes: '容易混淆的情况',
    related: '相同错误码的其他错误',
    roles: {
      nobody: '无特定处理人',
      caller: '调用方',
      publisher: '网关维护人',
      backend: '后端负责人',
      operator: '网关平台运维',
    },
  },
}
