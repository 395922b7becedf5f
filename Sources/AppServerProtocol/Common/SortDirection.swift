/// The order of a list.
package enum SortDirection: String, ClosedEnum {
    /// Smallest or oldest first.
    case asc
    /// Greatest or newest first.
    case desc
}
