import { making, shell, typed, type Accepted, type Making } from './making.ts'

const family = 'other-clients'
const chinese = 'chinese'
const nobody = 'client|network|service|access_layer|unsure'

function inChinese(command: string, accepted: Accepted): Making {
  return making(chinese, `LANG=zh_CN.UTF-8 ${command}`, accepted, (lab) =>
    shell(lab.filled(command), { LC_ALL: 'zh_CN.UTF-8', LANG: 'zh_CN.UTF-8', LANGUAGE: 'zh_CN' }),
  )
}

/** wget, httpie, ab and a forward proxy; English and Chinese. */
export const otherClientCases: readonly Making[] = [
  typed(family, 'wget -O - http://shop.example.test/dead', {
    responder: 'gateway|access_layer|service|backend',
    fault: 'unsure|service|access_layer|network|gateway',
    why: 'wget shows the status only.',
  }),
  typed(family, 'wget -S -O - http://shop.example.test/denied', {
    responder: 'access_layer|backend',
    fault: 'access_layer|client|gateway|unsure',
    software: 'nginx',
    why: "The header of nginx's 403, without its page.",
  }),
  typed(family, 'wget -t 1 -T 1 -O - http://raw.example.test:7003/slow', {
    responder: 'none',
    fault: nobody,
    why: 'Read error: no answer within the limit.',
  }),
  typed(family, 'wget -O - https://raw.example.test:7441/', {
    responder: 'none',
    fault: 'network|client|access_layer|gateway|service|unsure',
    why: 'A certificate that wget refuses.',
  }),
  typed(family, 'http --ignore-stdin GET http://shop.example.test/dead', {
    responder: 'access_layer',
    fault: 'access_layer|service|network|unsure',
    software: 'nginx',
    why: "nginx's 502 page in httpie's output.",
  }),
  typed(
    family,
    'http --ignore-stdin -v --pretty=all POST http://bkapi.example.test/api/shop/prod/orders name=x password=Planted-in-JSON-3',
    {
      responder: 'service|backend',
      fault: 'none',
      why: 'httpie in colours: request and a 201.',
    },
  ),
  typed(family, 'http --ignore-stdin http://shop.example.test:7999/x', {
    responder: 'none',
    fault: nobody,
    why: 'httpie: connection refused.',
  }),
  typed(family, 'http --ignore-stdin --timeout=1 http://raw.example.test:7003/x', {
    responder: 'none',
    fault: nobody,
    why: 'httpie: request timed out.',
  }),
  typed(family, 'http --ignore-stdin --check-status http://old.example.test/app', {
    responder: 'gateway',
    fault: 'client',
    why: "The old system's 1640001 in httpie's output.",
  }),
  typed(family, 'ab -n 2 http://shop.example.test:7999/', {
    responder: 'none',
    fault: nobody,
    why: 'ab: connection refused.',
  }),
  typed(family, 'curl -s -x http://proxy.example.test:3128 http://no-such-host.invalid/x', {
    responder: 'access_layer',
    fault: 'access_layer|client|network|gateway|unsure',
    software: 'squid',
    why: "Squid's own page: it could not resolve the name.",
  }),
  typed(family, 'curl -sS -x http://proxy.example.test:3128 https://shop.example.test:7999/', {
    responder: 'access_layer|none',
    fault: nobody,
    why: '(56): the proxy answered CONNECT with an error.',
  }),
  inChinese('wget -O - http://no-such-host.invalid/api', {
    responder: 'none',
    fault: 'network|client|unsure',
    why: '无法解析主机地址: the name did not resolve.',
  }),
  inChinese('wget -O - http://shop.example.test:7999/api', {
    responder: 'none',
    fault: nobody,
    why: '拒绝连接: refused.',
  }),
  inChinese('wget -O - http://shop.example.test/dead', {
    responder: 'gateway|access_layer|service|backend',
    fault: 'unsure|service|access_layer|network|gateway',
    why: '错误 502: the status only.',
  }),
  inChinese('wget -t 1 -O - http://raw.example.test:7002/x', {
    responder: 'none',
    fault: 'network|service|access_layer|unsure',
    why: '没有接收到数据: closed without an answer.',
  }),
  inChinese('wget -t 1 -O - http://raw.example.test:7001/x', {
    responder: 'none',
    fault: 'network|service|access_layer|unsure',
    why: '连接被对方重设: reset.',
  }),
  inChinese('wget -t 1 -T 1 -O - http://raw.example.test:7003/x', {
    responder: 'none',
    fault: nobody,
    why: '连接超时 while reading: no answer.',
  }),
  inChinese('wget -O - https://raw.example.test:7441/', {
    responder: 'none',
    fault: 'network|client|access_layer|gateway|service|unsure',
    why: 'A self-signed certificate, in Chinese.',
  }),
  inChinese('wget -S -O - http://old.example.test/permission', {
    responder: 'gateway',
    fault: 'client|gateway',
    why: "The old system's 1640301 in wget -S.",
  }),
  typed(
    chinese,
    'curl -s -x http://proxy.example.test:3128 -H "Accept-Language: zh-CN" http://no-such-host.invalid/x',
    {
      responder: 'access_layer',
      fault: 'access_layer|client|network|gateway|unsure',
      software: 'squid',
      why: "Squid's page in Chinese.",
    },
  ),
]
