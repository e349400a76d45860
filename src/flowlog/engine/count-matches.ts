import {
  longestRequestMs,
  matchColumns,
  matchCountOf,
  matchCountsSql,
  type MatchCounts,
  type MatchQuestion,
} from '../aggregate/match-counts.ts'
import { isOutOfMemory, rowsOf } from './duckdb.ts'
import type { Records } from './record-store.ts'

/** Several questions over one time, of which the newest records are read once, and so are files: what the
 *  questions look at is put into a table, which is asked in a fifth of the time. */
export async function countMatches(
  records: Records,
  questions: readonly MatchQuestion[],
): Promise<MatchCounts[]> {
  const table = questions.length < fewQuestions ? undefined : await tableOf(records, questions)
  const answers: MatchCounts[] = []
  for (const question of questions) {
    const isInTable = table !== undefined && matchColumns(question) !== undefined
    const relation = isInTable ? table : records.relation
    const { sql, values } = matchCountsSql(relation, question)
    const rows = await rowsOf(records.reader, sql, values)
    answers.push({ counts: rows.map(matchCountOf), complete: records.isComplete })
  }
  return answers
}

/** As many as pay for a table. */
const fewQuestions = 4

/** Gone with the question's connection. undefined where it does not fit into memory. */
async function tableOf(
  { reader, relation }: Records,
  questions: readonly MatchQuestion[],
): Promise<string | undefined> {
  const columns = new Set(questions.flatMap((question) => matchColumns(question) ?? []))
  if (columns.size === 0) return undefined
  const names = [...columns].map((name) => `"${name}"`).join(', ')
  try {
    await reader.run(`CREATE TEMP TABLE watched AS SELECT ${names} FROM ${relation}`)
    return 'watched'
  } catch (error) {
    if (isOutOfMemory(error)) return undefined
    throw error
  }
}

/** The time in which all requests of the questions began. */
export function timeOf(questions: readonly MatchQuestion[]): { fromMs: number; toMs: number } {
  return {
    fromMs: Math.min(...questions.map(({ fromMs }) => fromMs)) - longestRequestMs,
    toMs: Math.max(...questions.map(({ toMs }) => toMs)),
  }
}
