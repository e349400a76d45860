import './markdown.css'
import { createElement } from 'react'
import type { Block, Inline } from './markdown-tree.ts'
import { readMarkdown } from './read-markdown.ts'

/** A Markdown text as elements of the page. No HTML of it is taken, no picture is fetched, and no address runs
 *  anything: whoever writes a document can do no more than write. */
interface MarkdownProps {
  readonly text: string
}

export function Markdown({ text }: MarkdownProps): React.ReactElement {
  return <div className="markdown">{blocksOf(readMarkdown(text))}</div>
}

function blocksOf(blocks: readonly Block[]): React.ReactNode {
  // oxlint-disable-next-line react/no-array-index-key -- a text has no other names for its parts
  return blocks.map((block, index) => <OneBlock key={index} block={block} />)
}

function OneBlock({ block }: { readonly block: Block }): React.ReactElement {
  switch (block.kind) {
    case 'heading':
      // the page has the first two levels
      return createElement(`h${Math.min(6, block.level + 2)}`, null, inlineOf(block.inner))
    case 'paragraph':
      return <p>{inlineOf(block.inner)}</p>
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      )
    case 'quote':
      return <blockquote>{blocksOf(block.blocks)}</blockquote>
    case 'rule':
      return <hr />
    case 'list':
      return <List {...block} />
    case 'table':
      return <Table {...block} />
  }
}

type Of<Kind extends Block['kind']> = Extract<Block, { readonly kind: Kind }>

function List({ start, items }: Of<'list'>): React.ReactElement {
  // oxlint-disable-next-line react/no-array-index-key -- as above
  const inner = items.map((blocks, index) => <li key={index}>{itemOf(blocks)}</li>)
  return start === undefined ? <ul>{inner}</ul> : <ol start={start}>{inner}</ol>
}

/** An item of one paragraph is its words. */
function itemOf(blocks: readonly Block[]): React.ReactNode {
  const [first, ...rest] = blocks
  if (first?.kind !== 'paragraph') return blocksOf(blocks)
  return (
    <>
      {inlineOf(first.inner)}
      {blocksOf(rest)}
    </>
  )
}

function Table({ head, rows }: Of<'table'>): React.ReactElement {
  return (
    <div className="markdown-table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((cell, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- as above
              <th key={index} scope="col">
                {inlineOf(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- as above
            <tr key={index}>
              {row.map((cell, column) => (
                // oxlint-disable-next-line react/no-array-index-key -- as above
                <td key={column}>{inlineOf(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function inlineOf(inner: readonly Inline[]): React.ReactNode {
  // oxlint-disable-next-line react/no-array-index-key -- as above
  return inner.map((node, index) => <OneInline key={index} node={node} />)
}

function OneInline({ node }: { readonly node: Inline }): React.ReactElement {
  switch (node.kind) {
    case 'text':
      return <>{node.text}</>
    case 'code':
      return <code>{node.text}</code>
    case 'break':
      return <br />
    case 'strong':
      return <strong>{inlineOf(node.inner)}</strong>
    case 'emphasis':
      return <em>{inlineOf(node.inner)}</em>
    case 'deleted':
      return <del>{inlineOf(node.inner)}</del>
    case 'link':
      return (
        <a href={node.address} rel="noreferrer noopener nofollow">
          {inlineOf(node.inner)}
        </a>
      )
  }
}
