/** What `--help` says, by its English text: descriptions, then headings, notes and what stands beside
 *  examples. Words that are typed stay as they are. */
export const chineseHelp: Readonly<Record<string, string>> = {
  // the program
  'An API gateway that says, for every answer, who wrote it and who must act.':
    '一个 API 网关：每个响应由谁写出、该由谁处理，它都会说明。',
  'print the version': '打印版本号',
  'show help': '显示帮助',
  'show help of a command': '显示某个命令的帮助',
  // commands
  'Try it: a gateway, and backends that are broken on purpose.':
    '试用：一个网关，和一些有意弄坏的后端。',
  'Run the gateway, its management API and its flow log.': '运行网关、管理 API 和流水日志。',
  'Apply definition files to a running server; nothing changes if anything is wrong.':
    '把定义文件应用到运行中的服务；只要有一处错误，就什么都不改。',
  'Show what applying definition files would change; nothing is changed.':
    '显示应用定义文件会改变什么；什么都不改。',
  'Print what is applied of a gateway as a definition file.':
    '把一个网关已应用的内容打印为定义文件。',
  'Who answered, whose fault is it, who must act: of a request id or a pasted response.':
    '谁应答、谁的问题、谁来处理：给出请求 ID 或粘贴的响应即可。',
  'Call an address like curl -v -L; a timeline and a verdict for every hop.':
    '像 curl -v -L 那样调用一个地址；每一跳都有时间线和结论。',
  'Show flow records, or follow them.': '查看流水记录，或持续跟踪。',
  'Look up an error by key, code or words.': '按错误键、错误码或文字查找错误。',
  'Try the hosts of a stage from the machine of the gateway, before callers do.':
    '先于调用方，从网关所在的机器试连环境中的各个主机。',
  'Examine the machine and the server when something is odd.': '感觉不对劲时，检查机器和服务。',
  'Print the JSON Schema of definition files, for editors.':
    '打印定义文件的 JSON Schema，供编辑器使用。',
  'Keep definitions, releases, audit and keys in one file; a server may run meanwhile.':
    '把定义、发布、审计和密钥保存到一个文件；服务可以同时运行。',
  'Put a data folder back to what a backup holds; no server may run on it.':
    '把数据目录恢复成备份中的内容；不能有服务在使用它。',
  // app
  'Create applications that call gateways, and make secrets for them.':
    '创建调用网关的应用，并为它们生成密钥。',
  'Create an application and print its secret, once.': '创建一个应用并打印它的密钥，只此一次。',
  'what the application calls itself': '应用的代号',
  'the user or the group whose application it is': '应用所属的用户或用户组',
  'for people': '给人看的说明',
  'Make another secret of an application and print it; two are valid at a time.':
    '为应用再生成一个密钥并打印；同时最多两个有效。',
  'code of the application': '应用的代号',
  'The secret is the one line on standard output; the server keeps only its SHA-256.':
    '密钥是标准输出中的唯一一行；服务只保存它的 SHA-256。',
  // backup and restore
  'file to write; it holds private keys, so it is for its owner alone':
    '要写入的文件；其中有私钥，因此只有所有者可读',
  'file that "faultline backup" wrote': '由 faultline backup 写出的文件',
  'data folder of the server': '服务的数据目录',
  'It holds everything that "faultline restore" needs, but no flow records and no management token.':
    '其中有 faultline restore 需要的一切，但没有流水记录和管理令牌。',
  'What was there stays in the data folder under other names. Flow records are not touched.':
    '原有内容以其他名称留在数据目录中。不会改动流水记录。',
  // demo and start
  'address of the gateway': '网关地址',
  'address of the management API': '管理 API 地址',
  'Ports 8800 and 8801 are taken where they are free, others if not.':
    '8800 和 8801 端口空闲时使用它们，否则换用其他端口。',
  'definition to apply before ready; may be repeated': '就绪之前要应用的定义；可重复',
  'the last state': '上次的状态',
  'data folder: state, keys, flow records; created with mode 0700':
    '数据目录：状态、密钥、流水记录；以 0700 权限创建',
  'PostgreSQL for the control state, like postgres://user@host/name':
    '保存控制状态的 PostgreSQL，例如 postgres://user@host/name',
  'a file in the data folder': '数据目录中的一个文件',
  'address of the gateway; port 0 picks a free one (--gateway is an alias)':
    '网关地址；端口 0 表示任选一个空闲端口（别名 --gateway）',
  'address of the management API and console; beyond loopback it needs FAULTLINE_ADMIN_TOKEN':
    '管理 API 和控制台的地址；不是回环地址时必须设置 FAULTLINE_ADMIN_TOKEN',
  'worker threads, 1 to 64': '工作线程数，1 到 64',
  'addresses or networks whose X-Forwarded-For is believed': '信任其 X-Forwarded-For 的地址或网段',
  'serve each gateway under its own host too, like {gateway}.example.com':
    '每个网关同时以自己的域名提供服务，例如 {gateway}.example.com',
  'PEM certificate chain: the gateway then speaks https only': 'PEM 证书链：设置后网关只提供 https',
  'PEM private key of --tls-certificate': '--tls-certificate 对应的 PEM 私钥',
  'name servers asked for backend names': '解析后端域名时使用的 DNS 服务器',
  'name of this deployment in Proxy-Status (RFC 9209)': '本部署在 Proxy-Status (RFC 9209) 中的名称',
  'name of this node in flow records': '本节点在流水记录中的名称',
  'address of the console as callers reach it, for the help link of errors':
    '调用方访问控制台的地址，用于错误中的帮助链接',
  'address of the gateway as callers reach it, for the API documents':
    '调用方访问网关的地址，用于 API 文档',
  'who runs this Faultline: shown where the operator must act':
    '本 Faultline 由谁运维：需要运维处理时显示',
  'flow records are kept this many days, 1 to 3650': '流水记录保留天数，1 到 3650',
  'flow records take at most this many MiB; the oldest go first, 64 to 100000000':
    '流水记录最多占用多少 MiB，先删最旧的，64 到 100000000',
  'statistics are kept this many days, 8 to 3650': '统计数据保留天数，8 到 3650',
  'alarm rules are evaluated every so many seconds, 1 to 600':
    '每隔多少秒检测一次告警规则，1 到 600',
  'sender of notifications by mail, like faultline@example.com; needs FAULTLINE_SMTP_URL':
    '通知邮件的发件人，例如 faultline@example.com；需要 FAULTLINE_SMTP_URL',
  'addresses or networks that no webhook is sent to, beside link-local and metadata services':
    '除链路本地地址和云元数据服务外，不向其发送 webhook 的地址或网段',
  'mail server of notifications, like smtp://user:password@host:587, or @/path of a file that holds it':
    '通知使用的邮件服务器，例如 smtp://user:password@host:587，或 @/path（内容为该地址的文件）',
  'seconds between answering 503 on /-/healthy and closing the listeners, 0 to 300':
    '从 /-/healthy 开始返回 503 到关闭监听之间的秒数，0 到 300',
  'seconds that requests in flight and tunnels get to finish at a stop, 0 to 3600':
    '停止时留给进行中的请求和隧道的秒数，0 到 3600',
  'do not send one GET / to each backend host after applying (FAULTLINE_PROBE=false)':
    '应用之后不向每个后端主机发送 GET / 探测 (FAULTLINE_PROBE=false)',
  'who may make gateways: administrators, or everyone who is signed in':
    '谁可以创建网关：administrators（管理员），或 everyone（所有已登录的人）',
  'process log on stderr: text or json': '输出到 stderr 的进程日志：text 或 json',
  'Environment only:': '只能用环境变量设置：',
  'management token, at least 20 characters (default: generated once, kept in DATA/admin-token)':
    '管理令牌，至少 20 个字符（默认：生成一次，保存在 DATA/admin-token）',
  'people sign in by OpenID Connect: address of the identity provider (default: by password only)':
    '用户通过 OpenID Connect 登录：身份提供方的地址（默认：只用密码）',
  'what this server is called there': '本服务在那里的客户端名称',
  'its secret there, or @FILE for a file that holds it':
    '本服务在那里的密钥，或 @FILE 指定存放它的文件',
  'what is asked for': '请求的范围',
  'claim with the groups of a user': '包含用户所属组的声明',
  'claim with the name of a user': '包含用户名的声明',
  'whose members are administrators (default: nobody is by a group)':
    '其成员为管理员的组（默认：没有这样的组）',
  // token
  'Make, list and revoke tokens for programs that use the management API.':
    '创建、列出和吊销令牌，供使用管理 API 的程序使用。',
  'Make a token for a service; it is printed once, and nothing else on stdout.':
    '为服务创建令牌；只打印一次，stdout 上没有其他内容。',
  'List tokens: what each may do, when it ends, when it was used last.':
    '列出令牌：各自的权限、到期时间、最近使用时间。',
  'Revoke a token; whoever holds it is out at once.': '吊销令牌；持有者立即失去访问权。',
  'what it is for': '用途名称',
  'what it may do': '权限',
  'of which gateways it is maintainer or viewer': '作为哪些网关的维护者或查看者',
  'of which applications it is the owner': '作为哪些应用的负责人',
  'when it ends by itself, 1d to 366d': '自动到期的时间，1d 到 366d',
  'name of a token of a service, or id or beginning of any':
    '服务令牌的名称，或任意令牌的 ID 或开头',
  'Roles: administrator may do everything; maintainer and viewer need --gateway; app-owner needs --app; guest':
    '角色：administrator 可以做任何事；maintainer 和 viewer 需要 --gateway；app-owner 需要 --app；guest',
  'sees only what every signed-in user sees.': '只能看到每个已登录用户都能看到的内容。',
  'Signals: SIGHUP applies the files again; SIGTERM and SIGINT finish the requests in flight and stop.':
    '信号：SIGHUP 重新应用文件；SIGTERM 和 SIGINT 处理完进行中的请求后停止。',
  // import
  'Read what other programs wrote, as a definition.': '把其他程序写的文件读成定义。',
  'Print an OpenAPI 3 or Swagger 2 document as a definition, and what became of it.':
    '把 OpenAPI 3 或 Swagger 2 文档打印成定义，并说明每个操作的结果。',
  'the document, YAML or JSON': '文档，YAML 或 JSON',
  'name of the gateway in the definition': '定义中网关的名称',
  'print report and resources as JSON': '以 JSON 打印报告和资源',
  'The report stands in comments, so that the output is a definition as it is. Operations that':
    '报告写在注释里，因此输出本身就是一份定义。不能导入的操作',
  'cannot be taken are listed with line and column; the file itself can also be named in a':
    '会连同行号、列号一起列出；也可以在定义中直接写',
  'definition, as openapi: FILE in place of resources.': 'openapi: FILE 来代替 resources。',
  // apply
  'definition files, YAML or JSON': '定义文件，YAML 或 JSON',
  'check and show what would change': '只检查，并显示会改变什么',
  'do not send one GET / to each backend host afterwards': '之后不向每个后端主机发送 GET / 探测',
  'print the answer of the server': '打印服务的响应',
  'management address of the running server': '运行中的服务的管理地址',
  'data folder, where a local server keeps its token': '数据目录，本机服务的令牌保存在其中',
  'A file is the whole truth about the gateways and applications it names and touches no others.':
    '文件对它写到的网关和应用是完整的定义，不涉及其他网关和应用。',
  'of which gateway a BlueKing definition.yaml and resources.yaml are':
    '蓝鲸的 definition.yaml 和 resources.yaml 属于哪个网关',
  'of which gateway a BlueKing definition.yaml and resources.yaml among the files are':
    '其中蓝鲸的 definition.yaml 和 resources.yaml 属于哪个网关',
  // diff and export
  '+ is added, ~ is changed, - is removed.': '+ 新增，~ 修改，- 删除。',
  'name of the gateway': '网关名称',
  'Applied again it changes nothing. ${NAME} stands where it stood; secrets of applications are never in it.':
    '再次应用它不会有任何改变。${NAME} 保持原样；其中不会有应用的密钥。',
  // why
  'tell who answered a request, whose fault a failure is and who must act':
    '说明谁应答了请求、是谁的问题、谁来处理',
  'a request id, a file with a pasted response, or - for standard input':
    '请求 ID、内容是粘贴响应的文件，或 - 表示标准输入',
  'print JSON': '打印 JSON',
  'language of the texts': '文字的语言',
  'of the terminal': '随终端',
  'A text may be raw HTTP, the output of curl -i or curl -v, wget or httpie, a HAR, a bare page or JSON.':
    '文字可以是原始 HTTP，curl -i、curl -v、wget 或 httpie 的输出，HAR，单独的页面或 JSON。',
  'Exit codes: 0 nothing is wrong; at fault: 10 client, 11 gateway, 12 network, 13 access layer,':
    '退出码：0 没有问题；谁的问题：10 调用方，11 网关，12 网络，13 接入层，',
  '14 service, 15 unsure; 1 the tool failed, 2 bad usage.':
    '14 服务，15 不能确定；1 工具本身失败，2 用法错误。',
  // call
  'call an address like curl -v -L and explain every hop of the redirect chain':
    '像 curl -v -L 那样调用一个地址，并解释重定向链的每一跳',
  'the address; the method may stand before it (GET, or POST with -d)':
    '地址；前面可以写请求方法（默认 GET，带 -d 时为 POST）',
  'a header field, "Name: value"; repeatable': '请求头，"Name: value"；可重复',
  'send TEXT, @FILE or @- (standard input) as a form': '以表单发送 TEXT、@FILE 或 @-（标准输入）',
  'the same as JSON: Content-Type application/json':
    '同上，但作为 JSON：Content-Type application/json',
  'send X-Bkapi-Authorization with this application code':
    '用这个应用编码发送 X-Bkapi-Authorization',
  'the variable that holds its secret (default: FAULTLINE_APP_SECRET)':
    '保存其密钥的环境变量（默认：FAULTLINE_APP_SECRET）',
  'a variable that holds an access_token (default), bk_token= or jwt=; repeatable':
    '保存 access_token（默认）、bk_token= 或 jwt= 的环境变量；可重复',
  'do not check certificates; the verdict says so': '不校验证书；结论中会注明',
  'trust these authorities too (PEM)': '另外信任这些 CA (PEM)',
  'use this address for the name; repeatable': '该域名使用这个地址；可重复',
  'ask this name server; repeatable': '使用这个 DNS 服务器；可重复',
  'for name, connection and TLS of a hop': '每一跳的域名解析、连接和 TLS',
  'for the whole call': '整个调用',
  'redirects to follow': '最多跟随的重定向次数',
  'do not follow redirects': '不跟随重定向',
  'write the last body to FILE, as it came': '把最后一个响应体原样写入 FILE',
  'write a HAR 1.2 of all hops, secrets masked': '写出所有跳的 HAR 1.2，敏感信息已遮盖',
  'print JSON (a body to send is --data-json)': '打印 JSON（要发送的请求体用 --data-json）',
  "curl's --json BODY is --data-json BODY here, because --json asks for JSON output. -X, -L, -v, -i, -s":
    'curl 的 --json BODY 在这里是 --data-json BODY，因为 --json 表示输出 JSON。curl 命令中的 -X、-L、-v、-i、-s',
  'and -S of a curl command are taken as well. Credentials are not sent on to another origin.':
    '和 -S 也可以写。凭证不会转发到其他源。',
  '14 service, 15 unsure; 1 the tool failed, 2 bad usage, 130 interrupted.':
    '14 服务，15 不能确定；1 工具本身失败，2 用法错误，130 被中断。',
  // logs
  'show flow records: what passed the gateway, newest last':
    '查看流水记录：经过网关的请求，最新的在最后',
  'like status:>=500 app_code:shop -stage:test path:/v2/* "some words"':
    '例如 status:>=500 app_code:shop -stage:test path:/v2/* "某些文字"',
  'go on with new records as they come; with --histogram it is drawn anew':
    '持续显示新的记录；与 --histogram 一起用时不断重画',
  'not before: 15m, 2h, 1d ago, or 2026-11-22T08:00:00Z':
    '不早于：15m、2h、1d 之前，或 2026-11-22T08:00:00Z',
  'before: a time as with --from': '早于：时间写法同 --from',
  'at most so many records (50) or values (10)': '最多多少条记录 (50) 或多少个值 (10)',
  'only of this gateway': '只看这个网关',
  'only of this stage': '只看这个环境',
  'how many records over time; a step is 30s, 5m, 1h or 1d':
    '记录数随时间的变化；步长如 30s、5m、1h、1d',
  'the most frequent values of a field, or of several: a,b': '一个字段最常见的值，多个字段写作 a,b',
  'p50 to p99 of request_duration or backend_duration':
    'request_duration 或 backend_duration 的 p50 到 p99',
  'what is different about these records, compared with all others':
    '与其他所有记录相比，这些记录有什么不同',
  'with --histogram and --percentiles: for each value of a field':
    '与 --histogram 和 --percentiles 一起用：按字段的每个值',
  'print one record a line, or the counts, as JSON': '每行一条记录，或统计结果，以 JSON 打印',
  'the last 50, and how the last hour went': '最近 50 条，以及最近一小时的情况',
  'failures of the last hour': '最近一小时的失败',
  live: '实时',
  'records over time, by whose fault they were': '记录数随时间的变化，按谁的问题',
  'what fails, and for whom': '什么在失败，影响哪些应用',
  'how slow which resource is': '哪个资源有多慢',
  'what the slow ones have in common': '慢请求有什么共同点',
  'all of them, as a file': '全部写入文件',
  'Counts are over the last hour unless --from says otherwise.': '没有 --from 时，统计最近一小时。',
  'The query language: docs/reference/query-language.md':
    '查询语言：docs/reference/query-language.md',
  'write flow records to a file, oldest first': '把流水记录写入文件，最旧的在前',
  'as with faultline logs': '同 faultline logs',
  'a Parquet file: small, for DuckDB, pandas and their like':
    'Parquet 文件：体积小，供 DuckDB、pandas 等使用',
  'a table that spreadsheets open': '电子表格能打开的表',
  'whole records as JSON, one a line': '完整记录，JSON 格式，每行一条',
  'One of --parquet, --csv and --ndjson must be there; FILE may be - for stdout.':
    '--parquet、--csv、--ndjson 必须写一个；FILE 可以是 -，表示标准输出。',
  // errors
  'list, search or explain errors and verdicts': '列出、查找或解释错误和结论',
  'a key, a code or its beginning, a status, a message as received, or words':
    '错误键、错误码或其开头、状态码、收到的消息，或文字',
  'everything, by who must act': '全部，按谁来处理分组',
  'one entry': '一个条目',
  'a code; 16502 or 502 finds more': '一个错误码；写 16502 或 502 能找到更多',
  words: '文字',
  'what a program said': '某个程序的报错',
  'in Chinese': '中文',
  // probe
  'try the hosts of a stage from the machine of the gateway: dns, tcp, tls, GET /':
    '从网关所在的机器试连环境中的主机：dns、tcp、tls、GET /',
  'name of the stage': '环境名称',
  'only the hosts of this backend': '只检查该后端的主机',
  'Each host gets one GET / without credentials (User-Agent: faultline-probe). Link-local addresses are left alone.':
    '向每个主机发送一个不带凭证的 GET /（User-Agent: faultline-probe）。不会连接链路本地地址。',
  'Exit codes: 0 no host failed · 1 the tool failed · 2 bad usage, or no such name · 3 a host failed.':
    '退出码：0 没有主机失败 · 1 工具出错 · 2 用法错误或名称不存在 · 3 有主机失败。',
  'every host of the stage': '该环境的所有主机',
  'the hosts of one backend': '某个后端的主机',
  // doctor and schema
  'examine the machine and the server: what is wrong, and what to do about it':
    '检查机器和服务：哪里有问题，该怎么办',
  'make no connection to https backends to see their certificates': '不为查看证书而连接 https 后端',
  'Exit codes: 0 nothing worse than a warning · 1 a problem was found · 2 bad usage.':
    '退出码：0 最多只有警告 · 1 发现问题 · 2 用法错误。',
  'this machine, and the server on it': '本机，以及本机上的服务',
  'with its data folder': '连同它的数据目录',
  '# then begin a definition with: # yaml-language-server: $schema=./faultline.schema.json':
    '# 然后在定义开头写：# yaml-language-server: $schema=./faultline.schema.json',
  // headings, and what commander adds
  'Examples:': '示例：',
  'Example:': '示例：',
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'one a core': '每个核一个',
  none: '无',
  off: '关闭',
  'plain http': '明文 http',
  'those of /etc/resolv.conf': '/etc/resolv.conf 中的',
  'the host name': '主机名',
  // the program's own examples and exit codes
  'a company of broken backends to try it on': '一批弄坏的后端，用来试用',
  'run the gateway': '运行网关',
  'who answered this request, and who must act': '谁应答了这个请求，谁来处理',
  'like curl -v -L, with a verdict for every hop': '像 curl -v -L，每一跳都有结论',
  'Exit codes: 0 done · 1 the tool failed · 2 bad usage or definition. Of "why" and "call": 0 nothing':
    '退出码：0 完成 · 1 工具本身失败 · 2 用法或定义有误。"why" 和 "call"：0 响应',
  'wrong with the response, else whose fault it is: 10 client, 11 gateway, 12 network,':
    '没有问题，否则是谁的问题：10 调用方，11 网关，12 网络，',
  '13 access layer, 14 service, 15 unsure.': '13 接入层，14 服务，15 不能确定。',
}
