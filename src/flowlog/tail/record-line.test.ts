import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unusualMark } from '../../model/record-mark.ts'
import { eachLine, eachUnusualLine } from './record-line.ts'

function found(visit: typeof eachLine, text: string): string[] {
  const lines = Buffer.from(text)
  const texts: string[] = []
  visit(lines, (start, end) => texts.push(lines.toString('utf8', start, end)))
  return texts
}

test('unusual lines are found by their mark, wherever they stand, and no text can imitate it', () => {
  const plain = `{"a":${JSON.stringify(`x${unusualMark}\n`)}}`
  const odd = '{"é":1}'
  const mark = unusualMark
  const text = `${odd}${mark}\n${plain}\n${plain}\n${odd}${mark}\n${odd}${mark}\n${plain}\n`

  assert.deepEqual(found(eachUnusualLine, text), [odd, odd, odd])
  assert.equal(found(eachLine, text).length, 6)
  assert.deepEqual(found(eachUnusualLine, `${plain}\n`), [])
})
