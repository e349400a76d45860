import { Alert, NativeSelect } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import { countedLines, type ImportLine, importLines } from './import-lines.ts'
import type { ImportAnswer } from './resource-answers.ts'
import { useTexts } from './texts.ts'

/** What becomes of each operation of a document, with the reason where it is refused. */
export function ImportReport({ answer }: { readonly answer: ImportAnswer }): React.ReactElement {
  const say = useTexts()
  const [shown, setShown] = useState('')
  const lines = importLines(answer)
  const counts = countedLines(lines)
  const { format, title, warnings, problems } = answer
  return (
    <>
      <p>
        <strong>{say('importOf', { format, title })}</strong>
      </p>
      <div role="status">
        <ul className="report-counts">
          {counts.map(([action, count]) => (
            <li key={action}>{say('reportCount', { count, what: say(`action_${action}`) })}</li>
          ))}
        </ul>
      </div>
      {problems.length === 0 ? null : (
        <Alert color="orange" title={say('problemsThen')} mb="md">
          <ul className="problem-list">
            {problems.slice(0, 20).map(({ part, path, message, suggestion }) => (
              <li key={`${part} ${path} ${message}`}>
                <code>{`${part} ${path}`.trim()}</code> {message}. {suggestion}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {counts.length < 2 ? null : (
        <NativeSelect
          label={say('onlyShow')}
          maw="16rem"
          mb="sm"
          value={shown}
          data={[
            { value: '', label: say('everything') },
            ...counts.map(([action]) => ({ value: action, label: say(`action_${action}`) })),
          ]}
          onChange={({ currentTarget }) => setShown(currentTarget.value)}
        />
      )}
      <Lines lines={lines.filter(({ action }) => shown === '' || action === shown)} />
      <Notes warnings={warnings} />
    </>
  )
}

function Notes({ warnings }: Pick<ImportAnswer, 'warnings'>): React.ReactElement | null {
  const say = useTexts()
  if (warnings.length === 0) return null
  return (
    <details>
      <summary>{`${say('notes')} (${warnings.length})`}</summary>
      <ul>
        {warnings.map(({ message, line }) => (
          <li key={message}>
            {message} ({say('atLine', { line })})
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Of 10,000 lines only those in sight are in the page; they may be of any height. */
function Lines({ lines }: { readonly lines: readonly ImportLine[] }): React.ReactElement {
  const say = useTexts()
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 36,
    overscan: 10,
  })
  const shown = rows.getVirtualItems()
  const before = shown[0]?.start ?? 0
  const after = rows.getTotalSize() - (shown.at(-1)?.end ?? 0)
  return (
    <div
      className="report-region"
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label={say('becomes')}
    >
      <table aria-rowcount={lines.length + 1}>
        <thead>
          <tr>
            <th scope="col">{say('becomes')}</th>
            <th scope="col">{say('operation')}</th>
            <th scope="col">{say('resource')}</th>
          </tr>
        </thead>
        <tbody>
          <Gap height={before} />
          {shown.map(({ index, key }) => {
            const line = lines[index]
            return line === undefined ? null : (
              <Line key={String(key)} line={line} index={index} measure={rows.measureElement} />
            )
          })}
          <Gap height={after} />
        </tbody>
      </table>
    </div>
  )
}

interface LineProps {
  readonly line: ImportLine
  readonly index: number
  readonly measure: (row: HTMLTableRowElement | null) => void
}

function Line({ line, index, measure }: LineProps): React.ReactElement {
  const say = useTexts()
  const { action, method, path, name, words } = line
  return (
    <tr data-index={index} ref={measure}>
      <td>
        <ActionMark action={action} />
      </td>
      <td>
        <code>{`${method} ${path}`.trim()}</code>
        {words === '' ? null : (
          <div>
            {words} ({say('atLine', { line: line.line })})
          </div>
        )}
      </td>
      <td>
        <code>{name}</code>
      </td>
    </tr>
  )
}

function Gap({ height }: { readonly height: number }): React.ReactElement | null {
  return height <= 0 ? null : <tr aria-hidden="true" style={{ height }} />
}

const signs = { create: '+', update: '~', same: '=', remove: '−', refused: '✕' } as const
const looks = {
  create: 'create',
  update: 'update',
  same: 'same',
  remove: 'delete',
  refused: 'delete',
}

function ActionMark({ action }: Pick<ImportLine, 'action'>): React.ReactElement {
  const say = useTexts()
  return (
    <span className="change-mark" data-change={looks[action]}>
      <span aria-hidden="true">{signs[action]}</span> {say(`action_${action}`)}
    </span>
  )
}
