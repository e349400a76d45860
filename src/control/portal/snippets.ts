import { shellText } from '../../model/shell-text.ts'
import type { CallRequest } from './call-request.ts'

/** A request as text that can be run: for a shell, and for four languages with what they bring along. */
export interface Snippets {
  readonly curl: string
  readonly javascript: string
  readonly python: string
  readonly go: string
  readonly java: string
}

export function snippetsOf(request: CallRequest): Snippets {
  return {
    curl: curl(request),
    javascript: javascript(request),
    python: python(request),
    go: go(request),
    java: java(request),
  }
}

function curl({ method, url, headers, body }: CallRequest): string {
  const parts = [
    method === 'HEAD' ? '--head' : `--request ${method}`,
    shellText(url),
    ...headers.map(({ name, value }) => `--header ${shellText(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`--data-raw ${shellText(body)}`]),
  ]
  // braces and brackets are text here, and not curl's patterns
  return `curl --include --globoff ${parts.join(' \\\n  ')}\n`
}

function javascript({ method, url, headers, body }: CallRequest): string {
  const fields = headers.map(({ name, value }) => `    ${quoted(name)}: ${quoted(value)},\n`)
  return `const response = await fetch(${quoted(url)}, {
  method: ${quoted(method)},
  headers: {
${fields.join('')}  },
${body === null ? '' : `  body: ${quoted(body)},\n`}})
console.log(response.status, response.headers.get('X-Bkapi-Request-ID'))
console.log(await response.text())
`
}

function python({ method, url, headers, body }: CallRequest): string {
  const fields = headers.map(({ name, value }) => `        ${quoted(name)}: ${quoted(value)},\n`)
  return `import urllib.error
import urllib.request

request = urllib.request.Request(
    ${quoted(url)},
    method=${quoted(method)},
    headers={
${fields.join('')}    },
${body === null ? '' : `    data=${quoted(body)}.encode("utf-8"),\n`})
try:
    response = urllib.request.urlopen(request)
except urllib.error.HTTPError as error:
    response = error
print(response.status, response.headers["X-Bkapi-Request-ID"])
print(response.read().decode("utf-8", "replace"))
`
}

function go({ method, url, headers, body }: CallRequest): string {
  const reader = body === null ? 'nil' : `strings.NewReader(${quoted(body)})`
  const fields = headers.map(
    ({ name, value }) => `\trequest.Header.Set(${quoted(name)}, ${quoted(value)})\n`,
  )
  return `package main

import (
	"fmt"
	"io"
	"net/http"
${body === null ? '' : '\t"strings"\n'})

func main() {
	request, err := http.NewRequest(${quoted(method)}, ${quoted(url)}, ${reader})
	if err != nil {
		panic(err)
	}
${fields.join('')}	response, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	fmt.Println(response.StatusCode, response.Header.Get("X-Bkapi-Request-ID"))
	fmt.Println(string(text))
}
`
}

function java({ method, url, headers, body }: CallRequest): string {
  const publisher =
    body === null
      ? 'HttpRequest.BodyPublishers.noBody()'
      : `HttpRequest.BodyPublishers.ofString(${quoted(body)})`
  const fields = headers.map(
    ({ name, value }) => `                .header(${quoted(name)}, ${quoted(value)})\n`,
  )
  return `import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public class Call {
    public static void main(String[] arguments) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(${quoted(url)}))
                .method(${quoted(method)}, ${publisher})
${fields.join('')}                .build();
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(response.statusCode() + " "
                + response.headers().firstValue("X-Bkapi-Request-ID").orElse(""));
        System.out.println(response.body());
    }
}
`
}

/** A JSON text without what is no text there is one in all of these languages: the escapes that it uses mean
 *  the same in each. */
function quoted(text: string): string {
  return JSON.stringify(text.toWellFormed())
}
