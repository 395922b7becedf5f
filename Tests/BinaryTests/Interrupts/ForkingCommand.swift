/// A command line that forks a tree of processes which would run for ten minutes, some of them in sessions of their own, some
/// without a parent, some forking on.
struct ForkingCommand {
    /// A text in the arguments of every process of the tree, and of no other process on the machine.
    let mark: String
    /// The line.
    let text: String

    /// A tree that a generator draws.
    init(mark: String, using generator: inout SeededGenerator) {
        self.mark = mark
        let branches = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
            Self.branch("sleep \(mark)", depth: 2, &generator)
        }
        text = "echo begun; " + branches.joined(separator: " ") + " sleep \(mark)"
    }

    private static func branch(_ leaf: String, depth: Int, _ generator: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
        case 0: "\(leaf) &"
        case 1: "setsid \(leaf) &"
        case 2: "setsid sh -c '\(leaf) & setsid \(leaf) & wait' &"
        case 3: "(setsid \(leaf) &)"
        case 4: "sh -c 'for i in 1 2 3 4 5 6 7 8; do \(leaf) & setsid \(leaf) & sleep 0.02; done; wait' &"
        default:
            "( " + branch(leaf, depth: depth - 1, &generator) + " " + branch(leaf, depth: depth - 1, &generator)
                + " wait ) &"
        }
    }
}
