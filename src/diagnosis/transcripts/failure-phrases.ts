import type { VerdictKey } from '../finding.ts'

/** The words by which callers' programs say that a call got no answer, or only part of one. Most
 *  specific first; English and Chinese. Sources: curl, wget, httpie, Chromium, Firefox, Python (requests,
 *  urllib, httpx), Node (fetch, axios), Go, Java, .NET and PowerShell, ab. */
export const failurePhrases: readonly (readonly [RegExp, VerdictKey])[] = [
  [
    /from proxy after CONNECT|CONNECT tunnel failed|Tunnel connection failed|ERR_TUNNEL_CONNECTION_FAILED|Unable to tunnel through proxy|Proxy tunneling failed/i,
    'status_only',
  ],
  [
    /HTTP\/0\.9|Weird server reply|blocked by CORS policy|Failed to fetch|NetworkError when attempting|Network Error$|ERR_ABORTED|ERR_BLOCKED_BY/i,
    'call_interrupted',
  ],
  [
    /with \d+ out of \d+ bytes received|transfer closed with .* remaining|hexadecimal sequence in chunked|chunk hex-length|ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE_CHUNKED|IncompleteRead|InvalidChunkLength|unexpected EOF|Premature (?:close|EOF|end of (?:Content-Length|chunk))|ERR_STREAM_PREMATURE_CLOSE|other side closed|closed early|UND_ERR_SOCKET.*bytesRead|Connection closed at byte|连接在字节/i,
    'answer_cut',
  ],
  [
    /Resolving timed out|Could not resolve|Name or service not known|nodename nor servname|unable to resolve host|Temporary failure in name resolution|No address associated with hostname|getaddrinfo|ENOTFOUND|EAI_AGAIN|ERR_NAME_NOT_RESOLVED|DNS_PROBE_|no such host|UnknownHostException|could not be resolved|remote name could not|No such host is known|apr_sockaddr_info_get|Failed to resolve|无法解析|未知的名称或服务|域名解析暂时失败|未能解析此远程名称|不知道这样的主机|找不到.*服务器 ?IP|DNS 地址/i,
    'call_name_unknown',
  ],
  [
    /Invalid URL|No schema supplied|No connection adapters were found|unsupported protocol(?! version)|InvalidSchema|MissingSchema|ERR_INVALID_URL|Failed to parse URL|unknown url type|MalformedURLException|no Host in request URL|invalid header field|Invalid header value|ERR_UNKNOWN_URL_SCHEME|ERR_UNSAFE_PORT|first path segment in URL|无效的端口|不支持的协议|地址的格式有误|无效的 ?URI/i,
    'call_malformed',
  ],
  [
    /certificate_unknown|certificate required|certificate|ERR_CERT_|ERR_SSL_KEY|self[- ]signed|SEC_ERROR_|MOZILLA_PKIX|PKIX path|x509:|UNABLE_TO_VERIFY_LEAF|UNABLE_TO_GET_ISSUER|DEPTH_ZERO_SELF|CERT_HAS_EXPIRED|ERR_TLS_CERT_ALTNAME|SSL\/TLS secure channel|证书|信任关系/i,
    'call_certificate_refused',
  ],
  [
    /No route to host|Network is unreachable|EHOSTUNREACH|ENETUNREACH|NoRouteToHost|network unreachable|ERR_ADDRESS_UNREACHABLE|ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|unreachable (?:host|network)|没有到主机的路由|网络不可达|无法访问目标主机|无法连接到互联网/i,
    'call_unreachable',
  ],
  [
    /Connection refused|ECONNREFUSED|ERR_CONNECTION_REFUSED|ConnectionRefused|actively refused|refused to connect|ERR_PROXY_CONNECTION_FAILED|Could(?:n't| not) connect to server|can’t establish a connection|拒绝连接|连接被拒绝|积极拒绝|拒绝了我们的连接/i,
    'call_refused',
  ],
  [
    /Failed to connect .*(?:Timeout|timed out)|Connection timed? ?out|Connection timeout|connect timed out|connect timeout|ConnectTimeout|Connect Timeout Error|UND_ERR_CONNECT_TIMEOUT|HttpConnectTimeout|ERR_CONNECTION_TIMED_OUT|ERR_TIMED_OUT|ETIMEDOUT|SSL connection timeout|dial tcp .*i\/o timeout|took too long to respond|TLS handshake timeout|handshake operation timed out|连接超时|响应时间过长|没有反应|没有正确答复/i,
    'call_connect_timeout',
  ],
  [
    /wrong version number|WRONG_VERSION_NUMBER|SSL_ERROR|ERR_SSL_|handshake[_ ]fail|handshake_failure|alert protocol version|tlsv1\d? alert|sslv3 alert|SSLHandshake|EPROTO|ssl3_get_record|unable to establish SSL|HTTP response to HTTPS client|does not look like a TLS handshake|Unsupported or unrecognized SSL|SSL connection could not be established|UNEXPECTED_EOF_WHILE_READING|unexpected eof while reading|remote error: tls|TLS connect error|无法建立 ?SSL|建立安全连接|安全通道/i,
    'call_tls_failed',
  ],
  [
    /Connection reset|ECONNRESET.*read|read ECONNRESET|ERR_CONNECTION_RESET|ConnectionReset|PR_CONNECT_RESET|connection was reset|forcibly closed|broken pipe|EPIPE|ERR_CONNECTION_CLOSED|ERR_CONNECTION_ABORTED|ERR_HTTP2_PROTOCOL_ERROR|HTTP\/2 stream \d+ was not closed cleanly|stream error: stream ID|ERR_QUIC_|Remote peer returned unexpected data|SSL_connect: SSL_ERROR_SYSCALL|连接被对方重设|连接被重置|连接已重置|强迫关闭|已关闭连接|连接被意外关闭/i,
    'call_reset',
  ],
  [
    /Empty reply from server|No data received|ERR_EMPTY_RESPONSE|RemoteDisconnected|Remote end closed connection|Server disconnected without|socket hang up|ECONNRESET|failed to respond|unexpected end of (?:stream|file)|header parser received no bytes|: EOF$|没有接收到数据|未接收到数据|未发送任何数据|没有发送任何数据|基础连接已经关闭/i,
    'call_empty_reply',
  ],
  [
    /Maximum \(\d+\) redirects followed|ERR_TOO_MANY_REDIRECTS|Exceeded \d+ redirects|TooManyRedirects|redirect count exceeded|Maximum number of redirects|redirections exceeded|stopped after \d+ redirects|redirected too many times|Too many (?:redirects|automatic redirections)|redirect error that would lead to an infinite loop|将您重定向的次数过多|重定向次数|已超过 \d+ 次重定向/i,
    'call_too_many_redirects',
  ],
  [
    /Operation timed out|Read timed out|ReadTimeout|request timed? ?out|HttpTimeoutException|SocketTimeoutException|deadline exceeded|Client\.Timeout|UND_ERR_HEADERS_TIMEOUT|Headers Timeout|timeout of \d+ ?ms exceeded|ECONNABORTED|operation (?:was aborted due to timeout|has timed out)|TimeoutError|timeout specified has expired|HttpClient\.Timeout|操作超时|操作已超时|读取超时|超时时间已到/i,
    'call_gave_up',
  ],
  [
    /returned error: \d{3}|(?:Server|Client) Error: .* for url|HTTP Error \d{3}|HTTPError: \d{3}|status code:? [45]\d\d|HTTP response code: \d{3}|\([45]\d\d\) ?[A-Z\u4e00-\u9fff]|Non-2xx responses|HTTP (?:ERROR|错误) \d{3}|\b[45]\d\d \([A-Z][\w -]+\)|failed with status [45]\d\d/i,
    'status_only',
  ],
]
