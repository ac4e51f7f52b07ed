import Testing

@testable import AMQP

@Suite("Assembling messages")
struct ContentAssemblerTests {
  private static func describe(_ outcome: ContentAssembler<String>.Outcome) -> String {
    switch outcome {
    case .incomplete: "incomplete"
    case .complete(let head, let message): "\(head) \(message.body)"
    case .violation: "violation"
    }
  }

  @Test("joins method, header and bodies")
  func joins() {
    var assembler = ContentAssembler<String>()
    #expect(Self.describe(assembler.begin("a")) == "incomplete")
    #expect(assembler.isMidMessage)
    #expect(Self.describe(assembler.header(bodySize: 3, properties: .init())) == "incomplete")
    #expect(Self.describe(assembler.body([1])) == "incomplete")
    #expect(Self.describe(assembler.body([2, 3])) == "a [1, 2, 3]")
    #expect(!assembler.isMidMessage)
    #expect(Self.describe(assembler.begin("b")) == "incomplete")
    #expect(Self.describe(assembler.header(bodySize: 0, properties: .init())) == "b []")
  }

  @Test("sees frames that do not follow the protocol")
  func violations() {
    var assembler = ContentAssembler<String>()
    #expect(Self.describe(assembler.body([1])) == "violation")
    #expect(Self.describe(assembler.header(bodySize: 1, properties: .init())) == "violation")
    _ = assembler.begin("a")
    #expect(Self.describe(assembler.begin("b")) == "violation")
    _ = assembler.header(bodySize: 1, properties: .init())
    #expect(Self.describe(assembler.body([1, 2])) == "violation")
  }
}
