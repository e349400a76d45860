import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../../clean-up.ts'
import { making, shell, type Accepted, type Making } from './making.ts'

const family = 'languages'
const nobody = 'client|network|service|access_layer|unsure'
const statusOnly = {
  responder: 'gateway|access_layer|service|backend',
  fault: 'unsure|service|access_layer|network|gateway',
}

function python(code: string, accepted: Accepted): Making {
  return making(family, `python3 -c '${code}'`, accepted, () =>
    shell(`/usr/bin/python3 -c '${code}'`),
  )
}

function node(code: string, accepted: Accepted): Making {
  return making(family, `node -e '${code}'`, accepted, () => shell(`node -e '${code}'`))
}

function go(call: string, accepted: Accepted): Making {
  const program = `package main\nimport ("fmt"; "io"; "net/http"; "time")\nfunc main() {\n\tclient := http.Client{Timeout: 2 * time.Second}\n\tanswer, err := client.Get("${call}")\n\tif err != nil { fmt.Println("request failed:", err); return }\n\tbody, err := io.ReadAll(answer.Body)\n\tfmt.Println(answer.Status, string(body), err)\n}\n`
  return making(family, `Go net/http: client.Get("${call}")`, accepted, () => {
    const file = join(temporaryFolder(), 'main.go')
    writeFileSync(file, program)
    return shell(`HOME=/tmp GOFLAGS=-mod=mod go run ${file}`)
  })
}

/** Errors as the clients of languages print them. */
export const languageCases: readonly Making[] = [
  python('import requests; requests.get("http://shop.example.test:7999/hosts")', {
    responder: 'none',
    fault: nobody,
    why: 'requests: connection refused, at the end of a long traceback.',
  }),
  python('import requests; requests.get("http://no-such-host.invalid/hosts")', {
    responder: 'none',
    fault: 'network|client|unsure',
    why: 'requests: the name did not resolve.',
  }),
  python('import requests; requests.get("http://raw.example.test:7003/hosts", timeout=1)', {
    responder: 'none',
    fault: nobody,
    why: 'requests: read timeout.',
  }),
  python('import requests; requests.get("https://raw.example.test:7441/hosts")', {
    responder: 'none',
    fault: 'network|client|access_layer|gateway|service|unsure',
    why: 'requests: a self-signed certificate.',
  }),
  python('import requests; requests.get("http://raw.example.test:7002/hosts")', {
    responder: 'none',
    fault: 'network|service|access_layer|unsure',
    why: 'requests: closed without a response.',
  }),
  python('import requests; requests.get("http://shop.example.test/dead").raise_for_status()', {
    ...statusOnly,
    why: 'raise_for_status: 502 and the address, nothing else.',
  }),
  python('import requests; print(requests.get("http://old.example.test/app").json())', {
    responder: 'gateway',
    fault: 'client',
    why: "The gateway's body as a Python dict.",
  }),
  python('import requests; print(requests.get("http://shop.example.test/busy").content)', {
    responder: 'access_layer',
    fault: 'access_layer|service|client|unsure',
    software: 'nginx',
    why: "nginx's 503 page as Python bytes.",
  }),
  python('import urllib.request; urllib.request.urlopen("http://shop.example.test/denied")', {
    responder: 'gateway|access_layer|service|backend',
    fault: 'unsure|service|access_layer|network|gateway|client',
    why: 'urllib: HTTP Error 403 and nothing else.',
  }),
  node('fetch("http://shop.example.test:7999/hosts")', {
    responder: 'none',
    fault: nobody,
    why: 'fetch: connection refused.',
  }),
  node('fetch("http://no-such-host.invalid/hosts")', {
    responder: 'none',
    fault: 'network|client|unsure',
    why: 'fetch: getaddrinfo ENOTFOUND.',
  }),
  node('require("http").get("http://raw.example.test:7002/x")', {
    responder: 'none',
    fault: 'network|service|access_layer|unsure',
    why: 'socket hang up.',
  }),
  node(
    'fetch("http://old.example.test/refused").then((answer) => answer.json()).then(console.log)',
    {
      responder: 'gateway',
      fault: 'service|network|access_layer|unsure',
      why: "The gateway's body as console.log prints it.",
    },
  ),
  go('http://shop.example.test:7999/hosts', {
    responder: 'none',
    fault: nobody,
    why: 'Go: connection refused.',
  }),
  go('http://raw.example.test:7003/hosts', {
    responder: 'none',
    fault: nobody,
    why: 'Go: Client.Timeout exceeded.',
  }),
  go('https://raw.example.test:7441/hosts', {
    responder: 'none',
    fault: 'network|client|access_layer|gateway|service|unsure',
    why: 'Go: x509.',
  }),
  go('http://shop.example.test/dead', {
    responder: 'access_layer',
    fault: 'access_layer|service|network|unsure',
    software: 'nginx',
    why: "A status and nginx's page in one line with it.",
  }),
]
