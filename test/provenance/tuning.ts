// The half of the corpus that provenance is tuned on, in ten sets with attackers of their own.
import type { Half } from './corpus.js'
import { fillers, goals, manners } from './tuning-attacks.js'
import * as farAttacks from './tuning-far-attacks.js'
import * as far from './tuning-far.js'
import { more } from './tuning-more.js'
import * as nearAttacks from './tuning-near-attacks.js'
import * as near from './tuning-near.js'
import { scenes } from './tuning-scenes.js'
import * as everydayAttacks from './tuning-everyday-attacks.js'
import * as everyday from './tuning-everyday.js'
import * as officeAttacks from './tuning-office-attacks.js'
import * as office from './tuning-office.js'
import * as plainAttacks from './tuning-plain-attacks.js'
import * as plain from './tuning-plain.js'
import * as temptingAttacks from './tuning-tempting-attacks.js'
import * as tempting from './tuning-tempting.js'
import * as terseAttacks from './tuning-terse-attacks.js'
import * as terse from './tuning-terse.js'
import * as terseSecond from './tuning-terse-second.js'
import * as terseThird from './tuning-terse-third.js'
import * as tradesAttacks from './tuning-trades-attacks.js'
import * as trades from './tuning-trades.js'
import * as wideAttacks from './tuning-wide-attacks.js'
import * as wide from './tuning-wide.js'

export const TUNING: readonly Half[] = [
  { name: 'tuning', scenes: [...scenes, ...more], goals, manners, fillers },
  { name: 'tuning, wide', scenes: wide.scenes, ...wideAttacks },
  { name: 'tuning, far', scenes: far.scenes, ...farAttacks },
  { name: 'tuning, near', scenes: near.scenes, ...nearAttacks },
  { name: 'tuning, everyday', scenes: everyday.scenes, ...everydayAttacks },
  { name: 'tuning, tempting', scenes: tempting.scenes, ...temptingAttacks },
  { name: 'tuning, plain', scenes: plain.scenes, ...plainAttacks },
  {
    name: 'tuning, terse',
    scenes: [...terse.scenes, ...terseSecond.scenes, ...terseThird.scenes],
    ...terseAttacks,
  },
  { name: 'tuning, office', scenes: office.scenes, ...officeAttacks },
  { name: 'tuning, trades', scenes: trades.scenes, ...tradesAttacks },
]
