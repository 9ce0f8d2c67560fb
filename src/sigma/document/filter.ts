// Reads filter documents: which rules they narrow, and by what.
import type { LogSource, RuleReference } from '../rule.js'
import { isGroup, isList, type Members, type Reading } from '../said.js'
import { readLogSource } from './logsource.js'

export interface Filter {
  readonly logsource: LogSource
  /** null: every rule of its log source */
  readonly rules: readonly RuleReference[] | null
}

/** The word for all rules of the log source. */
const ANY_RULE = 'any'

/** Without its detection, which each rule reads with fields of its own. Null where anything was wrong, all of which was told. */
export function readFilter(said: Members, options: Reading): Filter | null {
  const logsource = readLogSource(said['logsource'], ['logsource'], options)
  const filter = said['filter']
  if (!isGroup(filter)) {
    options.complain(['filter'], 'a filter takes a group of rules, searches and a condition')
    return null
  }
  const { rules } = filter
  const path = ['filter', 'rules']
  if (rules === ANY_RULE) return logsource && { logsource, rules: null }
  if (rules === undefined || rules === null) {
    options.complain(['filter'], `a filter names the rules that it narrows, or ${ANY_RULE}`, true)
    return null
  }
  const list = isList(rules) ? rules : [rules]
  const references = list.flatMap((given, i): readonly RuleReference[] => {
    const at = isList(rules) ? [...path, i] : path
    if (typeof given === 'string' && given !== '')
      return [{ place: options.place(at), given, id: '' }]
    options.complain(at, 'a rule is named by its id or its name')
    return []
  })
  if (list.length === 0) options.complain(path, 'an empty list narrows nothing')
  if (logsource === null || references.length < list.length || list.length === 0) return null
  return { logsource, rules: references }
}
