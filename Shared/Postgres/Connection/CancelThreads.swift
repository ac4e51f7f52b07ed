/// The threads that send cancel requests.
///
/// `PQcancel` waits for the server to hang up, which one that no longer answers never does. With all threads held
/// so, statements are no longer cancelled on the server; their connections are closed all the same, and the
/// server's own limit of the session ends them.
enum CancelThreads {
  static let shared = BlockingThreads(limit: 16)
}
