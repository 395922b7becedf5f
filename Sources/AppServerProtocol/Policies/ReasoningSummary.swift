/// How much the model tells about its reasoning.
package enum ReasoningSummary: String, ClosedEnum {
    /// As the model thinks fit.
    case auto
    /// Little.
    case concise
    /// Much.
    case detailed
    /// Nothing.
    case none
}
