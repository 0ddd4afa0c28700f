// Barriers. See `../mutations.mjs`.

/** @type {import('../mutations.mjs').Mutation[]} */
export const barriers = [
  {
    breaks: 'a time that is over breaks the barrier later',
    model: 'barrier::a_time_that_is_over_does_not_break_what_was_reset_meanwhile',
    file: 'sync/barrier.rs',
    from: `            let mut state = self.state.lock();
            if !place.expire() {
                return;
            }
`,
    to: `            if !place.expire() {
                return;
            }
            let mut state = self.state.lock();
`,
  },
  {
    breaks: 'the death of a party does not break the round',
    model: 'barrier::a_party_that_dies_wakes_those_who_wait_for_it',
    file: 'sync/barrier.rs',
    from: '            if state.contains(place) {',
    to: '            if false && state.contains(place) {',
  },
  {
    breaks: 'the death of a party of an earlier round breaks the next',
    model: 'barrier::the_death_of_a_party_breaks_the_round_of_all_who_wait',
    file: 'sync/barrier.rs',
    from: '            if state.contains(place) {',
    to: '            if state.contains(place) || true {',
  },
  {
    breaks: 'a round that has filled meanwhile is forgotten',
    model: 'barrier::a_last_party_that_closes_breaks_the_round',
    file: 'sync/barrier.rs',
    from: 'if let Some(mut list) = state.full.pop_front() {',
    to: 'if let Some(mut list) = state.full.pop_front().filter(|_| false) {',
  },
  {
    breaks: 'a last party that is gone leaves the others waiting',
    model: 'barrier::a_last_party_that_closes_breaks_the_round',
    file: 'sync/barrier.rs',
    from: '            self.abandon(place.holder());\n',
    to: '',
  },
  {
    breaks: 'the time of a party is over without breaking the round',
    model: 'barrier::one_whose_time_is_over_breaks_the_round_for_all_or_for_none',
    file: 'sync/barrier.rs',
    from: `                return;
            }
            state.break_up()`,
    to: `                return;
            }
            let _ = &mut state;
            Vec::new()`,
  },
  {
    breaks: 'a release after an abort counts',
    model: 'barrier::of_release_and_abort_one_decides_for_all',
    file: 'sync/barrier.rs',
    from: `take_if(|acting| acting.last == last) else {
                return false;`,
    to: `take_if(|acting| acting.last == last) else {
                return true;`,
  },
  {
    breaks: 'a party looks whether it is the last, and is listed later',
    model: 'barrier::parties_meet_in_one_round_and_in_the_next',
    file: 'sync/barrier.rs',
    from: `        place.bring(Gift::Party(party));
        state.list.push(place);`,
    to: `        drop(state);
        place.bring(Gift::Party(party));
        let mut state = self.state.lock();
        state.list.push(place);`,
  },
];
