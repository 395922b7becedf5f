/// A turn that the driver of the crash test has chosen: its prompt, and what it does while the turn runs.
struct TurnPlan {
    /// What happens once the turn has started.
    enum Meanwhile {
        case nothing
        case steer
        case interrupt
    }

    var prompt: String
    var meanwhile = Meanwhile.nothing

    /// A plan by chance: text, commands, both at once, steering, a failure, an interrupt.
    static func random(using generator: inout SeededGenerator) -> TurnPlan {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0, 1:
            TurnPlan(prompt: "think: \(words(6, &generator))\nsay: \(words(60, &generator))")
        case 2:
            TurnPlan(prompt: "run: echo \(words(4, &generator))\nsay: \(words(10, &generator))")
        case 3:
            TurnPlan(prompt: "run: head -c \(Int.random(in: 1...60_000, using: &generator)) /dev/zero | tr '\\0' x")
        case 4:
            TurnPlan(prompt: "run: echo one; sleep 0.01; echo two\nrun: echo three >&2; exit 3\nplan: a; b")
        case 5:
            TurnPlan(prompt: "sleep: 0.02\nsay: \(words(20, &generator))", meanwhile: .steer)
        case 6:
            TurnPlan(prompt: "say: \(words(3, &generator))\nsleep: 20", meanwhile: .interrupt)
        default:
            TurnPlan(prompt: "fail: badRequest")
        }
    }

    /// One to so many words.
    static func words(_ limit: Int, _ generator: inout SeededGenerator) -> String {
        let count = Int.random(in: 1...limit, using: &generator)
        return (0..<count).map { _ in ["warp", "weft", "shed", "heddle", "größe"].randomElement(using: &generator)! }
            .joined(separator: " ")
    }
}
