/** Inputs for the fuzzer: well-formed texts, then characters flipped, pieces repeated, cut, swapped
 *  and words of the grammar put in. The same seed gives the same inputs. */
export interface Grammar {
  readonly seeds: readonly string[]
  readonly words: readonly string[]
}

const messages: readonly string[] = [
  'GET /api/a/prod/b?c=d HTTP/1.1\r\nHost: h:80\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n',
  'POST /%2F/a.b HTTP/1.1\r\nHost: [::1]\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n',
  'PUT http://h/p HTTP/1.0\r\nHost: x\r\nContent-Length: 12\r\nConnection: close, X-A\r\nX-A: \u00e9\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nCookie: a=b\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nKeep-Alive: timeout=5\r\n\r\nabc',
  'HTTP/1.0 404 Not Found\r\nServer: x\r\nTransfer-Encoding: chunked\r\n\r\n',
  '5\r\nhello\r\n1a;x="y"\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nX-A: 1\r\nHost: h\r\n\r\n',
  '0\r\n\r\n',
]

const lineEnds = ['\r\n', '\n', '\r', ' ', '\t', ':', '\u0000', '\u007f', '\u00ff']
const targets = ['%', '%2e', '..', '/', '\\', '#', '?', ';', ',', '*', '_', '0', 'ffffffff']
const fields = [
  'Content-Length: 5\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Connection: x-a, host\r\n',
]
const others = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'chunked', 'Host: a\r\n', 'x_bkapi_jwt: a\r\n']
export const wireGrammar: Grammar = {
  seeds: messages,
  words: [...lineEnds, ...targets, ...fields, ...others],
}

const longestInput = 65_000 // longer than any limit of a head

export class Mutator {
  readonly #grammar: Grammar
  #state: number

  constructor(seed: number, grammar: Grammar) {
    this.#grammar = grammar
    this.#state = seed >>> 0 || 1
  }

  /** 0 to limit - 1 (xorshift, 32 bits). */
  below(limit: number): number {
    let state = this.#state
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    this.#state = state >>> 0
    return this.#state % limit
  }

  next(): string {
    const { seeds } = this.#grammar
    let text = this.#pick(seeds)
    if (this.below(4) === 0) text += this.#pick(seeds)
    for (let count = this.below(6); count > 0; count--) text = this.#mutate(text)
    return text.slice(0, longestInput)
  }

  #pick(list: readonly string[]): string {
    return list[this.below(list.length)] ?? ''
  }

  #mutate(text: string): string {
    const { words } = this.#grammar
    const at = this.below(text.length + 1)
    const stop = at + this.below(1 + Math.min(40, text.length - at))
    const [before, piece, after] = [text.slice(0, at), text.slice(at, stop), text.slice(stop)]
    switch (this.below(6)) {
      case 0:
        return before + String.fromCharCode(this.below(256)) + text.slice(at + 1)
      case 1:
        return before + this.#pick(words) + text.slice(at)
      case 2:
        return before + after
      case 3:
        return before + piece.repeat(this.below(4)) + after
      case 4:
        return before + piece.split('').toReversed().join('') + after
      default:
        return this.below(50) === 0
          ? before + 'a'.repeat(this.below(20_000)) + after
          : before + this.#pick(words) + after
    }
  }
}
