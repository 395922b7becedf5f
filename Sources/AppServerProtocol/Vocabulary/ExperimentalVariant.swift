package import WireJSON

/// The variants of otherwise stable unions that only experimental clients may send.
package enum ExperimentalVariant: String, CaseIterable, Sendable {
    /// The granular form of ``AskForApproval``.
    case granularApproval = "askForApproval.granular"
}

extension ExperimentalUse {
    /// The first experimental part that a decoded request made use of, by the name that a refusal gives to it:
    /// `thread/start.environments` for a field, `askForApproval.granular` for a variant; nil if there was none.
    package func firstPart(method: String) -> String? {
        descriptors.first.map { ExperimentalVariant(rawValue: $0) == nil ? "\(method).\($0)" : $0 }
    }
}
