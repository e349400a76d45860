import { checkDocumentation } from './check-documentation.ts'
import { checkGrants } from './check-grants.ts'
import { checkResources } from './check-resources.ts'
import { checkStages } from './check-stages.ts'
import { type Checking, listIn, reportDuplicates, textIn, textsIn, valueIn } from './checking.ts'
import type { Path } from './definition-problem.ts'
import { endpointUrlProblem } from './host-url.ts'
import { isRecord } from './shape.ts'

/** Everything about one gateway that its schema cannot say. */
export function checkGateway(gateway: unknown, path: Path, checking: Checking): void {
  if (!isRecord(gateway)) return
  if (gateway['name'] === reservedName) {
    const message = `the name ${reservedName} is taken: its paths serve the public keys of all gateways`
    checking.report([...path, 'name'], message)
  }
  const backends = textsIn(listIn(gateway, 'backends'), 'name')
  reportDuplicates(checking, [...path, 'backends'], 'name', backends, 'the backend')
  checkUserAuth(valueIn(gateway, 'userAuth'), [...path, 'userAuth'], checking)
  checkStages(gateway, path, checking)
  checkResources(gateway, path, checking)
  checkGrants(gateway, path, checking)
  checkDocumentation(gateway, path, checking)
}

const reservedName = 'bk-apigateway'

export function checkUserAuth(userAuth: unknown, at: Path, checking: Checking): void {
  if (!isRecord(userAuth)) return
  const urls = ['tokenUrl', 'jwksUrl'].filter((key) => Object.hasOwn(userAuth, key))
  if (urls.length === 0) {
    checking.report(at, 'neither tokenUrl nor jwksUrl is given', 'Add one of them, or both.', 'key')
  }
  for (const key of urls) {
    const text = textIn(userAuth, key)
    const problem = text === undefined ? undefined : endpointUrlProblem(text)
    if (problem !== undefined) checking.report([...at, key], problem.message, problem.suggestion)
  }
}
