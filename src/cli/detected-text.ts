import type { Language } from '../diagnosis/catalogue.ts'
import type { TextDiagnosis } from '../diagnosis/transcripts/diagnose-text.ts'
import type { TranscriptKind } from '../diagnosis/transcripts/transcript.ts'

/** What a pasted text was read as: whoever sees a wrong verdict must see a wrong reading first. */
export function detectedText({ detected, hops }: TextDiagnosis, language: Language): string {
  if (hops.length === 0) return ''
  const kind = kinds[detected][language === 'zh' ? 1 : 0]
  if (language === 'zh') return `识别为${kind}，${hops.length} 次交互`
  return `Read as ${kind}, ${hops.length} ${hops.length === 1 ? 'exchange' : 'exchanges'}`
}

const kinds: Readonly<Record<TranscriptKind, readonly [string, string]>> = {
  http: ['HTTP', ' HTTP 报文'],
  'curl-include': ['a response with its header (curl -i)', '带响应头的响应（curl -i）'],
  'curl-verbose': ['the output of curl -v', ' curl -v 的输出'],
  'curl-error': ['an error of curl', ' curl 的错误'],
  'client-error': ["an error of the caller's program", '调用方程序的错误'],
  'proxy-log': ["a line of a proxy's log", '代理日志'],
  'curl-command': ['a curl command with its answer', ' curl 命令及其响应'],
  har: ['a HAR of a browser', '浏览器的 HAR'],
  httpie: ['the output of httpie', ' httpie 的输出'],
  wget: ['the output of wget', ' wget 的输出'],
  powershell: ['the output of PowerShell', ' PowerShell 的输出'],
  body: ['a body without its header', '没有响应头的响应体'],
  record: ['a flow record', '流水日志'],
}
