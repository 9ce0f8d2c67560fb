// A place for the program on the shared broker: topics and a group of its own, and its configuration.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from '../../src/model/wire.js'
import type { Transport } from '../../src/transport/port.js'
import { folder, launch, start, type Running } from '../program.js'
import { broker, kafka, readAll, unique } from './stage.js'

/** Topics and a group of its own on the shared broker. */
export interface Place {
  readonly config: string
  readonly transport: Transport
  name(topic: string): string
  run(): Promise<Running>
  commands(): Promise<readonly Command[]>
}

/** `env` is what the program sees, `more` further lines of its configuration. */
export async function placeOf(
  env: Readonly<Record<string, string>>,
  more = '',
  partitions = 3,
): Promise<Place> {
  const tag = unique('run')
  const name = (topic: string): string => `${tag}.${topic}`
  const config = join(folder(), 'ambit.yml')
  const kinds = ['agent', 'workload', 'resource']
  const outs = [
    'joined',
    'decisions',
    'commands',
    'findings',
    'audit',
    'dead_letters',
    'approvals',
    'command_results',
  ]
  const inner = ['identities', 'repartition', 'identify_changelog', 'judge_changelog']
  writeFileSync(
    config,
    [
      `kafka: { brokers: ['${broker?.address}'], group: ${tag} }`,
      `sources: [${kinds.map((kind) => `{ topic: ${name(kind)}, kind: ${kind} }`).join(', ')}]`,
      `topics: { ${[...outs, ...inner].map((topic) => `${topic}: ${name(topic)}`).join(', ')} }`,
      'output: { encoding: json }',
      'http: { port: 0 }',
      more,
    ].join('\n'),
  )
  const create = launch(
    ['topics', 'create', '--config', config, '--partitions', String(partitions)],
    env,
  )
  if ((await create.ended) !== 0) throw new Error(`topics create: ${create.said()}`)
  const transport = await kafka(`${tag}-test`)
  return {
    config,
    transport,
    name,
    run: () => start(['--config', config], env),
    commands: async () =>
      (await readAll(transport, name('commands'))).map(
        ({ value }) => JSON.parse(String(value)) as Command,
      ),
  }
}
