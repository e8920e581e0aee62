#include "matcher.h"

#include "bits.h"

#include <stdlib.h>

#define ANY (-1) /* kinds of edges, as in gehoor.method.automaton */
#define DONE (-2)

/* A stretch of one sentence. Place k is the place before its word k. */
typedef struct {
    int32_t first;   /* word of the turn */
    size_t count;    /* words */
    size_t own;      /* only phrases that begin before this word are its business */
    size_t openings; /* places, from the first, where a sentence can be said to begin */
    size_t room;     /* numbers of 64 bits its places take */
    int answering;
} Window;

/* Whether a word set has been asked for in this window; from now on it has. */
INLINE int asked(Matcher *m, int32_t set, size_t room)
{
    if (m->asked.at[set] == m->window)
        return 1;
    m->asked.at[set] = m->window;
    memset(m->places.at + room * (size_t)set, 0, room * sizeof *m->places.at);
    return 0;
}

/* Note where each word stands, and the large sets; small ones follow when asked. */
INLINE void note(Matcher *m, const int32_t *row, const Window *window, size_t room)
{
    m->window++;
    for (size_t at = 0; at < window->count; at++) {
        int32_t word = row[(size_t)window->first + at];
        uint64_t bit = (uint64_t)1 << (at % 64);
        m->said.at[room * (size_t)word + at / 64] |= bit;
        for (int32_t k = m->large_first.at[word]; k < m->large_first.at[word + 1]; k++) {
            (void)asked(m, m->large.at[k], room);
            m->places.at[room * (size_t)m->large.at[k] + at / 64] |= bit;
        }
    }
}

static void forget(Matcher *m, const int32_t *row, const Window *window)
{
    for (size_t at = 0; at < window->count; at++) {
        int32_t word = row[(size_t)window->first + at];
        m->said.at[window->room * (size_t)word + at / 64] = 0;
    }
}

/* Where the words of a set stand; worked out when first asked in a window. */
INLINE const uint64_t *places_of(Matcher *m, int32_t set, size_t room)
{
    uint64_t *places = m->places.at + room * (size_t)set;
    int32_t k = m->members_first.at[set], end = m->members_first.at[set + 1];
    if (asked(m, set, room) || end - k > LARGE)
        return places;
    for (; k < end; k++) {
        const uint64_t *said = m->said.at + room * (size_t)m->members.at[k];
        for (size_t part = 0; part < room; part++)
            places[part] |= said[part];
    }
    return places;
}

/* Walk a phrase from the places that its first node has; `ends` is where it can have ended. */
INLINE void walk(Matcher *m, const Plan *plan, const Window *window, uint64_t *ends, size_t room)
{
    memset(ends, 0, room * sizeof *ends);
    for (int32_t node = plan->start; node >= plan->lowest; node--) {
        uint64_t *here = m->reached.at + room * (size_t)(node - plan->lowest);
        if (!any_of(here, room))
            continue;
        const int32_t *edge = m->edges.at + 2 * (size_t)m->first.at[node];
        const int32_t *last = m->edges.at + 2 * (size_t)m->first.at[node + 1];
        for (; edge < last; edge += 2) {
            if (edge[0] == DONE) {
                for (size_t k = 0; k < room; k++)
                    ends[k] |= here[k];
                continue;
            }
            uint64_t *goal = m->reached.at + room * (size_t)(edge[1] - plan->lowest);
            move(goal, here, edge[0] == ANY ? NULL : places_of(m, edge[0], room), room);
        }
        memset(here, 0, room * sizeof *here);
    }
    keep_below(ends, window->count + 1, room); /* a gap must not run on behind the last word */
}

/* The places where a phrase can begin by its first word. */
INLINE int begin(Matcher *m, const Plan *plan, const Window *window, uint64_t *starts, size_t room)
{
    memset(starts, 0, room * sizeof *starts);
    for (int32_t edge = m->first.at[plan->start]; edge < m->first.at[plan->start + 1]; edge++) {
        int32_t set = m->edges.at[2 * (size_t)edge];
        const uint64_t *places = set >= 0 ? places_of(m, set, room) : NULL;
        for (size_t k = 0; k < room; k++)
            starts[k] |= places ? places[k] : ~(uint64_t)0;
    }
    keep_below(starts, plan->opening ? window->openings : window->own, room);
    return any_of(starts, room);
}

static int add_hit(const Window *window, const Plan *plan, int32_t phrase, int32_t start,
                   const uint64_t *ends, Hits *hits)
{
    int32_t last = highest_place(ends, window->room);
    if (last <= start)
        return 1;
    Hit hit = {phrase, window->first + start, window->first + last,
               window->first + lowest_place(ends, window->room), plan->opening};
    return PUSH(*hits, hit);
}

/* Add where a phrase stands: for each place it can begin at, up to where it ends last. */
INLINE int locate(Matcher *m, int32_t phrase, const Window *window, uint64_t *space, Hits *hits,
                  size_t room)
{
    const Plan *plan = &m->plans.at[phrase];
    uint64_t *starts = space, *ends = space + room;
    if (!begin(m, plan, window, starts, room))
        return 1;
    uint64_t *first = m->reached.at + room * (size_t)(plan->start - plan->lowest);
    memcpy(first, starts, room * sizeof *first);
    walk(m, plan, window, ends, room);
    if (!any_of(ends, room))
        return 1;
    int32_t start = lowest_place(starts, room);
    if (start == highest_place(starts, room))
        return add_hit(window, plan, phrase, start, ends, hits);
    for (size_t k = 0; k < room; k++) {
        for (uint64_t bits = starts[k]; bits; bits &= bits - 1) {
            first[k] = bits & (~bits + 1);
            start = (int32_t)(64 * k) + lowest_bit(bits);
            walk(m, plan, window, ends, room);
            if (!add_hit(window, plan, phrase, start, ends, hits))
                return 0;
        }
    }
    return 1;
}

INLINE int needs_met(Matcher *m, const Plan *plan, size_t room)
{
    const int32_t *needs = m->needs.at + plan->needs;
    for (uint32_t k = 0; k < plan->need_count; k++)
        if (!any_of(places_of(m, needs[k], room), room))
            return 0;
    return 1;
}

/* Look at the phrases that hang on a word set. */
INLINE int search_set(Matcher *m, int32_t set, const Window *window, uint64_t *space, Hits *hits,
                      size_t room)
{
    for (int32_t at = m->anchored_first.at[set]; at < m->anchored_first.at[set + 1]; at++) {
        int32_t phrase = m->anchored.at[at];
        const Plan *plan = &m->plans.at[phrase];
        if ((plan->reply && !window->answering) || (plan->opening && !window->openings) ||
            !needs_met(m, plan, room))
            continue;
        if (!locate(m, phrase, window, space, hits, room))
            return 0;
    }
    return 1;
}

INLINE int search(Matcher *m, const int32_t *row, const Window *window, uint64_t *space, Hits *hits,
                  size_t room)
{
    note(m, row, window, room);
    for (size_t at = 0; at < window->count; at++) {
        int32_t word = row[(size_t)window->first + at];
        for (int32_t k = m->hooks_first.at[word]; k < m->hooks_first.at[word + 1]; k++) {
            int32_t set = m->hooks.at[k];
            if (m->searched.at[set] == m->window)
                continue;
            m->searched.at[set] = m->window;
            if (!search_set(m, set, window, space, hits, room))
                return 0;
        }
    }
    return 1;
}

static int search_narrow(Matcher *m, const int32_t *row, const Window *window, Hits *hits)
{
    uint64_t space[2];
    return search(m, row, window, space, hits, 1);
}

static int search_wide(Matcher *m, const int32_t *row, const Window *window, Hits *hits)
{
    uint64_t *space = malloc(2 * window->room * sizeof *space);
    if (space == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    int done = search(m, row, window, space, hits, window->room);
    free(space);
    return done;
}

static int search_window(Matcher *m, const int32_t *row, Window *window, Hits *hits)
{
    window->room = window->count / 64 + 1;
    int done = window->room == 1 ? search_narrow(m, row, window, hits)
                                 : search_wide(m, row, window, hits);
    forget(m, row, window);
    return done;
}

/* Search a sentence, in windows that overlap by the longest phrase if it is very long. */
static int search_sentence(Matcher *m, const int32_t *row, size_t first, size_t end,
                           size_t openings, int answering, Hits *hits)
{
    size_t widest = 64 * m->room - 1;
    for (; first < end; first += m->stride, openings = 0) {
        Window window = {(int32_t)first, end - first, end - first, openings, 0, answering};
        if (window.count > widest)
            window.count = widest, window.own = m->stride;
        if (!search_window(m, row, &window, hits))
            return 0;
        if (window.own == end - first)
            break;
    }
    return 1;
}

/* As the other matcher finds them: by place, in it by the first end, the openings afterwards. */
static int by_place(const void *one, const void *other)
{
    const Hit *a = one, *b = other;
    if (a->opening != b->opening)
        return a->opening ? 1 : -1;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->first_end != b->first_end)
        return a->first_end < b->first_end ? -1 : 1;
    return (a->phrase > b->phrase) - (a->phrase < b->phrase);
}

int matcher_find(Matcher *m, const int32_t *row, const uint8_t *leads, size_t count,
                 int answering, Hits *hits)
{
    if (count >= INT32_MAX) {
        PyErr_NoMemory();
        return 0;
    }
    size_t before = hits->count;
    for (size_t first = 0; first < count; first++) {
        size_t end = first, openings = 1;
        while (first + openings < count && leads[first + openings - 1])
            openings++;
        while (row[end] != END_OF_SENTENCE)
            end++;
        if (openings > end - first)
            openings = end - first;
        if (end > first && !search_sentence(m, row, first, end, openings, answering, hits))
            return 0;
        first = end;
    }
    if (hits->count - before > 1)
        qsort(hits->at + before, hits->count - before, sizeof *hits->at, by_place);
    return 1;
}
