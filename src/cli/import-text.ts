import type { OpenApiReport } from '../definition/openapi/import-report.ts'
import { chosen, type Bilingual, type Language } from '../model/bilingual.ts'
import { printableLine } from '../model/printable-text.ts'

/** The report of an import as comments of YAML. */
export function reportText(report: OpenApiReport, file: string, language: Language): string {
  const lines = [chosen(summary(report), language)]
  if (report.refused.length > 0) lines.push('', chosen(notTaken, language))
  for (const { line, column, method, path, message, suggestion } of report.refused) {
    const hint = suggestion === '' ? '' : `. ${suggestion}`
    lines.push(`  ${file}:${line}:${column} ${method} ${path}: ${message}${hint}`)
  }
  if (report.warnings.length > 0) lines.push('', chosen(notes, language))
  for (const { line, column, message } of report.warnings) {
    lines.push(`  ${file}:${line}:${column} ${message}`)
  }
  lines.push('', chosen(next, language))
  return lines.map((line) => `# ${printableLine(line)}`.trimEnd()).join('\n')
}

function summary({ format, title, operations, taken }: OpenApiReport): Bilingual {
  return [
    `${format}, "${title}": ${taken} of ${operations} operations are taken.`,
    `${format}，“${title}”：共 ${operations} 个操作，已导入 ${taken} 个。`,
  ]
}

const notTaken: Bilingual = ['Not taken:', '未导入：']
const notes: Bilingual = ['Notes:', '说明：']
const next: Bilingual = [
  'Check host, auth and grants, then: faultline start --apply FILE',
  '检查 host、auth 和 grants，然后运行：faultline start --apply FILE',
]
