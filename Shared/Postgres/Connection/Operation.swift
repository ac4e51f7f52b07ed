import ThreadActor

/// What a connection is busy with; one at a time.
struct Operation {
  enum Kind { case connecting, statement, copyIn, copyOut }
  enum Interruption { case timedOut, cancelled, closed }

  let number: Int
  let kind: Kind
  var deadline: PollTimer
  /// Runs once the operation is interrupted; at its end the connection is given up.
  var grace: PollTimer?
  /// Why the operation is to end early; the first reason counts.
  var interruption: Interruption?
  /// A cancel request is under way: the next statement must not begin, or it would be hit.
  var isCancelUnderWay = false
  /// Whether losing the connection now leaves open what the server did.
  var leavesOutcomeOpen = false
}
