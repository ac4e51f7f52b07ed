import GraphQL
import JSON
import OrderedCollections
import Synchronization
import Testing

@Suite struct ExecutorTests {
  @Test func fieldsComeInTheOrderOfTheDocument() async throws {
    let answer = try await Library.answer(
      """
      query { z: book(id: 7) { pages ...T id __typename } a: extended }
      fragment T on Book { title pages }
      """)
    #expect(
      answer == #"{"data":{"z":{"pages":1,"title":"title","id":"7","__typename":"Book"},"a":true}}"#)
  }

  @Test func selectionsOfOneKeyAreMerged() async throws {
    let answer = try await Library.answer("{ book(id: 1) { id } book(id: 1) { title ... on Node { id } } }")
    #expect(answer == #"{"data":{"book":{"id":"1","title":"title"}}}"#)
  }

  @Test(arguments: [true, false])
  func skipAndIncludeFollowTheirArguments(flag: Bool) async throws {
    let answer = try await Library.answer(
      """
      query($f: Boolean!) { book(id: 1) { id @skip(if: $f) title @include(if: $f) ... @skip(if: true) { pages }
        ...F @include(if: $f) } }
      fragment F on Book { pages }
      """, variables: ["f": .bool(flag)])
    #expect(
      answer
        == (flag ? #"{"data":{"book":{"title":"title","pages":1}}}"# : #"{"data":{"book":{"id":"1"}}}"#))
  }

  @Test func abstractTypesResolveEachToItsFields() async throws {
    let answer = try await Library.answer(
      "{ search(text: \"\") { __typename ... on Book { id } ... on Named { name } } node(id: \"a9\") { id ... on Author { name } } }"
    )
    #expect(
      answer
        == #"{"data":{"search":[{"__typename":"Book","id":"b1"},{"__typename":"Author","name":"name"},{"__typename":"Book","id":"b2"}],"node":{"id":"a9","name":"name"}}}"#
    )
  }

  @Test func aBatchResolverIsCalledOncePerFieldPosition() async throws {
    let log = CallLog()
    let response = try await Library.engine(Library.resolvers(log: log)).execute(
      GraphQLRequest(query: "{ books { author { books(first: 2) { author { name } } } } }"), context: 0)
    #expect(response.errors.isEmpty)
    #expect(
      log.all == [
        "author of b1,b2,b3", "books of a1,a2,a3 first 2", "author of x-a1,y-a1,x-a2,y-a2,x-a3,y-a3",
      ])
  }

  @Test func aThousandParentsCostOneCall() async throws {
    let calls = Mutex(0)
    var resolvers = Library.resolvers()
    resolvers["Query", "books"] = .root { _ in (0..<1_000).map { Book(id: "\($0)") } }
    resolvers["Book", "author"] = .batch(Book.self) { books, _ in
      calls.withLock { $0 += 1 }
      return books.map { .success(Author(id: $0.id).resolved) }
    }
    let response = try await Library.engine(resolvers).execute(
      GraphQLRequest(query: "{ books { id author { id } } }"), context: 0)
    #expect(calls.withLock { $0 } == 1)
    guard case .array(let books)? = response.data?["books"] else {
      Issue.record("no books")
      return
    }
    #expect(books.count == 1_000)
    #expect(books.allSatisfy { $0["id"] == $0["author"]?["id"] })
  }

  @Test func rootFieldsOfAMutationFollowOneAnother() async throws {
    let log = CallLog()
    _ = try await Library.engine(Library.resolvers(log: log)).execute(
      GraphQLRequest(query: "mutation { c: step(name: \"1\") a: step(name: \"2\") b: step(name: \"3\") }"),
      context: 0)
    #expect(log.all == ["begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3"])
  }

  @Test(.timeLimit(.minutes(3)))
  func fieldsAndSourcesOfAQueryRunAtTheSameTime() async throws {
    // Each call waits for all of the others, so one after another would never end.
    let barrier = Barrier(count: 5)
    var resolvers = Library.resolvers()
    resolvers["Query", "extended"] = .root { _ in
      await barrier.arrive()
      return true
    }
    resolvers["Query", "matrix"] = .root { _ in
      await barrier.arrive()
      return ResolvedValue.null
    }
    resolvers["Book", "author"] = .single(Book.self) { book, _ in
      await barrier.arrive()
      return Author(id: book.id)
    }
    let answer = try await Library.answer("{ extended matrix books { author { id } } }", resolvers: resolvers)
    #expect(
      answer
        == #"{"data":{"extended":true,"matrix":null,"books":[{"author":{"id":"b1"}},{"author":{"id":"b2"}},{"author":{"id":"b3"}}]}}"#
    )
  }

  @Test func resolversSeeArgumentsContextAndSelections() async throws {
    let seen = CallLog()
    var resolvers = Library.resolvers()
    resolvers["Query", "books"] = .root { info -> ResolvedValue in
      seen.add(try info.context(String.self))
      seen.add(info.selectedFields.joined(separator: ","))
      seen.add(
        "\(info.selects("title")) \(info.selects("pages")) \(info.selects("author", "name")) \(info.selects("author", "born"))"
      )
      seen.add("\(info.parentType).\(info.fieldName) as \(info.responseKey) in \(info.operation)")
      return .list([])
    }
    _ = try await Library.answer(
      "{ all: books { t: title ...F id @skip(if: true) } } fragment F on Book { author { name } }",
      resolvers: resolvers)
    #expect(seen.all == ["context", "title,author", "true false true false", "Query.books as all in query"])
  }

  @Test(.timeLimit(.minutes(3)))
  func cancellingTheTaskEndsTheExecution() async throws {
    let log = CallLog()
    let started = Barrier(count: 2)
    var resolvers = Library.resolvers()
    resolvers["Query", "books"] = .root { _ in
      await started.arrive()
      try await Task.sleep(for: .seconds(3_600))
      return [Book(id: "1")]
    }
    resolvers["Book", "author"] = .batch(Book.self) { _, _ in
      log.add("called")
      return []
    }
    let engine = try Library.engine(resolvers)
    let response = await withTaskGroup(of: GraphQLResponse.self) { group in
      group.addTask { await engine.execute(GraphQLRequest(query: "{ books { author { id } } }"), context: 0) }
      await started.arrive()
      group.cancelAll()
      return await group.next()
    }
    #expect(response?.kind == .requestError(.cancelled))
    #expect(response?.errors.first?.code == .cancelled)
    #expect(log.all.isEmpty)
  }
}
