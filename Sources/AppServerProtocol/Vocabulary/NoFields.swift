/// An object without fields, `{}`: the params or the result of methods that have nothing to say.
package struct NoFields: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
