import GraphQL
import JSON
import Synchronization
import Testing

/// GraphQL specification, 6.2.3.
@Suite struct SubscriptionTests {
  /// Events that count how many of them were taken.
  private struct Events: AsyncSequence, Sendable {
    let log: CallLog
    let count: Int
    var fails: (any Error)?

    struct AsyncIterator: AsyncIteratorProtocol {
      let events: Events
      var next = 0
      mutating func next() async throws -> Book? {
        guard next < events.count else {
          if let error = events.fails { throw error }
          return nil
        }
        next += 1
        events.log.add("event \(next)")
        return Book(id: "b\(next)", author: "a\(next)")
      }
    }
    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(events: self) }
  }

  private func start(
    _ resolver: Resolver?, _ query: String = "subscription { bookAdded { id author { name } } }",
    log: CallLog = CallLog()
  ) async throws -> SubscriptionStart {
    var resolvers = Library.resolvers(log: log)
    resolvers["Subscription", "bookAdded"] = resolver
    let engine = try Library.engine(resolvers)
    return await engine.subscribe(
      try engine.prepare(GraphQLRequest(query: query)), variables: [:], context: 0)
  }

  private func stream(_ start: SubscriptionStart) throws -> GraphQLResponseStream {
    guard case .stream(let stream) = start else {
      throw InvalidStart(description: "\(start)")
    }
    return stream
  }

  private struct InvalidStart: Error, CustomStringConvertible { let description: String }

  private func refusal(_ start: SubscriptionStart) throws -> GraphQLResponse {
    guard case .response(let response) = start else { throw InvalidStart(description: "a stream") }
    return response
  }

  @Test func everyEventIsExecutedWhenItsResponseIsAskedFor() async throws {
    let log = CallLog()
    let started = try await start(.stream { _ in Events(log: log, count: 3) }, log: log)
    var responses = try stream(started).makeAsyncIterator()
    #expect(log.all.isEmpty)
    let first = await responses.next()
    #expect(first?.data == ["bookAdded": ["id": "b1", "author": ["name": "name"]]])
    #expect(log.all == ["event 1", "author of b1"])
    let second = await responses.next()
    #expect(second?.data?["bookAdded"]?["id"] == "b2")
    #expect(log.all.count == 4)
    let third = await responses.next()
    #expect(third?.errors.isEmpty == true)
    let end = await responses.next()
    #expect(end == nil)
    #expect(log.all.count == 6)
  }

  @Test func anEventThatDoesNotFitTheTypeFailsItsResponseOnly() async throws {
    let (events, feed) = AsyncThrowingStream.makeStream(of: ResolvedValue.self, throwing: (any Error).self)
    feed.yield(.null)
    feed.yield(Book(id: "b").resolved)
    feed.finish()
    let started = try await start(.stream { _ in events }, "subscription { bookAdded { id } }")
    var responses: [GraphQLResponse] = []
    for await response in try stream(started) { responses.append(response) }
    #expect(responses.map(\.hasData) == [true, true])
    #expect(responses.map { $0.data == nil } == [true, false])
    #expect(responses.first?.errors.first?.path == [.key("bookAdded")])
  }

  @Test func aSourceThatFailsEndsTheStreamWithItsError() async throws {
    for (error, code) in [(ShownError() as any Error, "E_SHOWN"), (SecretError(), "E_INTERNAL")] {
      let started = try await start(.stream { _ in Events(log: CallLog(), count: 1, fails: error) })
      var responses: [GraphQLResponse] = []
      for await response in try stream(started) { responses.append(response) }
      #expect(responses.count == 2)
      #expect(responses.last?.hasData == false)
      #expect(responses.last?.errors.map { $0.extensions["code"] } == [.string(code)])
    }
  }

  @Test func aSourceThatCannotBeMadeRefusesTheSubscription() async throws {
    for (error, code) in [(ShownError() as any Error, "E_SHOWN"), (SecretError(), "E_INTERNAL")] {
      let response = try refusal(await start(.stream { _ -> Events in throw error }))
      #expect(response.kind == .requestError(.subscription))
      #expect(response.errors.map { $0.extensions["code"] } == [.string(code)])
      #expect(response.errors.first?.path == [.key("bookAdded")])
      #expect(response.json["data"] == nil)
    }
  }

  @Test func requestErrorsRefuseTheSubscription() async throws {
    let events = Resolver.stream { _ in Events(log: CallLog(), count: 1) }
    let variables = try refusal(
      await start(events, "subscription($a: Boolean!) { bookAdded { id @skip(if: $a) title } }"))
    #expect(variables.kind == .requestError(.variables))
    let query = try refusal(await start(events, "{ extended }"))
    #expect(query.errors.first?.code == .operationNotAllowed)
    let missing = try refusal(await start(nil))
    #expect(missing.errors.first?.code == .operationNotAllowed)
  }

  @Test func aSubscriptionIsNotExecuted() async throws {
    let response = try await Library.engine().execute(
      GraphQLRequest(query: "subscription { bookAdded { id } }"), context: 0)
    #expect(response.errors.first?.code == .operationNotAllowed)
  }

  @Test func cancellingWhileAnEventIsAwaitedEndsTheStream() async throws {
    let taken = Mutex(0)
    let source = Resolver.stream { _ in
      AsyncThrowingStream<Book, any Error> {
        let count = taken.withLock { taken in
          taken += 1
          return taken
        }
        guard count == 2 else { return Book(id: "b\(count)") }
        withUnsafeCurrentTask { $0?.cancel() }
        // Ends at once, because the task is cancelled.
        try await Task.sleep(for: .seconds(3_600))
        return nil
      }
    }
    let responses = try stream(try await start(source, "subscription { bookAdded { id } }"))
    let reader = Task {
      var answers: [GraphQLResponse] = []
      for await response in responses { answers.append(response) }
      return answers
    }
    #expect(await reader.value.map(\.data) == [["bookAdded": ["id": "b1"]]])
    #expect(taken.withLock { $0 } == 2)
  }

  @Test func everyEventMayHaveAContextOfItsOwn() async throws {
    let contexts = Mutex(0)
    var resolvers = Library.resolvers()
    resolvers["Subscription", "bookAdded"] = .stream { _ in Events(log: CallLog(), count: 5) }
    resolvers["Book", "title"] = .property(Book.self) { _, info in "\(try info.context(Int.self))" }
    let engine = try Library.engine(resolvers)
    let started = await engine.subscribe(
      try engine.prepare(GraphQLRequest(query: "subscription { bookAdded { title } }")), variables: [:],
      context: 0,
      contextOfEvent: {
        let next = contexts.withLock { contexts in
          contexts += 1
          return contexts
        }
        if next > 2 { throw ShownError() }
        return next
      })
    var answers: [String] = []
    for await response in try stream(started) {
      answers.append(response.data?["bookAdded"]?["title"]?.stringValue ?? response.errors[0].message)
    }
    #expect(answers == ["1", "2", "shown"])
  }

  @Test func streamsBelongToSubscriptions() throws {
    var resolvers = Library.resolvers()
    resolvers["Subscription", "bookAdded"] = .constant(1)
    resolvers["Query", "extended"] = .stream { _ in Events(log: CallLog(), count: 1) }
    #expect(throws: ResolverErrors.self) { try Library.engine(resolvers) }
  }
}
