/** A browser by its `User-Agent`, as people call it: to know one's own sessions again. */
const browsers = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const
const systems = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
] as const

export function agentWords(agent: string): string {
  const found = [browsers, systems].map((list) => list.find(([sign]) => sign.test(agent))?.[1])
  const words = found.filter((word) => word !== undefined).join(', ')
  return words === '' ? agent.slice(0, 60) : words
}

/** Names as they are typed into one field. */
export function listedNames(text: string): string[] {
  return [...new Set(text.split(/[\s,，、;]+/).filter((name) => name !== ''))]
}
