/** What a newcomer pastes first: `curl -v` of a call whose backend is down behind nginx. */
export const exampleText = `*   Trying 10.0.3.7:80...
* Connected to api.example.com (10.0.3.7) port 80 (#0)
> GET /api/shop/prod/orders/42 HTTP/1.1
> Host: api.example.com
> User-Agent: curl/7.88.1
> Accept: */*
>
< HTTP/1.1 502 Bad Gateway
< Server: nginx/1.22.1
< Date: Mon, 23 Nov 2026 10:07:31 GMT
< Content-Type: text/html
< Content-Length: 157
< Connection: keep-alive
< X-Bkapi-Request-ID: 019aaf20-7a10-7c1e-9d4e-3f9b8f1f8a11
< Proxy-Status: faultline; received-status=502
<
<html>
<head><title>502 Bad Gateway</title></head>
<body>
<center><h1>502 Bad Gateway</h1></center>
<hr><center>nginx/1.22.1</center>
</body>
</html>
`
