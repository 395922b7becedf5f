import Testing
import ThreadStore

@testable import AgentCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the operating system refuses is told with what to do about it.
@Suite struct StorageAdviceTests {
    @Test(arguments: [
        (ENOSPC, "Make space on the disk"), (EACCES, "the permission to read and write"),
        (EMFILE, "open files"), (EIO, "`heddle fsck`"),
    ])
    func aRefusalSaysWhatToDo(_ number: Int32, _ advice: String) {
        let error = AgentError(
            ThreadStoreError(kind: .storage, message: "a log can't be made", path: "/x", reason: "r", errno: number))
        #expect(error.kind == .storage)
        #expect(error.message.hasPrefix("a log can't be made (/x): r. "))
        #expect(error.message.contains(advice))
    }

    @Test func withoutANumberThereIsNothingToAdvise() {
        let error = AgentError(ThreadStoreError(kind: .storage, message: "the catalog is too long", path: "/x"))
        #expect(error.message == "the catalog is too long (/x)")
    }
}
