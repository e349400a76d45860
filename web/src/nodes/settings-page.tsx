import '../frame/parts.css'
import { Switch } from '@mantine/core'
import { useState } from 'react'
import { usePages } from '../api/pages.ts'
import { Loaded } from '../frame/loaded.tsx'
import { PageHead } from '../frame/page-head.tsx'
import { languageNow } from '../texts/language.ts'
import { useTexts } from './texts.ts'

/** What this server was started with, and how it is changed; for administrators. */
interface Setting {
  readonly flag: string | null
  readonly environment: string
  /** `***` where it is a secret. */
  readonly value: string
  readonly from: 'flag' | 'environment' | 'default'
  readonly help: string
}

export function SettingsPage(): React.ReactElement {
  const say = useTexts()
  const [onlySet, setOnlySet] = useState(false)
  const settings = usePages<Setting>('/settings', { lang: languageNow() })
  return (
    <>
      <PageHead title={say('settings')} />
      <p>{say('settingsIntro')}</p>
      <Switch
        label={say('onlySet')}
        checked={onlySet}
        onChange={({ currentTarget }) => setOnlySet(currentTarget.checked)}
      />
      <Loaded of={settings}>
        {(found) => (
          <SettingTable
            settings={onlySet ? found.filter(({ from }) => from !== 'default') : found}
          />
        )}
      </Loaded>
    </>
  )
}

function SettingTable({ settings }: { readonly settings: readonly Setting[] }) {
  const say = useTexts()
  return (
    <div className="wide" tabIndex={0}>
      <table className="list">
        <thead>
          <tr>
            {(['setting', 'value', 'from', 'meaning'] as const).map((head) => (
              <th scope="col" key={head}>
                {say(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {settings.map(({ flag, environment, value, from, help }) => (
            <tr key={environment}>
              <th scope="row">
                {flag === null ? null : (
                  <div>
                    <code>{flag}</code>
                  </div>
                )}
                <code className="hint">{environment}</code>
              </th>
              <td>{valueWords(value)}</td>
              <td className="nowrap">{say(from)}</td>
              <td>{help}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )

  function valueWords(value: string): React.ReactNode {
    if (value === '') return say('notSet')
    return value === '***' ? say('secret') : <code>{value}</code>
  }
}
