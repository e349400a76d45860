import './releases.css'
import { type DiffLine, linesOf, valueText } from './diff-lines.ts'
import { type FieldWords, fieldWords } from './field-words.ts'
import type { FieldChange, PartsDiff, ReleaseDiff } from './release-answers.ts'
import { useTexts } from './texts.ts'

/** What is different between two releases, or a release and the draft, in words. */
export function DiffView({ diff }: { readonly diff: ReleaseDiff }): React.ReactElement {
  const say = useTexts()
  const { resources, backends, plugins, settings, leftOut = 0 } = diff
  const sections = [
    ['resources', resources],
    ['backends', backends],
    ['pluginsOfStage', plugins],
  ] as const
  const isSame = sections.every(([, parts]) => isEmpty(parts)) && settings.length === 0
  if (isSame && leftOut === 0) return <p>{say('nothingDifferent')}</p>
  return (
    <div className="diff">
      {sections.map(([title, parts]) =>
        isEmpty(parts) ? null : (
          <section key={title}>
            <h4>{say(title)}</h4>
            <PartsView parts={parts} />
          </section>
        ),
      )}
      {settings.length === 0 ? null : (
        <section>
          <h4>{say('settings')}</h4>
          <Lines fields={settings} />
        </section>
      )}
      {leftOut === 0 ? null : <p>{say('leftOut', { count: leftOut })}</p>}
    </div>
  )
}

function isEmpty({ added, removed, changed }: PartsDiff): boolean {
  return added.length + removed.length + changed.length === 0
}

/** More are folded away: nobody reads a thousand names. */
const mostNames = 30

function PartsView({ parts }: { readonly parts: PartsDiff }): React.ReactElement {
  const say = useTexts()
  const { added, removed, changed } = parts
  return (
    <ul className="diff-parts">
      <Names sign="+" words={say('added')} names={added} />
      <Names sign="−" words={say('removed')} names={removed} />
      {changed.map(({ name, fields }) => (
        <li key={name} data-sign="~">
          <Sign sign="~" words={say('changed')} /> <strong>{name}</strong>
          <Lines fields={fields} />
        </li>
      ))}
    </ul>
  )
}

interface NamesProps {
  readonly sign: '+' | '−'
  readonly words: string
  readonly names: readonly string[]
}

function Names({ sign, words, names }: NamesProps): React.ReactElement {
  const say = useTexts()
  const rest = names.slice(mostNames)
  const line = (name: string): React.ReactElement => (
    <li key={name} data-sign={sign}>
      <Sign sign={sign} words={words} /> <strong>{name}</strong>
    </li>
  )
  return (
    <>
      {names.slice(0, mostNames).map(line)}
      {rest.length === 0 ? null : (
        <li>
          <details>
            <summary>{say('moreOf', { count: rest.length, words })}</summary>
            <ul className="diff-parts">{rest.map(line)}</ul>
          </details>
        </li>
      )}
    </>
  )
}

function Sign({ sign, words }: { readonly sign: string; readonly words: string }) {
  return (
    <span className="diff-sign">
      <span aria-hidden="true">{sign}</span> {words}
    </span>
  )
}

function Lines({ fields }: { readonly fields: readonly FieldChange[] }): React.ReactElement {
  return (
    <ul className="diff-lines">
      {linesOf(fields).map((line) => (
        <li key={JSON.stringify(line)}>
          <Line line={line} />
        </li>
      ))}
    </ul>
  )
}

function Line({ line }: { readonly line: DiffLine }): React.ReactElement {
  const say = useTexts()
  switch (line.kind) {
    case 'hostAdded':
    case 'hostRemoved':
      return (
        <>
          {say(line.kind)} <code>{line.host}</code> {say('withWeight', { weight: line.weight })}
        </>
      )
    case 'hostChanged':
      return (
        <>
          {say('hostChanged')} <Change before={line.before} after={line.after} />
        </>
      )
    case 'hostField':
      return (
        <>
          <code>{line.host}</code> <FieldName words={fieldWords(line.field)} />{' '}
          <Change before={line.before} after={line.after} />
        </>
      )
    case 'field':
      return (
        <>
          <FieldName words={fieldWords(line.field)} />{' '}
          <Change before={line.before} after={line.after} />
        </>
      )
  }
}

function FieldName({ words: { label, name } }: { readonly words: FieldWords }) {
  const say = useTexts()
  return (
    <span className="diff-field">
      {label === undefined ? null : say(label)} {name === '' ? null : <code>{name}</code>}
    </span>
  )
}

function Change({ before, after }: { readonly before: unknown; readonly after: unknown }) {
  return (
    <>
      <Value value={before} tag="del" />
      <span aria-hidden="true"> → </span>
      <Value value={after} tag="ins" />
    </>
  )
}

function Value({ value, tag: Tag }: { readonly value: unknown; readonly tag: 'del' | 'ins' }) {
  const say = useTexts()
  const text = valueText(value)
  if (text === undefined) return <em>{say('notThere')}</em>
  return <Tag>{text === '' ? say('emptyText') : text}</Tag>
}
