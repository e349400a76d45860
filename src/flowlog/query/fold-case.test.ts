import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { foldCase } from './fold-case.ts'

/** Capitals that Unicode got after the version that DuckDB 1.5 knows (16 and 17): Latin and Cyrillic
 *  letters of single languages, Garay, Beria Erfe. DuckDB leaves them as they are. */
const newer =
  /[\u1c89\ua7cb\ua7cc\ua7ce\ua7d2\ua7d4\ua7da\ua7dc\u{10d50}-\u{10d65}\u{16ea0}-\u{16eb8}]/u

test('every character gets the small letter that DuckDB gives it', async () => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const letters = Array.from({ length: 0x110000 }, (_, point) => point)
    .filter((point) => point < 0xd800 || point > 0xdfff)
    .map((point) => String.fromCodePoint(point))

  const text = letters.filter((letter) => !newer.test(letter)).join('')
  const rows = await connection.runAndReadAll('SELECT lower(?) AS folded', [text])
  connection.closeSync()

  assert.ok(rows.getRowObjects()[0]?.['folded'] === foldCase(text), 'a letter differs')
})
