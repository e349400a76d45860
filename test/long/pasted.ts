/** `npm run conformance:pasted [-- --each]`: every pasted text of test/corpus through the code of
 *  `faultline why -`, as it is and after each mutation. Prints the figures of each family and mutation and
 *  each text that is not answered right (`--each`: of the mutations too). Exits with 1 where a figure is
 *  under the bar. */
import { mutations } from '../corpus/mutations.ts'
import { diagnosisAndScore, pastedTexts, type PastedText } from '../corpus/pasted-texts.ts'

interface Tally {
  texts: number
  right: number
  confidentlyWrong: number
}

const leastRight = 0.95
const showsEach = process.argv.includes('--each')
let isUnderBar = false

for (const file of ['pasted.jsonl', 'own-pasted.jsonl'] as const) {
  const texts = pastedTexts(file)
  console.log(`\n${file}: ${texts.length} texts`)
  const families = Map.groupBy(texts, ({ family }) => family)
  const tallies = [...families].map(([family, ofFamily]) => {
    const tally = tallyOf(ofFamily, (text) => text, true)
    console.log(row(family, tally))
    return tally
  })
  console.log(row('all', checked(sum(tallies), leastRight)))
  console.log('after mutations')
  for (const { name, isCut, apply } of mutations) {
    const tally = tallyOf(texts, apply, showsEach)
    console.log(row(name, checked(tally, isCut ? 0 : leastRight)))
  }
}
process.exitCode = isUnderBar ? 1 : 0

function tallyOf(
  texts: readonly PastedText[],
  mutate: (text: string) => string,
  showsWrong: boolean,
): Tally {
  const tally: Tally = { texts: 0, right: 0, confidentlyWrong: 0 }
  for (const expected of texts) {
    const { diagnosis, score } = diagnosisAndScore(expected, mutate(expected.text))
    tally.texts++
    if (score.isRight) tally.right++
    if (score.isConfidentlyWrong) tally.confidentlyWrong++
    if (score.isRight || !showsWrong) continue
    const { responder, fault, software, certainty, key } = diagnosis.verdict
    console.log(
      `${score.isConfidentlyWrong ? '!! CONFIDENTLY ' : '   '}wrong: ${expected.id} (${expected.made_by})`,
      `\n      said ${responder}/${fault}/${software ?? '-'}, ${certainty}, ${key} as ${diagnosis.detected}`,
      `\n      accepted ${expected.responder_ok.join('|')} / ${expected.fault_ok.join('|')} / ${expected.software_ok.join('|') || 'any'}`,
    )
  }
  return tally
}

function checked(tally: Tally, least: number): Tally {
  isUnderBar ||= tally.confidentlyWrong > 0 || tally.right < least * tally.texts
  return tally
}

function sum(tallies: readonly Tally[]): Tally {
  const total = (of: keyof Tally): number =>
    tallies.reduce((before, tally) => before + tally[of], 0)
  return {
    texts: total('texts'),
    right: total('right'),
    confidentlyWrong: total('confidentlyWrong'),
  }
}

function row(name: string, { texts, right, confidentlyWrong }: Tally): string {
  const share = ((100 * right) / texts).toFixed(1)
  return `${name.padEnd(34)} ${right}/${texts} right (${share} %), ${confidentlyWrong} confidently wrong`
}
