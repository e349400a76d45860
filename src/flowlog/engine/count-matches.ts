import {
  longestRequestMs,
  matchCountOf,
  matchCountsSql,
  type MatchCounts,
  type MatchQuestion,
} from '../aggregate/match-counts.ts'
import { rowsOf } from './duckdb.ts'
import type { Records } from './record-store.ts'

/** Several questions over one time, of which the newest records are read once. */
export async function countMatches(
  { reader, relation, isComplete }: Records,
  questions: readonly MatchQuestion[],
): Promise<MatchCounts[]> {
  const answers: MatchCounts[] = []
  for (const question of questions) {
    const { sql, values } = matchCountsSql(relation, question)
    const rows = await rowsOf(reader, sql, values)
    answers.push({ counts: rows.map(matchCountOf), complete: isComplete })
  }
  return answers
}

/** The time in which all requests of the questions began. */
export function timeOf(questions: readonly MatchQuestion[]): { fromMs: number; toMs: number } {
  return {
    fromMs: Math.min(...questions.map(({ fromMs }) => fromMs)) - longestRequestMs,
    toMs: Math.max(...questions.map(({ toMs }) => toMs)),
  }
}
