// Records of the contract as records of the log, each under its key and in the encoding that was asked for.
import { joinedEvent } from '../feed/joined.js'
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

/** `by`: the rules that decide what is written. */
export function createOutputs(topics: TopicNames, encoder: Encoder, by: RulesVersion): Outputs {
  return {
    joined: (joined) => ({
      topic: topics.joined,
      key: joined.identity,
      value: encoder.encode('joined-event', joinedEvent(joined)),
    }),
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
