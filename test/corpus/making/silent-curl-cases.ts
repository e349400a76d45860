import { typed, type Making } from './making.ts'

const notes = 'curl-notes'
const part = 'service|backend|access_layer|gateway|none'
const anybody = 'client|network|service|access_layer|unsure'

/** curl with -s and -v prints no line `curl: (NN)`: only its notes, or a body that is too short, tell of
 *  the failure. */
export const silentCurlCases: readonly Making[] = [
  typed(notes, 'curl -sv -L --max-redirs 3 http://raw.example.test:7008/again', {
    responder: part,
    fault: 'unsure|service|access_layer|client|gateway',
    why: '(47) as a note: redirects in a circle.',
  }),
  typed(notes, 'curl -sv http://raw.example.test:7005/hosts', {
    responder: part,
    fault: 'network|service|access_layer|unsure',
    why: '(18) as a note: the body broke off.',
  }),
  typed(notes, 'curl -sv http://raw.example.test:7007/hosts', {
    responder: part,
    fault: 'network|service|access_layer|unsure',
    why: '(18) as a note: a chunked body without its end.',
  }),
  typed(notes, 'curl -si http://raw.example.test:7005/hosts', {
    responder: part,
    fault: 'network|service|access_layer|unsure',
    why: '21 of 400 bytes: the answer broke off, or the text was cut.',
  }),
  typed(notes, 'curl -sv -m 1 http://raw.example.test:7004/export', {
    responder: part,
    fault: anybody,
    why: '(28) as a note, after part of the body.',
  }),
  typed(notes, 'curl -sv http://raw.example.test:7001/x', {
    responder: 'none',
    fault: 'network|service|access_layer|unsure',
    why: '(56) as a note: reset after the request.',
  }),
  typed(notes, 'curl -sv http://raw.example.test:7002/x', {
    responder: 'none',
    fault: 'network|service|access_layer|unsure',
    why: '(52) as a note: closed without an answer.',
  }),
  typed(notes, 'curl -sv http://raw.example.test:7009/x', {
    responder: 'none',
    fault: anybody,
    why: '(1) as a note: what came is no HTTP.',
  }),
  typed(notes, 'curl -sv http://shop.example.test:7999/api', {
    responder: 'none',
    fault: anybody,
    why: '(7) as a note: nothing listens there.',
  }),
  typed(notes, 'curl -sv https://raw.example.test:7441/', {
    responder: 'none',
    fault: 'network|client|access_layer|gateway|service|unsure',
    why: '(60) as a note: a self-signed certificate.',
  }),
  typed(notes, 'curl -sv https://raw.example.test:7008/', {
    responder: 'none',
    fault: 'client',
    why: '(35) as a note: https to an http port.',
  }),
  typed(notes, 'curl -sS -x no-such-proxy.invalid:3128 http://shop.example.test/api', {
    responder: 'none',
    fault: 'network|client|unsure',
    why: '(5): the name of the proxy did not resolve.',
  }),
]
