extension PrivateBroker {
  /// Brings a quorum queue into the state in which RabbitMQ 3.10 comes up with one that was declared just before
  /// it was killed: its directory of Raft members does not know the queue's, so a new member is started, and nobody
  /// asks it to stand for election.
  public func loseLeader(of queue: String) async throws {
    try await control(
      "eval",
      """
      {ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"/">>, queue, <<"\(queue)">>)), \
      ra:force_delete_server(quorum_queues, amqqueue:get_pid(Q)), \
      rabbit_quorum_queue:recover(<<"/">>, [Q]).
      """)
  }

  /// Keeps a stream from taking anything: what is published to it is not confirmed before ``resume(stream:)``.
  public func suspend(stream: String) async throws {
    try await control("eval", Self.leader(of: stream, "sys:suspend"))
  }

  public func resume(stream: String) async throws {
    try await control("eval", Self.leader(of: stream, "sys:resume"))
  }

  private static func leader(of queue: String, _ function: String) -> String {
    """
    {ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"/">>, queue, <<"\(queue)">>)), \
    \(function)(amqqueue:get_pid(Q)).
    """
  }
}
