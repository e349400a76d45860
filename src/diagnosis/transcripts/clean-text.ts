/** Undoes what happens to a text on its way into a form: CRLF, colours, indentation, HTML escapes,
 *  a JSON string around it, a prompt glued to its end. */
export function cleanText(pasted: string): string {
  let text = pasted.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')
  text = text.replaceAll(ansiColour, '')
  text = withoutEscapes(text)
  text = withoutQuoting(text)
  return withoutPrompt(withoutIndent(text))
}

// oxlint-disable-next-line no-control-regex -- terminals colour with the escape character
const ansiColour = /\u001b\[[\d;]*[A-Za-z]/g

/** A page or JSON that went through an HTML escape shows no real tag, but escaped ones. */
function withoutEscapes(text: string): string {
  const escaped =
    /&lt;\/?(?:html|head|body|title|h1|center|!doctype)|&(?:quot|#34|#39|#x27);/i.test(text)
  if (!escaped || /<(?:html|!doctype|title)\b/i.test(text)) return text
  const unwrapped = text.replaceAll(
    /^\s*<(?:pre|code|p|div)[^>]*>|<\/(?:pre|code|p|div)>\s*$/gi,
    '',
  )
  return unwrapped
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll(/&(?:quot|#34);/g, '"')
    .replaceAll(/&(?:apos|#39|#x27);/gi, "'")
    .replaceAll('&amp;', '&')
}

/** A text copied out of JSON or a log: one string with escapes. */
function withoutQuoting(text: string): string {
  const trimmed = text.trim()
  if (/^"[\s\S]*"$/.test(trimmed)) {
    try {
      const inner: unknown = JSON.parse(trimmed)
      if (typeof inner === 'string') return inner.replaceAll(/\r\n?/g, '\n')
    } catch {
      return text // not a JSON string after all
    }
  }
  return text.includes('\n') || !/^HTTP\/[\d.]+ \d{3}.*\\r?\\n/.test(trimmed)
    ? text
    : trimmed.replaceAll(String.raw`\r\n`, '\n').replaceAll(String.raw`\n`, '\n')
}

function withoutIndent(text: string): string {
  const lines = text.split('\n')
  const filled = lines.filter((line) => line.trim() !== '')
  const quoted =
    filled.length > 0 &&
    filled.every((line) => /^\s*[>|]\s/.test(line) && !/^\s*> [A-Z]+ \S+ HTTP/.test(line))
  const stripped =
    quoted && !filled.some((line) => line.startsWith('< '))
      ? lines.map((line) => line.replace(/^\s*[>|] ?/, ''))
      : lines
  const indents = stripped
    .filter((line) => line.trim() !== '')
    .map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0)
  const common = indents.length === 0 ? 0 : Math.min(...indents.slice(0, 2000))
  return common === 0 ? stripped.join('\n') : stripped.map((line) => line.slice(common)).join('\n')
}

/** `{"code":1}root@web-1:~# `; only the end of the text is looked at, which bounds the time. */
function withoutPrompt(text: string): string {
  const end = text.slice(-promptChars)
  return text.slice(0, -promptChars) + end.replace(prompt, '')
}

const promptChars = 200
const prompt = /(?:\[\S+@\S+ [^\]\n]*\][#$]|[\w.-]+@[\w.-]+:\S*[#$]|(?<=[}>])[$#%])[ \t]*\n*$/
