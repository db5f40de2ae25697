/// The demo's runbook, also shown by `rung demo --print`.
enum DemoRunbook {
    /// Its text.
    static let text = """
        version: 1
        id: demo-502
        name: {en: "Demo: the backend does not answer", ru: "Демо: backend не отвечает"}
        advice:
          - {en: "A lock file that outlives its process comes back with every crash: use a lock that the kernel gives back.",
             ru: "Lock-файл, который переживает процесс, вернётся с каждым падением: используйте lock, который снимает ядро."}

        params:
          rung:   {type: string, description: The program that is also the backend}
          folder: {type: string, description: Where the backend keeps its files}
          port:   {type: int, min: 1, max: 65535}

        causes:
          backend_down: {name: {en: The backend does not run, ru: Backend не запущен}}
          stale_lock:   {name: {en: The lock of a dead process keeps the backend from starting, ru: Lock мёртвого процесса мешает запуску}}

        defaults: {workdir: "${params.folder}", timeout: 5s}
        target: "http://127.0.0.1:${params.port}/health"
        limits: {visits: 2, time: 2m}
        start: diagnose
        fallback: call_someone

        steps:
          diagnose:
            name: {en: Gather the evidence, ru: Диагностика}
            all: [health, process, log]
            visits: 5
            next:
              - {when: steps.health.ok, goto: healthy}
              - {when: causes.stale_lock, goto: remove_lock}
              - {when: causes.backend_down, goto: restart}
            else: call_someone

          health:
            name: {en: The backend answers, ru: Backend отвечает}
            check: {http: "http://127.0.0.1:${params.port}/health"}
            parse: json
            expect: http.status == 200 && out.status == "ok"

          process:
            name: {en: The backend's process lives, ru: Процесс backend жив}
            check: kill -0 "$(cat backend.pid)"
            findings:
              - {when: exit != 0, cause: backend_down}

          log:
            name: {en: "The backend's last words", ru: Последние строки лога backend}
            check: tail -n 1 backend.log
            parse: lines
            findings:
              - {when: 'out.exists(line, line.contains("is held by process"))', cause: stale_lock}

          restart:
            name: {en: Start the backend again, ru: Запустить backend снова}
            fix: |
              "$rung" demo-backend --folder "$folder" --port "$port" >> backend.log 2>&1 &
              sleep 0.2
            verify: {step: health, every: 200ms, within: 2s}
            next: diagnose
            else: diagnose

          remove_lock:
            name: {en: Remove the lock that nobody holds, ru: Удалить ничей lock}
            fix: |
              if kill -0 "$(cat backend.lock)" 2>/dev/null; then exit 1; fi
              rm backend.lock
            verify: {check: test ! -e backend.lock, within: 1s}
            next: restart

          call_someone:
            escalate: {to: oncall, message: {en: "The backend on port ${params.port} does not come back.", ru: "Backend на порту ${params.port} не поднимается."}}

          healthy:
            name: {en: The backend answers again, ru: Backend снова отвечает}
            end: resolved

        """
}
