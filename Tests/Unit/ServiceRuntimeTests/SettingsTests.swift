import ArgumentParser
import Foundation
import Glibc
import Logging
import Testing

@testable import ServiceRuntime

@Suite struct SettingsTests {
  private enum Colour: String, CaseIterable { case red, green }

  private struct Sample: SettingsGroup {
    static let name = Setting<String>.string("S_NAME", "A name.")
    static let size = Setting<Int>.integer("S_SIZE", "A size.", in: 1...9, default: 3)
    static let wait = Setting<Duration>.seconds("S_WAIT", "A wait.", in: 0...60, default: 1.5)
    static let isOn = Setting<Bool>.toggle("S_ON", "A switch.", default: false)
    static let colour = Setting<Colour>.choice("S_COLOUR", "A colour.").optional
    static let url = Setting<String>.url("S_URL", "An address.", schemes: ["amqp", "amqps"])

    static var declarations: [any SettingDeclaration] {
      HTTPSettings.declarations + [name, size, wait, isOn, colour, url]
    }

    let http: HTTPSettings
    let name: String
    let size: Int
    let wait: Duration
    let isOn: Bool
    let colour: Colour?
    let url: String

    init(from settings: SettingsReader) throws(SettingsError) {
      http = try settings.group(HTTPSettings.self)
      name = try settings.read(Self.name)
      size = try settings.read(Self.size)
      wait = try settings.read(Self.wait)
      isOn = try settings.read(Self.isOn)
      colour = try settings.read(Self.colour)
      url = try settings.read(Self.url)
    }
  }

  private func load(_ environment: [String: String]) throws(SettingsError) -> Sample {
    try SettingsReader(executable: "sample", environment: environment).load(Sample.self)
  }

  private func reason<Value>(_ setting: Setting<Value>, _ text: String) -> String? {
    setting.issue(in: [setting.name: text])?.reason
  }

  @Test func defaultsHoldAndEmptyMeansUnset() throws {
    let sample = try load(["S_NAME": "n", "S_URL": "amqp://h", "S_SIZE": "", "S_COLOUR": ""])
    #expect(sample.http.host == "127.0.0.1" && sample.http.port == 8_080)
    #expect(sample.size == 3 && sample.wait == .seconds(1.5) && !sample.isOn && sample.colour == nil)
  }

  @Test func whatSettingsCameToIsToldWithoutSecrets() {
    let environment = ["S_NAME": "n", "S_URL": "amqp://u:canary@h", "S_SIZE": "9", "S_ON": ""]
    let effective = SettingsReader(executable: "sample", environment: environment).effective(Sample.self)
    func told(_ name: String) -> EffectiveSetting? { effective.first { $0.name == name } }
    #expect(effective.map(\.name) == Sample.declarations.map(\.name))
    #expect(told("S_SIZE") == EffectiveSetting(name: "S_SIZE", value: "9", source: .environment))
    #expect(told("S_WAIT") == EffectiveSetting(name: "S_WAIT", value: "1.5", source: .default))
    #expect(told("S_ON") == EffectiveSetting(name: "S_ON", value: "off", source: .default))
    #expect(told("S_URL") == EffectiveSetting(name: "S_URL", value: nil, source: .environment))
  }

  @Test func valuesAreRead() throws {
    let sample = try load([
      "S_NAME": "n", "S_URL": "AMQPS://u:p@h/v", "S_SIZE": "9", "S_WAIT": "0.25", "S_ON": "on",
      "S_COLOUR": "green", "NUCLEUS_HTTP_PORT": "0",
    ])
    #expect(sample.size == 9 && sample.wait == .milliseconds(250) && sample.isOn && sample.colour == .green)
    #expect(sample.http.port == 0 && sample.url == "AMQPS://u:p@h/v")
  }

  @Test func everyFaultIsNamedOnOneLineWithoutSecrets() throws {
    let error = #expect(throws: SettingsError.self) {
      try load([
        "S_SIZE": "10", "S_WAIT": "soon\n", "S_ON": "yes", "S_URL": "http://u:hunter2@h", "S_COLOUR": "blue",
      ])
    }
    let issues = try #require(error?.issues)
    #expect(issues.map(\.name) == ["S_NAME", "S_SIZE", "S_WAIT", "S_ON", "S_COLOUR", "S_URL"])
    let line = try #require(error).description
    #expect(!line.contains("\n") && !line.contains("hunter2"))
    #expect(line.contains("S_SIZE has to be a whole number in 1…9"))
    #expect(line.contains("S_COLOUR has to be one of red, green"))
  }

  @Test(arguments: ["", "0", "10", "-1", "x", "1.0", " 1", "99999999999999999999"])
  func integersOutOfRangeAreRefused(text: String) {
    #expect((reason(Sample.size, text) == nil) == text.isEmpty)
  }

  @Test(arguments: ["-0.1", "61", "nan", "inf", "1s", "x"])
  func secondsOutOfRangeAreRefused(text: String) {
    #expect(reason(Sample.wait, text) != nil)
  }

  @Test(arguments: ["amqp:/h", "amqp://", "amqp:///v", "http://h", "h:5672", "amqp://?x"])
  func urlsWithoutSchemeOrHostAreRefused(text: String) {
    #expect(reason(Sample.url, text) != nil)
  }

  @Test func aFurtherConversionKeepsPresenceAndGivesTheReason() throws {
    struct Refusal: Error, CustomStringConvertible { let description = "is\nnot even" }
    let even = Sample.size.then { if $0 % 2 == 0 { $0 / 2 } else { throw Refusal() } }
    let reader = SettingsReader(executable: "x", environment: ["S_SIZE": "8"])
    #expect(try reader.read(even) == 4)
    #expect(reason(even, "7") == "is not even")
    #expect(even.issue(in: [:])?.reason == "is not even")
    #expect(!even.isRequired && Sample.name.then { $0 }.isRequired && !Sample.name.optional.isRequired)
    #expect(Sample.name.optional.issue(in: [:]) == nil)
  }

  @Test func aSecretFileGivesItsContentAndHidesIt() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "secret-\(UUID())")
    defer { try? FileManager.default.removeItem(at: file) }
    let setting = Setting<SecretText>.secretFile("S_FILE", "A file.")
    try Data(" hunter2\n".utf8).write(to: file)
    let secret = try SettingsReader(executable: "x", environment: ["S_FILE": file.path]).read(setting)
    #expect(secret.reveal() == "hunter2")
    var shown = "\(secret) \(String(reflecting: secret)) \([secret])"
    dump(secret, to: &shown)
    #expect(!shown.contains("hunter2"))
    try Data("\n".utf8).write(to: file)
    #expect(reason(setting, file.path)?.contains("empty") == true)
    #expect(reason(setting, "/nowhere/at/all")?.contains("cannot be read") == true)
  }

  @Test func instanceNamesAreChecked() throws {
    let reader = SettingsReader(executable: "x", environment: ["NUCLEUS_INSTANCE": "a@b"])
    #expect(throws: SettingsError.self) { try reader.load(RuntimeSettings.self) }
    let empty = try SettingsReader(executable: "x", environment: [:]).load(RuntimeSettings.self)
    #expect(empty.instance == nil && empty.logLevel == .info && empty.logFormat == .json)
    #expect(ProcessIdentity(service: "scheduler", host: "h").label == "scheduler@h")
    #expect(ProcessIdentity(service: "s", instance: "s-2", host: "h").label == "s-2@h")
  }

  @Test func helpListsEverySettingOnce() {
    let text = SettingsHelp.text(for: Sample.declarations + HTTPSettings.declarations)
    for setting in Sample.declarations {
      #expect(text.components(separatedBy: "  \(setting.name) (").count == 2, "\(setting.name)")
      #expect(text.contains(setting.meaning))
    }
    #expect(text.contains("S_SIZE (1…9; default 3)"))
    #expect(text.contains("S_NAME (text; required)"))
    #expect(text.contains("S_COLOUR (red | green; optional)"))
    #expect(text.contains("S_ON (on | off; default off)"))
  }

  @Test func wrongSettingsEndTheProcessWithOneLineAndCode78() async throws {
    let result = await #expect(processExitsWith: .exitCode(78), observing: [\.standardErrorContent]) {
      do {
        _ = try SettingsReader(executable: "sample", environment: ["NUCLEUS_HTTP_PORT": "x"])
          .loadOrExit(HTTPSettings.self)
      } catch let code as ExitCode {
        exit(code.rawValue)
      }
    }
    let content = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(content == "sample: NUCLEUS_HTTP_PORT has to be a whole number in 0…65535\n")
  }

  // MARK: Secrets in files

  private func withSecretFile(_ text: String, _ body: (String) throws -> Void) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "setting-\(UUID().uuidString)")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    try body(file.path)
  }

  @Test func readsASecretFromAFile() throws {
    try withSecretFile("amqp://u:p@broker\n") { path in
      let url = try Sample.url.value(in: ["S_URL_FILE": path])
      #expect(url == "amqp://u:p@broker")
      // What is wrong with it is said without saying what it is.
      let issue = #expect(throws: SettingsIssue.self) {
        try Sample.url.value(in: ["S_URL_FILE": path, "S_URL": "amqp://elsewhere"])
      }
      #expect(issue?.reason.contains("S_URL_FILE") == true)
    }
  }

  @Test func namesTheFileThatCannotBeRead() {
    let issue = #expect(throws: SettingsIssue.self) {
      try Sample.url.value(in: ["S_URL_FILE": "/nowhere/secret"])
    }
    #expect(issue?.name == "S_URL_FILE")
  }

  @Test func onlySecretsComeFromFiles() throws {
    try withSecretFile("7") { path in
      let size = try Sample.size.value(in: ["S_SIZE_FILE": path])
      #expect(size == 3)
    }
  }
}
