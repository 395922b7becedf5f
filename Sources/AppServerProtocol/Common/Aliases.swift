/// An absolute, normalised path in the server's file system. It need not exist, and symbolic links in it are not resolved.
package typealias AbsolutePathBuf = String

/// A path as text of whatever system it belongs to, kept as it was given; relative paths are possible.
package typealias LegacyAppPathString = String

/// The id of a thread: a UUID in text form, version 7 when Heddle makes it.
package typealias ThreadId = String

/// How hard a model thinks before it answers, for example `low`, `medium` or `high`. Models bring their own words, which are
/// listed by `model/list`, so any text that isn't empty is accepted.
package typealias ReasoningEffort = String

/// A client's own classification of where a thread comes from, for statistics. Any text.
package typealias ThreadSource = String

/// The place of an agent in a tree of agents, for example `/root/helper`.
package typealias AgentPath = String
