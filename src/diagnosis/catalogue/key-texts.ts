import type { Bilingual } from '../../model/bilingual.ts'
import { errorEntry, isErrorKey, type ErrorKey } from '../../model/error-table.ts'
import { verdictKeyEntry, type VerdictOnlyKey } from '../../model/verdict-keys.ts'
import type { VerdictKey } from '../finding.ts'
import { accessLayerTexts } from './access-layer-texts.ts'
import { answerTexts } from './answer-texts.ts'
import { appTexts } from './app-texts.ts'
import { callTexts } from './call-texts.ts'
import { connectTexts } from './connect-texts.ts'
import { gatewayTexts } from './gateway-texts.ts'
import { lateAnswerTexts } from './late-answer-texts.ts'
import { policyTexts } from './policy-texts.ts'
import { receivedTexts } from './received-texts.ts'
import { requestTexts } from './request-texts.ts'
import { serviceTexts } from './service-texts.ts'
import { tlsTexts } from './tls-texts.ts'
import { userTexts } from './user-texts.ts'
import type { ErrorText, VerdictText } from './catalogue-text.ts'

/** What happened, and what the one who must act does: the sentences of every key, which the catalogue
 *  and the verdicts share. */
export function titleOf(key: VerdictKey): Bilingual {
  return isErrorKey(key)
    ? [errorEntry(key).summary, errorTexts[key].titleZh]
    : [verdictKeyEntry(key).title, verdictTexts[key].titleZh]
}

export function remedyOf(key: VerdictKey): Bilingual {
  return isErrorKey(key)
    ? [errorEntry(key).remedy, errorTexts[key].remedyZh]
    : verdictTexts[key].remedy
}

export const errorTexts: Readonly<Record<ErrorKey, ErrorText>> = {
  ...requestTexts,
  ...appTexts,
  ...userTexts,
  ...policyTexts,
  ...connectTexts,
  ...tlsTexts,
  ...answerTexts,
  ...lateAnswerTexts,
  ...gatewayTexts,
}
export const verdictTexts: Readonly<Record<VerdictOnlyKey, VerdictText>> = {
  ...accessLayerTexts,
  ...serviceTexts,
  ...receivedTexts,
  ...callTexts,
}
