/// `initialized`: the client has read the answer to `initialize`. The server doesn't wait for it.
package struct InitializedNotification: ClientNotification {
    package static var method: String { "initialized" }

    /// Makes the empty object.
    package init() {}
}
