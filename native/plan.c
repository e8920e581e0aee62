/* Before the first text: are the compiled phrases sound, and by which word is each found? */
#include "matcher.h"

#include <stdlib.h>

#define ANY (-1) /* kinds of edges, as in gehoor.method.automaton */
#define DONE (-2)
#define LEAST_ROOM 4 /* numbers of 64 bits for a window of words */

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

static int count_sets(Matcher *m)
{
    const Numbers *lists[] = {&m->sets, &m->needs};
    int32_t most = -1;
    for (int list = 0; list < 2; list++) {
        for (size_t k = 0; k < lists[list]->count; k++) {
            if (lists[list]->at[k] < 0)
                return 0;
            if (lists[list]->at[k] > most)
                most = lists[list]->at[k];
        }
    }
    for (size_t k = 0; k < m->edges.count; k += 2)
        if (m->edges.at[k] > most)
            most = m->edges.at[k];
    m->set_count = (size_t)most + 1;
    return most < INT32_MAX / 64;
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

static int sound(Matcher *m)
{
    size_t nodes = m->first.count - (m->first.count > 0), phrases = m->starts.count;
    return m->edges.count % 2 == 0 && rises_to(&m->first, nodes, m->edges.count / 2) &&
           rises_to(&m->set_first, m->words.names.count, m->sets.count) &&
           rises_to(&m->need_first, phrases, m->needs.count) && count_sets(m) && edges_fit(m);
}

/* How common each word set is likely to be: a word in many sets is common. */
static uint64_t *weigh_sets(const Matcher *m)
{
    uint64_t *weights = calloc(m->set_count + 1, sizeof *weights);
    if (weights == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    for (size_t word = 0; word < m->words.names.count; word++) {
        int32_t from = m->set_first.at[word], to = m->set_first.at[word + 1];
        for (int32_t k = from; k < to; k++)
            weights[m->sets.at[k]] += (uint64_t)(to - from);
    }
    return weights;
}

/* Put the needs of a phrase in order, the rarest first; its anchor is taken off. */
static void order_needs(Matcher *m, Plan *plan, const uint64_t *weights)
{
    int32_t *needs = m->needs.at + plan->needs;
    for (uint32_t k = 1; k < plan->need_count; k++) {
        int32_t need = needs[k];
        uint32_t at = k;
        for (; at > 0 && weights[needs[at - 1]] > weights[need]; at--)
            needs[at] = needs[at - 1];
        needs[at] = need;
    }
    plan->anchor = plan->need_count ? needs[0] : NOWHERE;
    plan->needs++;
    plan->need_count -= plan->need_count > 0;
}

/* The most words a phrase can take. */
static int32_t longest(const Matcher *m, const Plan *plan, int32_t *lengths)
{
    for (int32_t node = plan->lowest; node <= plan->start; node++) {
        int32_t most = 0;
        for (int32_t edge = m->first.at[node]; edge < m->first.at[node + 1]; edge++) {
            int32_t goal = m->edges.at[2 * edge + 1];
            if (m->edges.at[2 * edge] != DONE && lengths[goal - plan->lowest] + 1 > most)
                most = lengths[goal - plan->lowest] + 1;
        }
        lengths[node - plan->lowest] = most;
    }
    return lengths[plan->start - plan->lowest];
}

static int make_plans(Matcher *m, const char *marks, const uint64_t *weights)
{
    int32_t lowest = 0;
    if (!ROOM(m->plans, m->starts.count + 1))
        return 0;
    for (size_t phrase = 0; phrase < m->starts.count; phrase++) {
        Plan plan = {0};
        plan.start = m->starts.at[phrase];
        plan.lowest = lowest;
        plan.needs = (uint32_t)m->need_first.at[phrase];
        plan.need_count = (uint32_t)(m->need_first.at[phrase + 1] - m->need_first.at[phrase]);
        plan.opening = (marks[phrase] & MARK_OPENING) != 0;
        plan.reply = (marks[phrase] & MARK_REPLY) != 0;
        order_needs(m, &plan, weights);
        m->plans.at[m->plans.count++] = plan;
        lowest = plan.start + 1;
    }
    return 1;
}

/* Put items under the numbers that each belongs to: `first` says where those of each begin. */
static int group(Numbers *first, Numbers *grouped, size_t groups, size_t items)
{
    if (!ROOM(*first, groups + 2) || !ROOM(*grouped, items + 1))
        return 0;
    memset(first->at, 0, (groups + 2) * sizeof *first->at);
    first->count = groups + 1;
    grouped->count = items;
    return 1;
}

static void sum_up(Numbers *first)
{
    for (size_t k = 2; k < first->count + 1; k++)
        first->at[k] += first->at[k - 1];
}

/* Hang each phrase on its anchor. */
static int hang(Matcher *m)
{
    Numbers *first = &m->anchored_first;
    if (!group(first, &m->anchored, m->set_count, m->plans.count))
        return 0;
    for (size_t k = 0; k < m->plans.count; k++)
        if (m->plans.at[k].anchor != NOWHERE)
            first->at[m->plans.at[k].anchor + 2]++;
    sum_up(first);
    for (size_t k = 0; k < m->plans.count; k++)
        if (m->plans.at[k].anchor != NOWHERE)
            m->anchored.at[first->at[m->plans.at[k].anchor + 1]++] = (int32_t)k;
    return 1;
}

/* List the words of each set. */
static int list_members(Matcher *m)
{
    Numbers *first = &m->members_first;
    if (!group(first, &m->members, m->set_count, m->sets.count))
        return 0;
    for (size_t k = 0; k < m->sets.count; k++)
        first->at[m->sets.at[k] + 2]++;
    sum_up(first);
    for (size_t word = 0; word < m->words.names.count; word++)
        for (int32_t k = m->set_first.at[word]; k < m->set_first.at[word + 1]; k++)
            m->members.at[first->at[m->sets.at[k] + 1]++] = (int32_t)word;
    return 1;
}

/* List, of each word, those of its sets of which more than so many are counted. */
static int list_sets(Matcher *m, const Numbers *counted, int32_t more_than, Numbers *first,
                     Numbers *listed)
{
    size_t words = m->words.names.count;
    if (!ROOM(*first, words + 2))
        return 0;
    for (size_t word = 0; word < words; word++) {
        first->at[word] = (int32_t)listed->count;
        for (int32_t k = m->set_first.at[word]; k < m->set_first.at[word + 1]; k++) {
            int32_t set = m->sets.at[k];
            if (counted->at[set + 1] - counted->at[set] > more_than && !PUSH(*listed, set))
                return 0;
        }
    }
    /* and a word that no phrase holds has none */
    first->at[words] = first->at[words + 1] = (int32_t)listed->count;
    return 1;
}

static int list_words(Matcher *m)
{
    return list_members(m) &&
           list_sets(m, &m->anchored_first, 0, &m->hooks_first, &m->hooks) &&
           list_sets(m, &m->members_first, LARGE, &m->large_first, &m->large);
}

/* Make room for windows that are at least twice as wide as any phrase is long. */
static int make_room(Matcher *m)
{
    size_t nodes = 0, words = 1;
    for (size_t k = 0; k < m->plans.count; k++) {
        size_t count = (size_t)(m->plans.at[k].start - m->plans.at[k].lowest) + 1;
        nodes = count > nodes ? count : nodes;
    }
    int32_t *lengths = calloc(nodes + 1, sizeof *lengths);
    if (lengths == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    for (size_t k = 0; k < m->plans.count; k++) {
        size_t length = (size_t)longest(m, &m->plans.at[k], lengths);
        words = length > words ? length : words;
    }
    free(lengths);
    m->room = 2 * words / 64 + 1 > LEAST_ROOM ? 2 * words / 64 + 1 : LEAST_ROOM;
    m->stride = 64 * m->room - 1 - words;
    size_t sets = m->set_count + 1, known = m->words.names.count + 1;
    if (!ROOM(m->places, m->room * sets) || !ROOM(m->asked, sets) || !ROOM(m->searched, sets) ||
        !ROOM(m->reached, m->room * (nodes + 1)) || !ROOM(m->said, m->room * known))
        return 0;
    memset(m->asked.at, 0, sets * sizeof *m->asked.at);
    memset(m->searched.at, 0, sets * sizeof *m->searched.at);
    memset(m->reached.at, 0, m->room * (nodes + 1) * sizeof *m->reached.at);
    memset(m->said.at, 0, m->room * known * sizeof *m->said.at);
    return 1;
}

int matcher_ready(Matcher *m, const char *marks, size_t count)
{
    if (!sound(m) || count != m->starts.count) {
        PyErr_SetString(PyExc_ValueError, "the compiled phrases do not fit together");
        return 0;
    }
    uint64_t *weights = weigh_sets(m);
    int ready = weights && make_plans(m, marks, weights) && hang(m) && list_words(m) &&
                make_room(m);
    free(weights);
    return ready;
}

void matcher_free(Matcher *m)
{
    names_free(&m->words);
    FREE(m->set_first);
    FREE(m->sets);
    FREE(m->first);
    FREE(m->edges);
    FREE(m->starts);
    FREE(m->need_first);
    FREE(m->needs);
    FREE(m->plans);
    FREE(m->anchored_first);
    FREE(m->anchored);
    FREE(m->members_first);
    FREE(m->members);
    FREE(m->hooks_first);
    FREE(m->hooks);
    FREE(m->large_first);
    FREE(m->large);
    FREE(m->said);
    FREE(m->places);
    FREE(m->asked);
    FREE(m->searched);
    FREE(m->reached);
}
