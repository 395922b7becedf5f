import ServerConfig

/// The configuration: whether it can be read, and whether all of it means something.
struct ConfigurationChecks {
    let configuration: ServerConfig

    var all: [DoctorCheck] {
        let file = configuration.home.configFile
        if let failure = configuration.loadFailure {
            return [
                DoctorCheck(
                    "configuration", .failed, failure,
                    advice: "Correct \(file), or what -c says. Until then no thread can be started.")
            ]
        }
        let others = configuration.problems.map { problem in
            let place = problem.range.map { " (line \($0.start.line))" } ?? ""
            return DoctorCheck(
                "configuration", .warning,
                [problem.summary, problem.details].compactMap { $0 }.joined(separator: " ") + place,
                advice: "Correct or remove what is named, in \(problem.path ?? file).")
        }
        guard others.isEmpty else { return others }
        let hasFile = ((try? ConfigFile.read(file)) ?? nil) != nil
        return [
            DoctorCheck("configuration", .ok, hasFile ? "\(file) is as it must be" : "no \(file): defaults are used")
        ]
    }
}
