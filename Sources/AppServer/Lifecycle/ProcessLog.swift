import Logging

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The process's log: lines on standard error.
enum ProcessLog {
    /// The variable that sets the level: trace, debug, info, notice, warning, error, critical, or off.
    static let levelVariable = "HEDDLE_LOG"

    /// A logger at the level that the environment names; `notice` when it names none.
    ///
    /// The policy: critical is a fault of ours, error is bad input or a failing disk, notice is a transition of state,
    /// debug is everything else. Messages are static, data goes into metadata, secrets and contents into neither.
    static func logger(_ environment: [String: String]) -> Logger {
        let word = environment[levelVariable] ?? "notice"
        var logger = Logger(label: "heddle") { label -> any LogHandler in
            guard word != "off" else { return SwiftLogNoOpLogHandler() }
            return StreamLogHandler.standardError(label: label)
        }
        logger.logLevel = .notice
        guard let level = Logger.Level(rawValue: word) else {
            if word != "off" {
                let levels = (Logger.Level.allCases.map(\.rawValue) + ["off"]).joined(separator: ", ")
                fail("heddle: \(levelVariable)=\(word) is no level, `notice` is used. Set it to one of \(levels).\n")
            }
            return logger
        }
        logger.logLevel = level
        return logger
    }

    /// Writes where people look, without being asked for a level: why the server can't start, or what it takes no notice of.
    static func fail(_ line: String) {
        var line = line
        line.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
    }
}
