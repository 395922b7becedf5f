import CPlatform
import Support

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What confines commands, and what this machine offers for that.
struct SandboxChecks {
    let variables: [String: String]

    var all: [DoctorCheck] {
        [confinement, bubblewrap, landlock, seccomp]
    }

    /// The truth about this version, whatever the machine offers.
    private var confinement: DoctorCheck {
        DoctorCheck(
            "sandbox", .warning,
            "this version of Heddle confines no command: where the sandbox policy asks for it, the user is asked before "
                + "each one, and where nobody may be asked, it is refused",
            advice: "Run Heddle in a container or a virtual machine, if commands are to be confined.")
    }

    private var bubblewrap: DoctorCheck {
        guard let path = ProgramSearch(variables: variables).path(of: "bwrap") else {
            return DoctorCheck("bwrap", .ok, "bwrap is not in PATH (this version does not use it)")
        }
        let arguments = ["--ro-bind", "/", "/", "--unshare-all", "--die-with-parent", "true"]
        let works = TrialRun.succeeds(path, arguments, variables)
        return DoctorCheck(
            "bwrap", .ok, "\(path) \(works ? "works" : "is there, but does not work here") (not used yet)")
    }

    private var landlock: DoctorCheck {
        let version = heddle_landlock_version()
        guard version > 0 else {
            let reason = version < 0 ? ": \(String(cString: strerror(-version)))" : ""
            return DoctorCheck("landlock", .ok, "the kernel offers no Landlock\(reason) (this version does not use it)")
        }
        return DoctorCheck("landlock", .ok, "the kernel offers Landlock, ABI \(version) (not used yet)")
    }

    private var seccomp: DoctorCheck {
        let isThere = access("/proc/sys/kernel/seccomp/actions_avail", F_OK) == 0
        return DoctorCheck(
            "seccomp", .ok, "the kernel offers \(isThere ? "" : "no ")seccomp filters (this version does not use them)")
    }
}
