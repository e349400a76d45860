/** How well are captured responses told apart? `npm run conformance:responses [-- --set seen|unseen|all]
 *  [--totals]`: percentages, the confusion matrix and every miss; with `--totals` only counts. */
import { parseArgs } from 'node:util'
import { capturedResponses, type CorpusSet } from '../corpus/captured-response.ts'
import { judged, scoreOf, type Judged } from '../corpus/score.ts'

const { values } = parseArgs({
  options: { set: { type: 'string', default: 'all' }, totals: { type: 'boolean', default: false } },
})
const wanted = setsNamed(values.set)
for (const set of wanted) report(set)

function setsNamed(name: string): readonly CorpusSet[] {
  if (name === 'seen' || name === 'unseen') return [name]
  if (name === 'all') return ['seen', 'unseen', 'all']
  throw new Error(`--set is seen, unseen or all, not ${name}`)
}

function report(set: CorpusSet): void {
  const all = capturedResponses(set).map((response) => judged(response))
  const score = scoreOf(all)
  print(`${set}: ${score.responses} responses of ${score.programs} programs (average per program)`)
  print(`  layer right         ${score.layerPercent.toFixed(1)} %`)
  print(`  software right      ${score.softwarePercent.toFixed(1)} %`)
  print(`  confidently wrong   ${score.confidentlyWrong.length}`)
  print(matrixOf(all))
  if (!values.totals && wanted.at(-1) === set) for (const one of all) printMiss(one)
}

/** Rows: who wrote it; columns: who it was said to be, and how sure. */
function matrixOf(all: readonly Judged[]): string {
  const layers = ['access_layer', 'framework', 'server'] as const
  const columns = ['access_layer', 'service', 'backend', 'gateway', 'none'] as const
  const head = `  ${'written by'.padEnd(14)}${columns.map((name) => name.padStart(16)).join('')}`
  const lines = layers.map((layer) => {
    const row = all.filter(({ response }) => response.layer === layer)
    const cells = columns.map((column) => {
      const cell = row.filter(({ verdict }) => verdict.responder === column)
      const sure = cell.filter(({ verdict }) => verdict.certainty === 'likely').length
      return `${cell.length} (${sure} likely)`.padStart(16)
    })
    return `  ${layer.padEnd(14)}${cells.join('')}`
  })
  return [head, ...lines].join('\n')
}

function printMiss({
  response,
  verdict,
  layerRight,
  softwareRight,
  confidentlyWrong,
}: Judged): void {
  if (layerRight && softwareRight) return
  const what = [layerRight ? '' : 'layer', softwareRight ? '' : 'software'].join(' ').trim()
  const { software, id, provoked_by: cause, behind } = response
  const place = behind === undefined ? '' : ` behind ${behind}`
  print(
    `${confidentlyWrong ? 'WRONG ' : ''}${id} ${software}${place}, ${cause}: ${what}; said ${verdict.responder} ${verdict.software ?? '-'} ${verdict.certainty} ${verdict.key}`,
  )
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
