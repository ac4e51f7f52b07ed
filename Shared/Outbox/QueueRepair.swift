import AMQP
import Storage

/// Called for a trigger whose queue does not take it, with the error of the last try: may make the queue anew. It
/// must not touch the message's row, which the relay holds locked.
///
/// RabbitMQ 3.10 that is killed soon after a quorum queue was declared brings it back without a leader, for good: a
/// publisher's channel that has a message for it stands still for a minute, and declaring it again answers as if
/// all were well. Only deleting it helps, and costs nothing: triggers are hints (R1).
public typealias QueueRepair = @Sendable (OutboxMessage, AMQPError) async throws -> Void
