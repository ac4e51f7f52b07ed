import GraphQL
import JSON
import Testing

@Suite struct GuardTests {
  private static let refuse: Resolver.Guard = { _ in throw ShownError() }

  @Test(arguments: ["title", "pages", "genre", "author", "maybeAuthor"])
  func aRefusedFieldFailsForEverySourceWithoutCallingItsResolver(field: String) async throws {
    let log = CallLog()
    var resolvers = Library.resolvers(log: log)
    resolvers["Book", "pages"] = .property(Book.self) { book, _ in
      log.add("pages")
      return book.pages
    }
    resolvers["Book", "maybeAuthor"] = .single(Book.self) { book, _ in
      log.add("single")
      return Author(id: book.author)
    }
    resolvers.guardFields { type, name in
      guard type == "Book", name == field else { return nil }
      return { info in
        log.add("guard of \(info.fieldName)")
        throw ShownError()
      }
    }
    let selection = field.lowercased().hasSuffix("author") ? "\(field) { id }" : field
    let response = try await Library.engine(resolvers).execute(
      GraphQLRequest(query: "{ books { \(selection) } }"), context: 0)
    #expect(response.errors.count == 3)
    #expect(response.errors.allSatisfy { $0.extensions["code"] == "E_SHOWN" })
    #expect(log.all == ["guard of \(field)"])
  }

  @Test func aFieldThatIsLetThroughIsAnswered() async throws {
    let log = CallLog()
    var resolvers = Library.resolvers()
    resolvers.guardFields { _, _ in
      { info in log.add("\(info.parentType).\(info.fieldName)") }
    }
    let answer = try await Library.answer("{ book(id: 1) { id __typename } }", resolvers: resolvers)
    #expect(answer == #"{"data":{"book":{"id":"1","__typename":"Book"}}}"#)
    #expect(log.all == ["Query.book", "Book.id"])
  }

  @Test func fieldsOfADefaultResolverAndLaterOnesAreGuarded() async throws {
    let schema = try Schema(sdl: "type Query { t: T } type T { a: Int b: Int c: Int }")
    var resolvers = Resolvers()
    resolvers.guardFields { type, field in type == "T" && field != "c" ? Self.refuse : nil }
    resolvers["Query", "t"] = .root { _ in JSONValue.object(["a": 1, "b": 2, "c": 3]) }
    resolvers.setDefault(.member, on: "T")
    resolvers["T", "b"] = .constant(2)
    let engine = GraphQLEngine(try ExecutableSchema(schema: schema, resolvers: resolvers))
    let response = await engine.execute(GraphQLRequest(query: "{ t { a b c } }"), context: 0)
    #expect(response.errors.compactMap { $0.path?.last } == [.key("a"), .key("b")])
    #expect(response.data == ["t": ["a": nil, "b": nil, "c": 3]])
  }

  @Test func introspectionIsNotGuarded() async throws {
    var resolvers = Library.resolvers()
    resolvers.guardFields { _, _ in Self.refuse }
    let answer = try await Library.answer(
      "{ __typename __type(name: \"Day\") { name } }", resolvers: resolvers)
    #expect(answer == #"{"data":{"__typename":"Query","__type":{"name":"Day"}}}"#)
  }

  @Test func theOuterGuardIsAskedFirst() async throws {
    let log = CallLog()
    var resolvers = Library.resolvers()
    resolvers["Query", "extended"] = Resolver.constant(true)
      .guarded { _ in log.add("inner") }.guarded { _ in log.add("outer") }
    _ = try await Library.answer("{ extended }", resolvers: resolvers)
    #expect(log.all == ["outer", "inner"])
  }

  @Test func anErrorThatIsNotForTheClientIsMaskedAndReportedOnce() async throws {
    let reports = CallLog()
    var resolvers = Library.resolvers()
    let failing: Resolver.Guard = { _ in throw SecretError() }
    resolvers.guardFields { type, field in type == "Book" && field == "title" ? failing : nil }
    let engine = try Library.engine(
      resolvers,
      EngineConfiguration(onInternalError: { report in
        reports.add(report.coordinate)
        return [:]
      }))
    let response = await engine.execute(GraphQLRequest(query: "{ books { title } }"), context: 0)
    #expect(response.errors.count == 3)
    #expect(reports.all == ["Book.title"])
  }

  @Test func theSourceOfEventsIsGuarded() async throws {
    let log = CallLog()
    var resolvers = Library.resolvers()
    resolvers["Subscription", "bookAdded"] = .stream { _ in
      log.add("started")
      return AsyncStream<Book> { $0.finish() }
    }
    resolvers.guardFields { type, _ in type == "Subscription" ? Self.refuse : nil }
    let engine = try Library.engine(resolvers)
    let start = await engine.subscribe(
      try engine.prepare(GraphQLRequest(query: "subscription { bookAdded { id } }")), variables: [:],
      context: 0)
    guard case .response(let response) = start else {
      Issue.record("the subscription began")
      return
    }
    #expect(response.errors.map { $0.extensions["code"] } == ["E_SHOWN"])
    #expect(log.all.isEmpty)
  }

  /// The arguments are wrong too, but whoever may not have the field need not hear of that.
  @Test func theGuardSpeaksBeforeTheArguments() async throws {
    var resolvers = Library.resolvers()
    resolvers.guardFields { _, field in field == "book" ? Self.refuse : nil }
    let answer = try await Library.answer(
      "query($b: ID = 1) { book(id: $b) { id } }", variables: ["b": nil], resolvers: resolvers)
    #expect(answer.contains("E_SHOWN"))
  }
}
