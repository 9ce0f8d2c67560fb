// What is counted of those who watch: members, enforcement points, commands, agents that are not heard, clocks that are off.
import type { Registry } from 'prom-client'
import type { Metrics, OpenTask } from './metrics.js'
import { counter, gauge, type Sample } from './metrics-sample.js'

export function publishWatch(
  registry: Registry,
  tasks: ReadonlyMap<string, OpenTask>,
  all: Pick<Metrics, 'partitions'>,
): void {
  gauge(
    registry,
    'ambit_judged_partitions',
    'Partitions of identities that are judged by this member, and by others or nobody',
    ['by'],
    () => {
      const here = [...tasks.values()].filter(({ task }) => task.topology === 'judge').length
      return [
        [{ by: 'this' }, here],
        [{ by: 'others' }, Math.max(0, all.partitions - here)],
      ]
    },
  )
  counter(
    registry,
    'ambit_enforcement_decisions_total',
    'What enforcement points decided',
    ['kind', 'decision'],
    () =>
      [...tasks.values()].flatMap(({ gauges }) =>
        [...(gauges.verdicts ?? [])].map(([name, value]): Sample => {
          const [kind = '', decision = ''] = name.split(' ')
          return [{ kind, decision }, value]
        }),
      ),
  )
  counter(
    registry,
    'ambit_enforcement_undecided_total',
    'Uses that were let in and that no enforcement point is known to have decided',
    [],
    () => [...tasks.values()].map(({ gauges }): Sample => [{}, gauges.undecided]),
  )
  gauge(registry, 'ambit_commands_in_state', 'What became of the commands', ['state'], () =>
    [...tasks.values()].flatMap(({ gauges }) =>
      Object.entries(gauges.states?.() ?? {}).map(([state, value]): Sample => [{ state }, value]),
    ),
  )
  gauge(
    registry,
    'ambit_blind_tasks',
    'Judging tasks that hear no agent at all while other sources go on',
    [],
    () => [...tasks.values()].map(({ gauges }): Sample => [{}, gauges.blind ? 1 : 0]),
  )
  gauge(
    registry,
    'ambit_source_skew_seconds',
    'How far the clock of a source of resources is ahead',
    ['source', 'partition'],
    () =>
      [...tasks.values()].flatMap(({ task, gauges }) =>
        [...(gauges.clocks ?? [])].map(([source, { skewMs }]): Sample => {
          return [{ source, partition: String(task.partition) }, skewMs / 1000]
        }),
      ),
  )
}
