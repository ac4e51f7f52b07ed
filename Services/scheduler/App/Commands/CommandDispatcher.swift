import AMQP
import Contracts
import Logging
import Messaging
import Postgres

/// Hands each command to its handler.
struct CommandDispatcher: Sendable {
  private let execution: CommandExecution
  private let triggers: TriggerDesk
  private let registerEndpoint: RegisterEndpointHandler
  private let updateEndpoint: UpdateEndpointHandler
  private let deleteEndpoint: DeleteEndpointHandler
  private let testEndpoint: TestEndpointForwarder
  private let createCollection: CreateCollectionHandler
  private let updateCollection: UpdateCollectionHandler
  private let deleteCollection: DeleteCollectionHandler
  private let cancelRun = CancelRunHandler()
  private let pauseCollection = PauseCollectionHandler()
  private let resumeCollection = ResumeCollectionHandler()
  private let pauseCollections = PauseCollectionsHandler()
  private let backfillCollection = BackfillCollectionHandler()
  private let cancelBackfill = CancelBackfillHandler()
  private let resumeCollections = ResumeCollectionsHandler()
  private let replayRun = ReplayRunHandler()
  private let replayMessage: ReplayMessagePreparation
  private let replayMessages: ReplayMessagesPreparation
  private let applyChangeSet = ApplyChangeSetHandler()
  private let rejectChangeSet = RejectChangeSetHandler()
  private let createWebhook = CreateWebhookHandler()
  private let updateWebhook = UpdateWebhookHandler()
  private let deleteWebhook = DeleteWebhookHandler()
  private let redeliverWebhook = RedeliverWebhookHandler()
  private let testWebhook: TestWebhookForwarder
  private let createAPIKey = CreateAPIKeyHandler()
  private let revokeAPIKey = RevokeAPIKeyHandler()
  private let redriveDeadLetter: RedriveDeadLetterHandler
  private let discardDeadLetter = DiscardDeadLetterHandler()
  private let redriveDeadLetters: RedriveDeadLettersHandler
  private let discardDeadLetters = DiscardDeadLettersHandler()
  private let touchAPIKeys: TouchAPIKeysNote
  private let refusals: RefusalRecorder
  private let logger: Logger

  init(
    _ configuration: SchedulerConfiguration, database: PostgresPool, client: AMQPClient,
    copies: JournalCopier, queues: EndpointQueues, journal: JournalReader,
    replies: ReplyDesk, wakeRelay: @escaping @Sendable () -> Void,
    wakeClock: @escaping @Sendable () -> Void, wakeWebhooks: @escaping @Sendable () -> Void,
    wakeRedrives: @escaping @Sendable () -> Void, logger: Logger
  ) {
    self.logger = logger
    let transactions = CommandTransactions(database: database)
    let config = EndpointConfigRule(templates: configuration.templates)
    let schedules = ScheduleRule(minimumInterval: configuration.minimumScheduleInterval)
    execution = CommandExecution(
      transactions: transactions,
      committed: {
        wakeRelay()
        // Any command may have changed a schedule; to look is cheap.
        wakeClock()
        wakeWebhooks()
      }, logger: logger)
    triggers = TriggerDesk(
      batch: TriggerBatch(transactions: transactions, wakeRelay: wakeRelay, logger: logger), replies: replies,
      logger: logger)
    registerEndpoint = RegisterEndpointHandler(decision: .init(config: config), queues: queues)
    updateEndpoint = UpdateEndpointHandler(decision: .init(config: config))
    deleteEndpoint = DeleteEndpointHandler(queues: queues)
    let requests = RequestForwarder(
      client: client, copies: copies, database: database, appID: configuration.appID, logger: logger)
    testEndpoint = TestEndpointForwarder(requests: requests)
    testWebhook = TestWebhookForwarder(requests: requests)
    createCollection = CreateCollectionHandler(decision: .init(schedules: schedules))
    updateCollection = UpdateCollectionHandler(decision: .init(schedules: schedules))
    deleteCollection = DeleteCollectionHandler()
    let material = ReplayMaterial(database: database, reader: journal)
    replayMessage = ReplayMessagePreparation(material: material)
    replayMessages = ReplayMessagesPreparation(material: material)
    redriveDeadLetter = RedriveDeadLetterHandler(wakeRelay: wakeRedrives)
    redriveDeadLetters = RedriveDeadLettersHandler(wakeRelay: wakeRedrives)
    refusals = RefusalRecorder(transactions: transactions, logger: logger)
    touchAPIKeys = TouchAPIKeysNote(database: database, logger: logger)
  }

  /// - Throws: `EnvelopeError` for a message that is no command or whose body does not fit.
  func dispatch(_ command: Envelope) async throws(EnvelopeError) -> CommandAnswer {
    switch command.type {
    case .collectionTrigger:
      return await triggers.trigger(try command.decode(TriggerCollection.self), command)
    case .endpointTrigger: return await triggers.trigger(try command.decode(TriggerEndpoint.self), command)
    case .endpointTest: return await testEndpoint.forward(try command.decode(TestEndpoint.self), command)
    case .endpointRegister: return try await run(registerEndpoint, command)
    case .endpointUpdate: return try await run(updateEndpoint, command)
    case .endpointDelete: return try await run(deleteEndpoint, command)
    case .collectionCreate: return try await run(createCollection, command)
    case .collectionUpdate: return try await run(updateCollection, command)
    case .collectionDelete: return try await run(deleteCollection, command)
    case .runCancel: return try await run(cancelRun, command)
    case .runReplay: return try await run(replayRun, command)
    case .messageReplay: return try await prepareAndRun(replayMessage, command)
    case .messagesReplay: return try await prepareAndRun(replayMessages, command)
    case .collectionPause: return try await run(pauseCollection, command)
    case .collectionResume: return try await run(resumeCollection, command)
    case .collectionBackfill: return try await run(backfillCollection, command)
    case .backfillCancel: return try await run(cancelBackfill, command)
    case .collectionsPause: return try await run(pauseCollections, command)
    case .collectionsResume: return try await run(resumeCollections, command)
    case .changeSetApply: return try await run(applyChangeSet, command)
    case .changeSetReject: return try await run(rejectChangeSet, command)
    case .webhookCreate: return try await run(createWebhook, command)
    case .webhookUpdate: return try await run(updateWebhook, command)
    case .webhookDelete: return try await run(deleteWebhook, command)
    case .webhookRedeliver: return try await run(redeliverWebhook, command)
    case .webhookTest: return await testWebhook.forward(try command.decode(TestWebhook.self), command)
    case .apiKeyCreate: return try await run(createAPIKey, command)
    case .apiKeyRevoke: return try await run(revokeAPIKey, command)
    case .apiKeyTouch: return await touchAPIKeys.make(try command.decode(TouchAPIKeys.self))
    case .deadLetterRedrive: return try await run(redriveDeadLetter, command)
    case .deadLetterDiscard: return try await run(discardDeadLetter, command)
    case .deadLettersRedrive: return try await run(redriveDeadLetters, command)
    case .deadLettersDiscard: return try await run(discardDeadLetters, command)
    case .auditRecord: return await refusals.record(try command.decode(RecordRefusal.self), command)
    default: throw EnvelopeError(.wrongQueue, reason: "\(command.type.rawValue) is no command")
    }
  }

  private func run<Handler: CommandHandler>(
    _ handler: Handler, _ command: Envelope
  ) async throws(EnvelopeError) -> CommandAnswer {
    let body = try command.decode(Handler.Body.self)
    return try Self.answer(await execution.run(handler, body, command), to: command)
  }

  private func prepareAndRun<Preparation: CommandPreparation>(
    _ preparation: Preparation, _ command: Envelope
  ) async throws(EnvelopeError) -> CommandAnswer {
    let body = try command.decode(Preparation.Handler.Body.self)
    let handler: Preparation.Handler
    do {
      handler = try await preparation.handler(for: body)
    } catch {
      return try Self.answer(.failed(error, logger: logger), to: command)
    }
    return try Self.answer(await execution.run(handler, body, command), to: command)
  }

  private static func answer(
    _ reply: CommandReply, to command: Envelope
  ) throws(EnvelopeError) -> CommandAnswer {
    do {
      return .send(try EncodedReply(reply))
    } catch {
      throw EnvelopeError(reason: "the reply to \(command.type.rawValue) has no JSON form")
    }
  }
}
