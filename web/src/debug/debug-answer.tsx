import './debug.css'
import { Alert, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { CopyText } from '../frame/copy-text.tsx'
import { PluginList } from '../request/plugin-list.tsx'
import { Timeline } from '../request/timeline.tsx'
import { FaultMark } from '../verdict/fault-mark.tsx'
import { VerdictCard } from '../verdict/verdict-card.tsx'
import { CallTimeline } from './call-timeline.tsx'
import type { DebugAnswer, Hop } from './debug-answers.ts'
import { useTexts } from './texts.ts'

/** What came back: the conclusion, then each hop of the way with its times, its plugins and what was said. */
export function DebugAnswerView({ answer }: { readonly answer: DebugAnswer }): React.ReactElement {
  const say = useTexts()
  const { verdict, hops, curl, status, method, path, leftOut } = answer
  return (
    <>
      <VerdictCard verdict={verdict} status={status} about={`${method} ${path} → ${status}`} />
      <Group gap="sm" mb="md">
        <CopyText text={curl} of="curl" label={say('copyCurl')} />
        <span className="quiet">{say('curlHint')}</span>
      </Group>
      {answer.isKept === false ? <Alert color="orange">{say('notKept')}</Alert> : null}
      {leftOut.length === 0 ? null : (
        <p className="quiet">{say('leftOut', { parts: leftOut.join(', ') })}</p>
      )}
      {hops.length < 2 ? null : <p>{say('chain', { count: hops.length })}</p>}
      <ol className="debug-hops">
        {hops.map((hop, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- hops never change places
          <li key={at}>
            <details open={hop.verdict.key === verdict.key || at === hops.length - 1}>
              <summary>
                <strong>{hop.status === 0 ? '–' : hop.status}</strong> <code>{hop.request}</code>{' '}
                <FaultMark fault={hop.verdict.fault} />
              </summary>
              <HopView hop={hop} />
            </details>
          </li>
        ))}
      </ol>
    </>
  )
}

function HopView({ hop }: { readonly hop: Hop }): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const { record, timeline, notes, body, headers, request_headers: sent } = hop
  return (
    <div className="debug-hop">
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {record === null ? null : (
        <p>
          <Link to="/r/$id" params={{ id: record.request_id }}>
            {say('explain')}
          </Link>{' '}
          <code className="quiet">{record.request_id}</code>
        </p>
      )}
      <h3>{t('timeline')}</h3>
      {record === null ? <CallTimeline times={timeline} /> : <Timeline record={record} />}
      {record === null ? null : <PluginList plugins={record.plugins} />}
      <h3>{say('answerBody')}</h3>
      {body.text === '' ? (
        <p className="quiet">
          {say(body.is_binary ? 'binaryBody' : 'noBody', { bytes: body.bytes })}
        </p>
      ) : (
        <pre tabIndex={0}>{body.text}</pre>
      )}
      {body.is_whole ? null : <p className="quiet">{say('cutBody', { bytes: body.bytes })}</p>}
      <Fields title={say('answerHeaders')} fields={headers} />
      <Fields title={say('sentHeaders')} fields={sent} />
    </div>
  )
}

interface FieldsProps {
  readonly title: string
  readonly fields: readonly (readonly [name: string, value: string])[]
}

function Fields({ title, fields }: FieldsProps): React.ReactElement | null {
  if (fields.length === 0) return null
  return (
    <details>
      <summary>{title}</summary>
      <pre tabIndex={0}>{fields.map(([name, value]) => `${name}: ${value}`).join('\n')}</pre>
    </details>
  )
}
