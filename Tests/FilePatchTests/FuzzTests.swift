import Foundation
import Testing

@testable import FilePatch

/// Random patches: nothing crashes, nothing is half done, and what is done is what the plan said.
///
/// `HEDDLE_PATCH_FUZZ_ROUNDS` sets how many are tried, `HEDDLE_PATCH_FUZZ_SEED` repeats a run.
@Suite struct FuzzTests {
    /// Enough to meet every kind of patch; a second or so.
    private static let defaultRounds = 1_000

    private static let environment = ProcessInfo.processInfo.environment
    private static let rounds = environment["HEDDLE_PATCH_FUZZ_ROUNDS"].flatMap { Int($0) } ?? defaultRounds
    private static let seed = environment["HEDDLE_PATCH_FUZZ_SEED"].flatMap { UInt64($0) } ?? .random(in: 0 ... .max)

    private func announce(_ what: String) {
        print("\(what): HEDDLE_PATCH_FUZZ_SEED=\(Self.seed) HEDDLE_PATCH_FUZZ_ROUNDS=\(Self.rounds)")
    }

    /// Any bytes are read or refused, and what was read is written and read again as the same.
    @Test func parserTakesAnything() throws {
        announce("patch parser fuzz")
        var random = RandomPatch(generator: SeededGenerator(seed: Self.seed))
        var accepted = 0
        for round in 0..<Self.rounds * 20 {
            let bytes = random.chance(5) ? random.soup() : random.mutated(random.patch(for: random.tree()))
            _ = PatchInvocation(script: String(decoding: bytes, as: UTF8.self))
            guard let document = try? PatchDocument(parsing: bytes) else { continue }
            accepted += 1
            guard !document.sections.isEmpty else { continue }
            let again = try PatchDocument(parsing: PatchWriter.write(document))
            try #require(again == document, "round \(round) of seed \(Self.seed)")
        }
        print("patch parser fuzz: \(accepted) of \(Self.rounds * 20) patches were read")
        #expect(accepted > Self.rounds)
    }

    @Test func applicationDoesAllOrNothing() throws {
        announce("patch application fuzz")
        var random = RandomPatch(generator: SeededGenerator(seed: Self.seed &+ 1))
        var counts = (refused: 0, failed: 0, applied: 0)
        for round in 0..<Self.rounds {
            let tree = random.tree()
            let temporary = try TemporaryDirectory()
            let directory = temporary.path + "/w"
            try tree.make(in: directory)
            let before = Tree.read(temporary.path)
            let bytes = random.chance(8) ? random.patch(for: tree) : random.mutated(random.patch(for: tree))
            let plan: PatchPlan
            do {
                plan = try PatchPlan(of: PatchDocument(parsing: bytes), in: directory)
            } catch {
                counts.refused += 1
                try #require(Tree.read(temporary.path) == before, "round \(round) of seed \(Self.seed)")
                continue
            }
            let faults = FaultyFiles(
                failing: random.chance(5) ? Int.random(in: 1...20, using: &random.generator) : .max,
                hasLinks: random.chance(9))
            do {
                _ = try plan.apply(files: faults.access)
                counts.applied += 1
            } catch {
                counts.failed += 1
                try #require(error.kind == .applyFailed, "round \(round) of seed \(Self.seed): \(error)")
                try #require(Tree.read(temporary.path) == before, "round \(round) of seed \(Self.seed)")
                continue
            }
            try check(plan, in: directory, "round \(round) of seed \(Self.seed)")
        }
        print("patch application fuzz: \(counts)")
        #expect(counts.refused > 0 && counts.failed > 0 && counts.applied > 0)
    }

    /// The files are what the plan said, and the diffs lead to them.
    private func check(_ plan: PatchPlan, in directory: String, _ round: Comment) throws {
        for transition in plan.transitions {
            let status = try FileAccess.system.status(transition.physicalPath)
            switch transition.after?.kind {
            case nil:
                try #require(status == nil || status?.kind == .directory, round)
            case .symbolicLink:
                try #require(status?.kind == .symbolicLink, round)
            default:
                let content = try FileAccess.system.read(transition.physicalPath, .max)
                try #require(content == transition.after?.content, round)
                if let model = transition.model { try #require(status?.permissions == model.permissions, round) }
            }
            let (old, new) = (transition.before?.content ?? [], transition.after?.content ?? [])
            try #require(UnifiedApplier.apply(UnifiedHunks.text(old, new, context: 3), to: old) == new, round)
        }
        var tracker = TurnDiffTracker(root: directory)
        tracker.record(plan.transitions)
        let diff = tracker.unifiedDiff()
        // What was recorded is what is on the disk.
        tracker.refresh()
        try #require(tracker.unifiedDiff() == diff, round)
    }

    /// One chunk with the whole file gives exactly the content that it was written for, whatever the lines are.
    @Test func wholeFileChunksAreExact() throws {
        announce("patch chunk fuzz")
        var random = RandomPatch(generator: SeededGenerator(seed: Self.seed &+ 2))
        for round in 0..<Self.rounds * 5 {
            let letters = ["a", "b", "", " a", "a ", "\u{2014}", "-"]
            var lines: [PatchLine] = []
            for _ in 0..<Int.random(in: 1...12, using: &random.generator) {
                let role: PatchLine.Role = random.chance(5) ? .kept : random.chance(5) ? .removed : .added
                lines.append(PatchLine(role, Array((letters.randomElement(using: &random.generator) ?? "").utf8)))
            }
            guard lines.contains(where: { $0.role != .added }) else { continue }
            let ending: [UInt8] = random.chance(5) ? [0x0A] : [0x0D, 0x0A]
            let old = lines.filter { $0.role != .added }.flatMap { $0.text + ending }
            let new = lines.filter { $0.role != .removed }.flatMap { $0.text + ending }
            let result = try TextLines(old).applying([PatchChunk(lines: lines)], path: "f")
            try #require(result == new, "round \(round) of seed \(Self.seed)")
        }
    }
}

/// Writes a patch so that it is read as the same.
private enum PatchWriter {
    static func write(_ document: PatchDocument) -> [UInt8] {
        var lines: [[UInt8]] = [Array("*** Begin Patch".utf8)]
        if let environment = document.environment { lines.append(Array("*** Environment ID: \(environment)".utf8)) }
        for section in document.sections {
            switch section {
            case .add(let path, let content):
                lines.append(Array("*** Add File: \(path)".utf8))
                lines += content.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast().map { [0x2B] + $0 }
            case .delete(let path):
                lines.append(Array("*** Delete File: \(path)".utf8))
            case .update(let update):
                lines.append(Array("*** Update File: \(update.path)".utf8))
                if let destination = update.destination { lines.append(Array("*** Move to: \(destination)".utf8)) }
                for chunk in update.chunks {
                    lines.append(Array("@@".utf8) + (chunk.context.map { [0x20] + $0 } ?? []))
                    for line in chunk.lines {
                        let sign: UInt8 =
                            switch line.role {
                            case .kept: 0x20
                            case .removed: 0x2D
                            case .added: 0x2B
                            }
                        lines.append([sign] + line.text)
                    }
                    if chunk.isAtEndOfFile { lines.append(Array("*** End of File".utf8)) }
                }
            }
        }
        lines.append(Array("*** End Patch".utf8))
        // A line that ends with a carriage return loses it when it is read.
        return Array(lines.map { $0.last == 0x0D ? $0 + [0x0D] : $0 }.joined(separator: [0x0A]))
    }
}
