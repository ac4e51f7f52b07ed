import Foundation

/// Tells a webhook something that is marked as a test. The scheduler passes it on to an executor, which answers.
public struct TestWebhook: Command {
  public static let type = MessageType.webhookTest
  /// Becomes the id of the delivery.
  public var testID: UUID
  public var webhookID: UUID
  public var requestedBy: String

  public init(testID: UUID, webhookID: UUID, requestedBy: String) {
    self.testID = testID
    self.webhookID = webhookID
    self.requestedBy = requestedBy
  }
}
