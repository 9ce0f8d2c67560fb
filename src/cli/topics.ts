// `ambit topics create`: every topic of the contract and the internal ones, each with the cleanup its content needs.
import { recordBytesMax, type Settings } from '../model/settings.js'
import type { TopicSpec, Transport } from '../transport/port.js'

export const PARTITIONS_DEFAULT = 4
export const PARTITIONS_MAX = 1024
const DAY_MS = 24 * 3600 * 1000
/** frames between the two topologies are read within seconds; a week lets an operator repair a stopped one */
const REPARTITION_RETENTION_MS = 7 * DAY_MS

/**
 * All topics that a run with these settings reads and writes. What is decided is kept for `audit.retention`, as it has to be explained
 * months later; other wire topics have the broker's own retention. The identities and the changelogs are compacted, as they
 * are state; each name once, sources first.
 */
export function topicSpecs(settings: Settings, partitions: number): TopicSpec[] {
  const { sources, topics, audit } = settings
  const spec = (
    name: string,
    cleanup: TopicSpec['cleanup'],
    retentionMs: number | null = null,
  ): TopicSpec => ({
    name,
    partitions,
    cleanup,
    retentionMs,
    maxMessageBytes: recordBytesMax(settings.limits),
  })
  const incoming = (name: string): TopicSpec => ({
    name,
    partitions,
    cleanup: 'delete',
    retentionMs: null,
    brokerTime: true,
  })
  return [
    ...sources.map(({ topic }) => incoming(topic)),
    incoming(topics.approvals),
    incoming(topics.commandResults),
    spec(topics.joined, 'delete'),
    spec(topics.decisions, 'delete', audit.retentionMs),
    spec(topics.commands, 'delete', audit.retentionMs),
    spec(topics.findings, 'delete', audit.retentionMs),
    spec(topics.audit, 'delete', audit.retentionMs),
    spec(topics.deadLetters, 'delete'),
    spec(topics.repartition, 'delete', REPARTITION_RETENTION_MS),
    spec(topics.identities, 'compact'),
    spec(topics.identifyChangelog, 'compact'),
    spec(topics.judgeChangelog, 'compact'),
  ]
}

/**
 * Creates what is missing and prints one line for each topic. Topics that exist are left as they are, also where they
 * have another number of partitions; internal ones that are new get as many as the widest source has.
 */
export async function createTopics(
  settings: Settings,
  transport: Pick<Transport, 'createTopics' | 'partitions'>,
  partitions: number,
  print: (line: string) => void,
): Promise<void> {
  const existing = new Map<string, number>()
  for (const { name } of topicSpecs(settings, partitions))
    existing.set(name, await transport.partitions(name))
  const widest = Math.max(
    partitions,
    ...settings.sources.map(({ topic }) => existing.get(topic) ?? 0),
  )
  const specs = topicSpecs(settings, partitions).map((spec) =>
    isInternal(settings, spec.name) ? { ...spec, partitions: widest } : spec,
  )
  const created = new Set(await transport.createTopics(specs))
  const width = Math.max(...specs.map(({ name }) => name.length))
  for (const { name, cleanup, partitions: wanted } of specs) {
    const has = existing.get(name) ?? 0
    const state = created.has(name) ? 'created' : 'existed'
    const count = created.has(name) || has === 0 ? wanted : has
    print(
      `${state}  ${name.padEnd(width)}  ${count} partition${count === 1 ? '' : 's'}, ${cleanup}`,
    )
  }
}

function isInternal({ topics }: Settings, name: string): boolean {
  return (
    name === topics.repartition ||
    name === topics.identities ||
    name === topics.identifyChangelog ||
    name === topics.judgeChangelog
  )
}
