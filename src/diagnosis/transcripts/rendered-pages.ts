/** A person copies what the browser shows, and PowerShell strips tags: the words of a page without its
 *  markup. Known pages get their markup back, so that the fingerprints judge them like any other. */
export function pageOfRenderedText(text: string): string | undefined {
  if (text.length > longestPage || /<(?:html|!doctype|head|body|h1)\b/i.test(text)) return undefined
  for (const { shows, page } of renderedPages) {
    const found = shows.exec(text)
    if (found !== null) return page(found)
  }
  return undefined
}

/** Error pages are short; debug pages are not, and tell by their first lines. */
const longestPage = 16_384

interface RenderedPage {
  readonly shows: RegExp
  readonly page: (found: RegExpExecArray) => string
}

const renderedPages: readonly RenderedPage[] = [
  {
    // nginx and what kept its page: the status (in PowerShell twice), perhaps a sentence, the name
    shows:
      /^[ \t]*(\d{3} [A-Z][^\n]*)\n\s*(?:\1\n\s*)?(?:([A-Z][^\n]+)\n\s*)?((?:nginx|openresty|stgw|tengine|awselb|cloudflare|Microsoft-Azure-Application-Gateway)(?:\/[\w.]+)?)[ \t]*$/m,
    page: ([, status = '', sentence, name = '']) =>
      `<html>\n<head><title>${status}</title></head>\n<body>\n<center><h1>${status}</h1></center>\n${sentence === undefined ? '' : `<center>${sentence}</center>\n`}<hr><center>${name}</center>\n</body>\n</html>`,
  },
  {
    shows:
      /^[ \t]*([A-Z][A-Za-z ]+)\n+([\s\S]{0,2000}?)\n\s*(Apache\/\S+(?: \([^)\n]*\))?(?: [^\n]*)? Server at \S+ Port \d+)/m,
    page: ([, title = '', words = '', address = '']) =>
      `<html><head>\n<title>${withStatus(apacheStatus, title)}</title>\n</head><body>\n<h1>${title}</h1>\n<p>${words}</p>\n<hr>\n<address>${address}</address>\n</body></html>`,
  },
  {
    // without the line of its name, where the server keeps it secret
    shows:
      /^[ \t]*([A-Z][A-Za-z ]+)\n+(The server is temporarily unable to service your request due to maintenance|The proxy server received an invalid\s+response from an upstream server|The requested URL was not found on this server|You don't have permission to access this resource|The server encountered an internal error or\s+misconfiguration|Your browser sent a request that this server could not understand)/m,
    page: ([, title = '', words = '']) =>
      `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">\n<html><head>\n<title>${withStatus(apacheStatus, title)}</title>\n</head><body>\n<h1>${title}</h1>\n<p>${words}</p>\n</body></html>\n`,
  },
  {
    // the last line alone
    shows: /^[ \t]*(Apache\/\S+(?: \([^)\n]*\))?(?: [^\n]*)? Server at \S+ Port \d+)[ \t]*$/m,
    page: ([, address = '']) => `<hr>\n<address>${address}</address>\n</body></html>`,
  },
  {
    // HAProxy's sentence, whose beginning was cut off
    shows:
      /^\s*(No server is available to handle this request\.|The server returned an invalid or incomplete response\.|The server didn't respond in time\.(?=\s*<\/body>))\s*(?:<\/body><\/html>)?\s*$/,
    page: ([, words = '']) =>
      `<html><body><h1>${haproxyStatus[words] ?? ''}</h1>\n${words}\n</body></html>\n`,
  },
  {
    shows:
      /^[ \t]*(\d{3} [A-Z][^\n]*)\n\s*(No server is available to handle this request\.|The server returned an invalid or incomplete response\.|The server didn't respond in time\.|Request forbidden by administrative rules\.|Your browser sent an invalid request\.)/m,
    page: ([, status = '', words = '']) =>
      `<html><body><h1>${status}</h1>\n${words}\n</body></html>\n`,
  },
  {
    shows: /^[ \t]*(Server Error \(500\)|Bad Request \(400\))[ \t]*$/m,
    page: ([, words = '']) => `<h1>${words}</h1>`,
  },
  {
    shows: /^[ \t]*Not Found\n\s*(The requested resource was not found on this server\.)/m,
    page: ([, words = '']) => `<h1>Not Found</h1><p>${words}</p>`,
  },
  {
    shows: /^[ \t]*([^\n]*)\(403\)\n\s*CSRF[\s\S]{0,2000}?(?:Request aborted\.|[\u4e00-\u9fff])/m,
    page: (found) =>
      `<h1>${found[1] ?? ''}<span>(403)</span></h1>\n<p>CSRF verification failed. Request aborted.</p>`,
  },
  {
    shows: /^[ \t]*(Page not found)[ \t]*\((404)\)[\s\S]*?(DEBUG = True)/m,
    page: () =>
      "<title>Page not found (404)</title>\n<p>You're seeing this error because you have <code>DEBUG = True</code></p>",
  },
  {
    shows:
      /^[ \t]*([A-Z][A-Za-z ]+)\n\s*((?:The requested URL was not found on the server\. If you entered|The server encountered an internal error and was unable to complete|The method is not allowed for the requested URL|The browser \(or proxy\) sent a request that this server could not|Did not attempt to load JSON data because)[^\n]*)/m,
    page: ([, title = '', words = '']) =>
      `<!doctype html>\n<html lang=en>\n<title>${withStatus(werkzeugStatus, title)}</title>\n<h1>${title}</h1>\n<p>${words}</p>\n`,
  },
  {
    shows: /^[ \t]*(Cannot (?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \/\S*)[ \t]*$/m,
    page: ([, words = '']) =>
      `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>${words}</pre>\n</body>\n</html>\n`,
  },
  {
    shows:
      /^[ \t]*(HTTP(?: Status|状态) ?\d{3} [–-] [^\n]+)[\s\S]{0,9000}?(Apache Tomcat\/[\d.]+[^\n]*)/m,
    page: ([, status = '', name = '']) =>
      `<title>${status}</title><h1>${status}</h1><p><b>Type</b></p><h3>${name}</h3>`,
  },
  {
    shows: /^[ \t]*(HTTP ERROR \d{3}[^\n]*)\n\s*URI:\s*(\S+)/m,
    page: ([, status = '', path = '']) =>
      `<h2>${status}</h2>\n<table>\n<tr><th>URI:</th><td>${path}</td></tr>`,
  },
  {
    shows: /^[ \t]*Whitelabel Error Page[\s\S]{0,2000}?(\(type=[^)\n]*status=\d{3}\)\.?)/m,
    page: ([, words = '']) =>
      `<html><body><h1>Whitelabel Error Page</h1><div>There was an unexpected error ${words}</div></body></html>`,
  },
  {
    shows:
      /^[ \t]*(?:Server Error\n\s*)?(HTTP Error \d{3}(?:\.\d+ [-–] |\. )[^\n]*|Bad Request - Invalid Hostname[^\n]*)/m,
    page: ([, words = '']) => `<h2>${words}</h2>`,
  },
  {
    shows:
      /^[ \t]*(no healthy upstream|upstream (?:connect error|request timeout)[^\n]*|404 page not found|default backend - 404|no available server|RBAC: access denied)[ \t]*$/m,
    page: ([, words = '']) => words,
  },
]

/** A title without its number is that of many pages: what is not known is not made up. */
function withStatus(statuses: Readonly<Record<string, number>>, title: string): string {
  const status = statuses[title]
  return status === undefined ? title : `${status} ${title}`
}

const haproxyStatus: Readonly<Record<string, string>> = {
  'No server is available to handle this request.': '503 Service Unavailable',
  'The server returned an invalid or incomplete response.': '502 Bad Gateway',
  "The server didn't respond in time.": '504 Gateway Time-out',
}

const apacheStatus: Readonly<Record<string, number>> = {
  'Bad Request': 400,
  Unauthorized: 401,
  Forbidden: 403,
  'Not Found': 404,
  'Method Not Allowed': 405,
  'Request Entity Too Large': 413,
  'Internal Server Error': 500,
  'Proxy Error': 502,
  'Service Unavailable': 503,
  'Gateway Timeout': 504,
}

const werkzeugStatus: Readonly<Record<string, number>> = {
  'Bad Request': 400,
  'Not Found': 404,
  'Method Not Allowed': 405,
  'Unsupported Media Type': 415,
}
