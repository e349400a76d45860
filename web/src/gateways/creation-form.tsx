import { Button, type ButtonProps, Group, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NotDone } from '../frame/not-done.tsx'
import { problemAt } from './part-bar.tsx'

/** A button in whose place a form opens, new each time; closed, the button has the focus again. */
interface OpeningButtonProps extends Pick<ButtonProps, 'variant' | 'w'> {
  readonly title: string
  readonly children: (close: () => void) => React.ReactElement
}

export function OpeningButton(props: OpeningButtonProps): React.ReactElement {
  const { title, children, ...looks } = props
  const [isOpen, { open, close }] = useDisclosure()
  const [wasOpen, setWasOpen] = useState(false)
  if (isOpen) return children(close)
  const show = (): void => {
    setWasOpen(true)
    open()
  }
  return (
    <Button {...looks} onClick={show} autoFocus={wasOpen}>
      {title}
    </Button>
  )
}

/** What a new part of a gateway is called, and what else is said of it from the start (`children`). */
interface CreationFormProps {
  readonly title: string
  readonly nameRule: string
  readonly creation: { readonly error: Error | null; readonly isPending: boolean }
  readonly create: (name: string) => void
  readonly close: () => void
  readonly children: React.ReactNode
}

export function CreationForm(props: CreationFormProps): React.ReactElement {
  const { title, nameRule, creation, create, close, children } = props
  const { t } = useTranslation()
  const [name, setName] = useState('')
  return (
    <form
      className="narrow"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault()
        create(name)
      }}
    >
      <Stack>
        <NotDone error={creation.error} />
        <TextInput
          label={t('name')}
          description={nameRule}
          value={name}
          error={problemAt(creation.error, 'name')}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          required
          autoFocus
        />
        {children}
        <Group>
          <Button type="submit" loading={creation.isPending}>
            {t('create')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
