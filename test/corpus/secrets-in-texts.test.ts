import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnosisText } from '../../src/cli/verdict-text.ts'
import { diagnoseText } from '../../src/diagnosis/transcripts/diagnose-text.ts'
import { mutations } from './mutations.ts'
import { secretTexts } from './secret-texts.ts'

/** A piece of this length gives a secret away. */
const tellingChars = 7

for (const [kind, text] of Object.entries(secretTexts)) {
  test(`no secret comes out of ${kind}, however the text was mangled`, () => {
    const secrets = text.match(/Planted\w+/g) ?? []

    for (const { name, apply } of [{ name: 'as it is', apply: same }, ...mutations]) {
      const outputs = outputsFor(apply(text))
      for (const secret of secrets) {
        const shown = piecesOf(secret).find((piece) => outputs.includes(piece))
        assert.equal(shown, undefined, `${name}: "${shown}" is in\n${outputs}`)
      }
    }
    assert.ok(secrets.length > 0, 'something was planted')
  })
}

test('a kind of text that shows its address still shows it', () => {
  const { hops } = diagnoseText(secretTexts['curl -v'] ?? '')

  assert.match(
    hops[0]?.request ?? '',
    /^POST http:\/\/api\.example\.test\/v2\/jobs\?page=2&bk_token=\*\*\*/,
  )
})

/** Everything that leaves: JSON of the command and of the API, and the text in both languages. */
function outputsFor(text: string): string {
  const diagnosis = diagnoseText(text)
  const { verdict, hops, record, not_seen: notSeen } = diagnosis
  const shown = (language: 'en' | 'zh'): string =>
    diagnosisText({ verdict, hops, record, notSeen, language })
  // a terminal's line breaks could hide a piece
  return [JSON.stringify(diagnosis), shown('en'), shown('zh')].join('\n').replaceAll(/\n\s*/g, '')
}

function piecesOf(secret: string): string[] {
  const own = secret.replace('Planted', '')
  return Array.from({ length: own.length - tellingChars + 1 }, (_, start) =>
    own.slice(start, start + tellingChars),
  )
}

function same(text: string): string {
  return text
}
