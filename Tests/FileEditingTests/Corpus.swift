/// Files of many styles, as people write them.
enum Corpus {
    static let yaml = [
        """
        # The stack
        version: "3.8"

        x-logging: &logging
          driver: json-file   # default
          options: {max-size: "10m", max-file: "3"}

        services:
          backend:           # the node app
            build: .
            image: "app:latest"
            <<: *common_unused
            environment:
              - NODE_ENV=production
              - PORT=3000   # as nginx has it
              # - DEBUG=1
            ports: ["3000:3000"]
            depends_on: [postgres, redis]
            deploy:
            # healthcheck:
            #   test: none

          postgres:
            image: 'postgres:15'
            logging: *logging
            command: >
              postgres
              -c max_connections=200
            volumes:
              - type: volume
                source: data
                target: /var/lib/postgresql/data

              - ./init.sql:/docker-entrypoint-initdb.d/init.sql:ro
          redis: {image: redis:7, restart: always}   # the cache

        volumes:
          data: {}
          cache:
        # the end

        """.replacing("            <<: *common_unused\n", with: "").replacing("    <<: *common_unused\n", with: ""),
        """
        base: &base
            restart: always
            limits: {cpu: 1, memory: 512M}
        services:
            a:
                <<: *base
                image: a
                script: |-
                    set -e
                    # no comment

                    echo "x"
            b:
                <<: *base
                restart: "no"
                list:
                - one
                - two # 2

                -   three
                - - nested
                  - deeper
                - key: value
                  other: 'x'
        """,
        "a:\r\n  b: 1 # one\r\n  c: [1, 2,\r\n      3]  # three\r\n\r\n  d:\r\n    - x\r\n    - \"y\"\r\ne: 'z'\r\n",
        "{\n  # JSON, nearly\n  \"a\": {\"b\": [1, 2, {\"c\": null}]}, # x\n  \"d\": \"e\",\n  f: { g: h },\n}\n",
        "a: plain text\n  over lines\nb: \"quoted\n  over lines\"\nc:\n  value below\nd: !!str 5\ne: &unused {x: 1}\nf:\n  # only a comment\ng: >-\n  folded\n  text\n\nh: |+\n  kept\n\n\ni: end\n",
        "---\n# top\nname: x\nlist:\n- a: 1\n  b: 2\n  # between\n  c: 3\n-\n  a: 2\n- null\n-\n- ~\nempty: {}\nnone: []\n? explicit\n: value\n\"quoted key\": 1\n'8080': x\n...\n",
    ]

    static let json = [
        "{\n  \"log-driver\": \"json-file\",\n  \"log-opts\": {\n    \"max-size\": \"10m\",\n    \"max-file\": \"3\"\n  },\n  \"dns\": [\"8.8.8.8\", \"1.1.1.1\"],\n  \"hosts\": [],\n  \"x\": {}\n}\n",
        "{\n\t\"a\": [\n\t\t1,\n\t\t2.5,\n\t\t{\n\t\t\t\"b\": null\n\t\t}\n\t],\n\t\"c\": {\n\t\t\"d\": true\n\t}\n}",
        "{\"a\":1,\"b\":{\"c\":[1,2,3],\"d\":\"x\\u00e9\\/y\"},\"e\":\"\"}",
        "{\r\n    \"a\" : \"x\",\r\n    \"b\" : [ { \"c\" : 1 }, { \"d\" : [ ] } ]\r\n}\r\n",
        "{ \"one\": 1, \"two\": { \"three\": [ 4, 5 ] } }\n",
    ]

    static let nginx = [
        "server {\n    listen 127.0.0.1:18080; # here\n    server_name a;\n\n    location / {\n        proxy_pass http://127.0.0.1:3000; # backend\n        proxy_read_timeout 60s;   # \"quoted\"\n    }\n}\n",
        "# {\nupstream app { server 127.0.0.1:3000; } # }\nserver {\n\tlisten 127.0.0.1:18080;\n\tadd_header X \"a; } {\" always; # ;\n\tlocation / {\n\t\tproxy_pass http://app;\n\t\tif ($http_x = \"a{\") { return 301 https://${host}$request_uri; }\n\t}\n\tlocation ~ \\.php$ { deny all; }\n}\n",
        "server { listen 127.0.0.1:18080; location / { expires 1h; } }\n",
        "server {\r\n  listen 127.0.0.1:18081;\r\n  return 301 https://$host$request_uri;\r\n}\r\nserver {\r\n  listen 127.0.0.1:18080;\r\n  location / {\r\n    client_max_body_size 1m;\r\n    # c\r\n  }\r\n  location /new {}\r\n  location ~ \\.php$ { deny all; }\r\n}\r\n",
    ]
}
