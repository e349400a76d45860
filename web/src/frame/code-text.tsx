/** A sentence of the catalogue: what stands between backticks is code. */
export function CodeText({ text }: { readonly text: string }): React.ReactElement {
  return (
    <>
      {text.split('`').map((part, at) =>
        // every second part stood between two of them; parts never change places
        at % 2 === 1 ? <code key={`${at} ${part}`}>{part}</code> : part,
      )}
    </>
  )
}
