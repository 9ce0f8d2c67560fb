// An alias that stands in what it names: YAML allows it, and a tree that was made of it has no end.
import { visit, type Alias, type Document } from 'yaml'

export const ENDLESS = 'this alias stands in what it names: that has no end'

/** The first such alias; null where there is none, and the tree can be walked whole. */
export function endlessAlias(document: Document): Alias | null {
  let found: Alias | null = null
  visit(document, {
    Alias(_key, alias, path) {
      const named = alias.resolve(document)
      if (named === undefined || !path.includes(named)) return undefined
      found = alias
      return visit.BREAK
    },
  })
  return found
}
