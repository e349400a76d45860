import type { Verdict } from '../../../src/model/verdict.ts'

/** What to send to whoever must act: the conclusion, why, and what was called. Plain text, as it goes into
 *  a chat or a ticket. */
export function messageForOwner(verdict: Verdict, about: string): string {
  const people = verdict.contacts.map(({ name }) => `@${name}`).join(' ')
  return [
    ...(people === '' ? [] : [people]),
    verdict.summary,
    ...(about === '' ? [] : [about]),
    ...verdict.evidence.map(({ statement }) => `- ${statement}`),
    ...verdict.next_steps.map((step) => `> ${step}`),
  ].join('\n')
}
