import { Composer, type Document, type ErrorCode, Lexer, Parser } from 'yaml'

/** Text to YAML nodes with bounds. The parser of the `yaml` package has none of its own: 8 MiB of
 *  `[` take it half a minute and end in a stack overflow, 8 MiB of `}` fill the heap. */
export type ParsedYaml =
  | { readonly ok: true; readonly document: Document.Parsed }
  | { readonly ok: false; readonly error: YamlError }

interface YamlError {
  readonly offset: number
  readonly message: string
  readonly suggestion: string
}

/** Bytes of one file. 10,000 resources with every key written out are 3 MiB. */
const longestFileBytes = 8 * 1024 * 1024
/** Words, marks and spaces: those 10,000 resources have 1.3 million. */
const mostLexemes = 3_000_000
/** At the clock; some milliseconds. */
const lexemesBetweenLooks = 4_096
/** Open collections of the parser, two a level. Definitions need a dozen. */
const deepestStack = 200
/** The first is reported; the others mostly follow from it, and are only compared by place. */
const mostSyntaxErrors = 100
const longestMessage = 200

/** `isOverTime` is asked now and then; for texts that somebody else wrote. */
export function parseYaml(text: string, isOverTime: () => boolean = never): ParsedYaml {
  if (Buffer.byteLength(text) > longestFileBytes) {
    return failed(0, 'the file is larger than 8 MiB', 'Split it: one file for each gateway.')
  }
  const errors = new SyntaxErrors()
  const documents: Document.Parsed[] = []
  const composer = composerWith(errors)
  try {
    for (const token of tokensOf(text, errors, isOverTime)) {
      documents.push(...composer.next(token))
      if (documents.length > 1) break
    }
    documents.push(...composer.end(true, text.length))
  } catch (thrown) {
    if (!(thrown instanceof SyntaxErrors)) throw thrown
  }
  const [error] = errors.list.toSorted((a, b) => a.offset - b.offset)
  if (error !== undefined) return { ok: false, error }
  const [document, second] = documents
  if (document === undefined) return failed(0, 'the file is empty', '')
  if (second === undefined) return { ok: true, document }
  const message = 'a second document begins here'
  return failed(second.range[0], message, 'Remove the line "---", or make two files.')
}

/** Thrown when full, or at once where going on makes no sense. */
class SyntaxErrors extends Error {
  override readonly name = 'SyntaxErrors'
  readonly list: YamlError[] = []

  add(offset: number, message: string, suggestion: string): void {
    this.list.push({ offset, message: message.slice(0, longestMessage), suggestion })
    if (this.list.length === mostSyntaxErrors) throw this
  }
}

function never(): boolean {
  return false
}

function* tokensOf(
  text: string,
  errors: SyntaxErrors,
  isOverTime: () => boolean,
): ReturnType<Parser['parse']> {
  const parser = new Parser()
  let lexemes = 0
  for (const lexeme of new Lexer().lex(text)) {
    lexemes += 1
    if (lexemes > mostLexemes) {
      errors.add(parser.offset, 'the file holds too many values', 'Split it into several files.')
      throw errors
    }
    if (lexemes % lexemesBetweenLooks === 0 && isOverTime()) {
      errors.add(parser.offset, 'the file takes too long to read', 'Split it into several files.')
      throw errors
    }
    if (parser.stack.length > deepestStack) {
      errors.add(parser.offset, 'values are nested too deeply here', 'Close the brackets before.')
      throw errors
    }
    for (const token of parser.next(lexeme)) {
      if (token.type === 'error') {
        errors.add(token.offset, `not valid YAML: ${token.message}`, quotes)
      } else yield token
    }
  }
  yield* parser.end()
}

/** The composer keeps an Error for each syntax error and cannot be asked to stop, so its own error
 *  handler, which its types call private, is replaced. */
function composerWith(errors: SyntaxErrors): Composer {
  const composer = new Composer({ uniqueKeys: false, stringKeys: true, logLevel: 'silent' })
  const report: ErrorHandler = (source, code, message, isWarning) => {
    if (isWarning === true) return
    const firstLine = message.split('\n', 1)[0] ?? ''
    errors.add(startOf(source), `not valid YAML: ${firstLine}`, suggestions[code] ?? '')
  }
  composer['onError'] = report
  return composer
}

type ErrorSource = number | readonly number[] | { readonly offset: number }
type ErrorHandler = (
  source: ErrorSource,
  code: ErrorCode,
  message: string,
  isWarning?: boolean,
) => void

function startOf(source: ErrorSource): number {
  if (typeof source === 'number') return source
  return 'offset' in source ? source.offset : (source[0] ?? 0)
}

const indentation =
  'Compare the indentation with the lines above; a value that holds ": " needs quotes.'

const quotes = 'A value that holds { } [ ] , # or ": " needs quotes.'

const suggestions: Partial<Record<ErrorCode, string>> = {
  TAB_AS_INDENT: 'Indent with spaces: YAML allows no tabs there.',
  BAD_INDENT: indentation,
  BLOCK_AS_IMPLICIT_KEY: indentation,
  MULTILINE_IMPLICIT_KEY: indentation,
  UNEXPECTED_TOKEN: quotes,
  BAD_SCALAR_START: 'Put the value in quotes.',
  NON_STRING_KEY: 'Write the key as a plain word.',
}

function failed(offset: number, message: string, suggestion: string): ParsedYaml {
  return { ok: false, error: { offset, message, suggestion } }
}
