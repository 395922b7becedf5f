import Foundation
import Testing

@testable import CommandExecution

@Suite("A placeholder for something that must not come to be")
struct PlaceholderTests {
    private let path = Places.canonical("/var/tmp") + "/heddle-\(UUID().uuidString)"

    @Test("is there while anyone needs it, and then no more")
    func shared() {
        let (first, second) = (Placeholders.Lease(), Placeholders.Lease())
        #expect(first.take(path) == 0)
        #expect(second.take(path) == 0)
        #expect(Placeholders.isPlaceholder(path))
        first.end()
        #expect(Placeholders.isPlaceholder(path))
        second.end()
        #expect(Places.kind(path) == nil)
    }

    @Test("that a killed server has left is taken over and removed")
    func leftBehind() {
        mkdir(path, 0o755)
        chmod(path, 0o1755)
        let lease = Placeholders.Lease()
        #expect(lease.take(path) == 0)
        lease.end()
        #expect(Places.kind(path) == nil)
    }

    @Test("is given up to who puts something into it, and never taken from who was there first")
    func others() throws {
        let lease = Placeholders.Lease()
        #expect(lease.take(path) == 0)
        try "".write(toFile: "\(path)/file", atomically: false, encoding: .utf8)
        lease.end()
        #expect(Places.kind("\(path)/file") == .file)
        #expect(!Placeholders.isPlaceholder(path))
        #expect(lease.take(path) == 0)
        lease.end()
        #expect(Places.kind("\(path)/file") == .file)
        try FileManager.default.removeItem(atPath: path)
    }

    @Test("stands its ground among many who come and go")
    func race() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { [path] in
                    for _ in 0..<50 {
                        let lease = Placeholders.Lease()
                        #expect(lease.take(path) == 0)
                        #expect(Placeholders.isPlaceholder(path))
                        lease.end()
                    }
                }
            }
        }
        #expect(Places.kind(path) == nil)
    }
}
