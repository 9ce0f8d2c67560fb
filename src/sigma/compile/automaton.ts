// Many texts sought in one pass (Aho and Corasick, 1975): one step for each unit of the text, however many terms there are.

export interface Automaton {
  readonly states: number
  /** Calls back for each term that ends at `end` (not included), by its number; stops and says so where the answer is true. */
  run(text: string, hit: (term: number, end: number) => boolean): boolean
}

/** Entries of the table of steps; beyond it steps are looked up in a map, at a third of the speed. */
const TABLE_MAX = 4_000_000
const NO_TERMS: readonly number[] = Object.freeze([])

/** Terms are units of UTF-16, as texts are: no term of whole characters is found within one. None may be empty. */
export function createAutomaton(terms: readonly string[]): Automaton {
  const { edges, ends } = trieOf(terms)
  const { order, fail } = failuresOf(edges)
  const out = edges.map((_, state) => ends[state] ?? NO_TERMS)
  for (const state of order) {
    const behind = out[fail[state] as number] as readonly number[]
    if (behind.length > 0) out[state] = [...(out[state] as readonly number[]), ...behind]
  }
  const classes = classesOf(terms)
  const step =
    edges.length * (classes.count + 1) <= TABLE_MAX
      ? byTable(edges, order, fail, classes)
      : byMap(edges, fail)
  return {
    states: edges.length,
    run(text, hit) {
      let state = 0
      for (let at = 0; at < text.length; at++) {
        state = step(state, text.charCodeAt(at))
        const found = out[state] as readonly number[]
        for (let i = 0; i < found.length; i++) if (hit(found[i] as number, at + 1)) return true
      }
      return false
    },
  }
}

type Edges = readonly Map<number, number>[]
type Step = (state: number, code: number) => number

function trieOf(terms: readonly string[]): { edges: Edges; ends: (number[] | undefined)[] } {
  const edges: Map<number, number>[] = [new Map()]
  const ends: (number[] | undefined)[] = []
  for (const [term, text] of terms.entries()) {
    let state = 0
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      let next = edges[state]?.get(code)
      if (next === undefined) {
        next = edges.length
        edges.push(new Map())
        edges[state]?.set(code, next)
      }
      state = next
    }
    ;(ends[state] ??= []).push(term)
  }
  return { edges, ends }
}

/** For each state the longest other one that ends alike; and the states by their depth, the root left out. */
function failuresOf(edges: Edges): { order: readonly number[]; fail: Int32Array } {
  const fail = new Int32Array(edges.length)
  const order = [...(edges[0] as Map<number, number>).values()]
  for (let i = 0; i < order.length; i++) {
    const state = order[i] as number
    for (const [code, next] of edges[state] as Map<number, number>) {
      let from = fail[state] as number
      while (from !== 0 && !(edges[from] as Map<number, number>).has(code))
        from = fail[from] as number
      fail[next] = (edges[from] as Map<number, number>).get(code) ?? 0
      order.push(next)
    }
  }
  return { order, fail }
}

interface Classes {
  readonly count: number
  of(code: number): number
}

/** Units that stand in no term are all alike: class 0. */
function classesOf(terms: readonly string[]): Classes {
  const low = new Uint16Array(128)
  const high = new Map<number, number>()
  let count = 0
  for (const text of terms)
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code < 128) low[code] ||= ++count
      else if (!high.has(code)) high.set(code, ++count)
    }
  return {
    count,
    of: (code) => (code < 128 ? (low[code] as number) : (high.get(code) ?? 0)),
  }
}

function byTable(edges: Edges, order: readonly number[], fail: Int32Array, classes: Classes): Step {
  const width = classes.count + 1
  const { of } = classes
  const table = new Int32Array(edges.length * width)
  for (const [code, next] of edges[0] as Map<number, number>) table[of(code)] = next
  for (const state of order) {
    const base = state * width
    const behind = (fail[state] as number) * width
    table.copyWithin(base, behind, behind + width)
    for (const [code, next] of edges[state] as Map<number, number>) table[base + of(code)] = next
  }
  return (state, code) => table[state * width + of(code)] as number
}

function byMap(edges: Edges, fail: Int32Array): Step {
  return (state, code) => {
    for (let from = state; ; from = fail[from] as number) {
      const next = (edges[from] as Map<number, number>).get(code)
      if (next !== undefined) return next
      if (from === 0) return 0
    }
  }
}
