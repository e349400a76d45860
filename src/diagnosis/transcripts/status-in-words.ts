/** The status in the words before or behind a body, or of a text that is nothing else: `status=502`, `报 502`,
 *  `we got a 502:`. 0: none. A number is anything; a time, a count, an exit code or a line is no status. */
export function statusInWords(words: string): number {
  for (const found of words.matchAll(named)) {
    const status = Number(found[1])
    const end = found.index + found[0].length
    if (isStatus(status) && !isMeasured(words.slice(end, end + 24)) && !isOther(words, found.index))
      return status
  }
  const found = alone.exec(words)
  return Number(found?.[1] ?? found?.[2] ?? found?.[3] ?? 0)
}

/** On a line of its own, in requests' `<Response [502]>`, in `too many 503 error responses`. */
const alone =
  /^[ \t]*([2-5]\d\d)(?: (?:Bad Request|Unauthorized|Forbidden|Not Found|Method Not Allowed|Request Timeout|Payload Too Large|Too Many Requests|Internal Server Error|Not Implemented|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out))?[ \t]*$|<Response \[([2-5]\d\d)\]>|\b([45]\d\d) error responses?\b/m

/** A word that statuses follow, at most small words between, and the number. */
const named = new RegExp(
  [
    String.raw`(?:`,
    String.raw`\bstatus(?:[ _-]?(?:code|line))?|\b(?:response|http)[ _-]?(?:status|code)(?:[ _-]?code)?|\bcode|\bHTTP(?:\/\d(?:\.\d)?)?(?![\/\"'\d])`,
    String.raw`|(?<!TransferEncoding|ContentLength|ContentEncoding)errors?|\bgot|\bgets?|\bgetting|\breturn(?:s|ed|ing)?|\bresponded(?: with)?|\bresponse(?=\s*[:：=])`,
    String.raw`|statuscode|错误码?|状态码?|响应码|报错?|返回了?|应答了?|收到了?`,
    String.raw`)`,
    String.raw`[\s:：=，,"'([<]*(?:(?:an?|the|is|was|are|of|with|status|code|HTTP(?:\/\d(?:\.\d)?)?|error|错误|状态码?|码|了|个|为|是)(?![a-z])[\s:：=，,"'([<]*){0,4}`,
    String.raw`(?<![\d#.\-])([2-5]\d\d)(?!\d|\.\d|[#:]\d)(?![a-z_]\w)`,
  ].join(''),
  'gi',
)

/** `450 ms`, `404 rows`, `300 条`. */
function isMeasured(behind: string): boolean {
  return units.test(behind) || (counted.test(behind) && !notCounted.test(behind))
}

const units =
  /^\s*(?:m?s\b|sec|min|毫?秒|分钟|[kmg]?i?b\b|bytes?|字节|rows?\b|行|条|个(?!错误)|项|次|%|％|°)/i
/** Things are counted in the plural. */
const counted = /^ [a-z]+s\b/
const notCounted =
  /^ (?:is|was|this|has|as|errors|responses|always|sometimes|pages|status|since|does|means|besides|says|across|access|perhaps)\b/

/** Of a process that ended, and of a place in a program. */
function isOther(words: string, at: number): boolean {
  return /(?:exit(?:ed|s)?|finished|ended|terminated|return|退出)[ _-]?(?:with )?(?:an? |the )?(?:error |status |return )?$/i.test(
    words.slice(Math.max(0, at - 40), at),
  )
}

function isStatus(status: number): boolean {
  return status >= 200 && status <= 599
}
