import { typed, type Accepted, type Making } from './making.ts'

const ours = 'gateway-errors'
const passed = 'gateway-passed-as-is'
const old = 'old-gateway'

const call = (path: string, options = ''): string =>
  `curl -si ${options}http://bkapi.example.test/api/shop/prod${path}`

function byGateway(fault: string, why: string): Accepted {
  return { responder: 'gateway', fault, why }
}

/** Our own gateway: errors that it writes, and answers that it passes on; and the old system's. */
export const gatewayCases: readonly Making[] = [
  typed(ours, call('/private'), byGateway('client', 'No app code was sent.')),
  typed(
    ours,
    `curl -v -H 'X-Bkapi-Authorization: {"bk_app_code":"ops","bk_app_secret":"wrong-Planted-2"}' http://bkapi.example.test/api/shop/prod/private`,
    byGateway('client', 'The secret is wrong.'),
  ),
  typed(
    ours,
    `curl -si -H 'X-Bkapi-Authorization: {"bk_app_code":"ops","bk_app_secret":"Planted-in-the-lab-1"}' http://bkapi.example.test/api/shop/prod/private`,
    byGateway('client|gateway', 'The app has no permission for the resource.'),
  ),
  typed(ours, call('/nothing'), byGateway('client|gateway', 'No resource has this path.')),
  typed(
    ours,
    'curl -si http://bkapi.example.test/api/no-gateway/prod/x',
    byGateway('client|gateway', 'There is no gateway of this name.'),
  ),
  typed(
    ours,
    call('/dead'),
    byGateway('network|service|access_layer|unsure', 'The backend refused the connection.'),
  ),
  typed(
    ours,
    call('/unknown', '-v ').replace('-si', '-s'),
    byGateway('network|gateway|unsure|service', "The backend's name does not resolve."),
  ),
  typed(
    ours,
    call('/silent'),
    byGateway('service|network|access_layer|unsure', 'The backend was silent.'),
  ),
  typed(
    ours,
    call('/closing'),
    byGateway('service|network|access_layer|unsure', 'The backend closed without an answer.'),
  ),
  typed(
    ours,
    call('/tls'),
    byGateway('gateway|network|service|access_layer|unsure', 'https was spoken to an http port.'),
  ),
  typed(
    ours,
    `curl -s -o /dev/null http://bkapi.example.test/api/shop/prod/limited; ${call('/limited')}`,
    byGateway('client|gateway', 'The rate limit is used up.'),
    call('/limited'),
  ),
  typed(
    ours,
    `curl -s -H 'Accept: application/problem+json' -i http://bkapi.example.test/api/shop/prod/dead`,
    byGateway('network|service|access_layer|unsure', 'The same error as a problem document.'),
  ),
  typed(
    ours,
    'curl -s http://bkapi.example.test/api/shop/prod/nothing',
    byGateway('client|gateway', 'The body alone: five fields, code 1640401.'),
  ),
  typed(
    ours,
    call('/dead', '-I ').replace('-si', '-s'),
    byGateway('network|service|access_layer|unsure', 'HEAD: the header alone tells.'),
  ),
  typed(passed, call('/orders/1'), {
    responder: 'service|backend',
    fault: 'none',
    why: '200, passed on as is.',
  }),
  typed(passed, call('/broken'), {
    responder: 'service',
    fault: 'service',
    software: 'express',
    why: "Express's own 500 page, passed on by the gateway.",
  }),
  typed(passed, call('/shop/denied'), {
    responder: 'access_layer',
    fault: 'access_layer|client|gateway|unsure',
    software: 'nginx',
    why: "nginx's 403 page, passed on: the gateway's address is not on its list.",
  }),
  typed(passed, call('/shop/busy', '-v ').replace('-si', '-s'), {
    responder: 'access_layer',
    fault: 'access_layer|service|client|unsure',
    software: 'nginx',
    why: "nginx's 503 page, passed on.",
  }),
  typed(passed, call('/shop/secure'), {
    responder: 'access_layer',
    fault: 'none|gateway|access_layer',
    software: 'nginx',
    why: "nginx sends http to https: the backend's address in the gateway is http.",
  }),
  typed(
    old,
    'curl -si http://old.example.test/permission',
    byGateway('client|gateway', '1640301 of the old system.'),
  ),
  typed(
    old,
    'curl -v http://old.example.test/timeout',
    byGateway('service|network|access_layer|unsure', '1650401 of the old system.'),
  ),
  typed(
    old,
    'curl -s http://old.example.test/refused | python3 -m json.tool',
    byGateway('service|network|access_layer|unsure', '1650200, re-indented.'),
  ),
  typed(
    old,
    'wget -S -O - http://old.example.test/limit',
    byGateway('client|gateway', '1642902 in what wget -S shows.'),
  ),
  typed(old, 'curl -si http://old.example.test/service', {
    responder: 'service|backend',
    fault: 'client',
    why: "HTTP 200 with the service's own code and a Chinese message about a parameter.",
  }),
]
