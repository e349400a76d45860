/** A success whose body says otherwise, and one whose words only look so. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outcomeOf, type Outcome } from './body-outcome.ts'
import { diagnose } from './diagnose.ts'
import { diagnoseText } from './transcripts/diagnose-text.ts'
import { completeRecord } from './transcripts/pasted-record.ts'
import type { Verdict } from '../model/verdict.ts'

function verdictOn(body: string, fields = 'Content-Type: application/json'): Verdict {
  return diagnoseText(`HTTP/1.1 200 OK\n${fields}\n\n${body}`).verdict
}

const failures = [
  '{"Response":{"Error":{"Code":"AuthFailure.SecretIdNotFound","Message":"The SecretId is not found"},"RequestId":"75a9"}}',
  '{"error_code":110,"error_msg":"Access token invalid or no longer valid"}',
  '{"status":"0","info":"INVALID_USER_KEY","infocode":"10001"}',
  '{"ret":-1,"msg":"user not login","data":null}',
  '{"retcode":1000,"retmsg":"system error"}',
  '{"statusCode":500,"message":"Internal server error"}',
  '{"status":500,"message":"java.lang.NullPointerException","data":null}',
  '{"code":500,"data":null}',
  '{"success":"false","errorMessage":"db down"}',
  '{"Success":false,"Message":"Object reference not set to an instance of an object."}',
  '{"errorMessage":"Task timed out after 3.00 seconds","errorType":"Sandbox.Timedout"}',
  '[{"errors":[{"message":"Cannot query field x"}]}]',
  '{"data":null,"error_msg":"db timeout","error_no":1}',
  '{"alipay_trade_query_response":{"code":"40004","msg":"Business Failed"},"sign":"abc"}',
  '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}',
  '{"ok":false,"error":"channel_not_found"}',
  '{"status":false,"message":"参数错误"}',
  '{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"pods not found","code":404}',
  '{"data":{"a":1},"errors":[{"message":"b failed"}]}',
  '{"err_no":1,"err_tips":"参数错误"}',
  '{"fault":{"faultstring":"Invalid ApiKey","detail":{"errorcode":"oauth.v2.InvalidApiKey"}}}',
  '{"__type":"AccessDeniedException","message":"x"}',
  '{"Message":"An error has occurred.","ExceptionMessage":"boom","ExceptionType":"System.Exception"}',
  '{"result":"fail","reason":"x"}',
  '{"meta":{"code":401,"error_message":"x"}}',
  '{"head":{"code":"500","msg":"系统错误"},"body":{}}',
]

for (const body of failures)
  test(`a failure is told in a success: ${body}`, () => {
    const { key, fault } = verdictOn(body)

    assert.equal(key, 'service_error_in_success')
    assert.notEqual(fault, 'none')
  })

const pages: readonly (readonly [string, string])[] = [
  [
    'text/html',
    '<br />\n<b>Fatal error</b>:  Uncaught mysqli_sql_exception: Connection refused in /var/www/html/db.php:12\nStack trace:\n#0 {main}',
  ],
  [
    'text/xml',
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultcode>soap:Server</faultcode><faultstring>Server was unable to process request.</faultstring></soap:Fault></soap:Body></soap:Envelope>',
  ],
  [
    'text/xml',
    '<xml><return_code><![CDATA[FAIL]]></return_code>\n<return_msg><![CDATA[签名错误]]></return_msg>\n</xml>',
  ],
  ['application/xml', '<?xml version="1.0"?>\n<Error><Code>InternalError</Code></Error>'],
  [
    'text/plain',
    'Traceback (most recent call last):\n  File "/app/main.py", line 3, in <module>\n    x()\nValueError: bad',
  ],
  ['text/plain', 'java.lang.NullPointerException: x\n\tat shop.Orders.get(Orders.java:12)'],
  [
    'text/plain',
    'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
  ],
  ['text/plain', 'Internal Server Error'],
]

for (const [type, body] of pages)
  test(`an error page is told in a success: ${body.slice(0, 60)}`, () => {
    assert.equal(verdictOn(body, `Content-Type: ${type}`).key, 'service_error_in_success')
  })

test("Envoy's own text in a success is not said to be the service's", () => {
  const { responder, software, certainty } = verdictOn(
    'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
    'Content-Type: text/plain',
  )

  assert.deepEqual([responder, software, certainty], ['backend', 'Envoy', 'possible'])
})

test('a line with words of a failure, and a page whose title begins with a number, are not taken for sure', () => {
  const line = verdictOn('ERROR: database is down', 'Content-Type: text/plain')
  const page = '<html><head><title>500 Tips for cooks</title></head></html>'

  assert.deepEqual([line.key, line.certainty], ['answered', 'possible'])
  assert.equal(verdictOn(page, 'Content-Type: text/html').key, 'answered')
})

test('a field that tells of a failed function is told', () => {
  const fields = 'Content-Type: application/json\nX-Amz-Function-Error: Unhandled'

  assert.equal(verdictOn('{"a":1}', fields).key, 'service_error_in_success')
})

const successes = [
  '{"code":1,"msg":"success","time":"1704067200","data":{"id":1}}',
  '{"code":10000,"msg":"Success","data":{}}',
  '{"code":20000,"message":"成功","data":{"items":[]}}',
  '{"code":201,"message":"created","data":{"id":5}}',
  '{"code":"DE","title":"Germany","population":83000000}',
  '{"jsonrpc":"2.0","id":1,"result":false}',
  '{"took":3,"rows":10,"errors":{"count":0},"ok":true}',
  '{"alipay_trade_query_response":{"code":"10000","msg":"Success","trade_no":"2024"},"sign":"abc"}',
  '{"status":"1","info":"OK","infocode":"10000"}',
  '{"errcode":0,"errmsg":"ok"}',
  '{"code":0,"message":"no error","data":[1]}',
  '{"code":7,"message":"操作成功"}',
  '{"Response":{"TotalCount":1,"RequestId":"75a9"}}',
  '[{"id":1},{"id":2}]',
]

for (const body of successes)
  test(`a success is called one: ${body}`, () => {
    const { key, certainty, fault } = verdictOn(body)

    assert.deepEqual([key, certainty, fault], ['answered', 'likely', 'none'])
  })

const unclear = [
  '{"code":"USER_CREATED","message":"User created","id":5}',
  '{"id":47,"iid":12,"project_id":1,"status":"failed","ref":"main","web_url":"https://x"}',
  '{"id":"job-1","status":"error","created":"2024","message":"disk full on worker"}',
  '{"file":"a.csv","rows":10,"imported":9,"errors":[{"row":3,"text":"bad date"}]}',
  '{"id":5,"level":"error","error":"NullPointerException at x","time":"2024-01-01","host":"a"}',
  '{"code":0,"msg":"请先登录","time":"1704067200","data":null}',
  '{"order_id":12,"status":500,"amount":3,"currency":"EUR","created":"2024-01-01"}',
  '{"code":10086,"data":{"a":1}}',
  '{"code":3,"message":"success rate too low"}',
  '{"code":1,"message":"hello"}',
  '{"result":false}',
  '{"message":"Order not found"}',
  '{"success":false,"message":"success"}',
  '[{"error":"x"},{"id":2}]',
  '{"d":null,"msg":"未登录","c":401}',
  '{"success":0,"msg":"x"}',
]

for (const body of unclear)
  test(`what may be either is never said for certain: ${body}`, () => {
    const { key, certainty, summary } = verdictOn(body)

    assert.deepEqual([key, certainty], ['answered', 'possible'])
    assert.doesNotMatch(summary, /nothing is wrong/)
    assert.match(summary, /not known/)
  })

test('the Chinese sentence does not say that nothing is wrong either', () => {
  const text = 'HTTP/1.1 200 OK\nContent-Type: application/json\n\n{"code":1,"message":"hello"}'

  assert.match(diagnoseText(text, 'zh').verdict.summary, /无法判断/)
})

test('words that deny a success or a failure are read as a person reads them', () => {
  const said = (message: string): Outcome => outcomeOf({ code: 9, message })

  assert.equal(said('unsuccessful'), 'failed')
  assert.equal(said('not a success'), 'failed')
  assert.equal(said('未成功'), 'failed')
  assert.equal(said('Your request was successful.'), 'succeeded')
  assert.equal(said('saved successfully'), 'succeeded')
})

test('a body alone that is not known to be a success has no status', () => {
  for (const body of [...failures, ...unclear]) {
    const { verdict, hops } = diagnoseText(body)

    assert.notEqual(hops[0]?.status, 200, body)
    assert.doesNotMatch(verdict.summary, /nothing is wrong/, body)
  }
})

function recordWith(body: string): Verdict {
  const seen = { answered_by: 'backend', complete: true, status: 200, backend_status: 200 }
  return diagnose(completeRecord({ ...seen, response_body: body }))
}

test('a record says of a success no more than it holds', () => {
  const bare = recordWith('')
  const doubtful = recordWith('{"code":1,"message":"hello"}')

  assert.deepEqual([bare.key, bare.certainty], ['answered', 'certain'])
  assert.doesNotMatch(bare.summary, /nothing is wrong/)
  assert.deepEqual([doubtful.key, doubtful.certainty], ['answered', 'possible'])
  assert.equal(recordWith('{"code":0,"message":"ok"}').certainty, 'certain')
  assert.equal(recordWith('{"Success":false,"Message":"x"}').key, 'service_error_in_success')
})
