/// What a broker says when it closes a channel or a connection.
struct CloseReason: Sendable, Hashable {
  let replyCode: Int
  let text: String
}
