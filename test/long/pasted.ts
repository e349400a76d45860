/** `npm run conformance:pasted [-- --each]`: every pasted text of test/corpus through the code of
 *  `faultline why -`, as it is and after each mutation. Prints the figures of each family and mutation and
 *  each text that is not answered right (`--each`: of the mutations too). Exits with 1 where a figure is
 *  under the bar. */
import { mutations, type Mutation } from '../corpus/mutations.ts'
import { judgedTexts, type Judged } from '../corpus/pasted-texts.ts'
import { judgedRests } from '../corpus/unseen-rests.ts'

const leastRight = 0.95
const showsEach = process.argv.includes('--each')
const asItIs: Mutation = { name: 'as it is', isCut: false, apply: (text) => text }
let isUnderBar = false

for (const file of ['pasted.jsonl', 'own-pasted.jsonl'] as const) {
  const whole = judgedTexts(file, asItIs)
  console.log(`\n${file}: ${whole.length} texts`)
  for (const [family, ofFamily] of Map.groupBy(whole, ({ expected }) => expected.family))
    console.log(row(family, ofFamily))
  console.log(row('all', checked(whole)))
  for (const one of whole) if (!one.score.isRight) tellWrong(one)
  console.log('after mutations')
  for (const mutation of mutations) {
    const judged = checked(judgedTexts(file, mutation))
    console.log(row(mutation.name, judged) + (mutation.isCut ? byWholeText(judged) : ''))
    for (const one of judged) if (showsEach && !one.score.isRight) tellWrong(one)
  }
}
const rests = judgedRests()
const rightRests = rests.filter(({ isRight }) => isRight).length
const wrongRests = rests.filter(({ isConfidentlyWrong }) => isConfidentlyWrong)
isUnderBar ||= wrongRests.length > 0 || rightRests < leastRight * rests.length
console.log(
  `\nwhat chance left of texts: ${rightRests}/${rests.length} right, ${wrongRests.length} confidently wrong`,
)
for (const { name, isRight, diagnosis } of rests)
  if (!isRight) console.log(`   wrong: ${name}: said ${diagnosis.verdict.key}`)
process.exitCode = isUnderBar ? 1 : 0

function tellWrong({ expected, diagnosis, score }: Judged): void {
  const { responder, fault, software, certainty, key } = diagnosis.verdict
  console.log(
    `${score.isConfidentlyWrong ? '!! CONFIDENTLY ' : '   '}wrong: ${expected.id} (${expected.made_by})`,
    `\n      said ${responder}/${fault}/${software ?? '-'}, ${certainty}, ${key} as ${diagnosis.detected}`,
    `\n      of the whole text: ${expected.responder_ok.join('|')} / ${expected.fault_ok.join('|')} / ${expected.software_ok.join('|') || 'any'}`,
  )
}

function checked(judged: readonly Judged[]): readonly Judged[] {
  isUnderBar ||=
    count(judged, ({ score }) => score.isConfidentlyWrong) > 0 ||
    count(judged, ({ score }) => score.isRight) < leastRight * judged.length
  return judged
}

function row(name: string, judged: readonly Judged[]): string {
  const right = count(judged, ({ score }) => score.isRight)
  const confidentlyWrong = count(judged, ({ score }) => score.isConfidentlyWrong)
  return `${name.padEnd(34)} ${right}/${judged.length} right (${percent(right, judged)} %), ${confidentlyWrong} confidently wrong`
}

function byWholeText(judged: readonly Judged[]): string {
  return `; ${percent(
    count(judged, ({ isRightOfWhole }) => isRightOfWhole),
    judged,
  )} % as right as of the whole text`
}

function count(judged: readonly Judged[], is: (one: Judged) => boolean): number {
  return judged.filter(is).length
}

function percent(part: number, judged: readonly Judged[]): string {
  return ((100 * part) / judged.length).toFixed(1)
}
