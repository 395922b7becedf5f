import CommandExecution
import Testing

@Suite("The environment policy")
struct EnvironmentPolicyTests {
    private static let server = [
        "HOME": "/h", "PATH": "/p", "USER": "u", "USERNAME": "u", "LANG": "l", "LC_ALL": "c", "LC_TIME": "t",
        "SHELL": "/bin/bash", "TMPDIR": "/t", "TERM": "xterm", "API_KEY": "1", "my_token": "2", "A_SECRET": "3",
        "MONKEY": "4", "PLAIN": "5",
    ]

    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let policy: EnvironmentPolicy
        let names: Set<String>

        init(_ description: String, _ policy: EnvironmentPolicy, _ names: Set<String>) {
            testDescription = description
            self.policy = policy
            self.names = names
        }
    }

    private static let all = Set(server.keys)
    private static let secrets: Set<String> = ["API_KEY", "my_token", "A_SECRET", "MONKEY"]

    static let cases = [
        Case("takes everything over", EnvironmentPolicy(), all),
        Case(
            "can leave out what is named like a secret", EnvironmentPolicy(keepsSecrets: false),
            all.subtracting(secrets)),
        Case(
            "has a core", EnvironmentPolicy(inherited: .core),
            ["HOME", "PATH", "USER", "LANG", "LC_ALL", "SHELL", "TMPDIR"]),
        Case("can begin with nothing", EnvironmentPolicy(inherited: .none), []),
        Case(
            "sets variables after it has left some out",
            EnvironmentPolicy(inherited: .none, keepsSecrets: false, excluded: ["*"], set: ["NEW_KEY": "n"]),
            ["NEW_KEY"]),
        Case(
            "leaves out by pattern, upper or lower case",
            EnvironmentPolicy(excluded: ["lc_*", "?erm", "USER"]),
            all.subtracting(["LC_ALL", "LC_TIME", "TERM", "USER"])),
        Case(
            "can keep only some, also of those it sets",
            EnvironmentPolicy(set: ["ZED": "z", "YED": "y"], includedOnly: ["path", "P?AIN", "*key", "Z*"]),
            ["PATH", "PLAIN", "API_KEY", "MONKEY", "ZED"]),
        Case(
            "leaves out secrets before it keeps only some",
            EnvironmentPolicy(keepsSecrets: false, set: ["A_TOKEN": "t"], includedOnly: ["*KEY*", "A_*"]), ["A_TOKEN"]),
    ]

    @Test("is applied in its order", arguments: cases)
    func apply(_ policy: Case) {
        #expect(Set(policy.policy.apply(to: Self.server).keys) == policy.names)
    }

    @Test("changes no value but those it sets")
    func values() {
        let environment = EnvironmentPolicy(set: ["HOME": "/elsewhere"]).apply(to: Self.server)
        #expect(environment["HOME"] == "/elsewhere")
        #expect(environment["PATH"] == "/p")
    }
}
