import { useRouter } from '@tanstack/react-router'

/** A link to an address that was put together: within the console without loading it again. */
interface PlaceLinkProps {
  readonly href: string
  readonly children: React.ReactNode
}

export function PlaceLink({ href, children }: PlaceLinkProps): React.ReactElement {
  const router = useRouter()
  if (href === '') return <>{children}</>
  return (
    <a
      href={href}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return // another tab is wanted
        event.preventDefault()
        router.history.push(href)
      }}
    >
      {children}
    </a>
  )
}
