import { useTranslation } from 'react-i18next'
import type { PluginNote } from '../../../src/model/flow-record.ts'

/** What each plugin decided, in the order in which they ran. */
interface PluginListProps {
  readonly plugins: readonly PluginNote[]
}

export function PluginList({ plugins }: PluginListProps): React.ReactElement | null {
  const { t } = useTranslation()
  if (plugins.length === 0) return null
  return (
    <>
      <h2>{t('plugins')}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('plugin')}</th>
            <th scope="col">{t('outcome')}</th>
            <th scope="col">{t('duration')}</th>
            <th scope="col">{t('facts')}</th>
          </tr>
        </thead>
        <tbody>
          {plugins.map(({ plugin, outcome, ms, evidence }) => (
            <tr key={plugin} data-outcome={outcome}>
              <th scope="row">{plugin}</th>
              <td>{outcome}</td>
              <td>{ms.toFixed(3)}</td>
              <td>{evidence === undefined ? '' : factsText(evidence)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function factsText(facts: Readonly<Record<string, unknown>>): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ')
}
