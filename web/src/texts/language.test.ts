import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutLanguage } from './language.ts'

test('a language that is chosen takes that of the link out of the address, and nothing else', () => {
  const page = 'https://gateway.example/errors/backend_refused'

  assert.equal(withoutLanguage(`${page}?lang=zh&search=a%20b#more`), `${page}?search=a+b#more`)
  assert.equal(withoutLanguage(`${page}?lang=zh`), page)
})
