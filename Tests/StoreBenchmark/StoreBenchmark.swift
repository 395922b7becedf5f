import Foundation

/// Measures how a built server lists, searches and resumes in large homes, and what memory that takes:
///
///     swift run StoreBenchmark .build/release/heddle [THREADS,THREADS…] [MEBIBYTES]
///
/// The homes are made of what the server itself wrote: one small conversation, copied under other ids and times. They
/// lie in the temporary directory and are removed at the end.
@main
enum StoreBenchmark {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard let binary = arguments.first else {
            print("usage: StoreBenchmark BINARY [THREADS,THREADS…] [MEBIBYTES]")
            exit(2)
        }
        let counts = (arguments.count > 1 ? arguments[1] : "500,20000").split(separator: ",").compactMap { Int($0) }
        let mebibytes = arguments.count > 2 ? Int(arguments[2]) ?? 100 : 100
        let folder = NSTemporaryDirectory() + "heddle-benchmark-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var table = Table()

        let small = try LogTemplate(binary: binary, home: folder + "/sample", prompts: Sample.smallTurns)
        for count in counts {
            let home = folder + "/threads-\(count)"
            let time = try ContinuousClock().measure {
                try ThreadHome.make(home, threads: count, template: small)
            }
            table.add("\(count) threads", "made in", milliseconds: time.milliseconds)
            try measureLists(binary, home, count, &table)
        }
        let large = try LogTemplate(binary: binary, home: folder + "/large-sample", prompts: Sample.largeTurns)
        for size in [1, mebibytes] {
            let home = folder + "/large-\(size)"
            let thread = try LargeThread.make(home, bytes: size << 20, template: large)
            try measureResuming(binary, home, thread, "thread of \(size) MiB", &table)
        }
        print(table.text)
    }

    // MARK: - Lists

    private static func measureLists(_ binary: String, _ home: String, _ count: Int, _ table: inout Table) throws {
        let name = "\(count) threads"
        let page: [String: Any] = ["limit": 50]
        try measure(binary, home) { server in
            let time = try server.time("thread/list", page)
            table.add(name, "list 50, new process, no index", time, server.memory)
            try server.stop()
        }
        let term: [String: Any] = ["searchTerm": Sample.rareWord, "limit": Sample.rareThreads]
        try measure(binary, home) { server in
            // Both ends of what the index has to go through.
            let ends = [0, count - 1].map { Sample.word($0) }
            let expected = ends.map { word in (0..<count).filter { Sample.word($0) == word }.count }
            let time = try ContinuousClock().measure {
                for (word, expected) in zip(ends, expected) {
                    let term: [String: Any] = ["searchTerm": word, "limit": 100]
                    while try server.rows("thread/search", term).count < min(expected, 100) { usleep(50_000) }
                }
            }
            table.add(name, "index made in", milliseconds: time.milliseconds, server.memory)
            try server.stop()
        }
        // The server before ended in order, or was killed: then the logs have to be looked at.
        for (what, isKilled) in [("list 50, new process", false), ("list 50, new process after a kill", true)] {
            var times: [Double] = []
            for _ in 1...6 {
                try measure(binary, home) { server in
                    times.append(try server.time("thread/list", page).milliseconds)
                    table.set(name, what, median(Array(times.dropFirst(min(1, times.count - 1)))), server.memory)
                    if !isKilled { try server.stop() }
                }
            }
        }
        try measure(binary, home) { server in
            var warm = try (1...50).map { _ in try server.time("thread/list", page).milliseconds }
            table.add(name, "list 50, warm", milliseconds: median(warm), server.memory)
            let first = try server.time("thread/search", term)
            table.add(name, "search, first", first, server.memory)
            guard first.problem == nil else { return }
            warm = try (1...20).map { _ in try server.time("thread/search", term).milliseconds }
            table.add(name, "search, warm", milliseconds: median(warm), server.memory)
        }
    }

    // MARK: - Resuming

    private static func measureResuming(
        _ binary: String, _ home: String, _ thread: String, _ name: String, _ table: inout Table
    ) throws {
        let page: [String: Any] = ["threadId": thread, "excludeTurns": true, "initialTurnsPage": ["limit": 25]]
        // The log comes without what a server adds while it writes one: the first opening finds its way by itself.
        for what in ["resume first page, log never opened", "resume first page, new process"] {
            try measure(binary, home) { server in
                table.add(name, what, try server.time("thread/resume", page), server.memory)
                try server.stop()
            }
        }
        for (what, method, params) in [
            ("read without turns, new process", "thread/read", ["threadId": thread]),
            ("turns/list 25, new process", "thread/turns/list", ["threadId": thread, "limit": 25]),
            ("items/list 100, new process", "thread/items/list", ["threadId": thread, "limit": 100]),
        ] as [(String, String, [String: Any])] {
            try measure(binary, home) { server in
                table.add(name, what, try server.time(method, params), server.memory)
            }
        }
        try measure(binary, home) { server in
            _ = try server.time("thread/resume", page)
            let input: [String: Any] = ["threadId": thread, "input": [["type": "text", "text": "say: one more"]]]
            let time = try server.timeTurn(input)
            table.add(name, "a turn", time, server.memory)
        }
    }

    private static func measure(
        _ binary: String, _ home: String, _ body: (BenchmarkServer) throws -> Void
    ) throws {
        let server = try BenchmarkServer(binary: binary, home: home)
        defer { server.kill() }
        try body(server)
    }

    private static func median(_ values: [Double]) -> Double {
        values.sorted()[values.count / 2]
    }
}

extension Duration {
    var milliseconds: Double {
        Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15
    }
}
