import Foundation
import TestSupport
import Testing

/// Commands that nothing confines don't find the server's keys in what the system shows of its processes.
#if os(Linux)
    @Suite(.ownThread) struct ProcessSecretTests {
        private let key = "sk-test-70c2f8be1d3a4965af"

        /// Prints the variables of every process of Heddle's above, one name and value a line, each behind its process's name.
        private let look = """
            p=$PPID; while [ "$p" -gt 1 ] && [ -r /proc/$p/environ ]; do n=$(cat /proc/$p/comm); \
            case $n in heddle*|exe) ;; *) break ;; esac; \
            tr '\\0' '\\n' < /proc/$p/environ | sed "s/^/$n: /"; \
            p=$(sed 's/.*) . //' /proc/$p/stat | cut -d' ' -f1); done
            """

        private func check(_ output: String) {
            #expect(!output.contains(key), "\(output)")
            // The process that kills commands, the server and the program that started it.
            for name in ["heddle-watch", "exe", "heddle"] {
                #expect(output.contains("\(name): MINE_API_KEY=\n"), "\(name): \(output)")
            }
            #expect(output.contains("PATH=/usr/bin:/bin"), "other variables stay")
        }

        private func home() throws -> String {
            let home = NSTemporaryDirectory() + "heddle-environ-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
            try """
            model_provider = "offline"
            [model_providers.mine]
            base_url = "http://127.0.0.1:9/v1"
            env_key = "MINE_API_KEY"
            """.write(toFile: home + "/config.toml", atomically: true, encoding: .utf8)
            return home
        }

        @Test(.enabled(if: geteuid() == 0, "only root may look at other processes' variables at all"))
        func noProcessShowsAKey() throws {
            let home = try home()
            defer { try? FileManager.default.removeItem(atPath: home) }
            let run = try HeddleCommand(
                ["exec", "-a", "never", "-s", "danger-full-access", "run: \(look)"], home: home,
                environment: ["MINE_API_KEY": key, "OPENAI_API_KEY": key])
            #expect(run.status == 0, "\(run.errors)")
            check(run.output + run.errors)
        }

        @Test func whoMayNotLookSeesNothing() throws {
            let home = try home()
            defer { try? FileManager.default.removeItem(atPath: home) }
            let run = try HeddleCommand(
                ["exec", "-a", "never", "-s", "danger-full-access", "run: \(look); echo looked"], home: home,
                environment: ["MINE_API_KEY": key])
            #expect(run.status == 0 && (run.output + run.errors).contains("looked"), "\(run.errors)")
            #expect(!(run.output + run.errors).contains(key))
        }
    }
#endif
