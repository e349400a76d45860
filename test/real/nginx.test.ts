import { before, suite } from 'node:test'
import { ownerOfAll } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway, type GatewayProcess } from '../gateway-process.ts'
import { missing, startGunicorn, startNginx, type RunningServer } from '../real-programs.ts'
import { refusingPort, script, scriptedBackend } from '../scripted-backend.ts'
import { testBehind, type Expected } from './behind.ts'

/** nginx as the access layer in front of a Django service, and each page it writes by itself. */
const own = { responder: 'access_layer', fault: 'access_layer', software: /nginx/ } as const

const pages: readonly Expected[] = [
  {
    title: "nginx's 404 is the access layer's, and the publisher acts",
    path: '/missing',
    status: 404,
    key: 'access_layer_not_found',
    ...own,
    owner: 'publisher',
  },
  {
    title: "nginx's deny is the access layer's, and the next step names our exit address",
    path: '/staff',
    status: 403,
    key: 'access_layer_denied',
    ...own,
    owner: 'publisher',
    nextStep: /127\.0\.0\.1/,
  },
  {
    title: "nginx's 413 is the access layer's, and the publisher acts",
    method: 'POST',
    path: '/upload',
    body: 'x'.repeat(2_000),
    status: 413,
    key: 'access_layer_body_too_large',
    ...own,
    owner: 'publisher',
  },
  {
    title: "nginx's 502 is written by the access layer, and the owner of the backend acts",
    path: '/down',
    status: 502,
    key: 'access_layer_bad_gateway',
    ...own,
    owner: 'backend',
  },
  {
    title: "nginx's 503 is written by the access layer, and the owner of the backend acts",
    path: '/busy',
    status: 503,
    key: 'access_layer_no_upstream',
    ...own,
    owner: 'backend',
  },
  {
    title: "nginx's 504 is written by the access layer, and the owner of the backend acts",
    path: '/hangs',
    status: 504,
    key: 'access_layer_timeout',
    ...own,
    owner: 'backend',
  },
  {
    title: 'a 308 to https tells of a wrong scheme in the definition, and the publisher acts',
    path: '/secure',
    status: 308,
    key: 'https_redirect',
    responder: 'access_layer',
    fault: 'gateway',
    owner: 'publisher',
    nextStep: /https/,
  },
  {
    title: "Django's DisallowedHost behind nginx is the service's, and names the Host we send",
    path: '/django/fine/',
    status: 400,
    key: 'service_host_refused',
    responder: 'service',
    fault: 'service',
    owner: 'backend',
    nextStep: /127\.0\.0\.1/,
  },
  {
    title: "Django's 500 behind nginx is the service's, and its owner acts",
    path: '/django-named/broken/',
    status: 500,
    key: 'service_error',
    responder: 'service',
    fault: 'service',
    owner: 'backend',
  },
  {
    title: 'a good answer of Django through nginx has nobody at fault',
    path: '/django-named/form/',
    status: 200,
    key: 'answered',
    responder: 'backend',
    fault: 'none',
    owner: 'nobody',
  },
]

suite('behind a real nginx', { skip: missing('nginx', 'gunicorn', 'django') }, () => {
  const owner = ownerOfAll()
  let gateway: GatewayProcess
  let nginx: RunningServer

  before(async () => {
    const django = await startGunicorn(owner, 'django_site:application')
    const hanging = await scriptedBackend(owner, script.readRequest().stall())
    nginx = await startNginx(owner, {
      http: `
        server {
          listen 127.0.0.1:@PORT@;
          location / { return 404; }
          location /staff { deny all; }
          location /upload { client_max_body_size 1k; proxy_pass ${django.url}; }
          location /down { proxy_pass http://127.0.0.1:${await refusingPort()}; }
          location /busy { return 503; }
          location /hangs { proxy_read_timeout 1s; proxy_pass ${hanging.url}; }
          location /secure { return 308 https://$host$request_uri; }
          location /django/ { proxy_set_header Host $http_host; proxy_pass ${django.url}/; }
          location /django-named/ {
            proxy_set_header Host orders.example.com;
            proxy_pass ${django.url}/;
          }
        }`,
    })
    const resources = [{ name: 'everything', path: '/', matchSubpath: true }]
    gateway = await startGateway(
      owner,
      definitionOf({ backends: { default: nginx.url }, resources }),
    )
  })

  for (const page of pages) {
    testBehind(
      () => gateway,
      () => nginx.port,
      page,
    )
  }
})
