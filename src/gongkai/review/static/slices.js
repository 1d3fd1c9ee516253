"use strict";

/** Work on a hundred thousand rows in slices shorter than a blink, so that the page answers whoever types or scrolls meanwhile. */

const SLICE = 10; // milliseconds
const STEP = 500; // rows between two looks at the clock

let slicing = null; // the work that is going on; null where there is none

/** Do the steps of a generator, then what comes `after` with what it returned; what is begun later ends it. Short work is done at once. */
function inSlices(steps, after) {
  slicing = steps;
  const go = () => {
    if (slicing !== steps) return;
    const end = performance.now() + SLICE;
    while (performance.now() < end) {
      const { done, value } = steps.next();
      if (!done) continue;
      slicing = null;
      return after(value);
    }
    setTimeout(go);
  };
  go();
}

function* filtered(list, test) {
  const found = [];
  for (let at = 0; at < list.length; at += 1) {
    if (at % STEP === 0) yield;
    if (test(list[at])) found.push(list[at]);
  }
  return found;
}

function* mapped(list, make) {
  const made = [];
  for (let at = 0; at < list.length; at += 1) {
    if (at % STEP === 0) yield;
    made.push(make(list[at]));
  }
  return made;
}

/** Sort: pieces by the browser, then two and two merged; what compares alike keeps its order. */
function* inOrder(list, compare) {
  let runs = [];
  for (let at = 0; at < list.length; at += STEP) {
    yield;
    runs.push(list.slice(at, at + STEP).sort(compare));
  }
  while (runs.length > 1) {
    const longer = [];
    for (let at = 0; at < runs.length; at += 2) longer.push(at + 1 < runs.length ? yield* merged(runs[at], runs[at + 1], compare) : runs[at]);
    runs = longer;
  }
  return runs[0] ?? [];
}

function* merged(first, second, compare) {
  const out = [];
  for (let one = 0, other = 0; one < first.length || other < second.length;) {
    if (out.length % STEP === 0) yield;
    const left = other >= second.length || (one < first.length && compare(first[one], second[other]) <= 0);
    out.push(left ? first[one++] : second[other++]);
  }
  return out;
}
