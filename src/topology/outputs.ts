// Records of the contract as records of the log, each under its key and in the encoding that was asked for.
import { inShort, joinedEvent } from '../feed/joined.js'
import { ocsfFinding } from '../feed/ocsf.js'
import type { RulesVersion } from '../model/finding.js'
import type { Joined } from '../model/joined.js'
import type { TopicNames } from '../model/settings.js'
import type { Command, Decision } from '../model/wire.js'
import type { FindingRecord } from '../respond/respond.js'
import type { Encoder } from '../transport/encode.js'
import type { Outbound } from '../transport/port.js'

export interface Outputs {
  joined(joined: Joined): Outbound
  decision(decision: Decision, identity: string): Outbound
  command(command: Command, identity: string): Outbound
  /** with the OCSF record that its bytes say */
  finding(finding: FindingRecord): { readonly record: Outbound; readonly value: unknown }
}

/** around the value of a record: its key, its headers and what the log adds */
const AROUND_BYTES = 16 * 1024

/** `by`: the rules that decide what is written. A joined event that is larger than `bytesMax` is told in short. */
export function createOutputs(
  topics: TopicNames,
  encoder: Encoder,
  by: RulesVersion,
  bytesMax = Infinity,
): Outputs {
  return {
    joined(joined) {
      const event = joinedEvent(joined)
      let value = encoder.encode('joined-event', event)
      if (value.length + AROUND_BYTES > bytesMax)
        value = encoder.encode('joined-event', inShort(event, value.length))
      return { topic: topics.joined, key: joined.identity, value }
    },
    decision: (decision, identity) => ({
      topic: topics.decisions,
      key: identity,
      value: encoder.encode('decision', decision),
    }),
    command: (command, identity) => ({
      topic: topics.commands,
      key: identity,
      value: encoder.encode('command', command),
    }),
    finding(finding) {
      const value = ocsfFinding(finding, by)
      const text = Buffer.from(JSON.stringify(value))
      return { record: { topic: topics.findings, key: finding.identity, value: text }, value }
    },
  }
}
