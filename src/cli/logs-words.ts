import type { Bilingual } from '../model/bilingual.ts'

/** The sentences beside the pictures and tables of `faultline logs`. Heads of columns and values are
 *  the same in every language, as the fields of a record are. */
export const logsWords = {
  others: ['others', '其他'],
  all: ['all', '全部'],
  lastHour: ['last hour', '最近一小时'],
  inThisTime: ['in this time', '这段时间'],
  nothingToCompare: [
    'There is nothing to compare: a query has to fit some records of the time, not all or none.',
    '没有可比较的：查询要符合这段时间的部分记录，而不是全部或一条都没有。',
  ],
  noneMoreFrequent: [
    'No value is clearly more frequent in them than in the others.',
    '没有哪个值在其中明显更多。',
  ],
} satisfies Record<string, Bilingual>

export function scaleText(records: string, [english, chinese]: Bilingual): Bilingual {
  return [
    `${recordsText(records)}, one column for ${english}`,
    `${records} 条记录，每列 ${chinese}`,
  ]
}

export function summaryText(total: string, failed: string, share: string): Bilingual {
  return [
    `${recordsText(total)}, ${failed} failed (${share} %)`,
    `${total} 条记录，${failed} 条失败（${share} %）`,
  ]
}

/** What has no line of its own in a table of top values. */
export function remainderText(
  records: string,
  total: string,
  values: string,
  isAbout: boolean,
): Bilingual {
  return [
    `${records} of ${total} records have ${isAbout ? 'about ' : ''}${values} other values`,
    `${total} 条记录中有 ${records} 条是其他${isAbout ? '约 ' : ' '}${values} 个值`,
  ]
}

export function inMilliseconds(field: string): Bilingual {
  return [`${field} in ms`, `${field}，毫秒`]
}

export function comparedText(selected: string, rest: string, looked: string): Bilingual {
  return [
    `${recordsText(selected)}, compared with ${rest} others of the same time${looked === '' ? '' : ` (${looked} of all were looked at)`}`,
    `${selected} 条记录，与同一时间的其他 ${rest} 条相比${looked === '' ? '' : `（查看了其中 ${looked} 条）`}`,
  ]
}

export function theSame(values: string): Bilingual {
  return [`(the same: ${values})`, `（同样的：${values}）`]
}

function recordsText(count: string): string {
  return count === '1' ? '1 record' : `${count} records`
}
