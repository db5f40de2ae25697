import FileEditing
import Testing

/// The edits that the shipped runbook for a 502 makes, on files as its guide has them.
@Suite struct RunbookEditsTests {
    static let compose = """
        version: '3.8'

        services:
          # The API
          backend:
            build: ./backend
            ports:
              - "3000:3000"
            environment:
              - NODE_ENV=production   # not development
            depends_on:
              - postgres

          postgres:
            image: postgres:15

        volumes:
          postgres_data:

        """

    @Test func `the memory of a service is limited`() throws {
        let tree = "services: {backend: {deploy: {resources: {limits: {memory: 512M}, reservations: {memory: 256M}}}}}"
        try Row(
            "memory", Self.compose, tree,
            Self.compose.replacing(
                "      - postgres\n",
                with: """
                          - postgres
                        deploy:
                          resources:
                            limits:
                              memory: 512M
                            reservations:
                              memory: 256M

                    """)
        ).check(path: "docker-compose.yml")
    }

    @Test func `a service gets a health check`() throws {
        let tree = """
            services:
              backend:
                healthcheck:
                  test: [CMD, node, -e, "get('http://x', (r) => {process.exit(r.statusCode === 200 ? 0 : 1)})"]
                  interval: 30s
                  retries: 3
            """
        try Row(
            "healthcheck", Self.compose, tree,
            Self.compose.replacing(
                "      - postgres\n",
                with: """
                          - postgres
                        healthcheck:
                          test:
                            - CMD
                            - node
                            - -e
                            - "get('http://x', (r) => {process.exit(r.statusCode === 200 ? 0 : 1)})"
                          interval: 30s
                          retries: 3

                    """)
        ).check(path: "docker-compose.yml")
    }

    @Test(arguments: [
        (
            "",
            "{\n  \"default-ulimits\": {\n    \"memlock\": {\n      \"hard\": -1,\n      \"soft\": -1\n    }\n  }\n}\n"
        ),
        (
            "{\n    \"debug\": true\n}",
            "{\n    \"debug\": true,\n    \"default-ulimits\": {\n        \"memlock\": {\n            \"hard\": -1,\n            \"soft\": -1\n        }\n    }\n}"
        ),
    ])
    func `docker may lock memory`(_ before: String, _ after: String) throws {
        try Row("memlock", before, "default-ulimits: {memlock: {hard: -1, soft: -1}}", after)
            .check(path: "/etc/docker/daemon.json")
    }

    @Test func `nginx waits longer`() throws {
        let site = "server {\n    listen 80;\n    location / {\n        proxy_pass http://localhost:3000;\n    }\n}\n"
        try Row(
            "timeouts", site,
            "server: {\"location /\": {proxy_connect_timeout: 60s, proxy_send_timeout: 60s, proxy_read_timeout: 60s}}",
            site.replacing(
                "3000;\n",
                with:
                    "3000;\n        proxy_connect_timeout 60s;\n        proxy_send_timeout 60s;\n        proxy_read_timeout 60s;\n"
            )
        ).check(path: "/etc/nginx/sites-available/default")
    }
}
