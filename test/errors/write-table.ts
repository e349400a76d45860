// Writes README.md of this folder from the proofs: node test/errors/write-table.ts
import { writeFileSync } from 'node:fs'
import { proofTable } from './all-proofs.ts'

writeFileSync(new URL('README.md', import.meta.url), proofTable())
