import type { Bilingual } from '../../model/bilingual.ts'

/** Advice that many entries give in the same words. */

/** No backend was reached. */
export const unseenSoRepeat: Bilingual = [
  'Nothing in the request is wrong, and no backend has seen it: it may be sent again later, a POST too. If it lasts, give the X-Bkapi-Request-ID to the maintainers of the gateway.',
  '请求本身没有问题，后端也没有收到它：稍后可以重新发送，POST 也可以。若持续出现，把 X-Bkapi-Request-ID 交给网关维护人。',
]

/** The request, or a part of it, has left. */
export const maybeSeen: Bilingual = [
  'Nothing in the request is wrong, but the backend may have acted on it: repeat only what does no harm twice. If it lasts, give the X-Bkapi-Request-ID to the maintainers of the gateway.',
  '请求本身没有问题，但后端可能已经处理：只重试重复执行无害的请求。若持续出现，把 X-Bkapi-Request-ID 交给网关维护人。',
]

/** The head of an answer had reached the caller. */
export const throwAway: Bilingual = [
  'What arrived is not complete: throw it away, even where a parser accepts it. Repeat only what does no harm twice.',
  '收到的内容不完整：即使能解析也应丢弃。只重试重复执行无害的请求。',
]

/** The same as a step of a verdict. */
export const notToBeUsed: Bilingual = [
  'The caller must not use what it received: it is not complete.',
  '调用方不应使用已收到的内容：它不完整。',
]

export const compareAddress: Bilingual = [
  "Compare scheme, host and port of the stage's backend with where it really listens, and release the correction.",
  '核对环境中后端服务的协议、主机和端口与其实际监听的是否一致，更正后重新发布。',
]

export const passEvidenceOn: Bilingual = [
  "Pass the verdict's evidence on to the owners of the backend; nothing in the gateway's configuration causes this.",
  '把结论中的证据转给后端负责人；网关配置不是原因。',
]

export const tryFromHere: Bilingual = [
  "Try the address from the gateway's machine (`curl -v`): routes, firewalls and NAT are different from everywhere else.",
  '在网关机器上用 curl -v 试连该地址：那里的路由、防火墙和 NAT 与别处不同。',
]

export const askForQuota: Bilingual = [
  "Raise the limit of the application in the plugin's configuration where the calls are meant, and release.",
  '如调用合理，在插件配置中为该应用调高上限并重新发布。',
]

export const grantsAreOurs: Bilingual = [
  'Grant it with an end date (`grants` of the definition); it works at once, without a release.',
  '在定义的 grants 中授权并写明截止日期；立即生效，无需发布。',
]

export const firstHopVerifies: Bilingual = [
  'Where this resource need not know who calls: switch that authentication off for it.',
  '如该资源不需要知道调用者是谁：为它关闭该项认证。',
]

export const notOurs: Bilingual = [
  'Nothing to do: the gateway passed the answer on as it came.',
  '无需处理：网关原样返回了该应答。',
]

export const askBackendOwner: Bilingual = [
  'Nothing to correct: give the time and the X-Bkapi-Request-ID to the owners of the backend shown in the verdict.',
  '无需修改请求：把时间和 X-Bkapi-Request-ID 交给结论中列出的后端负责人。',
]
