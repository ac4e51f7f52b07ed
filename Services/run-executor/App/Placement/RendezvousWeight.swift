import Foundation

/// How much a member wants an endpoint: the same on every machine and in every process, and as good as random.
///
/// Each member's weights are its own, so a member that comes or goes moves only what it takes or leaves (highest random
/// weight hashing, Thaler and Ravishankar 1998). The 64-bit FNV-1a hash of the two ids' 32 bytes, stirred by the last
/// step of SplitMix64, since FNV leaves neighbours close together.
enum RendezvousWeight {
  static func of(_ member: UUID, for endpoint: UUID) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func take(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    withUnsafeBytes(of: member.uuid) { $0.forEach(take) }
    withUnsafeBytes(of: endpoint.uuid) { $0.forEach(take) }
    hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
    return hash ^ hash >> 31
  }
}
