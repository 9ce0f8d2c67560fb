// Correlations for tests, written as YAML would hold them, read and linked by the real reader.
import { linkCorrelations, type Unlinked } from '../../src/sigma/correlation/link.js'
import { planCorrelations, type Plans } from '../../src/sigma/correlation/plan.js'
import { readCorrelation } from '../../src/sigma/correlation/read.js'
import type { CorrelationRule, DetectionRule, Field, Head } from '../../src/sigma/rule.js'

export interface Complaint {
  readonly path: string
  readonly sentence: string
}

export interface Compiled {
  readonly rules: readonly CorrelationRule[]
  readonly plans: Plans
  readonly complaints: readonly Complaint[]
}

export function head(id: string, title = id): Head {
  return {
    place: `${id}.yml:1:1`,
    title,
    id,
    ownId: true,
    name: id,
    description: '',
    status: '',
    level: 'high',
    tags: [],
    references: [],
    falsepositives: [],
    shown: [],
    version: '0'.repeat(16),
    reaction: { response: 'escalate', mode: null, scope: null },
  }
}

/** A rule over single events, of which only the name and the fields matter here. */
export function detection(id: string, slots: Map<string, Field> = new Map()): DetectionRule {
  const all = { op: 'and', of: [] } as const
  return {
    ...head(id),
    kind: 'detection',
    logsource: { category: '', product: '', service: '' },
    source: null,
    condition: all,
    searches: new Map(),
    alone: false,
    field(name) {
      const known = slots.get(name)
      if (known !== undefined) return known
      const field = { name, slot: slots.size, reads: [] }
      slots.set(name, field)
      return field
    },
  }
}

/** Reads and links `name → what stands under correlation:`; `leaves` are the detection rules there are. */
export function correlations(
  said: Readonly<Record<string, unknown>>,
  leaves: readonly string[],
  unknownFields: readonly string[] = [],
): Compiled {
  const complaints: Complaint[] = []
  const near = (word: string, known: readonly string[]): string =>
    known.includes(`${word}s`) ? `, did you mean "${word}s"?` : ''
  const unlinked: Unlinked[] = []
  for (const [name, correlation] of Object.entries(said)) {
    const draft = readCorrelation(correlation, {
      path: [name],
      complain: (path, sentence) => void complaints.push({ path: path.join('.'), sentence }),
      place: (path) => path.join('.'),
      near,
      namesFor: (given) => [given],
    })
    if (draft !== null) unlinked.push({ head: head(name), draft })
  }
  const known = [...leaves, ...Object.keys(said)]
  const rules = linkCorrelations(unlinked, {
    resolve: (name) => (known.includes(name) ? name : null),
    known,
    field: (_, name) => (unknownFields.includes(name) ? `no event has a field "${name}"` : ''),
    near,
    complain: (index, path, sentence) =>
      void complaints.push({ path: [unlinked[index]!.head.id, ...path].join('.'), sentence }),
  })
  const slots = new Map<string, Field>()
  const plans = planCorrelations(
    leaves.map((leaf) => detection(leaf, slots)),
    rules,
  )
  return { rules, plans, complaints }
}
