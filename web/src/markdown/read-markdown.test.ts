import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { type Block, type Inline, safeAddress } from './markdown-tree.ts'
import { readMarkdown } from './read-markdown.ts'

test('what people write in documents is read as they mean it', () => {
  const text = [
    '# Orders',
    'One **bold**, one *soft*, `a*b`, snake_case_name, ~~gone~~.',
    '',
    '* first',
    '  goes on',
    '  1. within',
    '* second',
    '',
    '```json',
    '{"a": 1}',
    '```',
    '> quoted',
    '',
    '| field | meaning |',
    '| --- | --- |',
    String.raw`| id | a \| b |`,
    '',
    '---',
  ].join('\n')

  const blocks = readMarkdown(text)

  assert.deepEqual(
    blocks.map(({ kind }) => kind),
    ['heading', 'paragraph', 'list', 'code', 'quote', 'table', 'rule'],
  )
  assert.equal(
    wordsOf(blocks),
    'Orders One bold, one soft, a*b, snake_case_name, gone. first goes on within second {"a": 1} quoted field meaning id a | b',
  )
  const [, paragraph, list] = blocks
  assert.ok(paragraph?.kind === 'paragraph' && list?.kind === 'list')
  assert.deepEqual(
    paragraph.inner.map(({ kind }) => kind),
    ['text', 'strong', 'text', 'emphasis', 'text', 'code', 'text', 'deleted', 'text'],
  )
  assert.equal(list.items.length, 2)
})

test('Chinese beside marks and addresses is read, too', () => {
  const [block] = readMarkdown('**注意**：见 https://a.example.com/x。后面')

  assert.ok(block?.kind === 'paragraph')
  assert.deepEqual(block.inner[0], { kind: 'strong', inner: [{ kind: 'text', text: '注意' }] })
  assert.equal(addressesIn(block.inner)[0], 'https://a.example.com/x')
})

test('HTML stays text, and no address of a document runs anything or hides where it leads', () => {
  const [html] = readMarkdown('<img src=x onerror=alert(1)><script>alert(1)</script>')
  const bad = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '//evil.example.com',
    String.raw`\\evil.example.com`,
    String.raw`/\evil.example.com`,
    'file:///etc/passwd',
  ]

  assert.ok(html?.kind === 'paragraph')
  assert.deepEqual(
    html.inner.map(({ kind }) => kind),
    ['text'],
  )
  assert.deepEqual(
    bad.map((address) => safeAddress(address)),
    bad.map(() => ''),
  )
  assert.equal(safeAddress('/gateways/shop'), '/gateways/shop')
  assert.equal(safeAddress('mailto:ann@example.com'), 'mailto:ann@example.com')
  assert.deepEqual(
    addressesIn(inlinesIn(readMarkdown('[x](javascript:alert(1)) ![y](http://h/p.png)'))),
    ['http://h/p.png'],
  )
})

test('no text at all fails the reader, leads anywhere unsafe or takes it long', () => {
  const pieces = fc.constantFrom(
    ...'*_~`[]()<>!#|-+> \n\\1.a中'.split(''),
    'javascript:',
    '](',
    'http://',
    '    ',
    '- ',
    '> ',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const addresses = addressesIn(inlinesIn(readMarkdown(parts.join(''))))
      assert.ok(addresses.every((address) => safeAddress(address) === address))
    }),
    { numRuns: 200 },
  )
  const spaces = ' '.repeat(4_000)
  const letters = 'a'.repeat(4_000)
  const longest = ['*a ', '[', '`a``', '> ', '_a_', `[a](${spaces}x`, `\` ${letters}\``]
  const slow = longest.filter((piece) => {
    const begun = performance.now()
    readMarkdown(piece.repeat(65_536 / piece.length))
    return performance.now() - begun > 1_000
  })
  assert.deepEqual(slow, [])
})

function wordsOf(blocks: readonly Block[]): string {
  const words = blocks.flatMap((block): string[] => {
    if (block.kind === 'code') return [block.text]
    if (block.kind === 'list') return block.items.map(wordsOf)
    if (block.kind === 'quote') return [wordsOf(block.blocks)]
    if (block.kind === 'table') return [...block.head, ...block.rows.flat()].map(plain)
    return 'inner' in block ? [plain(block.inner)] : []
  })
  return words.join(' ')
}

function plain(inner: readonly Inline[]): string {
  return inner
    .map((node) => ('inner' in node ? plain(node.inner) : 'text' in node ? node.text : ''))
    .join('')
}

function inlinesIn(blocks: readonly Block[]): readonly Inline[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'list') return block.items.flatMap(inlinesIn)
    if (block.kind === 'quote') return inlinesIn(block.blocks)
    if (block.kind === 'table') return [...block.head, ...block.rows.flat()].flat()
    return 'inner' in block ? block.inner : []
  })
}

function addressesIn(inner: readonly Inline[]): readonly string[] {
  return inner.flatMap((node) => [
    ...(node.kind === 'link' ? [node.address] : []),
    ...('inner' in node ? addressesIn(node.inner) : []),
  ])
}
