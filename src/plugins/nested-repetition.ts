/** Whether a regular expression repeats a group that itself holds a repetition or alternatives, as
 *  `(\w+)*` does: then one text can be read in a number of ways that doubles with each character, and
 *  JavaScript tries them all. Told from the pattern's structure, so it also says so of some that would
 *  do no harm. */
export function hasNestedRepetition(pattern: string): boolean {
  const outer: boolean[] = []
  let isVaried = false // what has been read of the group we are in can match in more than one way
  part.lastIndex = 0
  for (let found = part.exec(pattern); found !== null; found = part.exec(pattern)) {
    const [text] = found
    if (text.startsWith('(')) {
      outer.push(isVaried)
      isVaried = false
    } else if (text.startsWith(')')) {
      const quantifier = text.slice(1)
      if (isVaried && mayRepeat(quantifier)) return true
      const wasVaried = outer.pop() === true
      isVaried = isVaried || wasVaried || isVarying(quantifier)
    } else if (text === '|' || isVarying(text)) isVaried = true
  }
  return false
}

/** What is escaped, a class, the beginning of a group, its end with the quantifier behind it, or
 *  another quantifier. */
const part =
  /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:<?[=!]|:|<\w+>))?|\)(?:[*+?]|\{\d+(?:,\d*)?\})?|[*+?|]|\{\d+(?:,\d*)?\}/gs

function isVarying(quantifier: string): boolean {
  return /^(?:[*+?]|\{\d+,)/.test(quantifier)
}

function mayRepeat(quantifier: string): boolean {
  return quantifier !== '' && !/^(?:\?|\{(?:0,)?[01]\})$/.test(quantifier)
}
