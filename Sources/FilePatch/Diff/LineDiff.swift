/// Which lines two texts share, as the runs between them: the shortest edit as Myers found it, in linear space.
struct LineDiff {
    /// A run of old lines that new lines stand for. Either may be empty, not both.
    struct Change: Sendable, Hashable {
        var old: Range<Int>
        var new: Range<Int>
    }

    /// The changes, in the order of the lines. Between two of them the lines are the same.
    let changes: [Change]

    init(_ old: DiffText, _ new: DiffText) {
        // Most texts differ in few places: what they share at both ends needs no search.
        let common = min(old.lines.count, new.lines.count)
        let prefix = (0..<common).first { old[$0] != new[$0] } ?? common
        let (oldEnd, newEnd) = (old.lines.count, new.lines.count)
        let suffix = (0..<common - prefix).first { old[oldEnd - 1 - $0] != new[newEnd - 1 - $0] } ?? common - prefix
        var numbers = LineNumbers()
        let oldNumbers = (prefix..<oldEnd - suffix).map { numbers.number(of: LineKey(bytes: old[$0])) }
        let newNumbers = (prefix..<newEnd - suffix).map { numbers.number(of: LineKey(bytes: new[$0])) }
        // A line that only one side has can't be shared. Without such lines the search is short even for texts that
        // have little in common.
        let (inOld, inNew) = (Set(oldNumbers), Set(newNumbers))
        let oldIndices = oldNumbers.indices.filter { inNew.contains(oldNumbers[$0]) }
        let newIndices = newNumbers.indices.filter { inOld.contains(newNumbers[$0]) }
        var search = EditSearch(oldIndices.map { oldNumbers[$0] }, newIndices.map { newNumbers[$0] })
        var pairs = (-1..<prefix).map { (old: $0, new: $0) }
        pairs += search.run().map { (prefix + oldIndices[$0.old], prefix + newIndices[$0.new]) }
        pairs += (0...suffix).map { (oldEnd - suffix + $0, newEnd - suffix + $0) }
        var gaps = GapSlider(pairs: pairs, old: old, new: new)
        gaps.slide()
        changes = gaps.changes
    }
}

/// The search for the edit between two sequences of numbers.
private struct EditSearch {
    private let old: [Int]
    private let new: [Int]
    private var shared: [(old: Int, new: Int)] = []

    /// How far each diagonal has been followed from the start and from the end of the box that is being searched.
    private var forward: [Int]
    private var backward: [Int]

    init(_ old: [Int], _ new: [Int]) {
        self.old = old
        self.new = new
        let diagonals = 2 * (min(old.count + new.count, PatchLimits.editDistance) + 2) + 1
        forward = Array(repeating: 0, count: diagonals)
        backward = forward
    }

    /// The pairs of shared elements, in order.
    mutating func run() -> [(old: Int, new: Int)] {
        // A list of boxes instead of recursion, as their number follows the texts. The next one is the last.
        var boxes = [(old: 0..<old.count, new: 0..<new.count)]
        while var box = boxes.popLast() {
            while let x = box.old.first, let y = box.new.first, old[x] == new[y] {
                shared.append((x, y))
                box = (x + 1..<box.old.upperBound, y + 1..<box.new.upperBound)
            }
            var end = box
            while let x = end.old.last, let y = end.new.last, old[x] == new[y] {
                end = (end.old.lowerBound..<x, end.new.lowerBound..<y)
            }
            if end.old.isEmpty || end.new.isEmpty {
                shared.append(
                    contentsOf: zip(end.old.upperBound..<box.old.upperBound, end.new.upperBound..<box.new.upperBound)
                        .map { ($0, $1) })
            } else {
                let (x, y) = split(end.old, end.new)
                boxes.append((x..<box.old.upperBound, y..<box.new.upperBound))
                boxes.append((box.old.lowerBound..<x, box.new.lowerBound..<y))
            }
        }
        return shared
    }

    /// A point on a shortest path through the box, neither its start nor its end: where the paths from both ends meet.
    /// If they are too far apart, the farthest point that was reached.
    private mutating func split(_ oldBox: Range<Int>, _ newBox: Range<Int>) -> (Int, Int) {
        let (n, m) = (oldBox.count, newBox.count)
        let (x0, y0) = (oldBox.lowerBound, newBox.lowerBound)
        let delta = n - m
        /// Whether a point of a diagonal is in the box: paths may run over its edge.
        func isInside(_ x: Int, _ k: Int) -> Bool { x <= n && x >= k && x - k <= m }
        let limit = min((n + m + 1) / 2, PatchLimits.editDistance)
        let middle = limit + 1
        forward[middle + 1] = 0
        backward[middle + 1] = 0
        for distance in 0...limit {
            for k in stride(from: -distance, through: distance, by: 2) {
                var x: Int
                if k == -distance || (k != distance && forward[middle + k - 1] < forward[middle + k + 1]) {
                    x = forward[middle + k + 1]
                } else {
                    x = forward[middle + k - 1] + 1
                }
                while x < n, x - k < m, x - k >= 0, old[x0 + x] == new[y0 + x - k] { x += 1 }
                forward[middle + k] = x
                let opposite = delta - k
                if delta % 2 != 0, abs(opposite) < distance, isInside(x, k),
                    isInside(backward[middle + opposite], opposite),
                    x + backward[middle + opposite] >= n
                {
                    return (x0 + x, y0 + x - k)
                }
            }
            for k in stride(from: -distance, through: distance, by: 2) {
                var x: Int
                if k == -distance || (k != distance && backward[middle + k - 1] < backward[middle + k + 1]) {
                    x = backward[middle + k + 1]
                } else {
                    x = backward[middle + k - 1] + 1
                }
                while x < n, x - k < m, x - k >= 0, old[x0 + n - 1 - x] == new[y0 + m - 1 - (x - k)] { x += 1 }
                backward[middle + k] = x
                let opposite = delta - k
                if delta % 2 == 0, abs(opposite) <= distance, isInside(x, k),
                    isInside(forward[middle + opposite], opposite),
                    forward[middle + opposite] + x >= n
                {
                    return (x0 + n - x, y0 + m - (x - k))
                }
            }
        }
        return farthest(limit, middle, n, m, x0, y0)
    }

    /// The point within the box that the forward search brought farthest.
    private func farthest(_ limit: Int, _ middle: Int, _ n: Int, _ m: Int, _ x0: Int, _ y0: Int) -> (Int, Int) {
        var best = (x: 0, y: 0)
        for k in stride(from: -limit, through: limit, by: 2) {
            let x = forward[middle + k]
            let y = x - k
            if x <= n, y >= 0, y <= m, x + y > best.x + best.y { best = (x, y) }
        }
        // Without progress nothing of the box is shared.
        return best == (0, 0) ? (x0 + n, y0) : (x0 + best.x, y0 + best.y)
    }
}
