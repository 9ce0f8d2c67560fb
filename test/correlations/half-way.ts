// A history in parts, each of which ends where correlations are half way through their windows, and what a replay finds in it.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ndjson, shifted } from '../incidents.js'
import { ambit, folder, until, type Running } from '../program.js'
import { at, type Wire } from '../scenario/play.js'

/** Counts, distinct values, sums, an order, a chain and an absence; by agent, and by address over agents of several partitions. */
const RULES = `title: A vault is read
name: vault_read
id: 11111111-0000-4000-8000-000000000001
logsource: { product: ambit, category: resource }
detection: { s: { resource.id: vault-* }, condition: s }
---
title: Something is exported
name: exported
id: 11111111-0000-4000-8000-000000000002
logsource: { product: ambit, category: agent }
detection: { s: { tool.name: export_rows, tool.arguments.what|contains: vault }, condition: s }
---
title: Four vaults by one agent
name: many_vaults
id: 11111111-0000-4000-8000-000000000003
correlation:
  type: event_count
  rules: [vault_read]
  group-by: [agent.id]
  timespan: 10m
  condition: { gte: 4 }
level: high
---
title: Four different vaults from one address
name: from_one_address
id: 11111111-0000-4000-8000-000000000004
correlation:
  type: value_count
  rules: [vault_read]
  group-by: [source.ip]
  timespan: 10m
  condition: { field: resource.id, gte: 4 }
level: high
---
title: Much is read
name: much_read
id: 11111111-0000-4000-8000-000000000005
correlation:
  type: value_sum
  rules: [vault_read]
  group-by: [agent.id]
  timespan: 10m
  condition: { field: attributes.bytes, gt: 100 }
level: medium
---
title: Read, then exported
name: read_then_exported
id: 11111111-0000-4000-8000-000000000006
correlation:
  type: temporal_ordered
  rules: [vault_read, exported]
  group-by: [agent.id]
  timespan: 10m
level: high
---
title: Many and much
name: many_and_much
id: 11111111-0000-4000-8000-000000000007
correlation:
  type: temporal
  rules: [many_vaults, much_read]
  group-by: [agent.id]
  timespan: 10m
  generate: true
level: critical
ambit: { response: escalate }
---
title: A ticket is looked at
name: ticket
id: 11111111-0000-4000-8000-000000000008
logsource: { product: ambit, category: agent }
detection: { s: { tool.name: get_ticket }, condition: s }
---
title: Read without a ticket
name: read_without_ticket
id: 11111111-0000-4000-8000-000000000009
correlation:
  type: temporal
  rules: [vault_read, ticket]
  group-by: [agent.id]
  timespan: 2m
  condition: vault_read and not ticket
level: medium
`

/** A folder with the rules in it, for `rules:` of a configuration. */
export function rulesFolder(): string {
  const mine = join(folder(), 'mine')
  mkdirSync(mine)
  writeFileSync(join(mine, 'vaults.yml'), RULES)
  return mine
}

const read = (second: number, agent: string, vault: number, ip: string): Wire =>
  at(second, 'resource.accessed', {
    agent,
    action: 's3:GetObject',
    resource: `vault-${vault}`,
    outcome: 'allow',
    more: { source: { ip }, attributes: { bytes: 30 } },
  })
const exported = (second: number, agent: string): Wire =>
  at(second, 'tool.called', {
    agent,
    more: { tool: { name: 'export_rows', arguments: { what: { table: 'vault' } } } },
  })

const ticket = (second: number, agent: string): Wire =>
  at(second, 'tool.called', { agent, more: { tool: { name: 'get_ticket' } } })
/** Makes it late everywhere, whichever partitions there are: only then is an absence certain. */
const later = Array.from({ length: 24 }, (_, n) => ticket(900 + n, `z${n}`))

/** In the order of arrival; what belongs together arrives out of order, too. */
export function parts(): readonly (readonly Wire[])[] {
  const said: readonly (readonly Wire[])[] = [
    [
      read(0, 'a1', 1, '10.0.0.1'),
      read(10, 'a1', 2, '10.0.0.9'),
      read(5, 'a2', 2, '10.0.0.1'),
      exported(7, 'b1'),
      ticket(30, 'a1'),
    ],
    [
      read(65, 'a3', 3, '10.0.0.1'),
      read(80, 'a1', 3, '10.0.0.9'),
      read(60, 'a4', 1, '10.0.0.1'),
      read(70, 'b1', 1, '10.0.0.8'),
      ticket(110, 'a3'),
    ],
    [
      exported(160, 'a3'),
      exported(118, 'a1'),
      read(120, 'a1', 4, '10.0.0.9'),
      read(140, 'a2', 5, '10.0.0.1'),
      read(130, 'b2', 5, '10.0.0.7'),
      ticket(150, 'b2'),
      ticket(115, 'a1'),
    ],
    later,
  ]
  const whole = shifted(said.flat(), 3_600_000)
  let from = 0
  return said.map(({ length }) => whole.slice(from, (from += length)))
}

/** What is found before a part is read: nothing of the first two says anything yet, and absences are certain only after the last. */
export function foundBefore(part: number, whole: readonly string[]): readonly string[] {
  return part < 3 ? [] : whole.filter((line) => !line.startsWith('Read without a ticket'))
}

interface Finding {
  readonly activity_id: number
  readonly finding_info: {
    readonly uid: string
    readonly title: string
    readonly related_events: readonly { readonly uid: string }[]
  }
  readonly unmapped: { readonly ambit: { readonly identity: string } }
}

/** What stands in the end of findings in their order, one line each, sorted. */
export function standing(findings: readonly unknown[]): readonly string[] {
  const open = new Map<string, string>()
  for (const { activity_id, finding_info, unmapped } of findings as readonly Finding[]) {
    const { uid, title, related_events } = finding_info
    const events = related_events.map((event) => event.uid).sort()
    if (activity_id === 3) open.delete(uid)
    else open.set(uid, `${title}: ${unmapped.ambit.identity} (${events.join(', ')}) ${uid}`)
  }
  return [...open.values()].sort()
}

/** What `ambit replay` finds in one go. */
export function found(events: readonly Wire[], rules: string): readonly string[] {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [ambit, 'replay', '-', '--rules', rules, '--only', 'ambit.findings'],
    { input: ndjson(events), encoding: 'utf8', env: { PATH: process.env['PATH'] } },
  )
  if (status !== 0) throw new Error(`replay ended with ${status}: ${stderr}`)
  const lines = stdout.split('\n').filter((line) => line !== '')
  return standing(lines.map((line) => (JSON.parse(line) as { value: unknown }).value))
}

/** Until it has judged so many uses since its start, and nothing is left to read. */
export async function untilJudged(program: Running, uses: number): Promise<void> {
  await until(
    `${uses} uses are judged`,
    async () => {
      const metrics = await program.metrics()
      const done = metrics('ambit_decisions_total') >= uses && metrics('ambit_lag_records') === 0
      return done || undefined
    },
    60_000,
  )
}
