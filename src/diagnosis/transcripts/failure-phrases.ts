import type { VerdictKey } from '../finding.ts'

/** The words by which callers' programs say that a call got no answer, or only part of one. Most
 *  specific first; English and Chinese. Sources: curl, wget, httpie, Chromium, Firefox, Python (requests,
 *  urllib, httpx, aiohttp), Node (fetch, axios), Go, Java, .NET and PowerShell, Ruby, PHP, ab. People write
 *  of certificates and pipes too: a word alone is none of them. */
export const failurePhrases: readonly (readonly [RegExp, VerdictKey])[] = [
  [
    /from proxy after CONNECT|CONNECT tunnel failed|Tunnel connection failed|ERR_TUNNEL_CONNECTION_FAILED|Unable to tunnel through proxy|Proxy tunneling failed|\b407 Proxy Authentication Required/i,
    'status_only',
  ],
  [
    /HTTP\/0\.9|Weird server reply|blocked by CORS policy|\bFailed to fetch$|NetworkError when attempting|Network Error$|\bERR_ABORTED|ERR_BLOCKED_BY|Parse Error: Expected HTTP|\bHPE_INVALID_CONSTANT/i,
    'call_interrupted',
  ],
  [
    /transfer closed with .* remaining|end of response with \d+ bytes missing|hexadecimal sequence in chunked|chunk hex-length|ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE_CHUNKED|\bIncompleteRead\b|InvalidChunkLength|^unexpected EOF$|(?:https?:\/\/|\b(?:body|response|download)\b).*: unexpected EOF$|\bPremature (?:close|EOF|end of (?:Content-Length|chunk))|ERR_STREAM_PREMATURE_CLOSE|\bother side closed|UND_ERR_SOCKET.*bytesRead|Connection closed at byte|without sending complete message body|Response payload is not completed|prematurely closed DURING response|ended prematurely, with at least|连接在字节/i,
    'answer_cut',
  ],
  [
    // the address in these is that of the name server
    /\blookup \S+ on \S+:\d+: |\blookup (?:[\w-]+\.)+[\w-]+: /i,
    'call_name_unknown',
  ],
  [
    /Resolving timed out|Could not resolve (?:host|proxy|address|'[\w.-]+')|Name or service not known|nodename nor servname|unable to resolve host|Temporary failure in name resolution|No address associated with hostname|\bgetaddrinfo\b|\bENOTFOUND\b|\bEAI_AGAIN\b|ERR_NAME_NOT_RESOLVED|\bDNS_PROBE_|\bno such host\b|\bUnknownHostException\b|(?:address|DNS name|host ?name) could not be resolved|remote name could not|No such host is known|apr_sockaddr_info_get|Failed to resolve (?:'[\w.-]+'|host|name)|无法解析(?:主机|服务器|域名|名称)|未知的名称或服务|域名解析暂时失败|未能解析此远程名称|不知道这样的主机|找不到.*服务器 ?IP|找不到.*DNS 地址/i,
    'call_name_unknown',
  ],
  [
    /\bInvalid URL\b|No schema supplied|No connection adapters were found|unsupported protocol(?! version)|\bInvalidSchema\b|\bMissingSchema\b|ERR_INVALID_URL|Failed to parse URL|unknown url type|\bMalformedURLException\b|no Host in request URL|invalid header field|Invalid header value|ERR_UNKNOWN_URL_SCHEME|ERR_UNSAFE_PORT|first path segment in URL|无效的端口|不支持的协议|地址的格式有误|无效的 ?URI/i,
    'call_malformed',
  ],
  [
    /\bcertificate_(?:unknown|verify_failed|required)|certificate required|(?:alert|tls:) (?:bad |unknown |revoked |expired )?certificate|SSL certificate problem|certificate verif(?:y|ication)(?: has)? failed|(?:no alternative |SSL: )certificate subject name|certificate.{0,80}(?:is not trusted|signed by unknown authority|(?:is|was) (?:not valid|invalid|rejected)|doesn['’]t (?:have a known issuer|match)|does not match)|cannot v(?:erify|alidate).{0,80}certificate|unable to (?:get|find).{0,40}(?:issuer certificate|certification path)|unable to verify the first certificate|(?:error|problem|reason|failed|失败)\W.*(?:self[- ]signed certificate|certificate (?:has |is )?expired)|^self[- ]signed certificate(?: in certificate chain)?$|self-signed certificate encountered|^certificate has expired$|certificate.{0,20} presented is invalid|ERR_CERT_|ERR_SSL_KEY|SEC_ERROR_|MOZILLA_PKIX|PKIX path|\bx509:|UNABLE_TO_VERIFY_LEAF|UNABLE_TO_GET_ISSUER|DEPTH_ZERO_SELF|CERT_HAS_EXPIRED|CertificateExpiredException|CertificateNotYetValid|invalid peer certificate|^(?:\S+: )?Hostname \S+ not verified|ERR_TLS_CERT_ALTNAME|No subject alternative|trust relationship for the SSL|create SSL\/TLS secure channel|(?<!client )certificate is not yet valid|[”"'] ?的证书|颁发的证书|无法验证.*证书|证书所有者|远程证书无效|安全证书(?:不受|来自|已)|(?:SSL|TLS) ?证书.{0,8}(?:错误|过期|不可?受?信|无效)|证书(?:验证|校验)失败|证书不受信任|建立信任关系/i,
    'call_certificate_refused',
  ],
  [
    /\bNo route to host|\bNetwork is unreachable|\bEHOSTUNREACH\b|\bENETUNREACH\b|\bNoRouteToHost|network unreachable|ERR_ADDRESS_UNREACHABLE|ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|unreachable (?:host|network)|Load balancer does not contain an instance|没有到主机的路由|网络不可达|无法访问目标主机|无法连接到互联网/i,
    'call_unreachable',
  ],
  [
    // a timeout while the answer is awaited: the connection stood
    /Read error \(Connection timed out\)|读取文件头错误 \(连接超时|\bread tcp \S+: i\/o timeout/i,
    'call_gave_up',
  ],
  [
    // the time it took tells more than the words
    /Failed to connect .*after (?:[5-9]\d{3}|\d{5,}) ms: Could(?:n't| not) connect to server/i,
    'call_connect_timeout',
  ],
  [
    /\bConnection refused|\bECONNREFUSED\b|ERR_CONNECTION_REFUSED|\bConnectionRefused|actively refused|^(?:localhost|[\w-]+(?:\.[\w-]+)+)(?::\d+)? refused to connect|connection was refused|ERR_PROXY_CONNECTION_FAILED|Could(?:n't| not) connect to server|can’t establish a connection|Cannot connect to (?:host \S+:\d|proxy)|All connection attempts failed|拒绝连接|连接被拒绝|积极拒绝|拒绝了我们的连接/i,
    'call_refused',
  ],
  [
    /Failed to connect .*(?:Timeout|timed out)|\bConnection timed? ?out\b|\bConnection timeout$|connect timed out|connect timeout$|\bConnectTimeout(?:Error|Exception)\b|\b(?:exceptions|httpx)\.ConnectTimeout\b|Connect Timeout Error|UND_ERR_CONNECT_TIMEOUT|\bHttpConnectTimeout|\bNet::OpenTimeout\b|ERR_CONNECTION_TIMED_OUT|ERR_TIMED_OUT|(?<!read )\bETIMEDOUT\b|SSL connection timeout|dial tcp .*i\/o timeout|^(?:localhost|[\w-]+(?:\.[\w-]+)+)(?::\d+)? took too long to respond|TLS handshake timeout|handshake operation timed out|(?:^|[:：(（])\s*连接超时|^[\w.-]+ ?的?响应时间过长|连接的主机没有反应|没有正确答复/i,
    'call_connect_timeout',
  ],
  [
    /wrong version number|WRONG_VERSION_NUMBER|SSL_ERROR(?!_SYSCALL)|ERR_SSL_|handshake[_ ]fail|handshake_failure|alert protocol version|tlsv1\d? alert|sslv3 alert|\bSSLHandshake|\bEPROTO\b|ssl3_get_record|unable to establish SSL|HTTP response to HTTPS client|malformed HTTP response "\\x15|does not look like a TLS handshake|Unsupported or unrecognized SSL|SSL connection could not be established|UNEXPECTED_EOF_WHILE_READING|^(?!.*SSL_read).*(?:SSL|TLS).*unexpected eof while reading|failed to receive handshake|remote error: tls|TLS connect error|无法建立 ?SSL|建立安全连接|安全通道/i,
    'call_tls_failed',
  ],
  [
    /\bConnection reset|\bECONNRESET\b.*read|read (?:ECONNRESET|ETIMEDOUT)\b|ERR_CONNECTION_RESET|\bConnectionReset|PR_CONNECT_RESET|connection was reset|forcibly closed|(?:Errno 32\]|write:|writev?\(?\)?:?|failure:|Exception:|error:|failed:) ?\(?broken pipe|\bEPIPE\b|ERR_CONNECTION_CLOSED|ERR_CONNECTION_ABORTED|ERR_HTTP2_PROTOCOL_ERROR|HTTP\/2 stream \d+ was not closed cleanly|stream error: stream ID|ERR_QUIC_|Remote peer returned unexpected data|SSL_connect: SSL_ERROR_SYSCALL|SSL_read: |GnuTLS recv error|连接被对方重设|连接被重置|连接已重置|强迫关闭|已关闭连接|连接被意外关闭/i,
    'call_reset',
  ],
  [
    /\bEmpty reply from server|(?:\.\.\. |^)No data received\.?$|ERR_EMPTY_RESPONSE|\bRemoteDisconnected\b|Remote end closed connection|Server disconnected without|ServerDisconnectedError|socket hang up|\bECONNRESET\b|NoHttpResponse|:\d+ failed to respond|prematurely closed BEFORE response|response ended prematurely|unexpected end of stream|header parser received no bytes|\b(?:Get|Post|Put|Patch|Delete|Head) "\S+": (?:http2: |net\/http: |\w+ \S+: )*EOF$|没有接收到数据|未接收到数据|未发送任何数据|没有发送任何数据|基础连接已经关闭/i,
    'call_empty_reply',
  ],
  [
    /Maximum \(\d+\) redirects followed|ERR_TOO_MANY_REDIRECTS|Exceeded \d+ redirects|TooManyRedirects|redirect count exceeded|Maximum number of redirects|redirections exceeded|stopped after \d+ redirects|redirected too many times|Too many (?:redirects|automatic redirections)|redirect error that would lead to an infinite loop|将您重定向的次数过多|重定向的?次数(?:过|太)多|已超过 \d+ 次重定向/i,
    'call_too_many_redirects',
  ],
  [
    /\bOperation timed out|\bRead timed out|\bReadTimeout|\brequest timed? ?out\b|\bHttpTimeoutException\b|\bSocketTimeoutException\b|\bdeadline exceeded\b|\bClient\.Timeout\b|UND_ERR_HEADERS_TIMEOUT|Headers Timeout|timeout of \d+ ?ms exceeded|\bECONNABORTED\b|operation (?:was aborted due to timeout|has timed out)|\bTimeoutError\b|timeout specified has expired|\bHttpClient\.Timeout\b|^Failure writing output to destination|^Maximum file size exceeded|(?:^|[:：(（])\s*(?:操作超时|读取超时)|操作已超时|超时时间已到/i,
    'call_gave_up',
  ],
  [
    /returned error: \d{3}|(?:Server|Client) Error: .* for url|(?:Server|Client) error '\d{3} .* for url|HTTP Error \d{3}|HTTPError: \d{3}|status code:? [45]\d\d|HTTP response code: \d{3}|\([45]\d\d\) ?[A-Z\u4e00-\u9fff]|Non-2xx responses|HTTP (?:ERROR|错误) \d{3}|\b[45]\d\d \([A-Z][\w -]+\)|failed with status [45]\d\d|HTTP request failed! HTTP\/[\d.]+ \d{3}|\$\w+: [45]\d\d \w|FeignException.*: \[[45]\d\d\]|\bClientResponseError: [45]\d\d\b|resulted in a `[45]\d\d |too many [45]\d\d error responses/i,
    'status_only',
  ],
  [
    /Unexpected token '?<.*JSON|invalid json response body|requests\.exceptions\.JSONDecodeError/i,
    'status_only',
  ],
]
