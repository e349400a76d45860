import { createHash } from 'node:crypto'
import type { AppDefinition, Written } from './definition.ts'
import type { AppText } from './definition-schema.ts'
import { isRecord } from './shape.ts'

/** An application without its secrets: they are hashed here, before anything else sees them. */
export function buildApp(app: AppText, written: unknown): AppDefinition {
  const secrets = app.secrets ?? (app.secret === undefined ? [] : [app.secret])
  const secretHashes = app.secretHashes ?? secrets.map(sha256)
  return {
    code: app.code,
    owner: app.owner ?? '',
    description: app.description ?? '',
    secretHashes,
    written: withoutSecrets(written, secretHashes),
  }
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** A `${NAME}` alone stays; anything else could hold a part of the secret. */
function withoutSecrets(written: unknown, secretHashes: readonly string[]): Written {
  const app = isRecord(written) ? written : {}
  const { secret, secrets, ...rest } = app
  const texts = Array.isArray(secrets) ? secrets : [secret]
  const areReferences = texts.every((text) => typeof text === 'string' && onlyReference.test(text))
  if (areReferences) return app
  return { ...rest, secretHashes }
}

const onlyReference = /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/
