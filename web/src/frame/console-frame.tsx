import {
  ActionIcon,
  AppShell,
  Burger,
  Button,
  Group,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession, useSignIn } from '../api/session.ts'
import { KeysEverywhere, useOpened } from '../palette/keys-everywhere.tsx'
import { signInFrom } from '../sign-in/next-place.ts'
import { choose, languageNow } from '../texts/language.ts'
import { focusContent } from './focus-content.ts'
import { Navigation } from './navigation.tsx'

/** Only for who is signed in. */
const ReminderBell = lazy(async () => ({
  default: (await import('../permissions/reminder-bell.tsx')).ReminderBell,
}))

/** What stands around every page: name, navigation, language, theme, who is signed in. */
export function ConsoleFrame(): React.ReactElement {
  const { t } = useTranslation()
  const [isOpen, { toggle, close }] = useDisclosure()
  const [opened, open] = useOpened()
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 200, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <AppShell.Header>
        <a
          className="skip"
          href="#content"
          onClick={(event) => {
            event.preventDefault() // what opens a link stands behind the #
            focusContent()
          }}
        >
          {t('skipToContent')}
        </a>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t('openMenu')}
            />
            <img src="/favicon.svg" alt="" width={24} height={24} />
            <Text fw={700} component="span">
              Faultline
            </Text>
          </Group>
          <Switches openPalette={() => open('palette')} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar aria-label={t('mainNavigation')} p="xs">
        <Navigation onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
      <KeysEverywhere opened={opened} open={open} />
    </AppShell>
  )
}

function Switches({ openPalette }: { readonly openPalette: () => void }): React.ReactElement {
  const { t } = useTranslation()
  return (
    <Group gap="xs" wrap="nowrap">
      <GoTo open={openPalette} />
      <ThemeSwitch />
      <Button
        variant="subtle"
        size="xs"
        lang={languageNow() === 'en' ? 'zh-CN' : 'en'}
        onClick={() => void choose(languageNow() === 'en' ? 'zh' : 'en')}
      >
        {t('language')}
      </Button>
      <Person />
    </Group>
  )
}

/** Ctrl-K, for who has a mouse or has not heard of it. */
function GoTo({ open }: { readonly open: () => void }): React.ReactElement {
  const { t } = useTranslation()
  return (
    <Button variant="default" size="xs" onClick={open} aria-keyshortcuts="Control+K Meta+K">
      {t('goTo')}
      <kbd className="shortcut" aria-hidden="true">
        Ctrl K
      </kbd>
    </Button>
  )
}

function ThemeSwitch(): React.ReactElement {
  const { t } = useTranslation()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  const other = scheme === 'light' ? 'dark' : 'light'
  return (
    <ActionIcon
      variant="subtle"
      aria-label={t(other === 'dark' ? 'darkTheme' : 'lightTheme')}
      onClick={() => setColorScheme(other)}
    >
      <span aria-hidden="true">{other === 'dark' ? '☾' : '☀'}</span>
    </ActionIcon>
  )
}

function Person(): React.ReactElement | null {
  const { t } = useTranslation()
  const session = useSession()
  const { signOut } = useSignIn()
  const here = useLocation({ select: ({ href }) => href })
  if (session === undefined) return null
  if (session === null) {
    return (
      <Button
        renderRoot={(props) => (
          <Link {...props} to="/sign-in" {...signInFrom(here === '/diagnose' ? '' : here)} />
        )}
        size="xs"
      >
        {t('signIn')}
      </Button>
    )
  }
  return (
    <Group gap="xs" wrap="nowrap">
      <Suspense fallback={null}>
        <ReminderBell />
      </Suspense>
      <Text size="sm" visibleFrom="sm" component={Link} to="/account">
        {t('signedInAs', { name: session.user?.displayName || session.user?.name || session.name })}
      </Text>
      <Button size="xs" variant="default" onClick={() => void signOut()}>
        {t('signOut')}
      </Button>
    </Group>
  )
}
