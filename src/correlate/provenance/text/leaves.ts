// Takes arguments and results of any shape apart: texts, each with the key it stands under and the record it belongs to.

export interface Leaf {
  readonly text: string
  /** the nearest key above it, in lower case; '' none */
  readonly key: string
  /** which record: an element of a list, an item of YAML, a paragraph or a line of a table */
  readonly record: number
}

/** Leaves of one value, and how deep it is looked into; what is more is not read and is counted. */
export const LEAVES_MAX = 512
const DEPTH_MAX = 24
const KEY = /^\s*(?:-\s+)?["']?([\p{L}_][\p{L}\p{N}_ .()/-]{0,40})["']?\s*(?::\s|:$|\s?=\s)(.*)$/u
/** Indent of a text that stands under no key: lines that are none either go on with it. */
const LOOSE = -1
const DIRECTIVE =
  /^\s*(?:-\s+)?(?:to-?do|action|task|instructions?|important|urgent|system|assistant|user|note|step \d+|mandatory|required)\b[^:]{0,24}:/i

export interface Leaves {
  readonly leaves: readonly Leaf[]
  readonly records: number
  readonly dropped: number
}

/** JSON inside text is read as JSON, and so are literals of Python and lines of YAML. */
export function leavesOf(value: unknown): Leaves {
  const leaves: Leaf[] = []
  let records = 1
  let dropped = 0

  function add(text: string, key: string, record: number): void {
    if (text.trim() === '') return
    if (leaves.length >= LEAVES_MAX) dropped++
    else leaves.push({ text, key, record })
  }

  function walk(part: unknown, key: string, record: number, depth: number): void {
    if (depth > DEPTH_MAX) {
      dropped++
      return
    }
    if (typeof part === 'string') walkText(part, key, record, depth)
    else if (typeof part === 'number' || typeof part === 'bigint') add(String(part), key, record)
    else if (Array.isArray(part)) {
      for (const item of part as readonly unknown[])
        walk(
          item,
          key,
          isRecord(item) || (part.length > 1 && looksWhole(item)) ? records++ : record,
          depth + 1,
        )
    } else if (isRecord(part)) {
      const entries = Object.entries(part)
      // A map from ids to records is a list of records.
      const listed = entries.length > 1 && entries.every(([, one]) => isRecord(one))
      for (const [name, one] of entries) {
        const own = listed ? records++ : record
        if (listed || !/^[a-z_ -]+$/i.test(name)) add(name, 'key', own)
        walk(one, name.toLowerCase(), own, depth + 1)
      }
    }
  }

  function walkText(text: string, key: string, record: number, depth: number): void {
    const trimmed = text.trim()
    if (/^[[{]/.test(trimmed) && /[\]}]$/.test(trimmed)) {
      const parsed = parsedJson(trimmed) ?? parsedJson(fromPython(trimmed))
      if (typeof parsed === 'object' && parsed !== null) {
        walk(parsed, key, record, depth + 1)
        return
      }
    }
    if (trimmed.includes('\n')) walkLines(text, key, record)
    else add(text, key, record)
  }

  /** YAML, headers and tables line by line; other text whole, by paragraphs that are records of their own. */
  function walkLines(text: string, key: string, record: number): void {
    const lines = text.split('\n')
    const keyed = lines.filter(
      (line) => KEY.test(line) && !/^\s*\S+\s+\S+\s+\S+\s+\S+.*:/.test(line),
    ).length
    const said = lines.filter((line) => line.trim() !== '').length
    if (keyed < 2 || keyed * 3 < said) {
      walkParagraphs(text, key, record)
      return
    }
    let own = record
    let current: { key: string; indent: number; texts: string[]; folded: boolean } | null = null
    let itemIndent = -1
    const flush = (): void => {
      if (current !== null) add(scalarOf(current.texts, current.folded), current.key, own)
      current = null
    }
    for (const line of lines) {
      const indent = line.length - line.trimStart().length
      const item = /^\s*-\s/.test(line)
      // `Task: …` is no field: the word belongs to what it says.
      const found = DIRECTIVE.test(line) ? null : KEY.exec(line)
      const continues: boolean =
        current !== null &&
        (line.trim() === '' ||
          ((current as { indent: number }).indent < 0
            ? found === null && !item
            : indent > (current as { indent: number }).indent && !(item && indent <= itemIndent)))
      if (item && (itemIndent < 0 || indent <= itemIndent)) {
        flush()
        itemIndent = indent
        own = records++
      }
      if (
        found !== null &&
        (!continues || item || isOpen(current)) &&
        found[1]!.split(' ').length <= 4
      ) {
        flush()
        current = {
          key: found[1]!.trim().toLowerCase(),
          // The key of an item stands behind its dash, and so do the keys beside it.
          indent: /^\s*(?:-\s+)?/.exec(line)![0].length,
          texts: [found[2]!.replace(BLOCK, '')],
          folded: found[2]!.trim() !== '' && !/^\|/.test(found[2]!),
        }
      } else if (continues && current !== null)
        (current as { texts: string[] }).texts.push(line.trim())
      else {
        flush()
        if (line.trim() === '') {
          if (itemIndent < 0) own = records++
        } else
          current = { key, indent: LOOSE, texts: [line.replace(/^\s*-\s+/, '')], folded: false }
      }
    }
    flush()
  }

  // A paragraph is a record, but instructions run over paragraphs: so the text stays whole and its records are told by place.
  function walkParagraphs(text: string, key: string, record: number): void {
    add(text, key, record)
  }

  walk(value, '', 0, 0)
  return { leaves, records, dropped }
}

/** A key of YAML whose value has yet to come: what follows deeper are keys of its own, not its text. */
function isOpen(current: { readonly texts: readonly string[] } | null): boolean {
  return current !== null && current.texts.length === 1 && current.texts[0]!.trim() === ''
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function looksWhole(item: unknown): boolean {
  return typeof item === 'string' && item.length > 60
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Literals of Python as JSON: quotes, True, False and None. */
function fromPython(text: string): string {
  return text.replace(
    /'((?:[^'\\]|\\.)*)'(?=\s*[,:\]}])|"((?:[^"\\]|\\.)*)"|\b(True|False|None)\b|\b(?:datetime\.)?datetime\(([^)]*)\)/g,
    (
      whole,
      single: string | undefined,
      double: string | undefined,
      word: string | undefined,
      date: string | undefined,
    ) => {
      if (single !== undefined)
        return JSON.stringify(single.replace(/\\'/g, "'").replace(/\\n/g, '\n'))
      if (double !== undefined) return whole
      if (date !== undefined) return JSON.stringify(date)
      return word === 'None' ? 'null' : (word as string).toLowerCase()
    },
  )
}

/** How a block of YAML begins. */
const BLOCK = /^[|>][+-]?\s*$/

/** The text of a scalar of YAML: lines that were folded to fit a page are one again, and escapes are what they stand for. */
function scalarOf(lines: readonly string[], folded: boolean): string {
  const text = lines.join('\n')
  const trimmed = text.trim()
  if (trimmed.length > 1 && /^(["'])[\s\S]*\1$/.test(trimmed)) {
    const inner = trimmed.slice(1, -1)
    return trimmed.startsWith('"') ? unescaped(inner) : refolded(inner.replaceAll("''", "'"))
  }
  return folded ? refolded(text) : text
}

/** A line break that stands alone is a blank; items of a list stay lines of their own. */
function refolded(text: string): string {
  return text.replace(/(?<!\n)\n(?!\n|[-*•] |\d{1,3}[.)] )/g, ' ')
}

function unescaped(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|([\s\S]))|\n/gi,
    (_, wide: string | undefined, narrow: string | undefined, one: string | undefined) => {
      const code = wide ?? narrow
      if (code !== undefined) return String.fromCharCode(parseInt(code, 16))
      return one === undefined ? ' ' : (ESCAPES[one] ?? one)
    },
  )
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' }
