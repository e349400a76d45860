import { errorKeys, type ErrorKey } from '../../src/model/error-table.ts'
import { appProofs } from './app-proofs.ts'
import { connectProofs } from './connect-proofs.ts'
import { gatewayProofs } from './gateway-proofs.ts'
import { matchProofs } from './match-proofs.ts'
import { nameProofs } from './name-proofs.ts'
import { policyProofs } from './policy-proofs.ts'
import type { Proof } from './proof.ts'
import { requestProofs } from './request-proofs.ts'
import { responseProofs } from './response-proofs.ts'
import { tlsProofs } from './tls-proofs.ts'
import { userProofs } from './user-proofs.ts'

const order = new Map<ErrorKey, number>(errorKeys.map((key, index) => [key, index]))

/** In the order of the error table. */
export const allProofs: readonly Proof[] = [
  ...requestProofs,
  ...matchProofs,
  ...appProofs,
  ...userProofs,
  ...policyProofs,
  ...nameProofs,
  ...connectProofs,
  ...tlsProofs,
  ...responseProofs,
  ...gatewayProofs,
].toSorted((one, other) => (order.get(one.key) ?? -1) - (order.get(other.key) ?? -1))

/** README.md of this folder. */
export function proofTable(): string {
  const rows = allProofs.map(({ key, how, means }) => `| \`${key}\` | ${how} | ${means} |`)
  return `# Every error, and how it is provoked

Each row is a test in \`every-error.test.ts\`, on the running product. *request*: the caller's own bytes.
*real program*: a program that behaves so by itself. *scripted peer*: a backend that sends these bytes.
*fault*: injected through a documented interface (a setting, a file of the data folder, a limit of the
system, a Node preload). Written by \`node test/errors/write-table.ts\`.

| error | how | means |
|---|---|---|
${rows.join('\n')}
`
}
