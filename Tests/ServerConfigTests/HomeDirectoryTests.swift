import ServerConfig
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("The home directory")
struct HomeDirectoryTests {
    @Test(
        "is the first of HEDDLE_HOME, CODEX_HOME and ~/.heddle",
        arguments: [
            (["HEDDLE_HOME": "/h", "CODEX_HOME": "/c", "HOME": "/u"], "/h"),
            (["CODEX_HOME": "/c", "HOME": "/u"], "/c"),
            (["HOME": "/u"], "/u/.heddle"),
            (["HEDDLE_HOME": "", "CODEX_HOME": "", "HOME": "/u"], "/u/.heddle"),
            (["HEDDLE_HOME": "/h//"], "/h"),
            (["HEDDLE_HOME": "/"], "/"),
        ])
    func choice(environment: [String: String], path: String) throws {
        #expect(try HomeDirectory(environment: environment).path == path)
    }

    @Test("comes from the user record when the environment has no HOME")
    func userRecord() throws {
        let path = try HomeDirectory(environment: [:]).path
        #expect(path.hasPrefix("/"))
        #expect(path.hasSuffix("/.heddle"))
    }

    @Test("must be named by an absolute path")
    func relative() throws {
        let error = try #require(throws: ConfigError.self) {
            try HomeDirectory(environment: ["CODEX_HOME": "here"])
        }
        #expect(error.kind == .homeNotAbsolute)
        #expect(error.message == "CODEX_HOME names `here`, which is not an absolute path")
    }

    @Test("is made with the directories above it, for the owner only, and may exist already")
    func creation() throws {
        try withHome { root in
            let home = try HomeDirectory(path: root.path + "/a/b")
            defer {
                rmdir(home.path)
                rmdir(root.path + "/a")
            }
            try home.create()
            try home.create()
            var status = stat()
            #expect(stat(home.path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o700)
        }
    }

    @Test("that cannot be made says which path failed and why")
    func creationFailure() throws {
        try withHome(config: "") { root in
            let home = try HomeDirectory(path: root.configFile + "/below")
            let error = try #require(throws: ConfigError.self) { try home.create() }
            #expect(error.kind == .homeNotCreated)
            #expect(error.message.contains(root.configFile))
        }
    }
}
