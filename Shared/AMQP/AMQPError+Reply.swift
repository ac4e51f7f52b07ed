extension AMQPError {
  /// The error for a channel that the broker closed.
  static func channelClosed(
    _ reason: CloseReason, operation: String, isOutcomeUnknown: Bool = false, isRetriable: Bool? = nil
  ) -> AMQPError {
    let code: Code =
      switch reason.replyCode {
      case 403: .accessRefused
      case 404: .notFound
      case 405: .resourceLocked
      case 406: .preconditionFailed
      default: .channelClosed
      }
    return AMQPError(
      code, replyCode: reason.replyCode, operation: operation, brokerText: reason.text,
      isOutcomeUnknown: isOutcomeUnknown, isRetriable: isRetriable)
  }

  /// The error for a message that no queue took.
  static func returned(_ reason: CloseReason) -> AMQPError {
    AMQPError(.unroutable, replyCode: reason.replyCode, operation: "publish", brokerText: reason.text)
  }

  /// The error for a message that was written before its connection went.
  static func lostInFlight(_ error: AMQPError) -> AMQPError {
    AMQPError(
      .connectionLost, replyCode: error.replyCode, operation: "publish", brokerText: error.brokerText,
      isOutcomeUnknown: true)
  }

  /// The error for a connection that the broker closed once it was open.
  static func connectionClosed(_ reason: CloseReason, operation: String) -> AMQPError {
    AMQPError(
      .connectionClosed, replyCode: reason.replyCode, operation: operation, brokerText: reason.text)
  }

  /// The error for a connection that the broker refused during the handshake.
  ///
  /// A virtual host that does not exist is 530 like any other disallowed request; only the text tells.
  static func handshakeRefused(_ reason: CloseReason) -> AMQPError {
    let (code, isRetriable): (Code, Bool?) =
      switch reason.replyCode {
      case 403 where reason.text.contains("ACCESS_REFUSED - Login was refused"): (.authenticationFailed, nil)
      case 403: (.accessRefused, nil)
      case 530 where reason.text.contains("not found"): (.notFound, false)
      case 530 where reason.text.contains("refused"): (.accessRefused, nil)
      case 530: (.connectionClosed, nil)
      default: (.connectionClosed, nil)
      }
    return AMQPError(
      code, replyCode: reason.replyCode, operation: "connect", brokerText: reason.text,
      isRetriable: isRetriable)
  }
}
