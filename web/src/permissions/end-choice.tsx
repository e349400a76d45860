import { Button, Group, TextInput } from '@mantine/core'
import { dayAfter } from './permission-wish.ts'
import { useTexts } from './texts.ts'

/** The last day of a permission; none is for ever. */
interface EndChoiceProps {
  /** As a date field has it; '' is for ever. */
  readonly day: string
  readonly choose: (day: string) => void
}

export function EndChoice({ day, choose }: EndChoiceProps): React.ReactElement {
  const say = useTexts()
  return (
    <div>
      <TextInput
        type="date"
        label={say('lastDay')}
        description={say('lastDayHint')}
        value={day}
        onChange={({ currentTarget: { value } }) => choose(value)}
      />
      <Group gap="xs" mt="xs">
        {([180, 360] as const).map((count) => (
          <Button
            key={count}
            size="compact-sm"
            variant="default"
            onClick={() => choose(dayAfter(count, Date.now()))}
          >
            {say('days', { count })}
          </Button>
        ))}
        <Button size="compact-sm" variant="default" onClick={() => choose('')}>
          {say('forEver')}
        </Button>
      </Group>
    </div>
  )
}
