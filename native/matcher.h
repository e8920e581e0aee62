/* Phrases in a row of words: the automaton of `gehoor.method.automaton`, walked.
 *
 * The same algorithm as `gehoor.hearing.matcher`, which explains it: a state stands for all
 * places in all phrases that the words so far lead to, is worked out when first needed and then
 * kept, up to a limit. Words are numbers here: their place among the automaton's words.
 */
#ifndef GEHOOR_MATCHER_H
#define GEHOOR_MATCHER_H

#include "common.h"

#define END_OF_SENTENCE (-1) /* in a row of words */
#define ANY (-1)             /* kinds of edges, as in gehoor.method.automaton */
#define DONE (-2)

typedef struct {
    int32_t phrase, start, end; /* first word, word after the last */
} Hit;

typedef LIST(Hit) Hits;

typedef struct {
    uint32_t atoms, atom_count; /* in `numbers` */
    uint32_t hits, hit_count;
    int32_t atom; /* the one atom it is made of, or NOWHERE */
} State;

typedef struct {
    uint32_t nodes, node_count;
    uint32_t steps, step_count;
    int32_t state, onwards;
    uint8_t prepared;
} Atom;

typedef struct {
    int32_t set, node;
} Step;

typedef struct {
    int32_t *slots;
    size_t size, count;
} Index;

typedef struct {
    uint64_t key; /* state and word; 0: free */
    int32_t after;
} Transition;

typedef struct {
    uint64_t walk;
    size_t place;
} Seen;

typedef struct {
    Names words;
    Numbers set_first, sets; /* the word sets of each word */
    Numbers first, edges;    /* the network, as `Automaton` describes it */
    Numbers starts;
    char *marks; /* of each phrase: when it is looked for */
    size_t phrases;

    LIST(State) states;
    LIST(Atom) atoms;
    LIST(Step) steps;
    Numbers numbers;
    Index by_nodes, by_atoms;
    Transition *transitions;
    size_t transition_room, transition_count;
    int32_t roots[2][2];             /* where walks begin: [opening a sentence][answering] */
    Numbers first_steps[2][2];       /* from there, by word */
    Numbers nodes, joined, gathered; /* of work in hand */
    LIST(Seen) seen;                 /* of each phrase, the walk that met it last */
    uint64_t walk;
} Matcher;

enum { MARK_OPENING = 1, MARK_REPLY = 2 }; /* only where a sentence begins; only in an answer */

/* After its data was read: checks it, makes the roots. `marks` has a byte for each phrase. */
int matcher_ready(Matcher *matcher, const char *marks, size_t count);
void matcher_free(Matcher *matcher);

/* Add the phrases in a row of `count` words, after which an END_OF_SENTENCE stands, to hits.
 * `leads[k]` tells whether a sentence may still begin after word k. */
int matcher_find(Matcher *matcher, const int32_t *row, const uint8_t *leads, size_t count,
                 int answering, Hits *hits);

#endif
