import { attributionWords, type AttributionWords } from '../diagnosis/attribution-words.ts'
import type { CatalogueEntry, Language } from '../diagnosis/catalogue.ts'
import { entryWords, type EntryWords } from '../diagnosis/catalogue/entry-words.ts'
import type { Owner } from '../model/attribution.ts'

/** The words of the pages about errors around the catalogue's own. */
export interface ErrorPageWords extends AttributionWords, EntryWords {
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
  readonly sampleNotes: Readonly<Record<CatalogueEntry['kind'], string>>
  readonly unknown: string
  readonly didYouMean: string
  readonly groups: Readonly<Record<Owner, string>>
}

const english: ErrorPageWords = {
  ...attributionWords.en,
  ...entryWords.en,
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
  sampleNotes: {
    error: 'The answer of the gateway; ids, names and numbers differ.',
    verdict: 'An example of a real program; yours may look different.',
  },
  unknown: 'There is no error of this key',
  didYouMean: 'Did you mean',
  groups: {
    caller: 'The caller acts',
    publisher: 'The maintainers of the gateway act',
    backend: 'The owners of the backend act',
    operator: 'The operator of the gateway acts',
    nobody: 'Nobody has to act',
  },
}

const chinese: ErrorPageWords = {
  ...attributionWords.zh,
  ...entryWords.zh,
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
  sampleNotes: {
    error: '网关返回的应答；其中的 ID、名字和数字会不同。',
    verdict: '真实程序的示例；您看到的可能有所不同。',
  },
  unknown: '没有这个错误键',
  didYouMean: '您是否要找',
  groups: {
    caller: '由调用方处理',
    publisher: '由网关维护人处理',
    backend: '由后端负责人处理',
    operator: '由网关平台运维处理',
    nobody: '无需处理',
  },
}

export const errorPageWords: Readonly<Record<Language, ErrorPageWords>> = {
  en: english,
  zh: chinese,
}
