import ThreadStore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The home directory: whether threads can be kept in it.
struct HomeChecks {
    /// With less space than this nothing is kept for long, in bytes: a single turn may write some megabytes.
    private static let leastSpace = 16 << 20

    /// With less space than this it is time to make some, in bytes.
    private static let littleSpace = 256 << 20

    let home: String

    var all: [DoctorCheck] {
        [access, permissions, space].compactMap { $0 }
    }

    private var access: DoctorCheck {
        if let problem = HomeAccess.problem(home: home) {
            return DoctorCheck(
                "home", .failed, "the home directory can't be written: \(problem.path): \(problem.reason)",
                advice: problem.remedy)
        }
        return status == nil
            ? DoctorCheck("home", .ok, "\(home) does not exist yet; it is made when the first thread is")
            : DoctorCheck("home", .ok, "\(home) can be written")
    }

    private var permissions: DoctorCheck? {
        // What is no directory has to go, whoever may look into it.
        guard let status, status.st_mode & S_IFMT == S_IFDIR else { return nil }
        let name = "homePermissions"
        if status.st_uid != geteuid() {
            return DoctorCheck(
                name, .warning, "\(home) belongs to user \(status.st_uid), Heddle runs as user \(geteuid())",
                advice: "Run Heddle as the directory's owner, or set HEDDLE_HOME to a directory of your own.")
        }
        let mode = "0" + String(status.st_mode & 0o777, radix: 8)
        guard status.st_mode & 0o077 != 0 else { return DoctorCheck(name, .ok, "only its owner gets in (\(mode))") }
        return DoctorCheck(
            name, .warning, "others may look into \(home) (\(mode)); the files of threads are closed to them",
            advice: "chmod 700 '\(home)'")
    }

    private var space: DoctorCheck? {
        var path = home
        var system = statvfs()
        while statvfs(path, &system) != 0 {
            guard let slash = path.lastIndex(of: "/"), path != "/" else { return nil }
            path = slash == path.startIndex ? "/" : String(path[..<slash])
        }
        let free = Int(
            clamping: UInt64(system.f_bavail).multipliedReportingOverflow(by: UInt64(system.f_frsize)).partialValue)
        let text = "\(free >> 20) MiB are free for the home directory"
        let advice = "Make space on the file system of \(path), or set HEDDLE_HOME to another one."
        if free < Self.leastSpace { return DoctorCheck("disk", .failed, text, advice: advice) }
        if free < Self.littleSpace { return DoctorCheck("disk", .warning, text, advice: advice) }
        return DoctorCheck("disk", .ok, text)
    }

    private var status: stat? {
        var status = stat()
        return stat(home, &status) == 0 ? status : nil
    }
}
