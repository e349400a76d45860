import { NativeSelect } from '@mantine/core'
import { usePages } from '../api/pages.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { More } from '../frame/more.tsx'
import { type Alarm, type AlarmState, alarmStates } from './alarm-answers.ts'
import { AlarmCard } from './alarm-card.tsx'
import type { AlarmScope, GoTo } from './alarm-scope.ts'
import { useTexts } from './texts.ts'

/** What fired, newest first; looked at again while the page is open. */
interface AlarmListProps {
  readonly scope: AlarmScope
  readonly state: AlarmState | ''
  readonly go: GoTo
}

const refreshMs = 15_000

export function AlarmList({ scope, state, go }: AlarmListProps): React.ReactElement {
  const say = useTexts()
  const alarms = usePages<Alarm>(`${scope.path}/alarms`, { state }, { everyMs: refreshMs })
  return (
    <section aria-label={say('alarms')}>
      <NativeSelect
        label={say('show')}
        value={state}
        w="12rem"
        onChange={({ currentTarget: { value } }) => go({ state: value as AlarmState | '' })} // one of `data`
        data={[
          { value: '', label: say('all') },
          ...alarmStates.map((value) => ({ value, label: say(value) })),
        ]}
      />
      <Loaded of={alarms}>
        {(found) =>
          found.length === 0 ? (
            <Empty>{say(state === '' ? 'noAlarms' : 'noneOfState')}</Empty>
          ) : (
            <ul className="alarm-list">
              {found.map((alarm) => (
                <AlarmCard key={alarm.number} alarm={alarm} scope={scope} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <More of={alarms} />
    </section>
  )
}
