import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { Loaded } from '../frame/loaded.tsx'
import { useTexts } from './texts.ts'

/** What the server finds out about itself, the worst first, each with what to do. */
interface Finding {
  readonly group: string
  readonly key: string
  readonly level: 'ok' | 'note' | 'warning' | 'problem'
  readonly sentence: string
  readonly advice: string
}

const worst = ['problem', 'warning', 'note'] as const

export function DoctorFindings(): React.ReactElement {
  const { i18n } = useTranslation()
  const say = useTexts()
  const examination = useQuery({
    queryKey: ['/doctor', i18n.language], // the sentences are in the reader's language
    queryFn: ({ signal }) => ask<{ readonly findings: readonly Finding[] }>('/doctor', { signal }),
    staleTime: 60_000,
  })
  return (
    <section aria-label={say('examination')}>
      <h2>{say('examination')}</h2>
      <p>{say('examinationIntro')}</p>
      <Button
        variant="default"
        size="xs"
        loading={examination.isFetching}
        onClick={() => void examination.refetch()}
      >
        {say('examineAgain')}
      </Button>
      <Loaded of={examination}>{({ findings }) => <Findings findings={findings} />}</Loaded>
    </section>
  )
}

function Findings({ findings }: { readonly findings: readonly Finding[] }): React.ReactElement {
  const say = useTexts()
  const fine = findings.filter(({ level }) => level === 'ok')
  const others = worst.flatMap((wanted) => findings.filter(({ level }) => level === wanted))
  const countOf = (wanted: Finding['level']) =>
    findings.filter(({ level }) => level === wanted).length
  const [problems, warnings] = [countOf('problem'), countOf('warning')]
  return (
    <>
      <p aria-live="polite">
        <strong>
          {problems + warnings === 0 ? say('allFine') : say('worstFirst', { problems, warnings })}
        </strong>
      </p>
      {others.length === 0 ? null : <FindingTable findings={others} />}
      {fine.length === 0 ? null : (
        <details>
          <summary>{say('alsoFine', { count: fine.length })}</summary>
          <FindingTable findings={fine} />
        </details>
      )}
    </>
  )
}

function FindingTable({ findings }: { readonly findings: readonly Finding[] }) {
  const say = useTexts()
  return (
    <div className="wide" tabIndex={0}>
      <table className="list">
        <thead>
          <tr>
            {(['level', 'finding', 'advice'] as const).map((head) => (
              <th scope="col" key={head}>
                {say(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {findings.map(({ key, level, sentence, advice }) => (
            <tr key={`${key} ${sentence}`}>
              <td>{say(level)}</td>
              <td>{sentence}</td>
              <td>{advice}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
