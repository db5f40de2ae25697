import Testing

@testable import Linting

/// What the linter sees in scripts, shown by the rules that read them.
@Suite struct CommandReadingTests {
    @Test(
        arguments: [
            ("docker compose down -v", "docker compose down -v"),
            ("true && docker compose down -v", "docker compose down -v"),
            ("true; docker compose down -v # gone", "docker compose down -v"),
            ("if true; then docker compose down -v; fi", "docker compose down -v"),
            ("x=$(docker compose down -v)", "docker compose down -v"),
            ("echo \"$(docker compose down -v)\"", "docker compose down -v"),
            ("echo `docker compose down -v`", "docker compose down -v"),
            ("( cd /srv; docker compose down -v )", "docker compose down -v"),
            ("{ docker compose down -v; } > log", "docker compose down -v"),
            ("stop() { docker compose down -v; }\nstop", "docker compose down -v"),
            ("case $1 in a|b) true ;; *) docker compose down -v ;; esac", "docker compose down -v"),
            ("for x in a b; do docker compose down -v; done", "docker compose down -v"),
            ("docker compose \\\n  down -v", "docker compose \\\n        down -v"),
            ("docker 'compose' \"down\" -v", "docker 'compose' \"down\" -v"),
            ("A=b sudo -u deploy env B=c docker compose -p x down --volumes", "docker compose -p x down --volumes"),
            ("timeout 60 nice -n 5 docker-compose -f a.yml down -v", "docker-compose -f a.yml down -v"),
            ("sh -c 'cd /srv; docker compose down -v'", "docker compose down -v"),
            ("bash -euo pipefail -c \"docker compose down -v\"", "docker compose down -v"),
            ("ssh -p 22 web docker compose down -v", "docker compose down -v"),
            ("docker compose exec -T web rm -rf /data", "rm -rf /data"),
            ("kubectl exec web -c app -- rm -rf /data", "rm -rf /data"),
            ("find / -name x -exec rm -rf {} +", "rm -rf {}"),
            ("find /srv -delete", "find /srv -delete"),
            ("ls | xargs -n 1 rm -r", "rm -r"),
            ("cat <<EOF\nx\nEOF\nrm -rf /srv", "rm -rf /srv"),
            ("psql <<'SQL'\nselect 1;\nDROP TABLE x;\nSQL", "psql"),
            ("echo 'truncate x' | psql", "psql"),
            ("mysql -e \"delete from x where 1\"", "mysql -e \"delete from x where 1\""),
            ("redis-cli -h r FLUSHALL", "redis-cli -h r FLUSHALL"),
            ("/usr/sbin/mkfs.ext4 /dev/sdb", "/usr/sbin/mkfs.ext4 /dev/sdb"),
            ("git -C /srv clean -fdx", "git -C /srv clean -fdx"),
            ("docker system prune -f", "docker system prune -f"),
            ("dd if=/dev/zero of=/dev/sdb", "dd if=/dev/zero of=/dev/sdb"),
        ])
    func `a command that loses data is seen wherever it stands`(script: String, place: String) {
        let found = Linted.findings(ofFix: script).filter { $0.hasPrefix("R001") }
        let isPsql = script.contains("psql") && place == "psql"
        #expect(found.count == 1, "\(found)")
        #expect(found.first == "R001 \(place)" || isPsql && found.first?.hasPrefix("R001 psql") == true, "\(found)")
    }

    @Test(
        arguments: [
            "echo 'docker compose down -v'", "# docker compose down -v\ntrue", "cat <<EOF\nrm -rf /\nEOF",
            "docker compose down  # -v", "echo docker compose down -v", "x='rm -rf /srv'",
            "docker compose logs down -v", "psql -c \"-- drop table x\"", "rm -rf /tmp/work \"$tmpdir\"",
            "git reset HEAD", "dd if=/dev/sda of=disk.img", "find / -name delete", "docker volume ls",
            "kubectl delete pod web", "echo ${x:-$(true)} > log",
        ])
    func `what only looks like one is left alone`(script: String) {
        #expect(Linted.findings(ofFix: script).filter { $0.hasPrefix("R001") } == [])
    }

    @Test(
        arguments: [
            ("systemctl --user restart x", "systemctl --user restart x"),
            ("service nginx reload", "service nginx reload"),
            ("echo x > state", "> state"), ("echo x >> state", ">> state"), ("cat a 2> errors", "2> errors"),
            ("echo x | tee -a log", "tee -a log"), ("sed -i.bak s/a/b/ f", "sed -i.bak s/a/b/ f"),
            ("docker compose up -d", "docker compose up -d"), ("curl -X DELETE localhost", "curl -X DELETE localhost"),
            ("curl -o page.html localhost", "curl -o page.html localhost"), ("kill -9 5", "kill -9 5"),
            ("psql -c 'update x set y = 1'", "psql -c 'update x set y = 1'"),
            ("redis-cli SET a b", "redis-cli SET a b"),
            ("kubectl rollout restart deploy/x", "kubectl rollout restart deploy/x"),
            ("{ df; free; } > report", "> report"), ("mv a b", "mv a b"), ("crontab jobs", "crontab jobs"),
        ])
    func `a check that changes something is seen`(script: String, place: String) {
        #expect(Linted.findings(ofCheck: script).filter { $0.hasPrefix("R003") } == ["R003 \(place)"])
    }

    @Test(
        arguments: [
            "systemctl is-active x", "service nginx status", "df 2>/dev/null >&2", "df > /dev/null 2>&1",
            "df &> /dev/null",
            "sed s/a/b/ f", "docker compose ps", "curl -fsS -o /dev/null localhost", "curl -X POST localhost/query",
            "kill -0 5", "psql -c 'select updated from x'", "redis-cli --raw GET set", "git -C /srv status",
            "kubectl get pods", "[ a \\> b ]", "test 1 -gt 0", "awk '$1 > 5' f", "crontab -l", "tar -tf a.tar",
            "df > \"$tmp\"", "echo \"a > b\"", "cat < state", "tee /dev/stderr", "apt-get -s upgrade", "apt list",
        ])
    func `a check that only looks is left alone`(script: String) {
        #expect(Linted.findings(ofCheck: script).filter { $0.hasPrefix("R003") } == [])
    }

    @Test(
        arguments: [
            ("docker stats", "stats"), ("docker compose up", "up"), ("docker logs --follow web", "--follow"),
            ("kubectl logs -f web", "-f"), ("kubectl get pods -w", "-w"), ("dmesg -w", "-w"), ("watch df", "watch"),
            ("ping localhost", "ping"), ("vmstat 1", "1"), ("top", "top"), ("sleep infinity", "infinity"),
            ("while true; do sleep 1; done", "true"), ("tail -F a", "-F"),
        ])
    func `a command that does not end is seen`(script: String, place: String) {
        #expect(Linted.findings(ofCheck: script).filter { $0.hasPrefix("R004") } == ["R004 \(place)"])
    }

    @Test(
        arguments: [
            "timeout 5 docker stats", "docker compose up -d", "docker stats --no-stream", "tail -f a | head -n 1",
            "tail -f a &\nsleep 1\nkill $!", "ping -c 3 localhost", "top -b -n 1", "vmstat 1 5",
            "while true; do sleep 1; exit 0; done", "grep -f a b", "journalctl -u x -n 5", "docker compose logs web",
        ])
    func `a command that ends is left alone`(script: String) {
        #expect(Linted.findings(ofCheck: script).filter { $0.hasPrefix("R004") } == [])
    }

    @Test(
        arguments: [
            "$(", "`", "${", "'", "\"", "((", "case x in", "case x in a) ;;", "<<", "cat <<EOF", "f()", "[[ a < b", ">",
            "&&",
            ";;", "esac", "\\", "$((1+", "for", "{ {", ")", "| |", "a=", "${x:-`", "<(", "sh -c", "docker",
            "docker compose",
            "sudo", "env A=b", "timeout", "find -exec", "kubectl exec", "curl -X", "redis-cli config",
        ])
    func `a broken script breaks nothing`(script: String) {
        _ = Linted.findings(ofFix: script)
        _ = Linted.findings(ofCheck: script + "\n" + script)
    }

    @Test func `no sequence of a shell's signs stops the reader`() {
        let pieces = [
            "$(", ")", "`", "${", "}", "'", "\"", "((", "<<E", "\nE\n", "\n", ";;", "case x in", "esac", "if", "done",
            "|", "&",
            ">", "<(", "\\", "#", "rm -rf a", "[[", "]]", "a=b", "f()", "{", " ", "sh -c '", "docker compose ", "é",
            "\0",
        ]
        var random = SystemRandomNumberGenerator()
        for _ in 0..<3000 {
            let count = Int.random(in: 1...12, using: &random)
            let script = (0..<count).compactMap { _ in pieces.randomElement(using: &random) }.joined()
            let places = ShellScript(script).commands.flatMap(\.words).map(\.range)
            #expect(places.allSatisfy { $0.upperBound <= script.utf8.count }, "\(script.debugDescription)")
        }
    }

    @Test func `a script of many levels is read to the end`() {
        let deep = String(repeating: "$(", count: 5000) + "rm -rf /srv"
        _ = Linted.findings(ofFix: deep)
        let long = String(repeating: "true && ", count: 20_000) + "rm -rf /srv"
        #expect(Linted.findings(ofFix: long).contains("R001 rm -rf /srv"))
    }

    @Test func `arguments are read like a script's words`() {
        let found = Linted.findings(
            """
            mend:
              fix: [sudo, docker, compose, exec, -T, "${steps.look.out}", rm, -rf, /data]
              verify: look
              next: shell
            shell:
              fix: [sh, -euc, "cd /srv; rm -rf data"]
              verify: look
              next: call
            """)
        #expect(found == ["R001 rm, -rf, /data", "R001 rm -rf data"])
    }
}
