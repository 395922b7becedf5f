/// Collects which experimental parts of the protocol a decoded message makes use of.
///
/// Pass one as `userInfo[.experimentalUse]` to a decode; afterwards it lists, in order, what a client needs the
/// experimental capability for.
package final class ExperimentalUse {
    /// Paths of experimental fields with a value other than their default, such as `environments` or `input[0].detail`,
    /// and descriptors of experimental variants, such as `askForApproval.granular`.
    package private(set) var descriptors: [String] = []

    /// Makes an empty list.
    package init() {}

    /// Notes one use.
    package func note(_ descriptor: String) {
        descriptors.append(descriptor)
    }
}

extension CodingUserInfoKey {
    /// The `ExperimentalUse` that a decode reports to.
    package static let experimentalUse = CodingUserInfoKey.wire("experimentalUse")

    private static func wire(_ name: String) -> CodingUserInfoKey {
        guard let key = CodingUserInfoKey(rawValue: "heddle.wire." + name) else {
            preconditionFailure("a coding key can be made of any string")
        }
        return key
    }
}

extension Decoder {
    /// Tells the decode's `ExperimentalUse`, if it has one, that an experimental variant was used.
    package func noteExperimentalUse(_ descriptor: String) {
        (userInfo[.experimentalUse] as? ExperimentalUse)?.note(descriptor)
    }
}
