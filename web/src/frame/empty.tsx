/** An empty list says why it is empty and what to do. */
interface EmptyProps {
  readonly children: React.ReactNode
}

export function Empty({ children }: EmptyProps): React.ReactElement {
  return <p className="empty">{children}</p>
}
