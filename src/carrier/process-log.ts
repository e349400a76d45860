/** The process log on stderr, for operators: start, stop, configuration, our own failures. Traffic
 *  goes to the flow log instead. One line an event, as text or JSON (FAULTLINE_LOG). */
export interface ProcessLog {
  info(message: string, facts?: LogFacts): void
  warn(message: string, facts?: LogFacts): void
  error(message: string, facts?: LogFacts): void
}

type LogFacts = Readonly<Record<string, string | number | boolean>>
type Level = 'info' | 'warn' | 'error'

export function processLog(
  format: 'text' | 'json',
  write: (line: string) => void = (line) => process.stderr.write(line),
): ProcessLog {
  const at =
    (level: Level) =>
    (message: string, facts: LogFacts = {}) => {
      write(format === 'json' ? jsonLine(level, message, facts) : textLine(level, message, facts))
    }
  return { info: at('info'), warn: at('warn'), error: at('error') }
}

function jsonLine(level: Level, message: string, facts: LogFacts): string {
  const time = new Date().toISOString()
  return `${JSON.stringify({ time, level, message, ...facts })}\n`
}

function textLine(level: Level, message: string, facts: LogFacts): string {
  const mark = level === 'info' ? '' : `${level}: `
  const pairs = Object.entries(facts).map(([name, value]) => ` ${name}=${plain(value)}`)
  return `faultline: ${mark}${message}${pairs.join('')}\n`
}

/** One event stays one line, whatever a library put into its message. */
function plain(value: string | number | boolean): string {
  const text = String(value)
  return /[\s"\p{Cc}]/u.test(text) || text === '' ? JSON.stringify(text) : text
}
