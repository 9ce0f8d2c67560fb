// The rules that have to run for the tests of one file: its own, what their correlations are made of, and the correlations over them.
import type { RuleSet, SigmaRule } from '../sigma/rule.js'

/** A part of the set: rules that have nothing to do with these neither cost time nor move what the tests see. */
export function relatedTo(rules: readonly SigmaRule[], set: RuleSet): RuleSet {
  const ids = new Set(rules.map(({ id }) => id))
  for (let before = -1; before !== ids.size; ) {
    before = ids.size
    for (const { id, rules: references } of set.correlations) {
      const named = references.map((reference) => reference.id)
      if (ids.has(id)) for (const one of named) ids.add(one)
      else if (named.some((one) => ids.has(one))) ids.add(id)
    }
  }
  return {
    ...set,
    detections: set.detections.filter(({ id }) => ids.has(id)),
    correlations: set.correlations.filter(({ id }) => ids.has(id)),
  }
}
