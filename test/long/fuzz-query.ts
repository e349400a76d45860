/** What must hold for any text as a log query: it is understood or refused with a column inside it;
 *  printed and read again it is the same; its SQL has only words of ours, takes every value as a bound
 *  one, and DuckDB runs it. */
import assert from 'node:assert/strict'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import {
  columnNames,
  conclusionColumns,
  recordColumns,
} from '../../src/flowlog/engine/record-columns.ts'
import { completeQuery } from '../../src/flowlog/query/complete-query.ts'
import { parseQuery, QueryError } from '../../src/flowlog/query/parse-query.ts'
import { printQuery } from '../../src/flowlog/query/print-query.ts'
import type { QueryNode } from '../../src/flowlog/query/query-node.ts'
import { conditionOf } from '../../src/flowlog/query/query-sql.ts'
import type { Grammar } from './fuzz-mutator.ts'

export const queryGrammar: Grammar = {
  seeds: [
    'status:>=500 app_code:shop -stage:test path:/v2/* request_duration:>1s "some text" key:backend_refused',
    '(app_code: "app-template" AND client_ip: "1.0.0.1") OR resource_name: get_user',
    'request_duration: [5000 TO 30000] status:{499 TO *] timestamp:>=2026-11-22T08:00:00Z',
    'status:(500 OR 502, 5xx) NOT fault:(network service) path:(a AND NOT b) attempt_failure:backend_*',
    String.raw`path:*\*x?y* "a \"b\" \\ c" error:* complete:false attempt_count:>1`,
  ],
  words: [
    'AND',
    'OR',
    'NOT',
    'and',
    ' TO ',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '"',
    '\\',
    '*',
    '?',
    '-',
    '!',
    '+',
    '&&',
    '||',
    '>',
    '>=',
    '<',
    '=',
    '5xx',
    '1.5s',
    'true',
    "' OR 1=1 --",
    "';",
    'status:',
    'gateway:',
    'fault:',
    'timestamp:',
    'attempt_endpoint:',
    'x_request_id:',
    '*:*',
    '\0',
    '\n',
    '\xA0',
    '：',
    '“',
    '名',
    '😀',
    '\ud800',
    '%',
    '_',
    '$1',
    ')) UNION SELECT',
  ],
}

/** '' or what is wrong. */
export function checkQuery(text: string, below: (limit: number) => number): string {
  try {
    completeQuery(text, below(text.length + 2))
    return conditionProblem(text)
  } catch (error) {
    return `query: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  }
}

function conditionProblem(text: string): string {
  let tree
  try {
    tree = parseQuery(text)
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    const isInside = error.column >= 1 && error.column <= text.length + 1
    return isInside ? '' : `query: column ${error.column} of ${text.length}`
  }
  assert.deepEqual(readAgain(printQuery(tree)) ?? tree, tree)
  const { sql, values } = conditionOf(tree)
  const foreign = (sql.match(/\w+/g) ?? []).find((word) => !ourWords.has(word))
  if (foreign !== undefined) return `query: its SQL has the word ${foreign}`
  const bound = sql.match(/\?/g)?.length ?? 0
  return bound === values.length ? '' : `query: ${bound} places for ${values.length} values`
}

/** Undefined where the canonical text has grown beyond what a query may have. */
function readAgain(text: string): QueryNode | undefined {
  try {
    return parseQuery(text)
  } catch (error) {
    const isTooLarge = error instanceof QueryError && / at most \d+ /.test(error.message)
    if (isTooLarge) return undefined
    throw error
  }
}

const ourWords: ReadonlySet<string> = new Set(
  [
    ...columnNames,
    ...conclusionColumns,
    'AND OR NOT IS NULL true CASE WHEN THEN ELSE END CAST AS JSON lambda one coalesce len 0 1',
    'list_filter json_array_length contains lower starts_with ends_with regexp_full_match',
    'regexp_matches s failure endpoint address',
  ].flatMap((line) => line.split(' ')),
)

/** Runs what is understood in DuckDB over an empty log. */
export class QueryRunner {
  readonly #connection: DuckDBConnection

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection
  }

  static async open(): Promise<QueryRunner> {
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    const columns = [
      ...columnNames.map((name) => `"${name}" ${recordColumns[name]}`),
      ...conclusionColumns.map((name) => `"${name}" VARCHAR`),
    ]
    await connection.run(`CREATE TABLE records (${columns.join(', ')})`)
    await connection.run(`INSERT INTO records (request_id) VALUES ('a')`)
    return new QueryRunner(connection)
  }

  /** '' or what DuckDB says. */
  async check(text: string): Promise<string> {
    const { sql, values } = conditionOf(parseQuery(text))
    try {
      await this.#connection.runAndReadAll(`SELECT count(*) FROM records WHERE ${sql}`, [...values])
      return ''
    } catch (error) {
      return `DuckDB refuses ${sql}: ${error instanceof Error ? error.message : String(error)}`
    }
  }
}

export function isQuery(text: string): boolean {
  try {
    parseQuery(text)
    return true
  } catch {
    return false
  }
}
