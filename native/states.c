#include "states.h"

#include <stdlib.h>

#define MOST_STATES 60000
#define MOST_TRANSITIONS (1u << 19)
#define MOST_NUMBERS (1u << 22)

static uint64_t mixed(uint64_t value)
{
    value *= 0x9E3779B97F4A7C15u;
    return value ^ (value >> 31);
}

static uint64_t hash_of(const int32_t *numbers, size_t count)
{
    uint64_t hash = count;
    for (size_t k = 0; k < count; k++)
        hash = mixed(hash ^ (uint32_t)numbers[k]);
    return hash;
}

/* What stands under a number in one of the two indexes. */
static const int32_t *stored(const Matcher *m, const Index *index, int32_t number, size_t *count)
{
    if (index == &m->by_nodes) {
        *count = m->atoms.at[number].node_count;
        return m->numbers.at + m->atoms.at[number].nodes;
    }
    *count = m->states.at[number].atom_count;
    return m->numbers.at + m->states.at[number].atoms;
}

static size_t slot_of(const Matcher *m, const Index *index, const int32_t *numbers, size_t count)
{
    size_t slot = (size_t)hash_of(numbers, count) & (index->size - 1);
    for (;; slot = (slot + 1) & (index->size - 1)) {
        int32_t number = index->slots[slot];
        if (number < 0)
            return slot;
        size_t length;
        const int32_t *there = stored(m, index, number, &length);
        if (length == count && memcmp(there, numbers, count * sizeof *numbers) == 0)
            return slot;
    }
}

static int index_room(const Matcher *m, Index *index)
{
    if (2 * (index->count + 1) <= index->size)
        return 1;
    size_t old = index->size, size = old ? 2 * old : 1024;
    int32_t *numbers = index->slots, *slots = malloc(size * sizeof *slots);
    if (slots == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    memset(slots, 0xFF, size * sizeof *slots);
    index->slots = slots;
    index->size = size;
    for (size_t k = 0; k < old; k++) {
        if (numbers[k] >= 0) {
            size_t count;
            const int32_t *there = stored(m, index, numbers[k], &count);
            slots[slot_of(m, index, there, count)] = numbers[k];
        }
    }
    free(numbers);
    return 1;
}

/* Keep numbers that may lie anywhere but in `numbers` itself. */
static int keep(Matcher *m, const int32_t *numbers, size_t count, uint32_t *place)
{
    if (!ROOM(m->numbers, count + 1))
        return 0;
    *place = (uint32_t)m->numbers.count;
    memcpy(m->numbers.at + m->numbers.count, numbers, count * sizeof *numbers);
    m->numbers.count += count;
    return 1;
}

static void seal_hits(Matcher *m, State *state)
{
    size_t found = m->numbers.count - state->hits;
    state->hit_count = found ? (uint32_t)sorted_once(m->numbers.at + state->hits, found) : 0;
    m->numbers.count = state->hits + state->hit_count;
}

/* The phrases that end at these nodes, in order, into `numbers`. */
static int keep_endings(Matcher *m, const int32_t *nodes, size_t count, State *state)
{
    state->hits = (uint32_t)m->numbers.count;
    for (size_t k = 0; k < count; k++)
        for (int32_t edge = m->first.at[nodes[k]]; edge < m->first.at[nodes[k] + 1]; edge++)
            if (m->edges.at[2 * (size_t)edge] == DONE &&
                !PUSH(m->numbers, m->edges.at[2 * (size_t)edge + 1]))
                return 0;
    seal_hits(m, state);
    return 1;
}

int32_t state_of_nodes(Matcher *m, int32_t *nodes, size_t count)
{
    count = sorted_once(nodes, count);
    if (!index_room(m, &m->by_nodes))
        return FAILED;
    size_t slot = slot_of(m, &m->by_nodes, nodes, count);
    if (m->by_nodes.slots[slot] >= 0)
        return m->atoms.at[m->by_nodes.slots[slot]].state;
    int32_t number = (int32_t)m->atoms.count;
    Atom atom = {0, (uint32_t)count, 0, 0, (int32_t)m->states.count, DEAD, 0};
    State state = {0, 1, 0, 0, number};
    if (!keep(m, nodes, count, &atom.nodes) || !keep(m, &number, 1, &state.atoms) ||
        !keep_endings(m, nodes, count, &state) || !ROOM(m->states, 1) || !ROOM(m->atoms, 1))
        return FAILED;
    m->states.at[m->states.count++] = state;
    m->atoms.at[m->atoms.count++] = atom;
    m->by_nodes.slots[slot] = number;
    m->by_nodes.count++;
    return atom.state;
}

/* The state of being in all of these atoms. */
int32_t state_of_atoms(Matcher *m, int32_t *atoms, size_t count)
{
    count = sorted_once(atoms, count);
    if (count == 1)
        return m->atoms.at[atoms[0]].state;
    if (!index_room(m, &m->by_atoms))
        return FAILED;
    size_t slot = slot_of(m, &m->by_atoms, atoms, count);
    if (m->by_atoms.slots[slot] >= 0)
        return m->by_atoms.slots[slot];
    State state = {0, (uint32_t)count, 0, 0, NOWHERE};
    if (!keep(m, atoms, count, &state.atoms) || !ROOM(m->states, 1))
        return FAILED;
    state.hits = (uint32_t)m->numbers.count;
    for (size_t k = 0; k < count; k++) {
        State part = m->states.at[m->atoms.at[atoms[k]].state];
        if (!ROOM(m->numbers, part.hit_count))
            return FAILED;
        for (uint32_t hit = 0; hit < part.hit_count; hit++)
            m->numbers.at[m->numbers.count++] = m->numbers.at[part.hits + hit];
    }
    seal_hits(m, &state);
    int32_t number = (int32_t)m->states.count;
    m->states.at[m->states.count++] = state;
    m->by_atoms.slots[slot] = number;
    m->by_atoms.count++;
    return number;
}

int states_full(const Matcher *m)
{
    return m->states.count > MOST_STATES || m->transition_count > MOST_TRANSITIONS ||
           m->numbers.count > MOST_NUMBERS;
}

static void clear(Index *index)
{
    index->count = 0;
    if (index->size)
        memset(index->slots, 0xFF, index->size * sizeof *index->slots);
}

void states_forget(Matcher *m)
{
    m->states.count = m->atoms.count = m->steps.count = m->numbers.count = 0;
    clear(&m->by_nodes);
    clear(&m->by_atoms);
    transitions_forget(m);
}

void states_free(Matcher *m)
{
    FREE(m->states);
    FREE(m->atoms);
    FREE(m->steps);
    FREE(m->numbers);
    free(m->by_nodes.slots);
    free(m->by_atoms.slots);
    free(m->transitions);
    FREE(m->nodes);
    FREE(m->joined);
    FREE(m->gathered);
}
