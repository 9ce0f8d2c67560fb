// Counters and gauges whose values are taken from where they are kept, at the time they are read.
import { Counter, Gauge, type Registry } from 'prom-client'

/** A value with its labels. */
export type Sample = readonly [labels: Record<string, string>, value: number]

/** A counter whose values are taken from our fields when it is read. */
export function counter(
  registry: Registry,
  name: string,
  help: string,
  labelNames: string[],
  samples: () => Iterable<Sample>,
): void {
  new Counter({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset()
      for (const [labels, value] of samples()) this.inc(labels, value)
    },
  })
}

/** A gauge, likewise. */
export function gauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: string[],
  samples: () => Iterable<Sample>,
): void {
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset()
      for (const [labels, value] of samples()) this.inc(labels, value)
    },
  })
}
