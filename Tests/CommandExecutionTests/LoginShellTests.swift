import Foundation
import Testing

@testable import CommandExecution

@Suite("The login shell")
struct LoginShellTests {
    @Test("is the one that the system's list of users names, whatever SHELL says")
    func listed() throws {
        let user = try #require(getpwuid(getuid()))
        let listed = String(cString: user.pointee.pw_shell)
        guard LoginShell.isUsable(listed) else { return }
        #expect(LoginShell.path(variables: ["SHELL": "/bin/sh"]) == listed)
        #expect(LoginShell.path(variables: [:]) == listed)
    }

    @Test("is none that refuses to log anyone in, or is not there")
    func usable() {
        #expect(LoginShell.isUsable("/bin/sh"))
        for path in ["/usr/sbin/nologin", "/bin/false", "/no/such/shell", "sh", ""] {
            #expect(!LoginShell.isUsable(path))
        }
    }
}
