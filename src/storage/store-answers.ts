import { sql } from 'kysely'
import type { ControlDatabase } from './control-database.ts'

/** Whether the database answers within two seconds: one that is gone may not say so for minutes. */
export async function storeAnswers({ tables }: Pick<ControlDatabase, 'tables'>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, patienceMs, false)
  })
  const asked = sql`SELECT 1`.execute(tables).then(
    () => true,
    () => false,
  )
  const isThere = await Promise.race([asked, late])
  clearTimeout(timer)
  return isThere
}

const patienceMs = 2_000
