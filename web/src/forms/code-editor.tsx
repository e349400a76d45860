import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json, jsonParseLinter } from '@codemirror/lang-json'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, linter } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'react'

/** JSON with colours, line numbers and marks at what is wrong. Loaded where it is opened. Tab is not taken, so
 *  whoever has no mouse gets out of it. */
export interface CodeEditorProps {
  readonly text: string
  readonly label: string
  readonly isReadOnly: boolean
  readonly onChange: (text: string) => void
}

export function CodeEditor({ text, label, isReadOnly, onChange }: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const tell = useRef(onChange)
  useEffect(() => {
    tell.current = onChange
  })
  useEffect(() => {
    if (place.current === null) return undefined
    const state = EditorState.create({
      doc: text,
      extensions: extensionsOf(label, isReadOnly, (typed) => tell.current(typed)),
    })
    const made = new EditorView({ state, parent: place.current })
    view.current = made
    return () => made.destroy()
    // oxlint-disable-next-line react/exhaustive-deps -- the text of a living editor is told below
  }, [label, isReadOnly])
  useEffect(() => {
    const now = view.current
    if (now === null || now.state.doc.toString() === text) return
    now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: text } })
  }, [text])
  return <div ref={place} className="code-editor" />
}

function extensionsOf(label: string, isReadOnly: boolean, tell: (text: string) => void) {
  return [
    EditorView.cspNonce.of(styleNonce()),
    lineNumbers(),
    history(),
    drawSelection(),
    json(),
    linter(jsonParseLinter()),
    lintGutter(),
    syntaxHighlighting(colours),
    looks,
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorState.readOnly.of(isReadOnly),
    keymap.of([...defaultKeymap, ...historyKeymap]),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) tell(state.doc.toString())
    }),
  ]
}

/** Both themes: colours come from the page. */
const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'light-dark(#0b5394, #8ec7ff)' },
  { tag: tags.string, color: 'light-dark(#1e6b34, #8fd6a0)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'light-dark(#9a3412, #ffb38a)' },
])

const looks = EditorView.theme({
  '&': { fontSize: '0.85rem', maxHeight: '70vh', backgroundColor: 'var(--mantine-color-body)' },
  '.cm-scroller': {
    overflow: 'auto',
    fontFamily: "ui-monospace, 'Cascadia Mono', Menlo, monospace",
  },
  '.cm-content': { caretColor: 'var(--mantine-color-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '.cm-gutters': {
    backgroundColor: 'var(--mantine-color-body)',
    color: 'var(--mantine-color-dimmed)',
    border: 'none',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--mantine-color-body)',
    color: 'var(--mantine-color-text)',
    border: '1px solid var(--mantine-color-default-border)',
  },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'light-dark(#cfe3fb, #23466b) !important',
  },
})

function styleNonce(): string {
  return document.querySelector('meta[name="style-nonce"]')?.getAttribute('content') ?? ''
}
