import type { Environment } from '../references.ts'
import {
  evaluate,
  isTrue,
  plainOf,
  type Scope,
  type TemplateProblem,
  textOf,
} from './template-values.ts'

/** `{% if … %}` of a template: `not`, `==` and `!=`, joined by `and` and `or`. */
export function judge(
  condition: string,
  environment: Environment | undefined,
  scope: Scope,
): boolean | TemplateProblem {
  for (const alternative of condition.split(/\s+or\s+/)) {
    const judged = judgeAll(alternative, environment, scope)
    if (judged !== false) return judged
  }
  return false
}

function judgeAll(
  alternative: string,
  environment: Environment | undefined,
  scope: Scope,
): boolean | TemplateProblem {
  for (const part of alternative.split(/\s+and\s+/)) {
    const judged = judgeOne(part.trim(), environment, scope)
    if (judged !== true) return judged
  }
  return true
}

function judgeOne(
  part: string,
  environment: Environment | undefined,
  scope: Scope,
): boolean | TemplateProblem {
  const negated = /^not\s+(.+)$/.exec(part)?.[1]
  if (negated !== undefined) {
    const judged = judgeOne(negated, environment, scope)
    return typeof judged === 'boolean' ? !judged : judged
  }
  const [, left = part, operator = '', right = ''] = /^(.+?)\s*(==|!=)\s*(.+)$/.exec(part) ?? []
  const first = evaluate(left, environment, scope)
  if (!('kind' in first)) return first
  if (operator === '') return isTrue(first)
  const second = evaluate(right, environment, scope)
  if (!('kind' in second)) return second
  const areEqual = textOf(plainOf(first)) === textOf(plainOf(second))
  return operator === '==' ? areEqual : !areEqual
}
