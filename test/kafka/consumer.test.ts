// Commands carried out from a real broker: members of one group share them, and one that leaves hands on what it knows.
import { expect } from '@jest/globals'
import { consumeCommands } from '../../src/consumer/consumer.js'
import type { Command, CommandResult } from '../../src/model/wire.js'
import { broker, kafka, readAll, unique, until, withKafka } from './stage.js'

const IDENTITIES = 40

function command(n: number, attempt: number): Command {
  return {
    id: `cmd-${n}`,
    time: 1,
    type: 'revoke',
    agent_id: `agent-${n % IDENTITIES}`,
    workload_id: '',
    credential_id: `c-${n}`,
    task_id: '',
    scope: 'credential',
    reason: 'a reason',
    rules: ['ambit.shift.privileged'],
    evidence: ['e1'],
    blast_radius: 10,
    decision_id: 'd1',
    mode: 'enforce',
    expires: null,
    undoes: null,
    attempt,
    approval: null,
  }
}

withKafka(
  'each command reaches one handler of the group once, through repeats and a member that leaves in between',
  async () => {
    const group = unique('containment')
    const topics = { commands: `${group}.commands`, results: `${group}.results` }
    const transport = await kafka(group)
    await transport.createTopics(
      Object.values(topics).map((name) => ({
        name,
        partitions: 4,
        cleanup: 'delete',
        retentionMs: null,
      })),
    )
    const issue = (from: number, to: number, attempt: number) =>
      transport.append(
        Array.from({ length: to - from }, (_, i) => {
          const one = command(from + i, attempt)
          return {
            topic: topics.commands,
            key: one.agent_id,
            value: Buffer.from(JSON.stringify(one)),
          }
        }),
      )
    const results = async () =>
      (await readAll(transport, topics.results)).map(
        ({ value }) => JSON.parse(String(value)) as CommandResult,
      )
    const calls: string[] = []
    const member = () =>
      consumeCommands({
        brokers: [broker!.address],
        group,
        topics,
        sessionMs: 6_000,
        handlers: { revoke: async ({ id }) => void calls.push(id) },
      })
    const first = await member()
    await issue(0, 100, 1)
    const second = await member()
    await issue(100, 200, 1)
    await until(async () => (await results()).length >= 150)
    await first.stop()
    await issue(0, 200, 2)
    await issue(200, 220, 1)
    await until(async () => (await results()).length >= 420)
    await second.stop()

    expect(calls).toHaveLength(220)
    expect(new Set(calls).size).toBe(220)
    const said = await results()
    expect(said).toHaveLength(420)
    expect(said.every(({ status }) => status === 'done')).toBe(true)
  },
  90_000,
)

withKafka('a consumer of a topic that is not there says so', async () => {
  const group = unique('containment')
  await expect(
    consumeCommands({
      brokers: [broker!.address],
      group,
      topics: { commands: group },
      handlers: {},
    }),
  ).rejects.toThrow(/no such topic/)
})
