import { Alert, Button, Group } from '@mantine/core'
import type { Conflict } from './edited-part.ts'
import { pathText, valueAt } from './json-path.ts'
import { useTexts } from './texts.ts'

/** Somebody else saved first. Nothing was overwritten, and nothing that was typed is lost: both can be had. */
export function ConflictNotice({ conflict }: { readonly conflict: Conflict }): React.ReactElement {
  const say = useTexts()
  const { current, disputed, keepMine, takeTheirs } = conflict
  return (
    <Alert color="orange" role="alert" title={say('changedMeanwhile')}>
      <p>{say(current === null ? 'goneMeanwhile' : 'bothKept')}</p>
      {disputed.length === 0 ? null : (
        <>
          <p>{say('bothChanged')}</p>
          <ul>
            {disputed.map(({ path, value }) => (
              <li key={pathText(path)}>
                <code>{pathText(path)}</code>:{' '}
                {say('theirsAndMine', {
                  theirs: shown(valueAt(current, path)),
                  mine: shown(value),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
      <Group gap="xs">
        <Button size="xs" onClick={keepMine}>
          {say(current === null ? 'keepMineAnew' : 'keepMine')}
        </Button>
        {current === null ? null : (
          <Button size="xs" variant="default" onClick={takeTheirs}>
            {say('takeTheirs')}
          </Button>
        )}
      </Group>
    </Alert>
  )
}

const longestShown = 200

function shown(value: unknown): string {
  if (value === undefined) return '–'
  const text = JSON.stringify(value)
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text
}
