import CommandExecution

/// What confines commands, and what this machine offers for that.
struct SandboxChecks {
    let variables: [String: String]

    var all: [DoctorCheck] {
        let report = Sandbox(searchPath: variables["PATH"]).report()
        return [choice(report)] + report.mechanisms.map { check($0.name, $0.state) }
    }

    /// What commands are confined by.
    private func choice(_ report: SandboxReport) -> DoctorCheck {
        switch report.chosen {
        case .bubblewrap(let path):
            DoctorCheck("sandbox", .ok, "commands are confined by bubblewrap (\(path))")
        case .namespaces(_, let version):
            DoctorCheck(
                "sandbox", .ok,
                "commands are confined by mounts of their own, Landlock, version \(version), and a system call filter")
        case .landlock(let version):
            DoctorCheck(
                "sandbox", .warning,
                "commands are confined by Landlock, version \(version), and a system call filter, without mounts: in a "
                    + "directory with a protected entry, as the working directory is one, they change files and make "
                    + "none (patches do); they can change times and modes of the user's files anywhere",
                advice:
                    "Install bubblewrap, or let users make user namespaces: then commands can make files everywhere "
                    + "in the working directory.")
        case .seatbelt:
            DoctorCheck("sandbox", .ok, "commands are confined by sandbox-exec")
        case nil:
            DoctorCheck(
                "sandbox", .warning,
                "nothing here can confine commands: they are refused with a sandboxError unless the sandbox policy is "
                    + "danger-full-access",
                advice: "Install bubblewrap, or run Heddle in a container and choose danger-full-access.")
        }
    }

    private func check(_ name: SandboxMechanism.Name, _ state: SandboxReport.State) -> DoctorCheck {
        switch state {
        case .works: DoctorCheck(name.rawValue, .ok, "works here")
        case .fails(let reason), .missing(let reason): DoctorCheck(name.rawValue, .ok, reason)
        }
    }
}
