import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Owner } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { accepting, freePort, startProgram } from '../program.ts'

/** An nginx that says which path it was asked for and what the stage's field held. Resolves with its port. */
export async function startReleaseBackend(owner: Owner, folder: string): Promise<number> {
  const port = await freePort()
  const file = join(folder, 'nginx.conf')
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  writeFileSync(
    file,
    `${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${folder}/nginx.pid; error_log ${folder}/error.log; daemon off;
events { worker_connections 4096; }
http {
  ${paths.map((path) => `${path}_temp_path ${folder}/${path};`).join(' ')}
  access_log off; keepalive_requests 100000000;
  server { listen 127.0.0.1:${port}; location / { return 200 '$uri $http_x_release'; } }
}`,
  )
  const words = ['-p', folder, '-c', file, '-e', `${folder}/error.log`]
  await accepting(startProgram(owner, '/usr/sbin/nginx', words), port)
  return port
}

/** Field of the stage and path of the resource both change with each release; other resources make it as large as
 *  a publisher's. */
export function releaseDefinition(backendPort: number, number: number, resources: number): object {
  const field = { type: 'header-rewrite', config: { set: { 'X-Release': String(number) } } }
  return definitionOf({
    backends: { default: { hosts: [{ url: `http://127.0.0.1:${backendPort}` }], retries: 0 } },
    stage: { plugins: [field] },
    resources: [
      {
        name: 'order',
        method: 'GET',
        path: '/orders/{id}',
        backendPath: `/v${number}/orders/{id}`,
      },
      ...Array.from({ length: resources - 1 }, (_, index) => {
        return { name: `other_${index}`, method: 'GET', path: `/others/${index}/{id}` }
      }),
    ],
  })
}
