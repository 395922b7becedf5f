/// Why a `[model_providers.X]` table can't be used.
package struct ModelProviderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stable word of a failure, for programs.
    package enum Kind: String, Hashable, Sendable {
        /// The value has a wrong type or is out of range.
        case invalidValue
        /// A setting that the provider can't do without is missing.
        case missingValue
        /// The provider speaks something that Heddle doesn't.
        case unsupportedWireAPI
    }

    /// What is wrong.
    package var kind: Kind
    /// The dotted key, e.g. `model_providers.X.base_url`.
    package var key: String
    /// What is wrong and what to write instead; begins with the key.
    package var message: String

    /// The message.
    package var description: String { message }
}
