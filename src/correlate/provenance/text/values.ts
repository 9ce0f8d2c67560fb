// Finds values in text: what an effect can be aimed at, each with the forms under which it counts as the same.
import { VALUE_KINDS, type ValueKind } from '../../../model/mentions.js'
import { decoded, lookOf, seen, spelledOut } from './normal.js'

export interface Found {
  readonly kind: ValueKind
  readonly exact: string
  /** wider forms: the host of an address of the web, the last part of a path */
  readonly near: readonly string[]
  /** what it looks like, where that is not what it is; else '' */
  readonly look: string
  /** the domain of a mail address whose host is no provider's; else '' */
  readonly house: string
  readonly start: number
  readonly end: number
}

export const KIND_INDEX: Readonly<Record<ValueKind, number>> = Object.fromEntries(
  VALUE_KINDS.map((kind, at) => [kind, at]),
) as Record<ValueKind, number>

/** Kinds that say where money, words or rights go: their provenance is asked for even where nothing tells the agent what to do. */
export const AIMS: ReadonlySet<number> = new Set(
  (['mail address', 'account', 'phone number', 'user', 'channel', 'repository'] as const).map(
    (kind) => KIND_INDEX[kind],
  ),
)

/** Values of one text that are looked at. */
export const FOUND_MAX = 256

/** A text as values are looked for in it. */
export function readable(text: string): string {
  return spelledOut(decoded(seen(text)))
}

interface Pattern {
  readonly kind: ValueKind
  readonly pattern: RegExp
  readonly form: (text: string) => { exact: string; near?: readonly string[] } | null
}

// \p{L} in hosts and mail addresses: an address with a Cyrillic letter in it is one, too.
const PATTERNS: readonly Pattern[] = [
  {
    kind: 'mail address',
    pattern: /[\p{L}\p{N}_.+'-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.)+\p{L}{2,24}/gu,
    form: (text) => ({ exact: text.toLowerCase().replace(/^[.'-]+/, '') }),
  },
  {
    kind: 'address of the web',
    pattern: /\b(?:https?|ftp|wss?):\/\/[^\s"'<>`|\\^{}]{3,2048}/giu,
    form: webForm,
  },
  {
    kind: 'account',
    pattern:
      /\b[A-Za-z]{2}\d{2}[A-Za-z0-9]{8,30}\b|\b[A-Z]{2}\d{2}(?:[ -][A-Z0-9]{4}){2,7}(?:[ -][A-Z0-9]{1,4})?\b/g,
    form: accountForm,
  },
  {
    kind: 'account',
    pattern: /\b(?:0x[0-9a-f]{40}|bc1[0-9a-z]{25,62}|[13][1-9A-HJ-NP-Za-km-z]{25,34})\b/gi,
    form: (text) => ({ exact: text.toLowerCase() }),
  },
  {
    kind: 'address of the web',
    pattern:
      /(?<![\p{L}\p{N}@._/-])(?:[\p{L}\p{N}-]{1,63}\.)+\p{L}{2,24}(?::\d{2,5})?\/[^\s"'<>`|\\^{}]*/giu,
    form: webForm,
  },
  {
    kind: 'host',
    pattern:
      /(?<![\p{L}\p{N}@._/-])(?:(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,24}|\d{1,3}(?:\.\d{1,3}){3})(?::\d{2,5})?(?![\p{L}\p{N}@_/(]|\.[\p{L}\p{N}])/gu,
    form: hostForm,
  },
  {
    kind: 'phone number',
    pattern: /(?<![\p{L}\p{N}./:-])\+?\(?\d[\d ().-]{5,24}\d(?![\p{L}\p{N}/:]|[.-]\d)/gu,
    form: numberForm,
  },
  {
    kind: 'path',
    pattern:
      /(?<![\p{L}\p{N}@:./\\-])(?:~|\.{1,2}|[a-z]:)?(?:[\\/]?[\p{L}\p{N}_.@+-]{1,255})(?:[\\/][\p{L}\p{N}_.@+-]{1,255})+[\\/]?|(?<![\p{L}\p{N}@:.<])[\\/][\p{L}\p{N}_.@+-]{2,255}/giu,
    form: pathForm,
  },
  {
    kind: 'path',
    pattern:
      /(?<![\p{L}\p{N}@:./\\-])[\p{L}\p{N}_-][\p{L}\p{N}_.-]{0,200}\.[a-z][a-z0-9]{0,4}\b(?![\p{L}\p{N}@/])/giu,
    form: (text) => (FILE_ENDING.test(text) ? { exact: text.toLowerCase() } : null),
  },
  {
    kind: 'user',
    pattern: /(?<![\p{L}\p{N}@._+-])@[\p{L}\p{N}_][\p{L}\p{N}_.-]{1,63}/giu,
    form: (text) => ({ exact: text.slice(1).toLowerCase() }),
  },
  {
    kind: 'channel',
    pattern: /(?<![\p{L}\p{N}#&/])#[\p{L}][\p{L}\p{N}_-]{1,79}/giu,
    form: (text) => ({ exact: text.slice(1).toLowerCase() }),
  },
]

/** Every value in a text that `readable` gave, each stretch once, in the order of the kinds. */
export function valuesIn(text: string): Found[] {
  const found: Found[] = []
  if (text.length < 3) return found
  const taken: (readonly [number, number])[] = []
  for (const { kind, pattern, form } of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const whole = match[0].replace(TRAILING, '')
      const start = match.index
      const end = start + whole.length
      if (taken.some(([from, to]) => start < to && end > from)) continue
      const forms = form(whole)
      if (forms === null || forms.exact === '') continue
      taken.push([start, end])
      const { exact, near = [] } = forms
      const look = lookOf(exact)
      found.push({
        kind,
        exact,
        near,
        look: look === exact ? '' : look,
        house: kind === 'mail address' ? houseOf(exact) : '',
        start,
        end,
      })
      if (found.length >= FOUND_MAX) return found
    }
  }
  return found
}

const TRAILING = /[.,;:!?)\]}'"*_~]{1,64}$/

const FILE_ENDING =
  /\.(txt|md|pdf|docx?|xlsx?|pptx?|csv|tsv|json|ya?ml|xml|html?|log|ini|conf|cfg|toml|env|pem|key|crt|zip|gz|tar|tgz|png|jpe?g|gif|svg|webp|mp[34]|wav|sh|bash|ps1|bat|py|js|ts|tsx|jsx|java|go|rs|c|h|cpp|rb|php|sql|db|sqlite|ics|eml|odt|ods|rtf|tex|ipynb|lock|bak)$/i

// On these everybody has a place of their own: the host says nothing of whose it is.
const SHARED =
  /(^|\.)(github\.com|githubusercontent\.com|gitlab\.com|bitbucket\.org|codeberg\.org|huggingface\.co|npmjs\.com|pypi\.org|docker\.com|google\.com|googleapis\.com|goo\.gle|forms\.gle|g\.co|dropbox\.com|box\.com|wetransfer\.com|we\.tl|mega\.nz|gofile\.io|file\.io|transfer\.sh|sharepoint\.com|onedrive\.live\.com|1drv\.ms|office\.com|medium\.com|pastebin\.com|paste\.ee|0x0\.st|notion\.so|airtable\.com|trello\.com|typeform\.com|calendly\.com|zoom\.us|bit\.ly|tinyurl\.com|t\.co|is\.gd|cutt\.ly|rebrand\.ly|amazonaws\.com|windows\.net|discord\.com|discord\.gg|discordapp\.com|slack\.com|telegram\.org|t\.me|wa\.me|webhook\.site|zapier\.com|make\.com|ifttt\.com|paypal\.com|paypal\.me|ko-fi\.com|patreon\.com|gofundme\.com|youtube\.com|youtu\.be|reddit\.com|wikipedia\.org|facebook\.com|instagram\.com|linkedin\.com|twitter\.com|x\.com|tiktok\.com)$/
/** … where a place is called by its owner and its name, and by these elsewhere, too. */
const REPOSITORIES =
  /(^|\.)(github\.com|githubusercontent\.com|gitlab\.com|bitbucket\.org|codeberg\.org|huggingface\.co)$/
/** Parts of a path that lead to everybody's place alike. */
const ROUTE =
  /^(?:[a-z]|\d{1,2}|v\d|docs?|documents?|files?|folders?|drive|drives|forms?|spreadsheets?|presentation|present|api|webhooks?|hooks|services|view|share|shared|sh|scl|fi|fo|site|sites|personal|in|pub|pay|paypalme|company|channel|groups?|invite|joinchat|join|my|public|static|uploads?|download|watch|raw|gist|orgs|users|user|hub|catch|custom|mcp|me|send|donate)$/i

/** Where anybody may have an address: to share the host is to share nothing. */
const PROVIDER =
  /^(?:(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|mail|proton|protonmail|pm|zoho|fastmail|tutanota|yandex|qq|163|126|naver|orange|free|libero|t-online|posteo|mailbox)\.[a-z.]{2,6})$/

function houseOf(address: string): string {
  // Whole: below many a domain everybody may have one of their own.
  const domain = address.slice(address.lastIndexOf('@') + 1)
  return PROVIDER.test(domain) ? '' : domain
}

function webForm(text: string): { exact: string; near: readonly string[] } | null {
  const plain = text.replace(TRAILING, '')
  const [, host = '', port = '', path = ''] =
    /^(?:[a-z]+:\/\/)?(?:[^/@\s?#]*@)?([^/:?#\s]+)(:\d+)?([^\s]*)$/iu.exec(plain) ?? []
  if (host === '') return null
  const name = host
    .toLowerCase()
    .replace(/^www\d?\./, '')
    .replace(/\.$/, '')
  // What looks like a path with a dotted first part is one: `src/index.ts/…`, `v1.2/…`.
  if (!/^[a-z]+:\/\//i.test(text) && FILE_ENDING.test(name)) return null
  const [place = '', ask = ''] = path.split(/[#]/, 1)[0]!.split('?')
  const parts = place.split('/').filter((part) => part !== '')
  const query = ask === '' ? '' : `?${ask}`
  const exact = `${name}${port}${parts.length > 0 ? `/${parts.join('/')}` : ''}${query}`
  if (!SHARED.test(name)) return { exact, near: exact === name ? [] : [name] }
  const owned = REPOSITORIES.test(name)
  if (parts.length < 2 || (!owned && parts.slice(0, 2).some((part) => ROUTE.test(part))))
    return { exact, near: [] }
  const owner = parts
    .slice(0, 2)
    .join('/')
    .replace(/\.git$/, '')
    .toLowerCase()
  return {
    exact,
    near: owned ? [`${name}/${owner}`, owner] : [`${name}/${owner}`],
  }
}

function hostForm(text: string): { exact: string } | null {
  const name = text.toLowerCase().replace(/^www\d?\./, '')
  if (FILE_ENDING.test(name) && !/^www\d?\./i.test(text)) return null
  // A version or an amount is no address.
  if (/^[\d.]+$/.test(name) && name.split('.').some((part) => Number(part) > 255)) return null
  const last = name.slice(name.lastIndexOf('.') + 1)
  // End of one sentence and begin of the next without a blank between: `done.Then`.
  if (
    /[A-Z]/.test(text.slice(text.lastIndexOf('.') + 1, text.lastIndexOf('.') + 2)) &&
    /^[a-z]/.test(text)
  )
    return null
  return last.length > 13 ? null : { exact: name }
}

function accountForm(text: string): { exact: string } | null {
  const plain = text.replace(/[ -]/g, '').toUpperCase()
  const digits = plain.replace(/\D/g, '').length
  // A word follows a short code as often as not: what has few digits is no account.
  return plain.length >= 12 && plain.length <= 36 && digits >= 8 ? { exact: plain } : null
}

function numberForm(text: string): { exact: string } | null {
  const plain = text.trim()
  if (/^\d{4}[-.]\d{1,2}[-.]\d{1,2}\b/.test(plain) || /^\d{1,2}[-.]\d{1,2}[-.]\d{4}\b/.test(plain))
    return null
  if (/^\d{1,3}(?:[., ]\d{3})*(?:[.,]\d{1,2})?$/.test(plain) && /[.,]/.test(plain)) return null
  const digits = plain.replace(/\D/g, '').replace(/^00/, '')
  return digits.length >= 6 && digits.length <= 20 ? { exact: digits } : null
}

function pathForm(text: string): { exact: string; near: readonly string[] } | null {
  const parts: string[] = []
  for (const part of text.replaceAll('\\', '/').toLowerCase().split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else parts.push(part)
  }
  if (parts.length === 0 || /^[\d.,]+$/.test(parts.join(''))) return null
  const exact = parts.join('/')
  const last = parts.at(-1) as string
  return { exact, near: parts.length > 1 && FILE_ENDING.test(last) ? [last] : [] }
}
