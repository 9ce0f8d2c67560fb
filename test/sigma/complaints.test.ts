// What is wrong with a rule is told at its place, all of it at once, with what was likely meant; and what cannot be run is refused.
import { describe, expect, test } from '@jest/globals'
import { load } from './found.js'

const rule = (detection: string, more = ''): string =>
  `title: tried\n${more}logsource: { product: ambit }\ndetection:\n  type: { type: x }\n${detection}\n  condition: all of them\n`

/** What is told of one search, whose key and value stand in line 5, without the place. */
const refusal = (search: string): readonly string[] =>
  load({ 'r.yml': rule(`  s: { ${search} }`) }).told.map((line) =>
    line.replace(/^r\.yml:5:\d+: /, ''),
  )

describe('modifiers', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['x|cotains: a', 'there is no modifier "cotains", did you mean "contains"?'],
    ["'x|': a", 'there is no modifier ""; modifiers are in lower case, with | in between'],
    ['x|contains|startswith: a', '"startswith" and "contains" do not go together'],
    ['x|contains|contains: a', '"contains" stands here twice'],
    ['x|i: a', '"i" stands right behind "re"'],
    ['x|re|contains|i: a', '"i" stands right behind "re"'],
    [
      'x|contains|re: a',
      '"re" takes a value as it is written, so "contains" cannot come before it',
    ],
    ['x|re|base64: a', '"base64" and "re" do not go together'],
    ['x|re|cidr: a', '"cidr" and "re" do not go together'],
    ['x|base64|wide: a', '"wide" encodes the text, so it comes before "base64"'],
    [
      'x|contains|base64offset: abc',
      '"base64offset" encodes the value itself, so it comes before "contains"',
    ],
    ['x|contains|exists: true', '"exists" stands by itself'],
    ['x|exists: yes', '"exists" takes true or false, without quotes'],
    ['x|all: a', '"all" is about several values, and this is one'],
    ["x|gt: '5'", '"gt" takes a number, without quotes'],
    ['x|gt|lt: 5', '"lt" and "gt" do not go together'],
    ['x|gt|neq: 5', '"neq" and "gt" do not go together: the opposite of "gt" is "lte"'],
    ['x|hour: 24', 'an hour is a number from 0 to 23'],
    ['x|cidr: 10.0.0.1/8', '"10.0.0.1/8" has bits behind the first 8, did you mean "10.0.0.0/8"?'],
    [
      'x|cidr: 10.0.0/8',
      '"10.0.0/8" is no network: an address and the number of its bits that count, such as 10.0.0.0/8',
    ],
    [
      "x|base64: 'a*'",
      'a value with wildcards has no base64: write \\* or \\? for the characters themselves',
    ],
    ['x|cased|gt: 5', '"cased" is for texts, and "gt" has none'],
    ['x|re|i|cased: a', '"cased" and "i" do not go together'],
    ['x|re|expand: a', '"expand" and "re" do not go together: write the values themselves'],
    ["x|expand: '%admns%'", 'there is no list "admns" among the placeholders of the configuration'],
    [
      'x|contains: null',
      'null has nothing that a modifier could be about: it stands for a field without a value',
    ],
    [
      'x|contains: [a, null]',
      'null has nothing that a modifier could be about: it stands for a field without a value',
    ],
    ['x: []', 'an empty list finds nothing'],
    ['x|contains: { y: 1 }', 'a group of fields has no modifiers of its own'],
    ["'|endswith': a", '"endswith" is about a field: a keyword is looked for anywhere'],
    ["'|gt': 5", '"compare" is about a field, and a keyword has none'],
  ]
  test.each(cases)('%s is refused', (search, sentence) => {
    expect(refusal(search)).toEqual([sentence])
  })

  test('a list among the placeholders that was likely meant is proposed', () => {
    const { told } = load({ 'r.yml': rule("  s: { x|expand: '%admns%' }") }, { admins: ['a'] })
    expect(told).toEqual([
      'r.yml:5:18: there is no list "admns" among the placeholders of the configuration, did you mean "admins"?',
    ])
  })

  test.each([
    ['a(?=b)', 'it looks ahead'],
    ['(?<!a)b', 'it looks behind'],
    ['(a)\\1', 'it refers back to a group'],
    ['a++', 'it has an atomic group or a possessive quantifier'],
    ['a(', 'missing'],
  ])('the expression %s is refused, as it would not be run as it is meant', (source, why) => {
    const [sentence, ...more] = refusal(`x|re: '${source}'`)
    expect(sentence).toContain(why)
    expect(more).toEqual([])
  })
})

describe('conditions', () => {
  const refused = (condition: string): readonly string[] =>
    load({
      'r.yml': `title: t\ndetection:\n  selection: { type: x }\n  filter_a: { type: y }\n  condition: ${condition}\n`,
    }).told

  test.each([
    ['selction', 'there is no search "selction", did you mean "selection"?'],
    ['selection and', 'the condition ends where a search is expected'],
    ['selection filter_a', '"filter_a" stands where and/or is expected'],
    ['(selection', 'a parenthesis is not closed'],
    ['selection and not filter*', '"filter*" is several: "1 of filter*" or "all of filter*"'],
    ['1 of filtre_*', 'no search is called "filtre_*"'],
    ['2 of them', '"2 of" is not there: "1 of" and "all of" are'],
    [
      'selection | count() > 5',
      'counting behind a pipe is of Sigma 1: write a correlation document instead',
    ],
    ['or selection', '"or" stands where a search is expected'],
    ['selection and not selection', 'it can never hold: the condition contradicts itself'],
  ])('%s is refused', (condition, sentence) => {
    const told = refused(condition)
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(/^r\.yml:5:14: /)
    expect(told[0]).toContain(sentence)
  })
})

describe('documents', () => {
  test('what stands between two lines of --- may be empty', () => {
    const one = 'title: a\ndetection: { s: { type: x }, condition: s }\n'
    expect(load({ 'r.yml': `---\n---\n${one}---\n# a comment\n---\n` }).told).toEqual([])
    expect(load({ 'r.yml': `${one}---\n~\n` }).told).toHaveLength(1)
  })

  test('everything that is wrong with a file is told at once, in its order', () => {
    const { told } = load({
      'deep/r.yml': `title: a
id: 1
level: hgh
status: unsupported
ambit: { respnse: revoke, scope: all }
logsource: { product: aws, service: cloudtrial }
detection:
  selection: { eventName|wat: x }
  timeframe: 5m
  condition: selction
---
titel: b
detecton: {}
---
title: c
detection: { s: { type: x }, condition: s }
correlation: { type: event_count }
---
action: global
title: d
`,
    })
    expect(told.map((line) => line.replace('deep/r.yml:', ''))).toEqual([
      '3:8: there is no level "hgh", did you mean "high"?',
      '4:9: the rule says of itself that it cannot be run',
      '5:10: there is no key "respnse" in ambit, did you mean "response"?',
      '5:34: there is no scope "all"; known: credential, task, agent, workload',
      '6:12: no event is of product aws, service cloudtrial: there is no mapping for service "cloudtrial", did you mean "cloudtrail"?',
      '8:16: there is no modifier "wat"; modifiers are in lower case, with | in between',
      '9:3: "timeframe" is of Sigma 1: write a correlation document with a timespan instead',
      '10:14: there is no search "selction", did you mean "selection"?',
      '12:1: this is no rule: a rule has a detection, a correlation or a filter, did you mean "detection"?',
      '17:1: a document is one of detection and correlation: separate them by ---',
      '19:1: collections by "action" are of Sigma 1: each document stands by itself',
    ])
  })

  test('an id or a name stands for one rule of a folder', () => {
    const one = (title: string, more: string): string =>
      `title: ${title}\n${more}detection: { s: { type: x }, condition: s }\n`
    const { told } = load({
      'a.yml': one('a', 'id: i\nname: n\n'),
      'b.yml': one('b', 'id: i\n'),
      'c.yml': one('c', 'name: n\n'),
      'd.yml': `${one('d', '')}---\n${one('d', '')}`,
    })
    expect(told).toEqual([
      'b.yml:2:5: the rule at a.yml:1:1 has this id already',
      'd.yml:4:8: the rule at d.yml:1:1 has this title already: give one of them an id',
      'c.yml:2:7: the rule at a.yml:1:1 is called so already',
    ])
  })

  test('a source of which there are no events is refused with those of which there are', () => {
    const { told } = load({
      'w.yml': `title: w\nlogsource: { product: windows, category: process_creation }\ndetection: { s: { Image: x }, condition: s }\n`,
    })
    expect(told[0]).toMatch(
      /^w\.yml:2:12: no event is of category process_creation, product windows: a mapping in mappings\/ would say which; there are mappings for .*product aws, service cloudtrail/,
    )
    const other = load({
      'w.yml': `title: w\nlogsource: { product: gcp, service: vpcflow }\ndetection: { s: { src: x }, condition: s }\n`,
    })
    expect(other.told).toEqual([
      'w.yml:2:12: no event is of product gcp, service vpcflow: a mapping in mappings/ would say which; there are mappings for product gcp, service gcp.audit; product gcp, service google_workspace.admin; product gcp, service google_workspace.drive; product gcp, service google_workspace.login',
    ])
    const foreign = load({
      'w.yml': `title: w\nlogsource: { product: linux, service: auditd }\ndetection: { s: { a0: x }, condition: s }\n`,
    })
    expect(foreign.told[0]).toMatch(
      /^w\.yml:2:12: no event is of product linux, service auditd: a mapping in mappings\/ would say which; there are mappings for /,
    )
  })

  test('a category of our own is told to need its product', () => {
    const { told } = load({
      'w.yml': `title: w\nlogsource: { category: agent }\ndetection: { s: { tool.name: x }, condition: s }\n`,
    })
    expect(told).toEqual([
      'w.yml:2:12: no event is of category agent alone: "product: ambit" belongs to it',
    ])
  })

  test('a filter names rules that there are, and a correlation none that it cannot follow', () => {
    const { told } = load({
      'r.yml': `title: a
name: reads
detection: { s: { type: x }, condition: s }
---
title: many
name: many
correlation: { type: event_count, rules: [raeds], group-by: [agent.idd], timespan: 5m, condition: { gte: 3 } }
---
title: f
logsource: { product: ambit }
filter: { rules: [raeds, many], s: { type: y }, condition: not s }
---
title: g
filter: { s: { type: y }, condition: not s }
`,
    })
    expect(told).toEqual([
      'r.yml:7:43: there is no rule "raeds", did you mean "reads"?',
      'r.yml:11:19: there is no rule "raeds", did you mean "reads"?',
      'r.yml:11:26: "many" is a correlation: a filter narrows rules over single events',
      'r.yml:14:1: a filter names the rules that it narrows, or any',
    ])
  })

  test('a mapping says what it is for, and nothing else', () => {
    const { told } = load({
      'mappings/m.yml': `logsource: { product: mine }
recrod: attributes.mine
events: { attributes.mine|exists: true }
fields:
  a: { from: action, befor: x }
  b: { record: b.c }
  c: { from: action, only: true }
---
logsource: {}
fields: 5
prefixes: { a.: [b] }
`,
    })
    expect(told).toEqual([
      'mappings/m.yml:2:1: there is no key "recrod" in a mapping, did you mean "record"?',
      'mappings/m.yml:5:22: there is no key "befor" here, did you mean "before"?',
      'mappings/m.yml:6:8: the mapping says nowhere where the record stands',
      'mappings/m.yml:7:22: "only" is about words, and there are none',
      'mappings/m.yml:9:1: a mapping says which events are of its source: events, with fields of the joined event',
      'mappings/m.yml:9:12: a mapping names at least one of category, product, service',
      'mappings/m.yml:10:9: "fields" takes a group of names, each with where it is read',
      'mappings/m.yml:11:17: a beginning of a name stands for another one',
    ])
  })
})

describe('warnings', () => {
  const warnings = (detection: string, more = ''): readonly string[] => {
    const loaded = load({
      'r.yml': `title: t\n${more}logsource: { product: ambit }\ndetection:\n${detection}`,
    })
    expect(loaded.told).toEqual([])
    return loaded.warned
  }

  test('a search that nobody uses', () => {
    expect(warnings('  s: { type: x }\n  t: { type: y }\n  condition: s\n')).toEqual([
      'r.yml:5:3: the condition has no use for the search "t"',
    ])
  })

  test('a field that no event has, and a value that it never has', () => {
    expect(
      warnings('  s: { type: x, task.purpos: a, capability: delte, mine: 1 }\n  condition: s\n'),
    ).toEqual([
      'r.yml:4:17: the joined event has no field "task.purpos", did you mean "task.purpose"?',
      'r.yml:4:33: "capability" is never "delte", did you mean "delete"?',
      'r.yml:4:52: the joined event has no field "mine": it is there only where a sender puts it in',
    ])
  })

  test('values that hardly go together, or numbers that never do', () => {
    expect(warnings('  s: { type: x }\n  t: { type: y }\n  condition: s and t\n')).toEqual([
      'r.yml:5:8: it hardly ever holds: "type" is asked for two values at once',
    ])
    expect(warnings('  s: { type: x, task.age|gt: 5, task.age|lt: 3 }\n  condition: s\n')).toEqual([
      'r.yml:4:33: it hardly ever holds: no number is within both bounds of "task.age"',
    ])
  })

  test('a rule that fits everything', () => {
    expect(warnings('  s: { type: x }\n  condition: not s\n')).toEqual([
      'r.yml:5:14: it fits every event that has none of its fields: say what is looked for, too',
    ])
    expect(warnings('  s: { agent.id: null }\n  condition: s\n')).toHaveLength(1)
    expect(warnings('  s: { type: x }\n  condition: s or not s\n')).toHaveLength(1)
  })

  test('a wildcard in front, where nothing else narrows the events down', () => {
    expect(warnings('  s: { tool.name|contains: x }\n  condition: s\n')).toEqual([
      expect.stringMatching(/^r\.yml:4:8: every event is searched through for this value/),
    ])
    expect(warnings('  s: { tool.name|contains: x, type: tool.called }\n  condition: s\n')).toEqual(
      [],
    )
    const mapped = 'logsource: { product: aws, service: cloudtrail }'
    const detection = 'detection: { s: { userAgent|contains: x }, condition: s }'
    expect(load({ 'r.yml': `title: t\n${mapped}\n${detection}\n` }).warned).toEqual([
      'r.yml:3:19: every event of its source is searched through for this value, as it begins with a wildcard: a whole value of another field beside it makes it cheap',
    ])
  })

  test('keys that nobody reads, and tags of another form', () => {
    expect(
      warnings(
        '  s: { type: x }\n  condition: s\n',
        'levle: high\nmine: 1\ntags: [attack.t1, T2]\n',
      ),
    ).toEqual([
      'r.yml:2:1: nothing reads the key "levle", did you mean "level"?',
      'r.yml:4:19: a tag is a namespace and a name in lower case, such as attack.t1078; this is "T2"',
    ])
  })

  test('words without quotes that other tools read as true or false', () => {
    expect(
      warnings(
        "  s: { type: x, action: No, mine: 'no', resource.id: [on, true, nothing] }\n  condition: s\n",
      ).filter((line) => !line.includes('joined event')),
    ).toEqual([
      "r.yml:4:25: No is a text here, and false to tools that read YAML 1.1: write 'No', true or false",
      "r.yml:4:55: on is a text here, and true to tools that read YAML 1.1: write 'on', true or false",
    ])
  })

  test('a level and a status in capitals, which are taken as they are meant', () => {
    const { told, warned, set } = load({
      'r.yml':
        'title: t\nid: t\nlevel: High\nstatus: Experimental\nlogsource: { product: ambit }\ndetection: { s: { type: x }, condition: s }\n',
    })
    expect(told).toEqual([])
    expect(warned).toEqual([
      'r.yml:3:8: "level" is written in lower case: high',
      'r.yml:4:9: "status" is written in lower case: experimental',
    ])
    expect(set.detections.find(({ id }) => id === 't')).toMatchObject({
      level: 'high',
      status: 'experimental',
    })
  })

  test('a filter that leaves only what it finds, and one that narrows nothing', () => {
    const { told, warned } = load({
      'r.yml': `title: a
id: a
logsource: { product: aws, service: cloudtrail }
detection: { s: { eventName: x }, condition: s }
---
title: f
logsource: { product: github }
filter: { rules: [a], s: { actor: y }, condition: s }
`,
    })
    expect(told).toEqual([])
    expect(warned).toEqual([
      'r.yml:8:19: "a" is of product aws, service cloudtrail, not of product github: it is not narrowed',
      'r.yml:8:51: only what this filter finds is left of its rules: to leave that out, write "not" in front',
    ])
  })
})
