/** Words by which a message, or a code, says that a call failed or that it did not. */

/** `Invalid parameter`, `签名错误`, `java.lang.NullPointerException`, `INVALID_USER_KEY`. */
export function speaksOfFailure(text: string): boolean {
  return failure.test(readable(text))
}

/** `success`, `操作成功`, `OK`: nothing beside it may speak of a failure. */
export function speaksOfSuccess(text: string): boolean {
  const words = readable(text)
  return success.test(words) && !failure.test(words)
}

/** Names are written in one word; and that there was no error is no error. */
function readable(text: string): string {
  return text
    .slice(0, longestMessage)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_.]/g, ' ')
    .replaceAll(
      /\b(?:no|without|0) (?:errors?|failures?|exceptions?)\b|(?:没有|无)(?:错误|异常)/gi,
      'ok',
    )
    .trim()
}

/** What a message says, it says at its beginning. */
const longestMessage = 2_000

const failure = new RegExp(
  [
    String.raw`\b(?:${[
      'abort(?:ed)?|bad|broken|cannot|conflict|crash(?:ed)?|denied|disabled|down|duplicated?|err|errors?',
      'exceed(?:s|ed)?|exceptions?|exhausted|expired|fail(?:s|ed|ing|ure|ures)?|fatal|forbidden|illegal',
      'incorrect|insufficient|invalid|limit(?:ed)?|locked|mal ?formed|mismatch|missing|not|null ?pointer',
      'overloaded|panic|refused|rejected|required|throttled|throttling|timed out|time ?out|too (?:many|large|long|small|short|fast|often)',
      'traceback|unable|un ?authenticated|un ?authori[sz]ed|unavailable|unexpected|unhandled|unknown|unsuccessful(?:ly)?',
      String.raw`unsupported|wrong|(?:is|are|does|do|did|was|were|has|have|could|would|should)n['’]t|can['’]t|no such|already exists?`,
    ].join('|')})\b`,
    '失败|错误|异常|无效|非法|不存在|不合法|不正确|不匹配|不足|不能|不支持|不允许|不可用|不能为空|无法|无权|没有|未找到|找不到|缺少',
    '未登录|请先?登录|未授权|拒绝|过期|失效|超时|超过|超出|超限|已存在|重复|禁止|有误|出错|未成功|不成功|频繁|繁忙|限流',
  ].join('|'),
  'i',
)

const success = new RegExp(
  [
    // the whole message, or its end: `success rate too low` is none
    String.raw`^(?:(?:the |your )?(?:request|operation|query|call|api|action|command)s? )?(?:is |was |has been )?(?:ok(?:ay)?|succe(?:ss|ed|eded|ssful|ssfully)|done|normal|created|updated|deleted|accepted|completed?)[.!]*$`,
    String.raw`\bsuccess(?:ful(?:ly)?)?[.!]*$`,
    String.raw`^[^\n]{0,20}成功[.!。！]*$`,
  ].join('|'),
  'i',
)
