/// Moves changes between equal lines to where people expect them.
///
/// If the lines around a run of added or removed lines equal its own, the run can be shown in several places, all equally
/// right. It goes to where it meets a change of the other side, so that both become one replacement; else down as far as
/// possible.
struct GapSlider {
    /// The pairs of shared lines; the first stands before both texts, the last behind them. Changes are the gaps between.
    private var pairs: [(old: Int, new: Int)]
    private let old: DiffText
    private let new: DiffText

    init(pairs: [(old: Int, new: Int)], old: DiffText, new: DiffText) {
        self.pairs = pairs
        self.old = old
        self.new = new
    }

    /// The gaps.
    var changes: [LineDiff.Change] {
        zip(pairs, pairs.dropFirst()).compactMap { pair, next in
            let change = LineDiff.Change(old: pair.old + 1..<next.old, new: pair.new + 1..<next.new)
            return change.old.isEmpty && change.new.isEmpty ? nil : change
        }
    }

    /// Moves every gap.
    mutating func slide() {
        var gap = 0
        while gap < pairs.count - 1 {
            switch (isOpen(\.old, gap), isOpen(\.new, gap)) {
            case (true, false): gap = max(gap, slide(gap, \.old, \.new, old))
            case (false, true): gap = max(gap, slide(gap, \.new, \.old, new))
            default: break
            }
            gap += 1
        }
    }

    private typealias Side = WritableKeyPath<(old: Int, new: Int), Int>

    /// Moves one gap, which is open on one side only. Answers where it is then.
    private mutating func slide(_ gap: Int, _ side: Side, _ otherSide: Side, _ lines: DiffText) -> Int {
        var gap = gap
        while gap > 0, lines[pairs[gap][keyPath: side]] == lines[pairs[gap + 1][keyPath: side] - 1] {
            pairs[gap][keyPath: side] = pairs[gap + 1][keyPath: side] - 1
            gap -= 1
            if isOpen(otherSide, gap) { return gap }
        }
        while gap + 1 < pairs.count - 1, lines[pairs[gap][keyPath: side] + 1] == lines[pairs[gap + 1][keyPath: side]] {
            pairs[gap + 1][keyPath: side] = pairs[gap][keyPath: side] + 1
            gap += 1
            if isOpen(otherSide, gap) { return gap }
        }
        return gap
    }

    private func isOpen(_ side: Side, _ gap: Int) -> Bool {
        pairs[gap + 1][keyPath: side] - pairs[gap][keyPath: side] > 1
    }
}
