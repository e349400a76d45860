import '@mantine/core/styles.css'
import './console.css'
import { createTheme, MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from './api/ask.ts'
import { router } from './router.ts'
import { beginTexts } from './texts/language.ts'

/** START HERE for the console: texts, theme, data, pages. */
const place = document.getElementById('root')
if (place === null) throw new Error('index.html has no element #root')

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // a server that is away may be back; what it refused it refuses again
      retry: (count, error) => count < 2 && error instanceof Problem && error.status === 0,
      refetchOnWindowFocus: false,
    },
  },
})

const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 8, // white on it has a contrast of 5 : 1
  fontFamily: 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", sans-serif',
})

// what locks the page behind a dialog writes a style of its own, and looks for the nonce here (package get-nonce)
Object.assign(globalThis, { __webpack_nonce__: styleNonce() })

await beginTexts()
createRoot(place).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)

/** The server puts a new one into each page: no other style than ours is taken (its CSP says so). */
function styleNonce(): string {
  return document.querySelector('meta[name="style-nonce"]')?.getAttribute('content') ?? ''
}
