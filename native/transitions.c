/* From one state to the next: looked up, or worked out from the network once. */
#include "states.h"

#include <stdlib.h>

static uint64_t mixed(uint64_t value)
{
    value *= 0x9E3779B97F4A7C15u;
    return value ^ (value >> 31);
}

static int by_set(const void *one, const void *other)
{
    const Step *a = one, *b = other;
    if (a->set != b->set)
        return a->set < b->set ? -1 : 1;
    return (a->node > b->node) - (a->node < b->node);
}

/* Sort the edges of an atom's nodes by word set, and find the state any other word leads to. */
static int prepare(Matcher *m, int32_t number)
{
    Atom atom = m->atoms.at[number];
    atom.steps = (uint32_t)m->steps.count;
    m->nodes.count = 0;
    for (uint32_t k = 0; k < atom.node_count; k++) {
        int32_t node = m->numbers.at[atom.nodes + k];
        for (int32_t edge = m->first.at[node]; edge < m->first.at[node + 1]; edge++) {
            Step step = {m->edges.at[2 * (size_t)edge], m->edges.at[2 * (size_t)edge + 1]};
            if (step.set >= 0 ? !PUSH(m->steps, step)
                              : step.set == ANY && !PUSH(m->nodes, step.node))
                return 0;
        }
    }
    atom.step_count = (uint32_t)(m->steps.count - atom.steps);
    if (atom.step_count > 1)
        qsort(m->steps.at + atom.steps, atom.step_count, sizeof(Step), by_set);
    atom.onwards = m->nodes.count ? state_of_nodes(m, m->nodes.at, m->nodes.count) : DEAD;
    atom.prepared = 1;
    m->atoms.at[number] = atom;
    return atom.onwards != FAILED;
}

/* Return the first of an atom's steps whose word set is at least `set`. */
static uint32_t first_step(const Step *steps, uint32_t low, uint32_t high, int32_t set)
{
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (steps[middle].set < set)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int holds(const int32_t *sets, size_t count, int32_t set)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sets[middle] < set)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && sets[low] == set;
}

/* Gather the nodes that a word leads to from an atom: its sets are looked up among the atom's
 * steps, or the steps among its sets, whichever are fewer. */
static int nodes_after(Matcher *m, const Atom *atom, int32_t word)
{
    const Step *steps = m->steps.at + atom->steps;
    const int32_t *sets = m->sets.at + m->set_first.at[word];
    size_t count = (size_t)(m->set_first.at[word + 1] - m->set_first.at[word]);
    uint32_t at = 0;
    m->nodes.count = 0;
    if (count < atom->step_count) {
        for (size_t k = 0; k < count; k++)
            for (at = first_step(steps, at, atom->step_count, sets[k]);
                 at < atom->step_count && steps[at].set == sets[k]; at++)
                if (!PUSH(m->nodes, steps[at].node))
                    return 0;
        return 1;
    }
    while (count && at < atom->step_count) {
        int32_t set = steps[at].set;
        int held = holds(sets, count, set);
        for (; at < atom->step_count && steps[at].set == set; at++)
            if (held && !PUSH(m->nodes, steps[at].node))
                return 0;
    }
    return 1;
}

static int add_atoms(const Matcher *m, Numbers *atoms, int32_t state)
{
    const State *from = &m->states.at[state];
    if (!ROOM(*atoms, from->atom_count))
        return 0;
    memcpy(atoms->at + atoms->count, m->numbers.at + from->atoms,
           from->atom_count * sizeof *atoms->at);
    atoms->count += from->atom_count;
    return 1;
}

static int32_t after_atom(Matcher *m, int32_t number, int32_t word)
{
    if (!m->atoms.at[number].prepared && !prepare(m, number))
        return FAILED;
    Atom atom = m->atoms.at[number];
    if (!nodes_after(m, &atom, word))
        return FAILED;
    if (m->nodes.count == 0)
        return atom.onwards;
    int32_t reached = state_of_nodes(m, m->nodes.at, m->nodes.count);
    if (reached == FAILED || atom.onwards == DEAD)
        return reached;
    m->joined.count = 0;
    if (!add_atoms(m, &m->joined, reached) || !add_atoms(m, &m->joined, atom.onwards))
        return FAILED;
    return state_of_atoms(m, m->joined.at, m->joined.count);
}

static int32_t after_joined(Matcher *m, State state, int32_t word)
{
    m->gathered.count = 0;
    for (uint32_t k = 0; k < state.atom_count; k++) {
        int32_t atom = m->numbers.at[state.atoms + k];
        int32_t after = state_after(m, m->atoms.at[atom].state, word);
        if (after == FAILED || (after != DEAD && !add_atoms(m, &m->gathered, after)))
            return FAILED;
    }
    return m->gathered.count ? state_of_atoms(m, m->gathered.at, m->gathered.count) : DEAD;
}

static Transition *transition_of(const Matcher *m, uint64_t key)
{
    size_t slot = (size_t)mixed(key) & (m->transition_room - 1);
    while (m->transitions[slot].key && m->transitions[slot].key != key)
        slot = (slot + 1) & (m->transition_room - 1);
    return &m->transitions[slot];
}

static int transition_room(Matcher *m)
{
    if (2 * (m->transition_count + 1) <= m->transition_room)
        return 1;
    size_t old = m->transition_room, room = old ? 2 * old : 4096;
    Transition *from = m->transitions, *bigger = calloc(room, sizeof *bigger);
    if (bigger == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    m->transitions = bigger;
    m->transition_room = room;
    for (size_t k = 0; k < old; k++)
        if (from[k].key)
            *transition_of(m, from[k].key) = from[k];
    free(from);
    return 1;
}

int32_t state_after(Matcher *m, int32_t state, int32_t word)
{
    uint64_t key = ((uint64_t)(uint32_t)state + 1) << 32 | (uint32_t)word;
    if (m->transition_room) {
        const Transition *known = transition_of(m, key);
        if (known->key)
            return known->after;
    }
    State from = m->states.at[state];
    int32_t after =
        from.atom == NOWHERE ? after_joined(m, from, word) : after_atom(m, from.atom, word);
    if (after == FAILED || !transition_room(m))
        return FAILED;
    Transition *place = transition_of(m, key);
    place->key = key;
    place->after = after;
    m->transition_count++;
    return after;
}

void transitions_forget(Matcher *m)
{
    m->transition_count = 0;
    if (m->transition_room)
        memset(m->transitions, 0, m->transition_room * sizeof *m->transitions);
}
