import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { DefinitionText } from '../../src/definition/definition-source.ts'

/** Real definitions of the old system (blueking-definitions/README.md), each with the values that its
 *  templates need. */
export interface RealDefinition {
  readonly gateway: string
  readonly environment: Readonly<Record<string, string>>
  readonly resources: number
}

export const realDefinitions: readonly RealDefinition[] = [
  {
    gateway: 'bk-sops',
    environment: {
      BK_APP_CODE: 'bk_sops',
      BK_APIGW_MANAGER_MAINTAINERS: 'ann,bob',
      BK_APIGW_STAGE_NAME: 'prod',
      BK_APIGW_API_SERVER_HOST: '127.0.0.1:9000',
      BK_APIGW_API_SERVER_SUB_PATH: '',
      BK_APIGW_CALLBACK_SERVER_HOST: '127.0.0.1:9001',
      BK_APIGW_CALLBACK_SERVER_SUB_PATH: 'callback/',
    },
    resources: 56,
  },
  { gateway: 'bk-user', environment: {}, resources: 21 },
  {
    gateway: 'bk-user-web',
    environment: {
      BK_APIGW_CORS_ALLOW_ORIGINS: '',
      BK_APIGW_CORS_ALLOW_ORIGINS_BY_REGEX: '["^https://[a-z.]+[.]example[.]com$"]',
    },
    resources: 14,
  },
  { gateway: 'example', environment: { BK_APP_CODE: 'bk_example' }, resources: 1 },
]

export function filesOf(gateway: string): readonly [string, string] {
  const file = (name: string) =>
    fileURLToPath(new URL(`blueking-definitions/${gateway}/${name}`, import.meta.url))
  return [file('definition.yaml'), file('resources.yaml')]
}

export function textsOf(gateway: string): readonly [DefinitionText, DefinitionText] {
  const [definition, resources] = filesOf(gateway)
  return [
    { file: 'definition.yaml', text: readFileSync(definition, 'utf8') },
    { file: 'resources.yaml', text: readFileSync(resources, 'utf8') },
  ]
}
