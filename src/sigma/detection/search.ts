// Search identifiers: fields with their values, lists of them, nested groups, and keywords that are looked for in the whole event.
import { ANY, type Expression, type Field, type Test } from '../rule.js'
import { isGroup, isList, type Members, type Path, type Reading } from '../said.js'
import { type Asked, askedBy, PLAIN } from './modifiers.js'
import { TESTS_MAX, testsOf, type ValueOptions } from './values.js'

/** Groups in groups, and lists in lists. */
export const SEARCH_DEPTH_MAX = 16

export interface SearchOptions extends Reading {
  /** values for `%name%` of `expand`; null: there is no such list */
  placeholder(name: string): readonly string[] | null
  readonly placeholders: readonly string[]
  /** `path` leads to where the field stands */
  field(name: string, path: Path): Field
}

/** What stands under a search identifier; null where anything was wrong, all of which was told. */
export function readSearch(said: unknown, path: Path, options: SearchOptions): Expression | null {
  return readPart(said, path, '', options)
}

function readPart(
  said: unknown,
  path: Path,
  prefix: string,
  options: SearchOptions,
): Expression | null {
  if (path.length > SEARCH_DEPTH_MAX) {
    options.complain(path, `it lies more than ${SEARCH_DEPTH_MAX} deep`)
    return null
  }
  if (isGroup(said)) return readGroup(said, path, prefix, options)
  if (!isList(said)) return readItem('', PLAIN, said, path, options)
  if (said.length === 0) {
    options.complain(path, 'an empty list finds nothing')
    return null
  }
  const of = said.map((item, i) => {
    if (!isList(item)) return readPart(item, [...path, i], prefix, options)
    options.complain([...path, i], 'a list in a list means nothing: give it a name of its own')
    return null
  })
  return linked('or', of)
}

/** All of its fields. */
function readGroup(
  said: Members,
  path: Path,
  prefix: string,
  options: SearchOptions,
): Expression | null {
  const entries = Object.entries(said)
  if (entries.length === 0) {
    options.complain(path, 'an empty group would find everything')
    return null
  }
  return linked(
    'and',
    entries.map(([key, value]) => readEntry(key, value, [...path, key], prefix, options)),
  )
}

function readEntry(
  key: string,
  value: unknown,
  path: Path,
  prefix: string,
  options: SearchOptions,
): Expression | null {
  const [name = '', ...chain] = key.split('|')
  const asked = askedBy(chain, options.near)
  if (typeof asked === 'string') {
    options.complain(path, asked, true)
    return null
  }
  const nested =
    isGroup(value) || (isList(value) && value.length > 0 && value.every((item) => isGroup(item)))
  if (name === '' && (prefix !== '' || nested)) {
    options.complain(path, 'keywords are texts, and stand at the top of a search', true)
    return null
  }
  const full = prefix === '' ? name : `${prefix}.${name}`
  if (!nested) return readItem(full, asked, value, path, options)
  if (chain.length > 0) {
    options.complain(path, 'a group of fields has no modifiers of its own', true)
    return null
  }
  return readPart(value, path, full, options)
}

/** One field, or keywords where `name` is '', with all of its values. */
function readItem(
  name: string,
  asked: Asked,
  said: unknown,
  path: Path,
  options: SearchOptions,
): Expression | null {
  const place = options.place(path, true)
  const values: readonly unknown[] = isList(said) ? said : [said]
  const fault = listFault(said, values, asked) || (name === '' ? keywordFault(asked, values) : '')
  if (fault !== '') {
    options.complain(path, fault, fault.startsWith('"'))
    return null
  }
  const field = name === '' ? null : options.field(name, path)
  const keyword = name === '' && asked.how === 'text'
  const meant: Asked = keyword ? { ...asked, where: 'within' } : asked
  const valueOptions: ValueOptions = { ...options, field: (other) => options.field(other, path) }
  let count = 0
  const of = values.map((value, i): Expression | null => {
    const tests = testsOf(value, meant, isList(said) ? [...path, i] : path, valueOptions)
    if (tests === null) return null
    count += tests.length
    return linked(
      'or',
      tests.map((test) =>
        field === null ? { op: 'keyword', test, place } : testOf(field, test, place),
      ),
    )
  })
  if (count > TESTS_MAX) {
    options.complain(path, `it comes to ${count} values; ${TESTS_MAX} are the most`)
    return null
  }
  const whole = linked(asked.all ? 'and' : 'or', of)
  return whole !== null && asked.neq ? { op: 'not', of: whole } : whole
}

/** `field: '*'` asks for any value at all, whatever kind it is of. */
function testOf(field: Field, test: Test, place: string): Expression {
  if (test.is === 'text' && test.pieces.length === 1 && test.pieces[0] === ANY)
    return { op: 'not', of: { op: 'field', field, test: { is: 'null' }, place } }
  return { op: 'field', field, test, place }
}

function listFault(said: unknown, values: readonly unknown[], { all, how }: Asked): string {
  if (values.length === 0) return 'an empty list finds nothing'
  if (isList(said) && how === 'exists') return '"exists" takes true or false, and no list'
  if (all && values.length < 2) return '"all" is about several values, and this is one'
  return ''
}

function keywordFault({ how, where, neq }: Asked, values: readonly unknown[]): string {
  if (how !== 'text' && how !== 're') return `"${how}" is about a field, and a keyword has none`
  if (where === 'start' || where === 'end')
    return `"${where === 'start' ? 'startswith' : 'endswith'}" is about a field: a keyword is looked for anywhere`
  if (neq) return '"neq" is about a field: write "not" in the condition'
  if (values.some((value) => value === '' || value === null))
    return 'a keyword is a text that is looked for'
  return ''
}

/** One alone needs no link; null where any of them was wrong. */
export function linked(op: 'and' | 'or', of: readonly (Expression | null)[]): Expression | null {
  const sound = of.filter((one) => one !== null)
  if (sound.length < of.length) return null
  return sound.length === 1 ? (sound[0] as Expression) : { op, of: sound }
}
