// Rule sets for tests, made without files: conditions as values, fields by their dotted names.
import {
  ANY,
  type Change,
  type CorrelationRule,
  type DetectionRule,
  type Expression,
  type Field,
  type Piece,
  type RuleResponse,
  type RuleSet,
  type Test,
} from '../../src/sigma/rule.js'

export interface Making {
  /** a field by its dotted name; several names: the first that is there */
  field(name: string, reads?: readonly string[], change?: Change): Field
  is(name: string, test: Test): Expression
  readonly fields: readonly Field[]
}

export function making(): Making {
  const fields: Field[] = []
  const known = new Map<string, Field>()
  const field: Making['field'] = (name, reads = [name], change) => {
    const key = JSON.stringify([reads, change === undefined ? null : [change, [...change.words]]])
    let found = known.get(key)
    if (found === undefined) {
      const ways = reads.map((path) => ({ path: path.split('.'), change: change ?? null }))
      found = { name, slot: fields.length, reads: ways }
      fields.push(found)
      known.set(key, found)
    }
    return found
  }
  return {
    field,
    is: (name, test) => ({ op: 'field', field: field(name), test, place: 'made:1:1' }),
    fields,
  }
}

export const text = (...pieces: readonly Piece[]): Test => ({ is: 'text', pieces, cased: false })
export const cased = (...pieces: readonly Piece[]): Test => ({ is: 'text', pieces, cased: true })
export const contains = (part: string): Test => text(ANY, part, ANY)
export const starts = (part: string): Test => text(part, ANY)
export const ends = (part: string): Test => text(ANY, part)
export const and = (...of: readonly Expression[]): Expression => ({ op: 'and', of })
export const or = (...of: readonly Expression[]): Expression => ({ op: 'or', of })
export const not = (of: Expression): Expression => ({ op: 'not', of })
export const keyword = (test: Test): Expression => ({ op: 'keyword', test, place: 'made:1:1' })

export function rule(
  make: Making,
  id: string,
  condition: Expression,
  response: RuleResponse = 'observe',
): DetectionRule {
  return {
    place: `${id}.yml:1:1`,
    title: `title of ${id}`,
    id,
    ownId: true,
    name: id,
    description: '',
    status: 'test',
    level: 'high',
    tags: [],
    references: [],
    falsepositives: [],
    shown: [],
    version: '0123456789abcdef',
    reaction: { response, mode: null, scope: null },
    kind: 'detection',
    logsource: { category: '', product: '', service: '' },
    source: null,
    condition,
    searches: new Map(),
    field: (name) => make.field(name),
    alone: true,
  }
}

export function ruleSet(
  make: Making,
  detections: readonly DetectionRule[],
  correlations: readonly CorrelationRule[] = [],
): RuleSet {
  return { detections, correlations, filters: [], fields: make.fields, version: 'made' }
}
