import { en, zh, type Bilingual } from '../../model/bilingual.ts'
import { fact, type Finding, type ResponseRule, type Sighting } from '../finding.ts'
import { headerOf } from '../received-response.ts'
import { serviceJsonOf } from '../service-json.ts'
import { received, recordOrAccessLayer, withCode } from '../sighting-words.ts'

/** 2xx and 304. The status is success; a body that says otherwise is told, not hidden. */
export const errorInSuccess: ResponseRule = (sighting) => {
  const { response, request } = sighting
  if (response.status < 200 || response.status > 299) return undefined
  const json = serviceJsonOf(response)
  const grpc = headerOf(response, 'grpc-status')
  const page = errorPage.exec(response.body)?.[1] ?? ''
  const failed = json?.isError === true || (grpc !== '' && grpc !== '0') || page !== ''
  if (!failed) return undefined
  const aboutRequest = json !== undefined && speaksOfRequest(json.says)
  const code = withCode(json?.code ?? (grpc || page))
  if (page !== '' && sighting.writer.layer === 'access_layer') return pageOfAccessLayer(sighting)
  return {
    key: 'service_error_in_success',
    responder: 'service',
    fault: aboutRequest ? 'client' : 'service',
    owner: aboutRequest ? 'caller' : 'backend',
    certainty: request.via === 'record' || json?.kind === 'own' ? 'likely' : 'possible',
    summary: [
      en`The status is ${response.status}, but the body says that the call failed${code}: it is the service's own error.`,
      zh`状态码是 ${response.status}，但响应体表明调用失败${code}：这是服务自己的错误。`,
    ],
    evidence: [
      received(sighting),
      page === ''
        ? fact('response', [
            en`the service's JSON calls itself a failure${code}`,
            zh`服务的 JSON 表明自己是失败${code}`,
          ])
        : fact('response', [
            en`the page calls itself an error${code}`,
            zh`页面表明自己是错误${code}`,
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

/** The error page of a proxy with a status of success: its configuration changed the status, or a service
 *  passed on what it got from another server. */
function pageOfAccessLayer(sighting: Sighting): Finding {
  const { response, writer } = sighting
  const name: Bilingual =
    writer.software === null
      ? ['an access layer', '接入层']
      : [writer.software, ` ${writer.software} `]
  return {
    key: 'service_error_in_success',
    responder: 'backend',
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

/** `<title>502 Bad Gateway</title>`, as servers write it. */
const errorPage = /<title>\s*([45]\d\d) [A-Z]/i
/** Whoever asked for data did not ask for this. */
const loginForm = /<input[^>]{1,200}type=["']?password/i

export function speaksOfRequest(says: string): boolean {
  return requestWords.test(says)
}

/** Texts by which services say that the request is wrong. */
const requestWords =
  /\b(?:parameter|param|argument|invalid|missing|required|not found|not exist|unauthori[sz]ed|permission|forbidden|denied|expired|too (?:many|large|long)|malformed|bad request)\b|参数|权限|不存在|缺少|无效|非法|过期/i

export const success: ResponseRule = (sighting) => {
  const { status } = sighting.response
  if (!((status >= 200 && status <= 299) || status === 304)) return undefined
  const isLogin = loginForm.test(sighting.response.body)
  return {
    key: 'answered',
    responder: sighting.writer.layer ?? 'backend',
    certainty: isLogin ? 'possible' : sighting.request.via === 'record' ? 'certain' : 'likely',
    summary: isLogin
      ? [
          `The backend answered ${status} with a login form: where data was asked for, the caller is not signed in.`,
          `后端应答 ${status}，内容是登录表单：如果要的是数据，说明调用方没有登录。`,
        ]
      : [
          `The backend answered ${status}; nothing is wrong with the response.`,
          `后端应答 ${status}；响应没有问题。`,
        ],
    evidence: [received(sighting)],
    nextSteps: [],
    software: sighting.writer.state === 'identified' ? sighting.writer.software : null,
  }
}
