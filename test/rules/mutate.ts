// Rules with one thing changed: a threshold moved by one, a span halved or doubled, a field read from nowhere, a group left out.
import { readFileSync } from 'node:fs'
import { type Document, isMap, isScalar, isSeq, parseAllDocuments, type YAMLMap } from 'yaml'

export interface Mutant {
  /** what was changed, for a person */
  readonly says: string
  /** the whole file with the change */
  readonly text: string
}

type Change = (documents: readonly Document[]) => void
type Path = readonly (string | number)[]

const BOUNDS = ['gt', 'gte', 'lt', 'lte', 'eq']

/** Every mutant of a rule file. */
export function mutantsOf(file: string): Mutant[] {
  const text = readFileSync(file, 'utf8')
  const open = (): readonly Document[] => [
    ...(parseAllDocuments(text) as unknown as Iterable<Document>),
  ]
  const mutants: Mutant[] = []
  const add = (says: string, change: Change): void => {
    const documents = open()
    change(documents)
    mutants.push({ says, text: documents.map(String).join('') })
  }
  for (const [at, document] of open().entries()) {
    const name = String(document.get('name'))
    const set = (says: string, path: Path, value: unknown): void =>
      add(`${name}: ${says}`, (all) => void (all[at] as Document).setIn(path, value))
    for (const bound of BOUNDS) {
      const path = ['correlation', 'condition', bound]
      const value = document.getIn(path)
      if (typeof value !== 'number') continue
      const step = Math.max(1, Math.round(value / 20))
      set(`${bound} ${value + step}`, path, value + step)
      if (value > 1) set(`${bound} ${value - step}`, path, value - step)
    }
    const field = document.getIn(['correlation', 'condition', 'field'])
    if (typeof field === 'string')
      set(`counts nothing`, ['correlation', 'condition', 'field'], 'attributes.nowhere')
    // One event is a group of its own: which findings there are would be the same, only how many would not.
    if (
      document.hasIn(['correlation', 'group-by']) &&
      document.getIn(['correlation', 'condition', 'gte']) !== 1
    )
      add(
        `${name}: no group`,
        (documents) => void (documents[at] as Document).deleteIn(['correlation', 'group-by']),
      )
    const detection = document.get('detection')
    if (isMap(detection))
      for (const path of keysIn(detection)) {
        const key = String(path.at(-1))
        add(`${name}: ${path.slice(0, -1).join('.')} reads ${key} nowhere`, (all) => {
          const map = (all[at] as Document).getIn(['detection', ...path.slice(0, -1)]) as YAMLMap
          const pair = map.items.find((item) => String(item.key) === key)
          const [, ...modifiers] = key.split('|')
          if (isScalar(pair?.key)) pair.key.value = ['attributes.nowhere', ...modifiers].join('|')
        })
      }
  }
  return mutants
}

/** Paths of every field in the searches; keywords have none. */
function keysIn(detection: YAMLMap, path: Path = []): Path[] {
  return detection.items.flatMap(({ key, value }) => {
    const name = String(key)
    if (path.length === 0 && name === 'condition') return []
    const at = [...path, name]
    if (isMap(value)) return keysIn(value as YAMLMap, at)
    if (isSeq(value) && value.items.some(isMap))
      return value.items.flatMap((item, i) =>
        isMap(item) ? keysIn(item as YAMLMap, [...at, i]) : [],
      )
    return path.length === 0 || name.startsWith('|') ? [] : [at]
  })
}
