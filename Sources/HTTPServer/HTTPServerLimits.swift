/// What a server grants to those who ask: all of it is bounded.
package struct HTTPServerLimits: Sendable, Hashable {
    /// Connections at once. One more takes the place of the one that has kept the server waiting longest; where all
    /// are being answered it is refused with 503.
    package var connections = 256
    /// Connections at once of one address (of IPv6: of one /64; of a local socket: of one user), by the same rule.
    package var connectionsPerPeer = 128
    /// The bytes of a request before its body; more is refused with 431.
    package var headBytes = 16 * 1024
    /// The bytes of a request's first line; more is refused with 414.
    package var lineBytes = 8 * 1024
    /// Header lines of a request; more are refused with 431.
    package var headers = 100
    /// The bytes of one body; more is refused with 413.
    package var bodyBytes = 1 << 20
    /// The bytes of all bodies that are coming in or being answered. Beyond, the one that has been coming in longest is
    /// refused with 503.
    package var bodyBytesInAll = 16 << 20
    /// Handlers at work at once; further requests wait for one to return. It keeps what a handler computes from making
    /// all other tasks of the process late.
    package var handlers = 16
    /// From the first byte of a request to its last, however steadily it dribbles; then it is refused with 408. And from
    /// the start of a connection to its first byte; then it is closed.
    package var requestTime = Duration.seconds(10)
    /// From a whole request to the handler's answer; then it is answered with 503.
    package var answerTime = Duration.seconds(30)
    /// From the answer to its last byte on its way; then the connection is closed.
    package var sendTime = Duration.seconds(10)
    /// Between two requests of a connection; then it is closed.
    package var idleTime = Duration.seconds(60)
    /// How long, and how many bytes, a refused sender may go on before the connection is closed under it: whoever
    /// sends before it reads would otherwise lose the answer.
    package var lingerTime = Duration.seconds(1)
    package var lingerBytes = 1 << 20

    /// The limits of a server for one machine's alerts.
    package init() {}
}
