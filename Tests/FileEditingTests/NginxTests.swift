import FileEditing
import Testing

/// Trees set in nginx files; the path has no suffix, as in sites-available.
@Suite struct NginxTests {
    static let site = """
        # the site
        server {
        \tlisten 80 default_server; # all
        \tlisten [::]:80 default_server;

        \tlocation / {
        \t\tproxy_pass http://localhost:3000; # the backend
        \t\tproxy_set_header Host $host;
        \t\tproxy_set_header X-Real-IP "$remote_addr";
        \t\tproxy_read_timeout 60s;
        \t\t# more here
        \t}

        \tlocation ~ \\.php$ { deny all; }
        \tif ($host = "a{b}") { return 301 https://${host}$request_uri; }
        }

        """

    static let rows = [
        Row("an equal value", site, "server: {'location /': {proxy_read_timeout: 60s}}", site),
        Row(
            "a value", site, "server: {'location /': {proxy_read_timeout: 120s}}",
            site.replacing("proxy_read_timeout 60s", with: "proxy_read_timeout 120s")),
        Row(
            "a directive by its first argument", site, "server: {'location /': {proxy_set_header X-Real-IP: $realip}}",
            site.replacing("\"$remote_addr\"", with: "\"$realip\"")),
        Row(
            "missing directives", site, "server: {'location /': {proxy_send_timeout: 60s, gzip: true}}",
            site.replacing("# more here\n", with: "# more here\n\t\tproxy_send_timeout 60s;\n\t\tgzip on;\n")),
        Row(
            "a block on one line", site, "server: {'location ~ \\.php$': {access_log: \"off\"}}",
            site.replacing("{ deny all; }", with: "{ deny all; access_log off; }")),
        Row(
            "a missing block", site, "server: {'location /api': {proxy_pass: 'http://b'}}",
            site.replacing(
                "request_uri; }\n", with: "request_uri; }\n\tlocation /api {\n\t\tproxy_pass http://b;\n\t}\n")),
        Row("an empty block", "server {}\n", "server: {listen: 80}", "server {\n    listen 80;\n}\n"),
        Row(
            "an empty block over lines", "server {\n  # c\n}\n", "server: {listen: 80}",
            "server {\n  # c\n    listen 80;\n}\n"),
        Row(
            "CR LF", "server {\r\n  listen 80;\r\n}\r\n", "server: {root: /x}",
            "server {\r\n  listen 80;\r\n  root /x;\r\n}\r\n"),
        Row(
            "the one server with the location", "server { return 301 x; }\nserver { location / { a b; } }\n",
            "server: {'location /': {a: c}}", "server { return 301 x; }\nserver { location / { a c; } }\n"),
        Row(
            "a server by its name", "server { server_name a b; }\nserver { server_name c; }\n",
            "\"server b\": {root: /x}", "server { server_name a b; root /x; }\nserver { server_name c; }\n"),
        Row(
            "within http", "events {}\nhttp {\n  server {\n    listen 80;\n  }\n}\n", "server: {listen: 81}",
            "events {}\nhttp {\n  server {\n    listen 81;\n  }\n}\n"),
        Row(
            "arguments as a list", "server { a b; }\n", "server: {a: [c, 'd e', 'f\"g']}",
            "server { a c \"d e\" f\"g; }\n"),
        Row(
            "no arguments", "upstream u { server x; }\n", "upstream u: {ip_hash: null}",
            "upstream u { server x; ip_hash; }\n"),
        Row(
            "Lua",
            "server {\n  content_by_lua_block {\n    ngx.say(\"}\") -- }\n    local s = [[ } ]]\n  }\n  a b;\n}\n",
            "server: {a: c}",
            "server {\n  content_by_lua_block {\n    ngx.say(\"}\") -- }\n    local s = [[ } ]]\n  }\n  a c;\n}\n"),
        Row("at the top", "user www;\n", "worker_processes: 2", "user www;\nworker_processes 2;\n"),
        Row(
            "an empty file", "", "server: {listen: 80, 'location /': {return: 204}}",
            "server {\n    listen 80;\n    location / {\n        return 204;\n    }\n}\n"),
    ]

    @Test(arguments: rows) func `a directive is set within its block`(_ row: Row) throws {
        try row.check(path: "/etc/nginx/sites-available/default")
    }

    static let failures = [
        Row("a directive that stands twice", site, "server: {listen: 81}", "listen|several times|lines 3 and 4"),
        Row(
            "several servers", "server { a b; }\nserver { a c; }\n", "server: {a: d}",
            "several blocks|lines 1 and 2|server_name"),
        Row("no such server", "server { a b; }\n", "\"server x\": {a: d}", "server_name"),
        Row("a value over a block", site, "server: {'location /': x}", "is a block|line 6"),
        Row("a value that would break out", site, "server: {root: '/x; } http {'}", "would break"),
        Row("a value with a comment", site, "server: {root: '/x #'}", "comment"),
        Row(
            "two keys for one place", site,
            "server: {'location /': {proxy_pass: 'http://a', 'proxy_pass ': 'http://b'}}",
            "same place|line 7"),
        Row("no nginx", "server {\n  listen 80\n}\n", "server: {listen: 80}", "line 3|missing before"),
        Row("an open quote", "a 'b;\n", "a: b", "quote|line 1"),
        Row("an open block", "a {\n b {\n }\n", "c: d", "line 1|not closed"),
    ]

    @Test(arguments: failures) func `what is not clear is a failure that names the lines`(_ row: Row) throws {
        try row.checkFailure(path: "/etc/nginx/sites-available/default")
    }
}
