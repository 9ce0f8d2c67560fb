// The way of results back: some are lost, some late, some come twice, some are followed by their opposite.
import type { CommandResult } from '../../src/model/wire.js'
import type { Outbound, TaskConsumer, Transport } from '../../src/transport/port.js'
import type { Chance } from './chance.js'
import { RESULTS } from './world.js'

export interface Network {
  /** what is late comes, where it is time */
  late(nowMs: number): readonly Outbound[]
  /** how many met which fate */
  readonly counts: Record<string, number>
}

const FATES = [
  ['lost', 0.14],
  ['late', 0.16],
  ['doubled', 0.1],
  ['contradicted', 0.06],
  ['contradicted before', 0.04],
  ['delivered', 1],
] as const

/** commands nothing of which ever comes back */
const DEAF = 0.06
const LATE_S_MAX = 240

export async function openNetwork(
  transport: Transport,
  to: string,
  nowMs: () => number,
  chance: Chance,
): Promise<Network> {
  const counts: Record<string, number> = {}
  const seen = new Map<string, number>()
  let waiting: { readonly dueMs: number; readonly record: Outbound }[] = []

  const recordOf = (result: CommandResult): Outbound => ({
    topic: to,
    key: result.command_id,
    value: Buffer.from(JSON.stringify(result)),
  })

  function carried(result: CommandResult): readonly Outbound[] {
    const { command_id: id, status } = result
    const nth = (seen.get(id) ?? 0) + 1
    seen.set(id, nth)
    let drawn = chance('fate of a result', id, nth)
    let fate: string = 'lost'
    if (chance('deaf', id) >= DEAF)
      for (const [name, share] of FATES) {
        fate = name
        if (drawn < share) break
        drawn -= share
      }
    counts[fate] = (counts[fate] ?? 0) + 1
    if (status === 'failed') counts['of failures'] = (counts['of failures'] ?? 0) + 1
    const record = recordOf(result)
    const opposite = recordOf({ ...result, status: status === 'done' ? 'failed' : 'done' })
    switch (fate) {
      case 'lost':
        return []
      case 'late': {
        const dueMs = nowMs() + 1_000 * (1 + chance('late', id, nth) * LATE_S_MAX)
        waiting.push({ dueMs, record })
        return []
      }
      case 'doubled':
        return [record, record]
      case 'contradicted':
        return [record, opposite]
      case 'contradicted before':
        return [opposite, record]
      default:
        return [record]
    }
  }

  const consumer: TaskConsumer = {
    async opened() {},
    closed() {},
    delivered(delivery) {
      const results = delivery.records.map(
        ({ value }) => JSON.parse(String(value)) as CommandResult,
      )
      void delivery.ack(results.flatMap(carried), [])
    },
  }
  await transport.subscribe(
    { name: 'network', sources: [RESULTS], changelog: 'network-state', globals: [], tickMs: 0 },
    consumer,
  )
  return {
    counts,
    late(atMs) {
      const due = waiting.filter(({ dueMs }) => dueMs <= atMs)
      waiting = waiting.filter(({ dueMs }) => dueMs > atMs)
      return due.map(({ record }) => record)
    },
  }
}
