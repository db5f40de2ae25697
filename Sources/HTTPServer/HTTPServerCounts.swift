/// What a server has done since it began to serve.
package struct HTTPServerCounts: Sendable, Hashable {
    /// Connections that are open now, and those whose handler has not returned.
    package var connections = 0
    /// Connections that were taken.
    package var connectionsAccepted = 0
    /// Connections that were closed to make room for others.
    package var connectionsEvicted = 0
    /// Connections for which there was no room.
    package var connectionsRefused = 0
    /// Requests whose head was there.
    package var requests = 0
    /// Answers by their status, also to what was no request.
    package var answers: [Int: Int] = [:]
}
