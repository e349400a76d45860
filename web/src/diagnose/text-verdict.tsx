import { use, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { TextDiagnosis } from '../../../src/diagnosis/transcripts/diagnose-text.ts'
import { languageNow } from '../texts/language.ts'
import { VerdictCard } from '../verdict/verdict-card.tsx'

/** The rules are loaded once somebody pastes: other pages do without them. */
let rules: Promise<typeof import('../../../src/diagnosis/transcripts/diagnose-text.ts')> | undefined

function loadedRules(): NonNullable<typeof rules> {
  rules ??= import('../../../src/diagnosis/transcripts/diagnose-text.ts')
  return rules
}

export function TextVerdict({ text }: { readonly text: string }): React.ReactElement | null {
  return text.trim() === '' ? null : <Read text={text} />
}

function Read({ text }: { readonly text: string }): React.ReactElement {
  const { t } = useTranslation()
  const { diagnoseText } = use(loadedRules())
  const language = languageNow()
  const diagnosis = useMemo(() => diagnoseText(text, language), [diagnoseText, text, language])
  const { detected, verdict, hops, record, not_seen: notSeen } = diagnosis
  const hop = hops.find((one) => one.verdict === verdict)
  return (
    <>
      <p className="detected">{t('detected', { kind: detected })}</p>
      {hops.length > 1 ? <Hops diagnosis={diagnosis} /> : null}
      <VerdictCard
        verdict={verdict}
        status={record?.status ?? hop?.status ?? 0}
        isDirect={hop?.through_gateway === false}
        notSeen={notSeen}
        about={hop?.request ?? ''}
      />
    </>
  )
}

function Hops({ diagnosis }: { readonly diagnosis: TextDiagnosis }): React.ReactElement {
  const { t } = useTranslation()
  return (
    <ol className="hops" aria-label={t('exchanges')}>
      {diagnosis.hops.map(({ request, status, verdict }, index) => (
        <li
          // oxlint-disable-next-line react/no-array-index-key -- they never change places
          key={index}
          aria-current={verdict === diagnosis.verdict ? 'true' : undefined}
        >
          <code>{request || '–'}</code> {status || '–'} <code>{verdict.key}</code>
        </li>
      ))}
    </ol>
  )
}
