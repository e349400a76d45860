import { chosen, type Bilingual, type Language } from '../model/bilingual.ts'
import type { Owner } from '../model/attribution.ts'
import type { FlowRecord } from '../model/flow-record.ts'
import type { Contact } from '../model/verdict.ts'

/** Names behind the roles. '' and an empty list mean that nobody is known. */
export interface ContactBook {
  maintainersOf(gateway: string): readonly string[]
  ownersOf(gateway: string, stage: string, backend: string): readonly string[]
  appOwner(appCode: string): string
  readonly operator: string
}

/** Whom to ask, first the one who must act. The publisher follows where the owner is somebody else
 *  than the caller alone: who sees the verdict may not know the backend's owners. */
export function contactsFor(
  owner: Owner,
  record: FlowRecord,
  book: ContactBook,
  publisherGrants: boolean,
  language: Language,
): Contact[] {
  const publishers = book.maintainersOf(record.gateway).map((name) => contact('publisher', name))
  switch (owner) {
    case 'nobody':
      return []
    case 'caller':
      return [...callers(record, book, language), ...(publisherGrants ? publishers : [])]
    case 'publisher':
      return publishers
    case 'backend':
      return [
        ...book
          .ownersOf(record.gateway, record.stage, record.backend)
          .map((name) => contact('backend owner', name)),
        ...publishers,
      ]
    case 'operator':
      return book.operator === '' ? [] : [contact('operator', book.operator)]
  }
}

function callers(record: FlowRecord, book: ContactBook, language: Language): Contact[] {
  const owner = record.app_code === '' ? '' : book.appOwner(record.app_code)
  if (owner !== '') return [contact('caller', owner)]
  if (record.app_code === '') return []
  const ofApp: Bilingual = [
    `owner of the application ${record.app_code}`,
    `应用 ${record.app_code} 的负责人`,
  ]
  return [contact('caller', chosen(ofApp, language))]
}

function contact(role: Contact['role'], name: string): Contact {
  return { role, name }
}
