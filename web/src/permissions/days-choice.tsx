import { Radio, Group } from '@mantine/core'
import { useTexts } from './texts.ts'

/** For how long: what is usual, or for ever. */
interface DaysChoiceProps {
  /** null: for ever. */
  readonly days: number | null
  readonly choose: (days: number | null) => void
}

const usual = [30, 180, 360] as const

export function DaysChoice({ days, choose }: DaysChoiceProps): React.ReactElement {
  const say = useTexts()
  return (
    <Radio.Group
      label={say('howLong')}
      description={say('howLongHint')}
      value={String(days)}
      onChange={(value) => choose(value === 'null' ? null : Number(value))}
    >
      <Group mt="xs">
        {usual.map((count) => (
          <Radio key={count} value={String(count)} label={say('days', { count })} />
        ))}
        <Radio value="null" label={say('forEver')} />
      </Group>
    </Radio.Group>
  )
}
