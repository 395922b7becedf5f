package import AppServerProtocol

/// The text under which lists show a thread.
package enum ThreadPreview {
    /// The longest preview, in characters. A first message may hold a pasted file, and a page of a list 100 previews.
    package static let characterLimit = 2_000

    /// The text parts of a user message, joined by line feeds and cut at the limit; empty for a message of images.
    package static func text(of content: [UserInput]) -> String {
        String(wholeText(of: content).prefix(characterLimit))
    }

    /// The text parts of a user message, joined by line feeds.
    package static func wholeText(of content: [UserInput]) -> String {
        var text = ""
        for case .text(let part) in content {
            if !text.isEmpty { text += "\n" }
            text += part.text
        }
        return text
    }
}
