const percent = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
const share = (part) => percent(part, 1);
const range = (one) => (one === undefined ? '–' : `${share(one.low)} to ${share(one.high)}`);
const table = (head, rows) =>
  [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
const order = ['read', 'write', 'execute', 'destructive', 'financial', 'unclassified'];

/** The measurements as a document for people. */
export function document({ classes, spread, reviewed, scanner }) {
  const { total } = classes;
  const meta = scanner.sets.meta;
  const honest = meta === undefined ? 0 : meta.honest.total + meta.hard.total;
  const falseAlarms = meta === undefined ? 0 : meta.honest.poisoned + meta.hard.poisoned;
  const lines = [
    '# Evaluation',
    '',
    'How well the classifier and the scanner do on data that carries labels of its own. Made by `npm run eval -- --data DIR --out docs/evaluation.md`.',
    '',
    'The classifier is a set of written rules over general words and signals. The scanner is one too, and above it stand a sum of weights and a small network that',
    'programs fitted to made-up attacks and honest texts of our own and to descriptions of real servers, some packages of this data among them; no attack and',
    'no honest text of the data, and no class (docs/adr/0014). With a quarter of all packages left out of the fitting in turn they hold 4 or 5 of its 692 definitions wrongly.',
    'There is no other model to retrain when a package is left out. **The figures of this run are in-sample where the data was before the people who wrote the rules**, which is so for the development half:',
    'they looked at its mistakes and mended them. What to expect of material that was not before them is in the next table, measured once on each set',
    'before anything was changed because of it.',
    '',
    '## On fresh material',
    '',
    table(
      ['what', 'measured', 'how fresh'],
      [
        [
          'made-up attacks, 151 of all families, nine languages',
          '26.5 % poisoned',
          'written before reading the rules, first run of the rules as they were',
        ],
        [
          'the second half of them (75), after the rules were improved on the first half',
          '72.0 % poisoned, 2.7 % suspicious',
          'same author and sitting as the half that was tuned on',
        ],
        [
          '40 subtler attacks in everyday words, after that',
          '12.5 % poisoned, 7.5 % suspicious',
          'written to get past the improved rules; first run',
        ],
        ['12 texts of self-praise', '50 % suspicious', 'first run; 12 of 12 after the rules were improved with half of them in view'],
        [
          '132 honest texts that look bad (shouting, secrets, security lessons)',
          '6.8 % poisoned',
          'first run; 3.0 % of the second half before it was looked at, none now',
        ],
        [
          '1,414 real definitions of 55 packages that were not in the data',
          '2.1 % poisoned of the first 748',
          'when the improved rules first met them; 0 % poisoned, 3.5 % suspicious of all after 17 false alarms in 6 packages were mended',
        ],
        [
          'later: 137 made-up attacks in the manner of public corpora, twelve languages',
          '45.3 % poisoned, 6.6 % suspicious',
          'written before looking at the rules again, first run',
        ],
        [
          'the second half of them (68), after frames were written with the first half in view',
          '86.8 % poisoned',
          'same author and sitting; first look at that half',
        ],
        [
          '86 more attacks, after that',
          '50.0 % poisoned, 3.5 % suspicious',
          'by the author of the frames, in other wordings; first run. 89.5 % after mending with them in view',
        ],
        [
          '219 honest texts that look bad, two rounds',
          '7.8 % poisoned',
          'first runs (5.8 % of 139, then 11.3 % of 80); 4.1 % after mending with them in view',
        ],
        [
          '472 real definitions of packages that were not in the data',
          '6.8 % poisoned',
          'each counted when the frames first met it: 32 false alarms, 26 of them in one package; 2.3 % after mending, most of it one sentence about a flag that skips a preview',
        ],
        [
          'four readers replaced by one grammar: 148 made-up attacks of all kinds, fifteen languages, in definitions, schemas, instructions and results',
          '43.9 % poisoned, 5.4 % suspicious',
          'written before looking at the rules, first run of the readers there were',
        ],
        [
          'the second half of them (74), when the grammar had been written with the first half in view',
          '68.9 % poisoned (39.2 % before)',
          'same author and sitting; the half was looked at later, 91.9 % then',
        ],
        [
          '61 more in everyday words',
          '26.2 % poisoned, 4.9 % suspicious (16.4 % before)',
          'by the author of the grammar, first run; 47.5 % after words were added with the other sets in view',
        ],
        ['40 more in plain words, when nothing was changed any more', '85.0 % poisoned, 5.0 % suspicious (72.5 % before)', 'first run'],
        [
          '126 honest texts that look bad, and 60 more',
          '7.9 % and 8.3 % poisoned (7.9 % and 5.0 % before)',
          'first runs; 4.8 % and 1.7 % after mending with them in view',
        ],
        ['40 more honest ones, when nothing was changed any more', '2.5 % poisoned (none before)', 'first run'],
        [
          '117 real definitions of 12 packages that were not in the data',
          '0 % poisoned, 2.6 % suspicious',
          'met while the grammar was being written: 3 of the first 86 were poisoned by a frame that was too wide',
        ],
        [
          'words gathered by meaning, and read by how they stand to each other: 62 made-up definitions in the manner of public collections, and 56 protocol messages',
          '67.7 % and 85.7 % poisoned by the rules before',
          'written before looking at the rules; 98.4 % and 96.4 % after mending with them in view',
        ],
        [
          'the second half of 60 more, and 60 more',
          '66.7 % and 70.0 % poisoned (30.0 % of the 60 and 36.7 % before)',
          'first looks, written before looking at the rules, while the first set was being mended; 88.3 % and 95.0 % after mending with them in view',
        ],
        [
          '50, 44 and 40 more, each after mending with the ones before in view',
          '86.0 %, 84.1 % and 82.5 % poisoned (66.0 %, 61.4 % and 57.5 % before)',
          'first looks, by the author of the rules; the last look is the one to expect of plain texts',
        ],
        [
          '40 more, in wordings looked for on purpose',
          '57.5 % poisoned, 12.5 % suspicious (32.5 % before)',
          'first look; 97.5 % after mending with them in view',
        ],
        [
          '56 in everyday words, and 60 written to get past the rules',
          '23.2 % and 21.7 % poisoned (21.4 % and 11.7 % before)',
          'first looks; 36.7 % of the latter after mending with them in view',
        ],
        [
          '25 and 15 texts of self-praise',
          '60.0 % and 80.0 % suspicious',
          'first looks; 96.0 % and 93.3 % after mending with them in view',
        ],
        ['50 results that give orders or carry shells', '52.0 % poisoned', 'first look; 70.0 % after mending with them in view'],
        [
          '290 honest definitions in the same words, and 50 honest results',
          '3.8 % and 16.0 % poisoned (the same as before)',
          'first looks; 1.4 % and 4.0 % after mending with them in view',
        ],
        ['60 honest sentences of everyday tools', '0 % poisoned', 'first look'],
        [
          '515 real definitions of 17 packages that were not in the data',
          '23.1 % poisoned by the rules before',
          'one sentence of one package (to be set only after the user has approved) took 100 of its tools; 0 % after general repairs',
        ],
        [
          '654 real definitions of 18 more packages',
          '0.9 % poisoned',
          'first look at them; 0 % after general repairs. Instructions of one server that send the model to further instructions stay poisoned',
        ],
        ['read against not-read on these packages (865 annotated tools)', '96.5 %', 'first run'],
        ['marked destructive by their authors, called read, on these packages', '1.4 % of 218', 'first run'],
        [
          '56 arguments that attack what they are handed to, 24 that only look like it',
          '55.4 % pointed out, 20.8 % of the others',
          'first look; all and none after mending with them in view',
        ],
        ['read against not-read on those packages (961 annotated tools)', '95.4 %', 'first run; 96.4 % after general repairs'],
        ['marked destructive by their authors, called read, on those packages', '1.3 % of 229', 'first run'],
        ['unclassified on those packages', '1.3 % of 1,414', 'first run; 0.3 % after a few verbs were added'],
        [
          'an evening later: 60 made-up attacks of the kinds of the data',
          '86.7 % poisoned',
          'first look, by a new author who had read about half of the rules; 98.3 % after mending with them in view',
        ],
        [
          '60 of other kinds: protocol messages, schemas, instructions, sabotage, lasting holds',
          '48.3 % poisoned, 8.3 % suspicious',
          'first look; 81.7 % after mending with them in view',
        ],
        [
          '55 texts of a public collection that order about the calls of other tools',
          '32.7 % poisoned',
          'first look; 90.9 % after frames for such orders were written with them in view',
        ],
        [
          '61 more of that collection, and 20 in other wordings',
          '23.0 % and 25.0 % poisoned',
          'first looks at what those frames had not met; 82.0 % and 80.0 % after widening them with these in view. Many of these texts do little harm: another tool is to be called first',
        ],
        [
          '27 texts of another public collection, of tools that own up to what they do besides',
          '48.1 % poisoned',
          'first look; 74.1 % after mending with them in view',
        ],
        [
          '50, 40 and 30 more of the kinds of the data, each after mending with the ones before in view',
          '74.0 %, 72.5 % and 63.3 % poisoned',
          'first looks, in wordings looked for on purpose; 96.0 %, 92.5 % and 86.7 % after mending with them in view. The level of 90 % is not reached on what the rules have not met',
        ],
        ['18 texts of self-praise', '66.7 % suspicious', 'first look; all after mending with them in view'],
        [
          '50 results that give orders or carry shells, and 50 honest ones',
          '48.0 % and 12.0 % poisoned',
          'first looks; 82.0 % and 6.0 % after mending with them in view',
        ],
        [
          '335 honest texts in the same words, in six rounds',
          '3.3 % of 215, 8.0 % of 50, 0 % of 40 and 0 % of 30 poisoned',
          'first looks, the last two when the rules had changed; 0.6 % after mending with them in view',
        ],
        [
          '50 arguments that attack what they are handed to, and 30 that only look like it',
          '70.0 % and 6.7 % pointed out',
          'first look; all and 3.3 % after mending with them in view',
        ],
        [
          '338 real definitions of 14 packages that were not in the data, 89 of 8 more, and 18 of 5 more',
          '0.6 %, 2.2 % and 1 of 18 poisoned',
          'first looks, the latter two with the new frames; 0 % after general repairs',
        ],
        [
          'read against not-read on these packages (57 annotated tools), marked destructive and called read, unclassified',
          '91.2 %, 0 of 23, 0.5 % of 427',
          'first run; 93.0 % after one general repair',
        ],
        [
          '60 made-up attacks and 40 honest texts, written while the rules were being changed by somebody else (test/unit/risk/held-out-texts.ts)',
          '71.7 % and 5.0 % poisoned by the rules (70.0 % and 7.5 % before the changes)',
          'first look; nothing was changed with them in view until here',
        ],
        [
          'the same, with the likeness of sentences (docs/adr/0014)',
          '81.7 % and 5.0 % poisoned',
          'never fitted on; they were looked at once when the thresholds were chosen',
        ],
        [
          'the likeness of sentences on 240 attacks of five sets above that were left out of its fitting',
          '68 % poisoned by the rules of the time, 83 % by both',
          'the sets were known to its author, not to the weights',
        ],
        [
          '692 real definitions and 564 honest texts of the data, their packages left out of its fitting',
          '0.3 % and 0 % poisoned',
          'first look of the fitted weights; sentences of fewer than five words had been left out because of earlier false alarms on such fragments',
        ],
        [
          '2,386 attacks and 2,342 honest texts that look bad, by six authors who had never seen the scanner (build/risk/*.txt)',
          '40.5 % and 8.5 % poisoned (22.3 % and 5.2 % by rules alone)',
          'first look; most of them are orders in plain words for everyday harm, and honest texts written to look like those',
        ],
        [
          'the 1,212 and 1,220 of them by three authors, each left out of the fitting in turn, with passages of 100 words as the judge over the rules',
          '56.4 % and 5.9 % poisoned (35.8 % and 7.5 % before)',
          'the others were fitted on; thresholds were chosen with these figures in view',
        ],
        [
          '150 attacks and 150 honest texts that look bad, by a seventh author',
          '68.0 % and 18.0 % before; 83.3 % and 10.7 % with passages of 100 words; 83.3 % and 12.0 % with passages of 40 words and single sentences where a rule fired',
          'never fitted on, read by nobody who works on the scanner; these figures were looked at when the last threshold was chosen',
        ],
        [
          'the same attacks between two honest descriptions of real servers',
          '68.0 % before, 26.0 % with passages of 100 words, 76.7 % as it is now',
          'why passages became short',
        ],
        [
          '150 attacks and 150 honest texts in the manner of public collections, by an eighth author',
          '58.0 % and 3.3 % before, 70.0 % and 1.3 % now',
          'never fitted on, read by nobody who works on the scanner',
        ],
        [
          '60 results of tools that give orders and 60 honest ones that look so, by the seventh author; 100 and 100 shorter ones by the eighth',
          '23.3 % and 10.0 %; 45.0 % and 1.0 % poisoned',
          'first looks; results are left to the rules',
        ],
        ['the 60 attacks and 40 honest texts above (held-out-texts.ts)', '81.7 % and 5.0 % poisoned, as before', 'still never fitted on'],
        [
          '1,130 real definitions of 55 servers that were not in the data: by the rules and likenesses of single sentences; with them left out of the fitting; with them fitted on, as it is now',
          '1.1 %; 1.7 %; 0.4 % poisoned',
          'the first is a first look; more than half of the alarms are in one package of 401 tools, half of what is left now is short titles such as the replacing of all firewall rules',
        ],
        [
          '400 attacks and 400 honest texts (120 of them made to look bad) in the manner of public collections and of benchmarks, by two further authors',
          '73.8 % and 1.5 % poisoned by the sum of weights over the rules; 80.5 % and 1.5 % with the network beside it, as it is now',
          'first look of the sum; the network was never fitted on them, but its threshold was chosen with these figures in view',
        ],
        [
          'the 300 attacks and 300 honest texts that look bad of the seventh and the eighth author, with the network',
          '84.7 % and 8.7 % poisoned (76.7 % and 6.7 % before)',
          'never fitted on; the same is true of the threshold',
        ],
        [
          '80 and 80 results of each of those two further authors: orders, and honest ones',
          '52.5 % and 1.9 % poisoned',
          'first looks; results are left to the rules',
        ],
        [
          'the 320 and 320 results of these four authors, with programs that are called by their kind (copilots, bots, summarizers)',
          '44.7 % before, 47.8 % poisoned; 3.1 % of the honest ones in both',
          'counted once, read by nobody who works on the rules; of 920 and 1,201 results by three other authors, in view: 16.7 % before, 23.7 %; 3.8 % before, 4.3 %',
        ],
        [
          'the 1,130 and the 692 real definitions with the network, both left out of the fitting; fitted on, as it is now',
          '2.9 % and 1.0 %; 0.5 % and 0 % poisoned',
          'of the 2.9 %, a third are of one package',
        ],
        [
          '692 real definitions of the data, their packages left out of the fitting; 540 honest texts, 24 that look bad and 32 attacks of the data',
          '0.1 %; 0.2 %, 0 % and 100 % poisoned',
          'the rules had been written with these attacks in view',
        ],
        [
          'read against not-read on 994 tools of 39 servers that were not in the data (528 annotated), marked destructive and called read, unclassified',
          '97.2 %, 0.7 % of 151, 0.6 %',
          'first run; nothing was changed afterwards',
        ],
        [
          '2,903 more real definitions (tools, prompts, resources, instructions) of 74 servers that nothing was made with in view',
          '0.8 % poisoned, 1.8 % suspicious',
          'first look; 0.4 % and 1.1 % after general repairs with them in view: stealth as a mode of browsers, switches that hand nothing over, consent that is asked for, a tool that is only to be called before another one. Nothing was fitted on them here',
        ],
        [
          'read against not-read on the 2,366 tools of these servers (605 annotated), marked destructive and called read, unclassified',
          '93.4 %, 0 of 43, 1.2 %',
          'first look; 94.4 %, 0 of 43 and 0.3 % after general repairs. Two authors mark every change a look or every look a change: 96.1 % and 97.2 % of the other 532',
        ],
        [
          '800 attacks and 800 honest texts (half of these made to look bad), in the manner of public collections and as plain product prose, by two more authors',
          '66.4 % and 7.6 % poisoned (66.8 % and 8.2 %, 66.0 % and 7.0 %)',
          'first look, before they were fitted on; 72.2 % of the 681 attacks in English, 32.8 % of the 119 in other languages',
        ],
        [
          'the 700 attacks and 700 honest texts (420 of them made to look bad) of the four authors above whom nothing was fitted on, with a larger network that these 1,600 were fitted on too',
          '85.3 % and 4.7 % poisoned (82.3 % and 4.6 % before)',
          'read by nobody who works on the scanner; counted twice, the threshold raised a little after the first count (85.6 % and 5.0 %)',
        ],
        [
          'half of the attacks (53) and honest texts (56) in other languages of the two authors of these 1,600, once orders are told there by which meanings meet',
          '79.2 % and 7.1 % poisoned (64.2 % and 7.1 % before)',
          'the other half was in view (50 and 37 of 54; 4 of 58 honest ones both times); the network was fitted on both: at least one rule fires in 15 of the 42, in 4 of the 34 before. Of the 19 missed before, the beginnings were seen by mistake; words that only they had were taken out again',
        ],
        [
          'ten authors, a quarter of them and of all packages left out of the fitting in turn: attacks, honest texts that look bad, descriptions of tools',
          '70.2 %, 6.8 % and 0.7 % poisoned (65.6 %, 7.8 % and 0.5 % before)',
          'both networks fitted alike; a second fit of the larger one held 70.3 %, 7.2 % and 0.6 %. Thresholds were chosen with these figures in view',
        ],
        [
          'instructions of 35 real servers, read as definitions are; with a threshold of their own',
          '17.1 %; 5.7 % poisoned',
          'most of these servers were fitted on, and the threshold was chosen with these figures in view. Of the 700 attacks above 69 % would be held in instructions, and 1.7 % of the honest texts',
        ],
        [
          '527 attacks, 630 honest texts that are hard to tell apart and 220 plain ones by two more authors, in English and twenty other languages',
          'English 83.1 %, 21.7 % and 0.9 %; others 37.5 %, 19.7 % and 5.4 % poisoned',
          'first look, before anything was fitted on them: to be hard to tell apart was asked of both sides',
        ],
        [
          'one of these authors left out, the other and a third one fitted on (470 attacks, 901 honest texts)',
          'English 82.8 % (85.9 % before), 18.1 % (27.8 %) and 3 of 59 (1); others 42.4 % (38.8 %), 5.8 % (23.3 %) and 0 of 61 (3)',
          'the thresholds were chosen with these figures in view',
        ],
        [
          '150 attacks, 150 honest texts that look bad and 100 plain ones by a fourth author, after that',
          '92.0 %, 17.3 % and 1 of 100 poisoned (84.7 %, 28.0 % and 4 before); English 98.2 % of 110, others 75.0 % of 40 (47.5 % before)',
          'read by nobody who works on the scanner, counted once',
        ],
        [
          '40 texts of self-praise and 30 honest hints of that author',
          '75.0 % and 20.0 % suspicious or poisoned (50.0 % and 13.3 % before)',
          'read by nobody who works on the scanner, counted once',
        ],
        [
          '25 texts of self-praise, and 10 honest ones that compare',
          '68.0 % and 30.0 % suspicious or poisoned',
          'first look; all and 30.0 % after mending',
        ],
        [
          '30 texts of self-praise of the seventh author',
          '66.7 % suspicious or poisoned (60.0 % before)',
          'read by nobody who works on the scanner',
        ],
        [
          'the 320 and 320 results of the four authors above, with programs that are called AI something (AI operators, AI crawlers)',
          '48.4 % and 3.1 % poisoned (47.8 % and 3.1 % before)',
          'read by nobody who works on the rules, counted three times; of 920 and 1,201 results by three other authors, in view: 24.8 % and 4.3 %',
        ],
        [
          '40 arguments that attack what they are handed to, and 20 that only look like it',
          '85.0 % and 15.0 % pointed out',
          'first look; 92.5 % and 10.0 % after scripts in markup, headers behind a value, addresses that show another host and orders to a model were added',
        ],
        [
          'read against not-read on 2,277 tools of 37 servers that were neither in the data nor in the catalogue (872 annotated), marked destructive and called read, unclassified',
          '93.2 %, 0 of 262, 0.9 %',
          'first look; 97.5 %, 0 of 262 and 0.4 % after general repairs: 36 of the 59 wrong ones were of one server whose family name is a verb',
        ],
        [
          'the 2,277 definitions and the instructions of these servers',
          '0.4 % poisoned, 2.2 % suspicious',
          'first look; nothing was fitted on them',
        ],
        [
          '45 honest descriptions in Russian and Ukrainian, and 20 more',
          '17.8 % and 10.0 % poisoned before; the second set 0 %',
          'first looks; none after wording was read in Latin letters only. 4 of the attacks of build/risk in Russian and Greek, on which the judges of wording were fitted, are let go for it',
        ],
        [
          '35 honest texts in twenty languages that quote attacks, and 20 more',
          '85.7 % and 95.0 % poisoned before; the second set 30.0 %',
          'first looks; none after mending with them in view',
        ],
        [
          '30 attacks in other languages that stand behind a word such as “detects”, and 20 more',
          '90.0 % and 90.0 % poisoned before; the second set 80.0 %',
          'first looks; all after mending with them in view',
        ],
        [
          '60 honest descriptions in fourteen languages of Latin letters',
          '10.0 % poisoned',
          'first look; 3.3 % after rows and files that are ignored no longer counted as rules',
        ],
      ],
    ),
    '',
    'Whoever writes an attack with these rules in view gets past them. That is why nothing rests on them: with the scanner switched off, no dangerous call',
    'goes through without a rule, a grant or an approval. The made-up texts stand in `test/unit/risk/*-texts.ts` and now hold the level.',
    '',
    '## In short',
    '',
    table(
      ['what', 'measured', 'aim'],
      [
        [
          'read against not-read (author annotations, not shown to the classifier)',
          `${percent(total.right, total.annotated)} of ${total.annotated}`,
          'at least 95 %',
        ],
        [
          'marked destructive by their authors, called read',
          `${percent(total.destructiveAsRead, total.destructive)} of ${total.destructive}`,
          'at most 2 %',
        ],
        [
          'the same, without packages whose author marks every tool destructive, looks included',
          `${percent(spread.telling.destructiveAsRead, spread.telling.destructive)} of ${spread.telling.destructive}`,
          '',
        ],
        [
          'the same, without tools whose four hints are what the protocol takes for granted where an author says nothing',
          `${percent(total.destructiveAsRead - total.unsaidAsRead, total.destructive - total.unsaid)} of ${total.destructive - total.unsaid}`,
          '',
        ],
        ['agreement with a reviewed class', `${percent(reviewed.right, reviewed.total)} of ${reviewed.total}`, 'at least 88 %'],
        ['the same, of those with a description', `${percent(reviewed.describedRight, reviewed.described)} of ${reviewed.described}`, ''],
        [
          'unclassified',
          `${percent(total.unclassified + reviewed.unclassified, total.tools + reviewed.total)} of ${total.tools + reviewed.total}`,
          'at most 4 %',
        ],
        ...(meta === undefined
          ? []
          : [
              [
                'malicious definitions called poisoned',
                `${percent(meta.malicious.poisoned, meta.malicious.total)} of ${meta.malicious.total}`,
                'at least 92 %',
              ],
              ['honest definitions called poisoned', `${percent(falseAlarms, honest)} of ${honest}`, 'under 1 %'],
            ]),
        [
          'real definitions of packages called poisoned',
          `${percent(scanner.definitions.poisoned, scanner.definitions.total)} of ${scanner.definitions.total}`,
          'under 1 %',
        ],
        [
          'texts with invisible characters in which they were found',
          `${percent(scanner.hidden.found, scanner.hidden.total)} of ${scanner.hidden.total}`,
          '100 %',
        ],
      ],
    ),
    '',
    'Of the tools marked destructive and called read, look at the lists below: authors who mark every tool alike (a sheet that is described, a report that is',
    'found) are right by their own default and wrong about the tool; without the annotations no text says otherwise. As the product runs, annotations raise',
    'the class, and none of these tools is called read; that is no measure of anything, since the label is then what is asked.',
    'Some frameworks write all four hints out for authors who set none: not read-only, destructive, not idempotent, open world. Whether such an author',
    'meant it cannot be told from the answer, so these tools are left out in one row and counted in the first.',
    '',
    '## Leaving packages out',
    '',
    'The classes come from one list of words and rules that knows no package, so each package is judged as it would be if it were the one left out: the',
    'figures above *are* those of leaving one package out, as far as a program is concerned. What people who saw the data may have fitted to it shows in how',
    'the figures hang on single packages:',
    '',
    table(
      ['what', 'packages', 'all tools together', 'mean of the packages', 'with each package left out once', '95 % of packages drawn anew'],
      [
        ['read against not-read', spread.right],
        ['marked destructive, called read', spread.destructiveAsRead],
      ].map(([what, one]) => [what, one.packages, share(one.pooled), share(one.mean), range(one.without), range(one.drawn)]),
    ),
    '',
    'Packages are drawn anew 2,000 times, with repetition, from a fixed start. The packages on which it does worst:',
    '',
    table(
      ['package', 'annotated', 'right', 'destructive by author', 'of these called read'],
      spread.worst.map((row) => [
        row.name,
        row.annotated,
        row.annotated === 0 ? '–' : percent(row.right, row.annotated),
        row.destructive,
        row.destructiveAsRead,
      ]),
    ),
    '',
    '## Classes, package by package',
    '',
    table(
      ['package', 'tools', 'annotated', 'right', 'destructive by author', 'of these called read', 'unclassified'],
      classes.perPackage.map((row) => [
        row.name,
        row.tools,
        row.annotated,
        row.annotated === 0 ? '–' : percent(row.right, row.annotated),
        row.destructive,
        row.destructiveAsRead,
        row.unclassified,
      ]),
    ),
    '',
    '### What the authors say, by our class',
    '',
    table(
      ['our class', 'authors: read', 'authors: not read'],
      order
        .filter((name) => classes.perClass[name] !== undefined)
        .map((name) => [name, classes.perClass[name].read, classes.perClass[name]['not read']]),
    ),
    '',
    '### Where we differ from the authors',
    '',
    ...classes.wrong.map((one) => `- ${one.package} › \`${one.tool}\`: the author says ${one.author}, we say ${one.ours}`),
    '',
    '## Agreement with reviewed classes',
    '',
    table(
      ['reviewed', ...order],
      order
        .filter((name) => reviewed.confusion[name] !== undefined)
        .map((name) => [name, ...order.map((given) => reviewed.confusion[name][given] ?? 0)]),
    ),
    '',
    ...reviewed.wrong.map((one) => `- ${one.server} › \`${one.tool}\`: reviewed ${one.expected}, we say ${one.ours}`),
    '',
    '## Scanner',
    '',
    table(
      ['set', 'kind', 'texts', 'poisoned', 'suspicious', 'clean'],
      Object.entries(scanner.sets).flatMap(([name, kinds]) =>
        Object.entries(kinds).map(([kind, counts]) => [name, kind, counts.total, counts.poisoned, counts.suspicious, counts.clean]),
      ),
    ),
    '',
    '`meta` are definitions, `result` what tools answered, `args` arguments of calls; `hard` are honest texts that look bad. Arguments are only pointed',
    'out to people, and only what is visible in them counts; the rows of `args` that merely state which permissions a program wants are no attack.',
    '',
    table(
      ['malicious, by category', 'texts', 'poisoned', 'suspicious', 'clean'],
      Object.entries(scanner.categories)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([name, counts]) => [name, counts.total, counts.poisoned, counts.suspicious, counts.clean]),
    ),
    '',
    `Real definitions: ${scanner.definitions.clean} clean, ${scanner.definitions.suspicious} suspicious (they push themselves before other tools or speak to the model past the user), ${scanner.definitions.poisoned} poisoned${scanner.poisonedTools.length === 0 ? '' : `: ${scanner.poisonedTools.join(', ')}`}.`,
    ...(scanner.missed.length === 0
      ? []
      : [
          '',
          'Malicious definitions not called poisoned:',
          '',
          ...scanner.missed.map((one) => `- ${one.id} (${one.category}): ${one.verdict}`),
        ]),
    ...(scanner.alarms.length === 0
      ? []
      : ['', 'Honest texts called poisoned:', '', ...scanner.alarms.map((one) => `- ${one.id}: ${one.findings.join(', ')}`)]),
    '',
  ];
  return `${lines.join('\n')}\n`;
}
