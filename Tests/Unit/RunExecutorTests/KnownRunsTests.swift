import Foundation
import Testing

@testable import RunExecutor

@Suite struct KnownRunsTests {
  @Test func aRunIsAdmittedOnce() throws {
    let known = KnownRuns()
    let run = UUID()
    let admission = try #require(known.admit(run))
    #expect(known.admit(run) == nil)
    #expect(known.admit(UUID()) != nil)
    known.leave(admission)
    #expect(known.admit(run) != nil)
  }

  @Test func aLateLeaverDoesNotEvictItsSuccessor() throws {
    let known = KnownRuns()
    let run = UUID()
    let zombie = try #require(known.admit(run))
    known.leave(zombie)
    _ = try #require(known.admit(run))
    known.leave(zombie)
    #expect(known.admit(run) == nil)
  }
}
