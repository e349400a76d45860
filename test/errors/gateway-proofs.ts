import type { Proof } from './proof.ts'

export const gatewayProofs: readonly Proof[] = []
