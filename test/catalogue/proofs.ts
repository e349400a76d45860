/** What provokes each key of the catalogue: for an error its proof on the running gateway, for any other
 *  verdict a record or a pasted text. `node test/catalogue/proofs.ts` prints the table. */
import { readdirSync, readFileSync } from 'node:fs'
import { catalogueKeys } from '../../src/diagnosis/catalogue.ts'
import { allProofs } from '../errors/all-proofs.ts'

export interface KeyProof {
  readonly key: string
  /** '' where there is none. */
  readonly proof: string
}

const folder = `${import.meta.dirname}/../flows`

export function keyProofs(): readonly KeyProof[] {
  const proofs = new Map([...goldenProofs(), ...errorProofs()]) // the running gateway proves more
  return catalogueKeys.map((key) => ({ key, proof: proofs.get(key) ?? '' }))
}

function errorProofs(): (readonly [string, string])[] {
  return allProofs.map(({ key, how, means }) => [key, `test/errors: ${how} (${means})`])
}

function goldenProofs(): (readonly [string, string])[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return files.flatMap((name) => {
    const cases = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as readonly GoldenCase[]
    return cases.map(({ title, expect }) => [expect.key, `test/flows/${name}: ${title}`] as const)
  })
}

/** golden-cases.test.ts checks the rest. */
interface GoldenCase {
  readonly title: string
  readonly expect: { readonly key: string }
}

if (import.meta.main) {
  for (const { key, proof } of keyProofs()) process.stdout.write(`| \`${key}\` | ${proof} |\n`)
}
