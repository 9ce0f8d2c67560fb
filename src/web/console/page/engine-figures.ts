// The few figures of the whole process that the page shows, out of what is measured for everybody.

/** Figures of the whole process. */
export interface Figures {
  readonly eventsRead: number
  /** null until two looks have been taken */
  readonly perSecond: number | null
  readonly lag: number
  readonly identities: number
  /** partitions of identities that this member judges, and others do */
  readonly judged: { readonly here: number; readonly elsewhere: number }
  /** commands by state */
  readonly states: Readonly<Record<string, number>>
  readonly atMs: number
}

/** Prometheus text, of which a few sums are wanted. */
export function figuresIn(metrics: string, before: Figures | null, atMs = Date.now()): Figures {
  const sums = new Map<string, number>()
  const states: Record<string, number> = {}
  for (const [, name = '', labels = '', value] of metrics.matchAll(
    /^(ambit_[a-z_]+)(\{[^}]*\})? (\S+)$/gm,
  )) {
    sums.set(name, (sums.get(name) ?? 0) + Number(value))
    const [, state] = /^\{state="([^"]+)"/.exec(labels) ?? []
    if (name === 'ambit_commands_in_state' && state !== undefined) states[state] = Number(value)
    if (name === 'ambit_judged_partitions') sums.set(name + labels, Number(value))
  }
  const eventsRead = sums.get('ambit_events_read_total') ?? 0
  // Less than before: the process has begun anew
  const isOn = before !== null && eventsRead >= before.eventsRead && atMs > before.atMs
  return {
    eventsRead,
    perSecond: isOn ? ((eventsRead - before.eventsRead) * 1000) / (atMs - before.atMs) : null,
    lag: sums.get('ambit_lag_records') ?? 0,
    identities: sums.get('ambit_contexts') ?? 0,
    judged: {
      here: sums.get('ambit_judged_partitions{by="this"}') ?? 0,
      elsewhere: sums.get('ambit_judged_partitions{by="others"}') ?? 0,
    },
    states,
    atMs,
  }
}
