import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { ChangeMark, ProblemMark } from './change-mark.tsx'
import type { ListedResource } from './resource-answers.ts'
import { useTexts } from './texts.ts'

/** Resources as rows; only those in sight are in the page, so 10,000 scroll as ten do. `j` and `k` go down and up. */
interface TableProps {
  readonly gateway: string
  readonly resources: readonly ListedResource[]
  readonly total: number
  readonly selected: ReadonlySet<string>
  /** undefined: nothing can be done with a selection. */
  readonly select: ((names: ReadonlySet<string>) => void) | undefined
  /** The end of what was asked for is near. */
  readonly askMore: () => void
}

const rowHeightPx = 38

export function ResourceTable(props: TableProps): React.ReactElement {
  const { resources, total, askMore } = props
  const say = useTexts()
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: resources.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 10,
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (resources.length < total && last > resources.length - 50) askMore()
  })
  return (
    <div
      className="resource-table"
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label={say('resources')}
      onKeyDown={({ key, target, ctrlKey, metaKey, altKey }) => {
        if (ctrlKey || metaKey || altKey) return // Ctrl-K goes elsewhere
        if (key !== 'j' && key !== 'k') return
        if (target instanceof HTMLInputElement && target.type !== 'checkbox') return
        goTo(scroller.current, key === 'j' ? 1 : -1, (index) => rows.scrollToIndex(index))
      }}
    >
      <div role="table" aria-rowcount={total + 1} aria-label={say('resources')}>
        <Head selectable={props.select !== undefined} />
        <div role="rowgroup" className="resource-rows" style={{ height: rows.getTotalSize() }}>
          {shown.map(({ index, start }) => {
            const resource = resources[index]
            return resource === undefined ? null : (
              <Row key={resource.name} {...props} resource={resource} index={index} top={start} />
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** The link of the next row, also where it is not in the page yet. */
function goTo(scroller: HTMLElement | null, by: 1 | -1, show: (index: number) => void): void {
  const row = document.activeElement?.closest<HTMLElement>('[data-index]')
  const index = row === null || row === undefined ? 0 : Number(row.dataset['index']) + by
  if (index < 0) return
  show(index)
  const link = (): HTMLElement | null | undefined =>
    scroller?.querySelector<HTMLElement>(`[data-index="${index}"] a`)
  const here = link()
  if (here === null || here === undefined) requestAnimationFrame(() => link()?.focus())
  else here.focus() // what is pressed next is for it
}

const columns = ['method', 'path', 'name', 'backend', 'whoMayCall', 'labels', 'state'] as const

function Head({ selectable }: { readonly selectable: boolean }): React.ReactElement {
  const say = useTexts()
  return (
    <div role="rowgroup" className="resource-head">
      <div role="row" className="resource-row">
        <span role="columnheader">{selectable ? say('selected') : ''}</span>
        {columns.map((column) => (
          <span role="columnheader" key={column}>
            {say(column)}
          </span>
        ))}
      </div>
    </div>
  )
}

interface RowProps extends TableProps {
  readonly resource: ListedResource
  readonly index: number
  /** In pixels from the first row. */
  readonly top: number
}

function Row({ gateway, resource, index, top, selected, select }: RowProps): React.ReactElement {
  const say = useTexts()
  const { name, method, path, backend, labels = [], change, problems } = resource
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      className="resource-row"
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="cell">
        {select === undefined ? null : (
          <Checkbox
            size="xs"
            aria-label={say('select', { name })}
            checked={selected.has(name)}
            onChange={({ currentTarget }) =>
              select(withName(selected, name, currentTarget.checked))
            }
          />
        )}
      </span>
      <span role="cell">
        <code className="method">{method}</code>
      </span>
      <span role="cell" title={path} className="resource-path">
        {path}
        {resource.matchSubpath === true ? '/*' : ''}
      </span>
      <span role="cell" title={resource.summary ?? name}>
        <Link to="/gateways/$gateway/resources/$resource" params={{ gateway, resource: name }}>
          {name}
        </Link>
      </span>
      <span role="cell">{backend}</span>
      <span role="cell">
        <WhoMayCall auth={resource.auth} />
      </span>
      <span role="cell" title={labels.join(', ')}>
        {labels.join(', ')}
      </span>
      <span role="cell">
        <ChangeMark change={change} /> <ProblemMark count={problems} />
      </span>
    </div>
  )
}

function withName(names: ReadonlySet<string>, name: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(names)
  if (isIn) next.add(name)
  else next.delete(name)
  return next
}

interface WhoMayCallProps {
  readonly auth: ListedResource['auth'] | undefined
}

function WhoMayCall({ auth }: WhoMayCallProps): React.ReactElement {
  const say = useTexts()
  const { app = true, user = false, permission = app } = auth ?? {}
  const needed = [
    ...(app ? [say(permission ? 'appWithPermission' : 'someApp')] : []),
    ...(user ? [say('user')] : []),
  ]
  return <>{needed.length === 0 ? say('everybody') : needed.join(' + ')}</>
}
