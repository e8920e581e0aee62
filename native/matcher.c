#include "matcher.h"

#include "states.h"

#include <stdlib.h>

/* Whether numbers from the file of the compiled method can be trusted as places. */
static int rises_to(const Numbers *numbers, size_t items, size_t end)
{
    if (numbers->count != items + 1 || numbers->at[0] != 0)
        return 0;
    for (size_t k = 0; k < items; k++)
        if (numbers->at[k] > numbers->at[k + 1])
            return 0;
    return (size_t)numbers->at[items] == end;
}

/* Whether every edge goes down, within its phrase, or ends that phrase. */
static int edges_fit(const Matcher *m)
{
    int32_t lowest = 0;
    for (size_t phrase = 0; phrase < m->starts.count; phrase++) {
        int32_t start = m->starts.at[phrase];
        if (start < lowest || (size_t)start + 1 >= m->first.count)
            return 0;
        for (int32_t node = lowest; node <= start; node++) {
            for (int32_t edge = m->first.at[node]; edge < m->first.at[node + 1]; edge++) {
                int32_t set = m->edges.at[2 * edge], goal = m->edges.at[2 * edge + 1];
                if (set < DONE || (set == DONE ? goal != (int32_t)phrase
                                               : goal < lowest || goal >= node))
                    return 0;
            }
        }
        lowest = start + 1;
    }
    return 1;
}

static int sound(const Matcher *m)
{
    size_t nodes = m->first.count - (m->first.count > 0);
    for (size_t k = 0; k < m->sets.count; k++)
        if (m->sets.at[k] < 0)
            return 0;
    return m->edges.count % 2 == 0 && rises_to(&m->first, nodes, m->edges.count / 2) &&
           rises_to(&m->set_first, m->words.names.count, m->sets.count) && edges_fit(m);
}

static int make_roots(Matcher *m)
{
    for (int k = 0; k < 4; k++) {
        int opening = k / 2, answering = k % 2;
        m->nodes.count = 0;
        if (!ROOM(m->nodes, m->phrases + 1))
            return 0;
        for (size_t phrase = 0; phrase < m->phrases; phrase++)
            if (((m->marks[phrase] & MARK_OPENING) != 0) == opening &&
                (answering || !(m->marks[phrase] & MARK_REPLY)))
                m->nodes.at[m->nodes.count++] = m->starts.at[phrase];
        m->roots[opening][answering] = state_of_nodes(m, m->nodes.at, m->nodes.count);
        if (m->roots[opening][answering] == FAILED)
            return 0;
        for (size_t word = 0; word <= m->words.names.count; word++)
            m->first_steps[opening][answering].at[word] = UNKNOWN;
    }
    return 1;
}

static int make_space(Matcher *m, const char *marks)
{
    m->marks = malloc(m->phrases + 1);
    if (m->marks == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    memcpy(m->marks, marks, m->phrases);
    for (int k = 0; k < 4; k++)
        if (!ROOM(m->first_steps[k / 2][k % 2], m->words.names.count + 1))
            return 0;
    if (!ROOM(m->seen, m->phrases + 1))
        return 0;
    memset(m->seen.at, 0, (m->phrases + 1) * sizeof *m->seen.at);
    return 1;
}

int matcher_ready(Matcher *m, const char *marks, size_t count)
{
    m->phrases = m->starts.count;
    if (!sound(m) || count != m->phrases) {
        PyErr_SetString(PyExc_ValueError, "the compiled phrases do not fit together");
        return 0;
    }
    for (size_t word = 0; word < m->words.names.count; word++) /* the sets of each, in order */
        sort(m->sets.at + m->set_first.at[word],
             (size_t)(m->set_first.at[word + 1] - m->set_first.at[word]));
    /* and a word that no phrase holds has none */
    return PUSH(m->set_first, (int32_t)m->sets.count) && make_space(m, marks) && make_roots(m);
}

void matcher_free(Matcher *m)
{
    names_free(&m->words);
    FREE(m->set_first);
    FREE(m->sets);
    FREE(m->first);
    FREE(m->edges);
    FREE(m->starts);
    free(m->marks);
    for (int k = 0; k < 4; k++)
        FREE(m->first_steps[k / 2][k % 2]);
    FREE(m->seen);
    states_free(m);
}

/* Add the phrases that end in a state, or move where they end. */
static int take(Matcher *m, int32_t number, Hit found, Hits *hits)
{
    const State *state = &m->states.at[number];
    for (uint32_t k = 0; k < state->hit_count; k++) {
        found.phrase = m->numbers.at[state->hits + k];
        Seen *seen = &m->seen.at[found.phrase];
        if (seen->walk == m->walk) {
            hits->at[seen->place].end = found.end;
            continue;
        }
        seen->walk = m->walk;
        seen->place = hits->count;
        if (!PUSH(*hits, found))
            return 0;
    }
    return 1;
}

static int walk(Matcher *m, const int32_t *row, int32_t start, int opening, int answering,
                Hits *hits)
{
    if (row[start] == END_OF_SENTENCE)
        return 1;
    if (states_full(m)) {
        states_forget(m);
        if (!make_roots(m))
            return 0;
    }
    int32_t *first = &m->first_steps[opening][answering].at[row[start]], state = *first;
    if (state == UNKNOWN)
        state = state_after(m, m->roots[opening][answering], row[start]);
    if (state != FAILED)
        *first = state;
    m->walk++;
    for (int32_t end = start + 1; state >= 0; end++) {
        Hit found = {0, start, end};
        if (m->states.at[state].hit_count && !take(m, state, found, hits))
            return 0;
        if (row[end] == END_OF_SENTENCE)
            return 1;
        state = state_after(m, state, row[end]);
    }
    return state != FAILED;
}

int matcher_find(Matcher *m, const int32_t *row, const uint8_t *leads, size_t count,
                 int answering, Hits *hits)
{
    if (count >= INT32_MAX) {
        PyErr_NoMemory();
        return 0;
    }
    for (size_t at = 0; at < count; at++)
        if (!walk(m, row, (int32_t)at, 0, answering, hits))
            return 0;
    for (size_t at = 0; at < count; at++) { /* where a sentence can be said to begin */
        if (!walk(m, row, (int32_t)at, 1, answering, hits))
            return 0;
        if (!leads[at])
            while (at < count && row[at] != END_OF_SENTENCE)
                at++;
    }
    return 1;
}
