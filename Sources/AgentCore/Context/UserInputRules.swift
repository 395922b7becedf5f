package import AppServerProtocol
import Support
package import WireJSON

/// What a client's input may hold; checked before a turn starts, so that a refused request has no effects.
package enum UserInputRules {
    /// The first rule that the inputs of one request break, or nil if they are fine.
    package static func problem(in inputs: [UserInput]) -> UserInputProblem? {
        if inputs.contains(where: isRemoteImage) { return .remoteImage }
        let characters = inputs.reduce(0) { $0 + textLength($1) }
        return characters > Limits.inputCharacters ? .tooLarge(characters: characters) : nil
    }

    /// Unicode scalars of a text input. Skills, mentions and the placeholders of text elements don't count.
    private static func textLength(_ input: UserInput) -> Int {
        guard case .text(let input) = input else { return 0 }
        return input.text.unicodeScalars.count
    }

    private static func isRemoteImage(_ input: UserInput) -> Bool {
        guard case .image(let input) = input else { return false }
        return isRemote(input.url)
    }

    /// Whether an image's address is one in the web.
    static func isRemote(_ url: String) -> Bool {
        let scheme = url.prefix(8).lowercased()
        return scheme.hasPrefix("http://") || scheme.hasPrefix("https://")
    }
}

/// Why a client's input is refused.
package enum UserInputProblem: Error, Hashable, Sendable {
    /// An image is named by a web address.
    case remoteImage
    /// All text together is longer than ``Limits/inputCharacters``.
    case tooLarge(characters: Int)

    /// The stable word for programs.
    package var kind: String {
        switch self {
        case .remoteImage: "remoteImageNotSupported"
        case .tooLarge: "inputTooLarge"
        }
    }

    /// The message that clients of this protocol know.
    package var message: String {
        switch self {
        case .remoteImage: "remote image URLs are not supported; use an inline data URL instead"
        case .tooLarge: "Input exceeds the maximum length of \(Limits.inputCharacters) characters."
        }
    }

    /// The members of the error's `data` that belong to this problem; the caller adds `kind`.
    package var data: JSONObject {
        switch self {
        case .remoteImage:
            [:]
        case .tooLarge(let characters):
            [
                "input_error_code": "input_too_large",
                "max_chars": .number(JSONNumber(Int64(Limits.inputCharacters))),
                "actual_chars": .number(JSONNumber(Int64(characters))),
            ]
        }
    }
}
