import Testing
import WireJSON

@testable import AppServerProtocol

/// A stored thread in a list is the same on the wire as the thread itself, for clients of the stable protocol and others.
struct ListedThreadTests {
    private func listing(of thread: Thread) throws -> ListedThread {
        let rest = try #require(ListedThread.Rest(stored: ListedThread.Rest(of: thread).stored))
        var listed = ListedThread(
            id: thread.id, preview: thread.preview, name: thread.name, projectId: thread.projectId, rest: rest)
        listed.section = thread.section
        listed.sectionEnteredAt = thread.sectionEnteredAt
        listed.path = thread.path
        return listed
    }

    private var thread: Thread {
        var thread = Samples.thread
        thread.status = .notLoaded
        thread.preview = "what \"it\" is about\n"
        thread.name = "a name"
        thread.path = "/home/log"
        thread.environments = [ThreadEnvironment(environmentId: "local", cwd: "/w", runtimeWorkspaceRoots: ["/w"])]
        thread.daybreakEnabled = true
        return thread
    }

    @Test(arguments: [true, false])
    func itIsTheThread(_ isExperimental: Bool) throws {
        let whole = try JSONDocument(parsing: WireCoder.encode(thread, experimental: isExperimental)).root
        let listed = try JSONDocument(
            parsing: WireCoder.encode(listing(of: thread), experimental: isExperimental)
        ).root
        #expect(listed.members.map(\.key).sorted() == whole.members.map(\.key).sorted())
        for (name, value) in whole.members { #expect(listed[name]?.value() == value.value(), "\(name)") }
        #expect((listed["environments"] != nil) == isExperimental)
    }

    @Test func itReadsBackAsTheThread() throws {
        #expect(try listing(of: thread).thread == thread)
    }

    @Test func statusAndProjectAreThoseOfTheMoment() throws {
        var listed = try ListedThread(thread)
        listed.status = .idle
        listed.projectId = "p"
        #expect(try listed.thread.status == .idle)
        #expect(try listed.thread.projectId == "p")
        #expect(listed.id == thread.id)
    }

    @Test func itComesFromTheWireAsFromTheIndex() throws {
        #expect(try WireCoder.decode(ListedThread.self, from: WireCoder.encode(thread)) == listing(of: thread))
    }

    @Test(arguments: ["", "[]", "{}", "[{}]", "[{},1]", #"[{"a":1},{"#, "noise"])
    func whatIsNoListingIsNone(_ text: String) {
        #expect(ListedThread.Rest(stored: Array(text.utf8)) == nil)
    }
}
