import { type Checking, listIn, reportDuplicates, textsIn, valueIn } from './checking.ts'
import { isRecord } from './shape.ts'

/** Applications: each once, each with exactly one way of proving itself. */
export function checkApps(root: unknown, checking: Checking): void {
  const apps = listIn(root, 'apps')
  reportDuplicates(checking, ['apps'], 'code', textsIn(apps, 'code'), 'the app')
  for (const [index, app] of apps.entries()) {
    if (!isRecord(app)) continue
    const ways = secretKeys.filter((key) => valueIn(app, key) !== undefined)
    const [first, second] = ways
    if (first === undefined && !secretKeys.some((key) => Object.hasOwn(app, key))) {
      const suggestion = 'Add secret: ${NAME}, read from the environment.'
      checking.report(['apps', index, 'secret'], '"secret" is missing', suggestion, 'key')
    }
    if (second === undefined) continue
    const suggestion = 'Keep one; two valid secrets stand in the list `secrets`.'
    checking.report(
      ['apps', index, second],
      `both "${first}" and "${second}" are given`,
      suggestion,
      'key',
    )
  }
}

const secretKeys = ['secret', 'secrets', 'secretHashes'] as const
