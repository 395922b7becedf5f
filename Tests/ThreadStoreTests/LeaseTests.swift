import AppServerProtocol
import Foundation
import Testing

@testable import ThreadStore

/// A thread has one writer. Two stores over one home stand for two processes: the kernel tells their locks apart.
struct LeaseTests {
    private let home = TestHome()

    @Test func theSecondWriterIsToldWhoTheFirstIs() async throws {
        let (first, second) = (home.store(), home.store())
        let log = try await first.create(header(), settings: try settings())
        do {
            _ = try await second.open(threadA)
            Issue.record("two writers")
        } catch {
            #expect(error.kind == .ownedElsewhere)
            #expect(error.message.contains("already has an active writer"))
            #expect(error.owner?.pid == Int(getpid()))
            #expect(error.owner?.sinceMs == home.nowMs)
        }
        // Reading needs no lease, and a turn that runs there is no damage here.
        for line in try textTurn().dropLast() { log.append(line) }
        _ = await first.committer.committed(log.append(line(40, 9_000, .name("n"))))
        #expect(try await second.state(threadA).digest.lastTurn?.status == .inProgress)
        #expect(try await second.turns(threadA, TurnsQuery()).data.map(\.status) == [.inProgress])
        first.close()
        second.close()
    }

    @Test func aLeaseIsFreeOnceTheLastRecordIsWritten() async throws {
        let (first, second) = (home.store(), home.store())
        let log = try await first.create(header(), settings: try settings())
        log.append(line(1, 2_000, .name("last")))
        log.close()
        first.close()
        #expect(try await second.open(threadA).thread.digest.name == "last")
        second.close()
    }

    @Test func aLogThatIsOpenedAgainKeepsItsLease() async throws {
        let (first, second) = (home.store(), home.store())
        let log = try await first.create(header(), settings: try settings())
        log.close()
        _ = try await first.open(threadA)
        do {
            _ = try await second.open(threadA)
            Issue.record("two writers")
        } catch {
            #expect(error.kind == .ownedElsewhere)
        }
        first.close()
        second.close()
    }
}
