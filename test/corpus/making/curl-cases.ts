import { typed, type Making } from './making.ts'

const errors = 'curl-errors'
const chains = 'curl-verbose'
const plain = 'curl-include'
/** Nobody answered, and from the text it may be anybody's doing. */
const nobody = 'client|network|service|access_layer|unsure'

/** curl of this machine: its errors, its notes and what it prints of a response. */
export const curlCases: readonly Making[] = [
  typed(errors, 'curl -sS http://no-such-host.invalid/api', {
    responder: 'none',
    fault: 'network|client|unsure',
    why: '(6): the name did not resolve.',
  }),
  typed(errors, 'curl -sS http://shop.example.test:7999/api', {
    responder: 'none',
    fault: nobody,
    why: '(7): nothing listens on that port.',
  }),
  typed(errors, 'curl -v http://shop.example.test:7999/api', {
    responder: 'none',
    fault: nobody,
    why: '-v of a refused connection.',
  }),
  typed(errors, 'curl -sS -m 1 http://raw.example.test:7003/slow', {
    responder: 'none',
    fault: nobody,
    why: "(28): no byte within the caller's own second.",
  }),
  typed(errors, 'curl -sS -m 1 http://raw.example.test:7004/export -o /dev/null', {
    responder: 'service|backend|access_layer|gateway|none',
    fault: nobody,
    why: '(28) after part of the body: an answer had begun.',
  }),
  typed(errors, 'curl -sS https://raw.example.test:7006/x', {
    responder: 'none',
    fault: 'client|network|access_layer|service|gateway|unsure',
    why: '(35): the port does not speak TLS.',
  }),
  typed(errors, 'curl -sS https://shop.example.test:80/x', {
    responder: 'none',
    fault: 'client|network|access_layer|service|gateway|unsure',
    why: '(35) wrong version number: https to an http port.',
  }),
  typed(errors, 'curl -sS http://raw.example.test:7002/x', {
    responder: 'none',
    fault: 'network|service|access_layer|unsure',
    why: '(52): closed without an answer.',
  }),
  typed(errors, 'curl -v http://raw.example.test:7001/x', {
    responder: 'none',
    fault: 'network|service|access_layer|unsure',
    why: '(56): reset after the request.',
  }),
  typed(errors, 'curl -sS https://raw.example.test:7441/', {
    responder: 'none',
    fault: 'network|client|access_layer|gateway|service|unsure',
    why: '(60) self-signed certificate.',
  }),
  typed(
    errors,
    'curl -v https://raw.example.test:7442/ --cacert {certificates}/authority.pem',
    {
      responder: 'none',
      fault: 'network|client|access_layer|gateway|service|unsure',
      why: '(60) certificate has expired.',
    },
    'curl -v https://raw.example.test:7442/ --cacert authority.pem',
  ),
  typed(
    errors,
    'curl -sS https://raw.example.test:7443/ --cacert {certificates}/authority.pem',
    {
      responder: 'none',
      fault: 'network|client|access_layer|gateway|service|unsure',
      why: '(60): the certificate is for another name.',
    },
    'curl -sS https://raw.example.test:7443/ --cacert authority.pem',
  ),
  typed(errors, 'curl -sS http://raw.example.test:7005/hosts', {
    responder: 'service|backend|access_layer|gateway|none',
    fault: 'network|service|access_layer|unsure',
    why: '(18) behind part of a JSON: the body broke off.',
  }),
  typed(errors, 'curl -i http://raw.example.test:7007/hosts', {
    responder: 'service|backend|access_layer|gateway',
    fault: 'network|service|access_layer|unsure',
    why: 'A chunked body without its end.',
  }),
  typed(errors, 'curl -sSfL http://shop.example.test/dead', {
    responder: 'gateway|access_layer|service|backend',
    fault: 'unsure|service|access_layer|network|gateway',
    why: '(22): only the status 502 is left.',
  }),
  typed(errors, 'curl -sS -L --max-redirs 5 http://shop.example.test/circle', {
    responder: 'gateway|access_layer|service|backend|none',
    fault: 'unsure|service|access_layer|client|gateway',
    why: '(47): redirects in a circle.',
  }),
  typed(errors, 'curl -sS htp://shop.example.test/', {
    responder: 'none',
    fault: 'client',
    why: '(1): a misspelt scheme; nothing was sent.',
  }),
  typed(
    errors,
    'curl -sS -o /dev/null -w "%{http_code} %{time_total}\\n" http://shop.example.test/dead',
    {
      responder: 'gateway|access_layer|service|backend',
      fault: 'unsure|service|access_layer|network|gateway',
      why: 'A status and a time, and nothing else.',
    },
  ),
  typed(chains, 'curl -vv -L http://shop.example.test/app', {
    responder: 'access_layer',
    fault: 'client|access_layer|service',
    software: 'nginx',
    why: 'A redirect to a login page, which nginx answers with its own 401 page.',
  }),
  typed(chains, 'curl -vv -L -k http://shop.example.test/secure/gone', {
    responder: 'access_layer',
    fault: 'client|access_layer|service|gateway|unsure',
    software: 'nginx',
    why: 'http → https; there nginx answers with its own 410 page.',
  }),
  typed(chains, 'curl -vv -L http://shop.example.test/secure/x', {
    responder: 'none',
    fault: 'network|client|access_layer|gateway|service|unsure',
    why: 'http → https, whose certificate curl refuses: the last call got no answer.',
  }),
  typed(chains, 'curl -v -k --http2 https://shop.example.test/dead', {
    responder: 'access_layer',
    fault: 'access_layer|service|network|unsure',
    software: 'nginx',
    why: "HTTP/2; nginx's own 502 page.",
  }),
  typed(chains, 'curl -v http://edge.example.test/none', {
    responder: 'access_layer',
    fault: 'access_layer|service|network|unsure',
    software: 'haproxy',
    why: "HAProxy's own 503 page.",
  }),
  typed(chains, 'curl -v -X POST -d a=1 http://shop.example.test/express/orders', {
    responder: 'service|backend',
    fault: 'client',
    software: 'express',
    why: "415 of an Express service behind nginx: the service's own JSON.",
  }),
  typed(
    chains,
    'curl -v -H "Authorization: Bearer abc" http://shop.example.test/orders/ 2>&1 | cat',
    {
      responder: 'service|backend',
      fault: 'none',
      why: '200 with JSON: nothing is wrong.',
    },
  ),
  typed(plain, 'curl -si http://shop.example.test/denied', {
    responder: 'access_layer',
    fault: 'access_layer|client|gateway|unsure',
    software: 'nginx',
    why: "nginx's own 403 page.",
  }),
  typed(plain, 'curl -si --data-binary @/etc/services http://shop.example.test/upload', {
    responder: 'access_layer',
    fault: 'client|access_layer|gateway',
    software: 'nginx',
    why: "nginx's 413 page: the body is over its limit.",
  }),
  typed(plain, 'curl -sI http://shop.example.test/none', {
    responder: 'access_layer|backend',
    fault: 'client|access_layer|gateway|service|unsure',
    software: 'nginx',
    why: 'HEAD: only the header of a 404 by nginx.',
  }),
  typed(plain, 'curl -si http://wiki.example.test/dead/x', {
    responder: 'access_layer',
    fault: 'access_layer|service|network|unsure',
    software: 'apache',
    why: "Apache's 503 page: its backend refuses.",
  }),
  typed(plain, 'curl -s http://edge.example.test/slow', {
    responder: 'access_layer',
    fault: 'access_layer|service|network|unsure',
    software: 'haproxy',
    why: "HAProxy's 504 page alone.",
  }),
  typed(
    plain,
    'curl -si http://user.example.test:{django}/fine/',
    {
      responder: 'service',
      fault: 'client|service|gateway|access_layer',
      software: 'django|gunicorn',
      why: "Django's 400 page: ALLOWED_HOSTS does not name this host.",
    },
    'curl -si http://user.example.test:8000/fine/ (Django, ALLOWED_HOSTS)',
  ),
  typed(
    plain,
    'curl -si http://user.example.test:{drf}/private/',
    {
      responder: 'service|backend',
      fault: 'client',
      software: 'djangorestframework|django|gunicorn',
      why: "Django REST framework's 401 JSON.",
    },
    'curl -si http://user.example.test:8001/private/ (Django REST framework)',
  ),
  typed(
    plain,
    'curl -si http://order.example.test:{express}/broken',
    {
      responder: 'service',
      fault: 'service',
      software: 'express',
      why: "Express's own page with a stack: a handler threw.",
    },
    'curl -si http://order.example.test:3000/broken (Express)',
  ),
  typed(plain, 'curl -si --compressed http://shop.example.test/zipped', {
    responder: 'service|backend|access_layer',
    fault: 'none',
    why: '200, decompressed by curl: the Content-Length of the header does not fit the text.',
  }),
]
