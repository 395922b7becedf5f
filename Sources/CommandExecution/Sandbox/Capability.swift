/// A power of the superuser, as Linux numbers and names them.
struct Capability: Hashable {
    let number: Int
    let name: String

    /// Those with which a superuser gets around mounts and rules: reading any memory or disk, changing mounts, loading
    /// code into the kernel, opening files without their path.
    static let escapes = [
        Capability(number: 2, name: "CAP_DAC_READ_SEARCH"),
        Capability(number: 16, name: "CAP_SYS_MODULE"),
        Capability(number: 17, name: "CAP_SYS_RAWIO"),
        Capability(number: 18, name: "CAP_SYS_CHROOT"),
        Capability(number: 19, name: "CAP_SYS_PTRACE"),
        Capability(number: 21, name: "CAP_SYS_ADMIN"),
        Capability(number: 27, name: "CAP_MKNOD"),
        Capability(number: 38, name: "CAP_PERFMON"),
        Capability(number: 39, name: "CAP_BPF"),
    ]

    /// All of them, also those to come, as a set of bits.
    static let all = UInt64.max

    /// As a set of bits.
    static func bits(_ capabilities: [Capability]) -> UInt64 {
        capabilities.reduce(0) { $0 | 1 << UInt64($1.number) }
    }
}
