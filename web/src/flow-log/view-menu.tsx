import { Button, Group, Menu, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { queryText } from '../api/ask.ts'
import { CopyText } from '../frame/copy-text.tsx'
import { removeView, savedViews, saveView } from './saved-views.ts'

/** What is done with a search as a whole: keep it, open a kept one, take its records away as a file. The
 *  address of the page is the link to it. */
interface ViewMenuProps {
  readonly query: string
  readonly filter: Readonly<Record<string, string | number>>
  readonly open: (query: string) => void
}

export function ViewMenu({ query, filter, open }: ViewMenuProps): React.ReactElement {
  const { t } = useTranslation()
  return (
    <Group gap="xs">
      <KeptViews query={query} open={open} />
      <Menu>
        <Menu.Target>
          <Button variant="default" size="xs">
            {t('export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(['csv', 'ndjson', 'parquet'] as const).map((format) => (
            <Menu.Item
              key={format}
              component="a"
              href={`/api/v1/flow-records/export${queryText({ ...filter, format })}`}
              download
            >
              {format.toUpperCase()}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <CopyText text={() => location.href} of={t('flowLog')} label={t('copyLink')} size="xs" />
    </Group>
  )
}

function KeptViews({ query, open }: Pick<ViewMenuProps, 'query' | 'open'>): React.ReactElement {
  const { t } = useTranslation()
  const [views, setViews] = useState(savedViews)
  const [name, setName] = useState('')
  return (
    <Menu closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" size="xs">
          {t('savedViews')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.map((view) => (
          <Group key={view.name} wrap="nowrap" gap={0}>
            <Menu.Item onClick={() => open(view.query)}>{view.name}</Menu.Item>
            <Menu.Item
              w="auto"
              aria-label={t('removeView', { name: view.name })}
              onClick={() => setViews(removeView(view.name))}
            >
              ×
            </Menu.Item>
          </Group>
        ))}
        <form
          className="save-view"
          onSubmit={(event) => {
            event.preventDefault()
            if (name.trim() !== '') setViews(saveView({ name: name.trim(), query }))
            setName('')
          }}
        >
          <TextInput
            size="xs"
            label={t('saveViewAs')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={60}
          />
        </form>
      </Menu.Dropdown>
    </Menu>
  )
}
