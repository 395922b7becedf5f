/// What is known of an HTTP response that is no event stream.
struct HTTPFailureResponse {
    /// The status code.
    var status: Int
    /// The value of a header by its lower-case name.
    var header: (String) -> String?
    /// The body, or its beginning.
    var body: [UInt8]
    /// The URL without its query, which may hold secrets.
    var url: String
}
