import Foundation

/// A process of this machine, as the system shows it.
struct LivingProcess: Hashable {
    /// Its number.
    let id: Int32
    /// Its parent's number.
    let parent: Int32
    /// The words that it was started with; none for a zombie.
    let arguments: [String]

    /// All processes.
    static func all() throws -> [LivingProcess] {
        #if os(Linux)
            try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.compactMap(read)
        #else
            try listed()
        #endif
    }

    #if os(Linux)
        /// Nil for one that has gone meanwhile.
        private static func read(_ id: Int32) -> LivingProcess? {
            guard let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
                let line = FileManager.default.contents(atPath: "/proc/\(id)/cmdline"),
                // The name, in parentheses, may hold anything.
                let rest = stat.lastIndex(of: ")").map({ stat[stat.index(after: $0)...].split(separator: " ") }),
                rest.count > 1, let parent = Int32(rest[1])
            else { return nil }
            let arguments = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            return LivingProcess(id: id, parent: parent, arguments: arguments)
        }
    #else
        private static func listed() throws -> [LivingProcess] {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/ps")
            process.arguments = ["-axo", "pid=,ppid=,args="]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            return text.split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ").map(String.init)
                guard words.count > 2, let id = Int32(words[0]), let parent = Int32(words[1]) else { return nil }
                return LivingProcess(id: id, parent: parent, arguments: Array(words.dropFirst(2)))
            }
        }
    #endif
}
