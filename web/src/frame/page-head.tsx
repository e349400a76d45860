import { Group, Title } from '@mantine/core'
import { useEffect } from 'react'

/** What a page is called, in the page and in the browser's tab, and what can be done on it. */
interface PageHeadProps {
  readonly title: string
  readonly children?: React.ReactNode
}

export function PageHead({ title, children }: PageHeadProps): React.ReactElement {
  useEffect(() => {
    document.title = `${title} · Faultline`
  }, [title])
  return (
    <Group justify="space-between" align="start">
      <Title order={1} className="page-title">
        {title}
      </Title>
      {children === undefined ? null : <Group gap="xs">{children}</Group>}
    </Group>
  )
}
