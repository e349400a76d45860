import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { attributionWords } from '../../../src/diagnosis/attribution-words.ts'
import type { Evidence, Verdict } from '../../../src/model/verdict.ts'
import { languageNow } from '../texts/language.ts'
import { CopyMessage } from './copy-message.tsx'
import { FaultMark } from './fault-mark.tsx'
import { WayPicture } from './way-picture.tsx'

/** A verdict as a person reads it: whose fault, who answered, who acts; why we think so; what to do. */
interface VerdictCardProps {
  readonly verdict: Verdict
  /** Of the answer, 0 where there was none. */
  readonly status: number
  readonly isDirect?: boolean
  readonly notSeen?: readonly string[]
  /** What the call was, for the message to whoever must act. */
  readonly about: string
}

export function VerdictCard(props: VerdictCardProps): React.ReactElement {
  const { verdict, status, isDirect = false, notSeen = [], about } = props
  const { t } = useTranslation()
  return (
    <section className="verdict" aria-label={t('fault')}>
      <p className="verdict-summary">{verdict.summary}</p>
      <WayPicture verdict={verdict} status={status} isDirect={isDirect} />
      <Conclusion verdict={verdict} />
      <EvidenceList evidence={verdict.evidence} />
      <Sentences title={t('nextSteps')} sentences={verdict.next_steps} />
      <Sentences title={t('wouldConfirm')} sentences={verdict.would_confirm} />
      <Sentences title={t('notSeen')} sentences={notSeen} />
      <p className="verdict-desc">{verdict.response_desc}</p>
      <p className="verdict-links">
        {verdict.owner === 'nobody' ? null : <CopyMessage verdict={verdict} about={about} />}
        <Link to="/errors/$key" params={{ key: verdict.key }}>
          {t('aboutThisError')}: <code>{verdict.key}</code>
        </Link>
      </p>
    </section>
  )
}

function Conclusion({ verdict }: { readonly verdict: Verdict }): React.ReactElement {
  const { t } = useTranslation()
  const words = attributionWords[languageNow()]
  const software = verdict.software === null ? '' : ` (${verdict.software})`
  return (
    <dl className="conclusion">
      <dt>{words.whoseFault}</dt>
      <dd>
        <FaultMark fault={verdict.fault} />
      </dd>
      <dt>{t('whoAnswered')}</dt>
      <dd>{words.responders[verdict.responder] + software}</dd>
      <dt>{words.whoActs}</dt>
      <dd>{words.owners[verdict.owner]}</dd>
      <dt>{t('howSure')}</dt>
      <dd>{t(verdict.certainty)}</dd>
      {verdict.contacts.length === 0 ? null : (
        <>
          <dt>{t('askWhom')}</dt>
          <dd>{verdict.contacts.map(({ name }) => name).join(', ')}</dd>
        </>
      )}
    </dl>
  )
}

const weights = { strong: 'weightStrong', medium: 'weightMedium', weak: 'weightWeak' } as const

function EvidenceList({
  evidence,
}: {
  readonly evidence: readonly Evidence[]
}): React.ReactElement | null {
  const { t } = useTranslation()
  if (evidence.length === 0) return null
  return (
    <>
      <h3>{t('evidence')}</h3>
      <ul>
        {evidence.map(({ source, statement, weight }) => (
          <li key={`${source} ${statement}`}>
            {statement} <span className="weight">{t(weights[weight])}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

interface SentencesProps {
  readonly title: string
  readonly sentences: readonly string[]
}

function Sentences({ title, sentences }: SentencesProps): React.ReactElement | null {
  if (sentences.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  )
}
