import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import { fact, type Finding, type ResponseRule, type Sighting } from '../finding.ts'
import type { Meaning } from '../fingerprints/fingerprint.ts'
import { isLineOfFailure, pageFailureOf } from '../page-outcome.ts'
import { headerOf } from '../received-response.ts'
import { isFailure, serviceJsonOf } from '../service-json.ts'
import { received, recordOrAccessLayer, withCode } from '../sighting-words.ts'

/** 2xx and 304. The status is success; a body that says otherwise is told, not hidden. */
export const errorInSuccess: ResponseRule = (sighting) => {
  const { response, request } = sighting
  if (response.status < 200 || response.status > 299) return undefined
  const failure = failureIn(sighting)
  if (failure === undefined) return undefined
  if (failure.isPage && sighting.writer.layer === 'access_layer') return pageOfAccessLayer(sighting)
  const aboutRequest = speaksOfRequest(failure.says)
  const isKnown = request.via === 'record' || failure.isOfService
  const code = withCode(failure.code)
  return {
    key: 'service_error_in_success',
    responder: 'service',
    fault: aboutRequest ? 'client' : 'service',
    owner: aboutRequest ? 'caller' : 'backend',
    certainty: failure.isSure && isKnown ? 'likely' : 'possible',
    summary: [
      en`The status is ${response.status}, but ${failure.where} says that the call failed${code}: it is the service's own error.`,
      zh`状态码是 ${response.status}，但${failure.where}表明调用失败${code}：这是服务自己的错误。`,
    ],
    evidence: [
      received(sighting),
      fact('response', [
        en`${failure.where} calls itself a failure${code}`,
        zh`${failure.where}表明自己是失败${code}`,
      ]),
    ],
    nextSteps: [
      aboutRequest
        ? ['Correct the request as the message in the body says.', '按响应体中的信息修正请求。']
        : [
            'Ask the owner of the service, with the code and the request id.',
            '带上错误码与请求 ID 询问服务负责人。',
          ],
    ],
  }
}

interface FailureInSuccess {
  readonly where: Bilingual
  readonly code: string
  readonly says: string
  readonly isPage: boolean
  /** Nobody but a service writes so. */
  readonly isOfService: boolean
  readonly isSure: boolean
}

function failureIn({ response, writer }: Sighting): FailureInSuccess | undefined {
  const json = serviceJsonOf(response)
  if (json !== undefined && isFailure(json))
    return {
      where: inBody,
      code: json.code,
      says: json.says,
      isPage: false,
      isOfService: json.kind === 'own',
      isSure: json.outcome === 'failed',
    }
  const grpc = headerOf(response, 'grpc-status')
  if (grpc !== '' && grpc !== '0')
    return { ...ofField, where: [`grpc-status`, ' grpc-status '], code: grpc }
  // AWS Lambda, called by its own API: the status is that of the call, the field that of the function
  if (headerOf(response, 'x-amz-function-error') !== '')
    return { ...ofField, where: ['X-Amz-Function-Error', ' X-Amz-Function-Error '] }
  const page = pageFailureOf(response.body)
  if (page !== undefined)
    return { ...page, where: inBody, isPage: !page.isSure, isOfService: page.isSure }
  const isKnownPage = json === undefined && [...writer.meanings].some((one) => ofError.has(one))
  return isKnownPage ? { ...ofField, where: inBody, isPage: true } : undefined
}

const inBody: Bilingual = ['the body', '响应体']
const ofField: Omit<FailureInSuccess, 'where'> = {
  code: '',
  says: '',
  isPage: false,
  isOfService: false,
  isSure: false,
}

/** A known program's page that only errors have. */
const ofError: ReadonlySet<Meaning> = new Set<Meaning>([
  'plain_http_to_https',
  'client_certificate',
  'head_too_large',
  'address_denied',
  'host_refused',
  'csrf',
  'no_upstream',
  'bad_gateway',
  'upstream_timeout',
])

/** The error page of a proxy with a status of success: its configuration changed the status, or a service
 *  passed on what it got from another server. */
function pageOfAccessLayer(sighting: Sighting): Finding {
  const { response, writer } = sighting
  // a page is not JSON: it comes with another header, whose lines were lost
  const isOther = /\bjson\b/i.test(headerOf(response, 'content-type'))
  const name: Bilingual =
    writer.software === null
      ? ['an access layer', '接入层']
      : [writer.software, ` ${writer.software} `]
  return {
    key: 'service_error_in_success',
    responder: isOther ? 'access_layer' : 'backend',
    fault: 'unsure',
    owner: 'backend',
    certainty: 'possible',
    summary: [
      en`The status is ${response.status}, but the body is an error page of ${name}: somebody changed the status, or passed on a page from elsewhere.`,
      zh`状态码是 ${response.status}，但响应体是${name}的错误页：状态码被改动，或页面是从别处转来的。`,
    ],
    evidence: [received(sighting), ...writer.evidence],
    nextSteps: [
      [
        'Ask the owner of the backend: an error page with a status of success hides the failure from every caller.',
        '询问后端负责人：错误页带成功状态码，会让所有调用方都看不到故障。',
      ],
    ],
    software: writer.software,
    wouldConfirm: [recordOrAccessLayer],
  }
}

/** Whoever asked for data did not ask for this. */
const loginForm = /<input[^>]{1,200}type=["']?password/i

export function speaksOfRequest(says: string): boolean {
  return requestWords.test(says)
}

/** Texts by which services say that the request is wrong. */
const requestWords =
  /\b(?:parameter|param|argument|invalid|missing|required|not found|not exist|unauthori[sz]ed|permission|forbidden|denied|expired|too (?:many|large|long)|malformed|bad request)\b|参数|权限|不存在|缺少|无效|非法|过期/i

export const success: ResponseRule = (sighting) => {
  const { response, request, writer } = sighting
  const { status } = response
  if (!((status >= 200 && status <= 299) || status === 304)) return undefined
  const doubt = doubtAbout(sighting)
  return {
    key: 'answered',
    responder: writer.layer ?? 'backend',
    certainty: doubt === undefined ? (request.via === 'record' ? 'certain' : 'likely') : 'possible',
    summary: doubt?.summary ?? wholeOf(sighting),
    evidence: [received(sighting)],
    nextSteps: doubt?.steps ?? [],
    software: writer.state === 'identified' ? writer.software : null,
  }
}

function wholeOf(sighting: Sighting): Bilingual {
  const { status, statusUnseen } = sighting.response
  if (statusUnseen === true)
    return [
      'The text shows a body that does not call itself a failure; its status is not shown.',
      '文本中的响应体没有表明自己是失败；状态码未显示。',
    ]
  return isUnread(sighting) ? unread(status) : nothingWrong(status)
}

function nothingWrong(status: number): Bilingual {
  return [
    `The backend answered ${status}; nothing is wrong with the response.`,
    `后端应答 ${status}；响应没有问题。`,
  ]
}

/** A record keeps no body of a success, so nobody can say what it holds. */
function isUnread({ response, request }: Sighting): boolean {
  const mayHaveBody = response.bodySeen && response.status !== 204 && response.status !== 304
  return request.via === 'record' && response.body === '' && mayHaveBody
}

function unread(status: number): Bilingual {
  return [
    `The backend answered ${status}, and its answer came whole; bodies of successes are not kept.`,
    `后端应答 ${status}，应答完整到达；成功应答的响应体不会保存。`,
  ]
}

interface Doubt {
  readonly summary: Bilingual
  readonly steps: readonly Bilingual[]
}

/** What keeps a success from being called one. */
function doubtAbout({ response }: Sighting): Doubt | undefined {
  const { status, body } = response
  if (loginForm.test(body))
    return {
      summary: [
        `The backend answered ${status} with a login form: where data was asked for, the caller is not signed in.`,
        `后端应答 ${status}，内容是登录表单：如果要的是数据，说明调用方没有登录。`,
      ],
      steps: [],
    }
  const json = serviceJsonOf(response)
  if (json?.outcome !== 'unclear' && !isLineOfFailure(body)) return undefined
  const code = json?.code ?? ''
  return {
    summary:
      code === ''
        ? [
            `The backend answered ${status}. The body has words of a failure; whether the call failed, or only what it asked about, is not known.`,
            `后端应答 ${status}。响应体中有失败的字样；无法判断是本次调用失败，还是所查询的对象失败。`,
          ]
        : [
            en`The backend answered ${status}. Whether the body${withCode(code)} means success is not known.`,
            zh`后端应答 ${status}。无法判断响应体${withCode(code)}是否表示成功。`,
          ],
    steps: [
      [
        "Read the body: the service's documentation tells what its code and its words mean.",
        '阅读响应体：服务的文档会说明其中错误码与文字的含义。',
      ],
    ],
  }
}
