import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { CopyText } from '../frame/copy-text.tsx'
import type { Call, SnippetLanguage } from './portal-answers.ts'
import { useTexts } from './texts.ts'

/** The same call in five languages, ready to be pasted. */
const languages: readonly { readonly value: SnippetLanguage; readonly label: string }[] = [
  { value: 'curl', label: 'curl' },
  { value: 'javascript', label: 'JavaScript' },
  { value: 'python', label: 'Python' },
  { value: 'go', label: 'Go' },
  { value: 'java', label: 'Java' },
]

const kept = 'faultline-snippets'

export function Snippets({ call }: { readonly call: Call }): React.ReactElement {
  const say = useTexts()
  const [chosen, setChosen] = useState(() => languageKept())
  const text = call.snippets[chosen]
  return (
    <section>
      <div className="snippet-head">
        <h2>{say('snippet')}</h2>
        <CopyText text={text} of={chosen} />
      </div>
      <SegmentedControl
        aria-label={say('snippetLanguage')}
        data={[...languages]}
        value={chosen}
        size="xs"
        fullWidth
        onChange={(value) => {
          const language = languageIn(value)
          localStorage.setItem(kept, language)
          setChosen(language)
        }}
      />
      <pre className="snippet-text" tabIndex={0} aria-label={chosen}>
        {text}
      </pre>
      <dl className="placeholders">
        {call.placeholders.map(({ placeholder, means }) => (
          <div key={placeholder}>
            <dt>
              <code>{placeholder}</code>
            </dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** Who works in Go does so on the next page too. */
function languageKept(): SnippetLanguage {
  return languageIn(localStorage.getItem(kept) ?? '')
}

function languageIn(value: string): SnippetLanguage {
  return languages.find((one) => one.value === value)?.value ?? 'curl'
}
