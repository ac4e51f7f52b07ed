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
}
