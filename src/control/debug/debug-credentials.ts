import type { Field } from '../../calling/call-request.ts'
import { credentialsField } from '../../model/answer-marks.ts'
import type { Release } from '../../model/release.ts'
import { ApiProblem } from '../problem.ts'
import type { DebugOrder } from './debug-order.ts'

/** Who a debug call is, as header fields that the stage accepts. */
export interface DebugIdentity {
  readonly fields: readonly Field[]
  /** In their place in the curl command: nobody gets a pass, so it names an application of one's own. */
  readonly shown: readonly Field[]
  /** What must be seen nowhere, with the word that stands for it in the curl command. */
  readonly secrets: readonly (readonly [secret: string, word: string])[]
}

/** `signPass` makes the pass of the test identity. */
export async function identityOf(
  order: DebugOrder,
  { credentials: allowed }: Release,
  signPass: () => Promise<string>,
): Promise<DebugIdentity> {
  const { app = '', secret = '', userToken = '', testIdentity = false } = order.credentials ?? {}
  if (app + secret + userToken === '' && !testIdentity)
    return { fields: [], shown: [], secrets: [] }
  refuseTwice(order)
  const user = userToken === '' ? [] : ([[userToken, '$BK_TOKEN']] as const)
  const login = userToken === '' ? {} : { bk_token: userToken }
  if (testIdentity) {
    if (app + secret !== '') {
      throw wrong('testIdentity', 'it stands instead of an application and its secret.')
    }
    const pass = await signPass()
    const secrets = [[pass, '$PASS'], ...ownWords, ...user] as const
    const shown = [bkapi({ bk_app_code: ownApp, bk_app_secret: ownSecret, ...login })]
    if (allowed.includes('bkapi'))
      return { fields: [bkapi({ jwt: pass, ...login })], shown, secrets }
    if (allowed.includes('bearer')) {
      const fields: Field[] = [['Authorization', `Bearer ${pass}`], ...cookie(userToken)]
      return { fields, shown: fields, secrets }
    }
    throw wrong('testIdentity', 'this stage takes API keys only; name an application.')
  }
  const secrets = [...(secret === '' ? [] : ([[secret, '$SECRET']] as const)), ...user]
  if (allowed.includes('bkapi') || app === '') {
    const named = app === '' ? {} : { bk_app_code: app }
    const proved = secret === '' ? {} : { bk_app_secret: secret }
    const fields = [bkapi({ ...named, ...proved, ...login })]
    return { fields, shown: fields, secrets }
  }
  const fields: Field[] = [['X-API-Key', `${app}:${secret}`], ...cookie(userToken)]
  return { fields, shown: fields, secrets }
}

/** Words of a command, which nobody sends. */
const ownApp = 'app-of-your-own'
const ownSecret = 'secret-of-your-own'
const ownWords = [
  [ownApp, '$APP'],
  [ownSecret, '$SECRET'],
] as const

function bkapi(members: Readonly<Record<string, string>>): Field {
  return [credentialsField, JSON.stringify(members)]
}

/** Where a stage has no X-Bkapi-Authorization, users are known by their cookie. */
function cookie(userToken: string): Field[] {
  return userToken === '' ? [] : [['Cookie', `bk_token=${userToken}`]]
}

function refuseTwice({ headers = {} }: DebugOrder): void {
  const twice = Object.keys(headers).find((name) =>
    /^(?:x-bkapi-authorization|authorization|x-api-key)$/i.test(name),
  )
  if (twice === undefined) return
  throw new ApiProblem(
    'invalid_body',
    `headers.${twice}: credentials say who calls; leave one out.`,
  )
}

function wrong(member: string, why: string): ApiProblem {
  return new ApiProblem('invalid_body', `credentials.${member}: ${why}`)
}
